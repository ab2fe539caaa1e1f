-- What plans and activities name cannot go with the import that brought it: undoing it then keeps and names
-- that, as it does for inspections, where the foreign keys would refuse the whole of it.

create or replace function private.ties_of_site(p_site_id integer) returns text[]
language sql stable set search_path = ''
as $$
  select array_remove(array[
    case when exists (select from public.inspections x where x.site_id = p_site_id) then '检查记录 inspections' end,
    case when exists (select from public.observations x where x.site_id = p_site_id) then '检查项 observations' end,
    case when exists (select from public.issues x where x.site_id = p_site_id) then '问题 issues' end,
    case when exists (select from public.photos x where x.site_id = p_site_id) then '照片 photos' end,
    case when exists (select from public.pairings x where x.site_id = p_site_id) then '联包帮 pairings' end,
    case when exists (select from public.members x where x.site_id = p_site_id) then '责任人账号 its owner''s account' end,
    case when exists (select from public.activities x where x.site_id = p_site_id)
      or exists (select from public.activity_plans x where x.site_id = p_site_id) then '活动 activities' end,
    case when exists (select from public.patrol_plan_stops x where x.site_id = p_site_id)
      or exists (select from public.patrol_plan_unserved x where x.site_id = p_site_id) then '巡查计划 patrol plans' end], null)
$$;

create or replace function private.ties_of_area(p_area_id integer) returns text[]
language sql stable set search_path = ''
as $$
  select array_remove(array[
    case when exists (select from public.areas x where x.parent_id = p_area_id) then '下级区域 areas below it' end,
    case when exists (select from public.issues x where x.area_id = p_area_id) then '问题 issues' end,
    case when exists (select from public.units x where x.area_id = p_area_id) then '单位 units' end,
    case when exists (select from public.members x where x.area_id = p_area_id) then '人员 members' end,
    case when exists (select from public.default_units x where x.area_id = p_area_id) then '默认单位 default units' end,
    case when exists (select from public.activities x where x.area_id = p_area_id)
      or exists (select from public.activity_plans x where x.area_id = p_area_id) then '活动 activities' end], null)
$$;
