-- What was held at a site is part of what happened there: its history tells activities beside inspections,
-- events and changes of status.

create function private.activity_lines(
  p_site_id integer, p_kinds text[], p_before_at timestamptz, p_before_kind text, p_before_id bigint, p_size integer)
returns table (at timestamptz, kind text, id bigint, line json)
language sql stable security definer set search_path = ''
as $$
  select a.held_at, 'activity', a.id,
    json_build_object('kind', 'activity', 'id', a.id, 'at', a.held_at, 'recordedAt', a.recorded_at,
      'activityKind', a.kind, 'kindZh', k.name_zh, 'kindEn', k.name_en, 'planned', a.plan_id is not null,
      'memberName', (select m.name from public.members m where m.id = a.member_id),
      'unitName', (select u.name from public.units u where u.id = a.unit_id),
      'people', a.people, 'note', a.note,
      'photos', (select coalesce(json_agg(json_build_object('id', f.id, 'stage', f.stage, 'caption', f.caption, 'takenAt', f.taken_at) order by f.id), '[]')
        from public.photos f where f.activity_id = a.id))
  from public.activities a
  join public.activity_kinds k on k.id = a.kind
  where 'activity' = any (p_kinds) and a.site_id = p_site_id and a.withdrawn_at is null
    and a.held_at <= p_before_at and (a.held_at, 'activity', a.id) < (p_before_at, p_before_kind, p_before_id)
  order by a.held_at desc, a.id desc limit p_size
$$;
comment on function private.activity_lines(integer, text[], timestamptz, text, bigint, integer) is
  'What was held at a site before a place in its history. security definer: as private.site_lines, behind the gate of site_history.';
revoke execute on function private.activity_lines(integer, text[], timestamptz, text, bigint, integer) from public;

create or replace function public.site_history(
  site_id integer, before text default null, kinds text[] default null, page_size integer default 30)
returns json
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_size integer := least(greatest(coalesce(page_size, 30), 1), 200);
  v_kinds text[] := coalesce(kinds, array['inspection', 'event', 'status', 'activity']);
  v_at timestamptz := 'infinity';
  v_kind text := '~';
  v_id bigint := 9223372036854775807;
  v_result json;
begin
  if not v_kinds <@ array['inspection', 'event', 'status', 'activity'] then
    perform private.refuse('记录种类只能是 inspection、event、status、activity', 'kinds are inspection, event, status, activity', '{"field": "kinds"}');
  end if;
  if not private.sees_site(site_id) then
    perform private.refuse(format('点位 %s 不存在或无权查看', site_id),
      format('site %s is not there, or you may not see it', site_id), '{"field": "site_id"}');
  end if;
  if before is not null then
    begin
      v_at := split_part(before, '|', 1)::timestamptz;
      v_kind := split_part(before, '|', 2);
      v_id := split_part(before, '|', 3)::bigint;
    exception when others then
      perform private.refuse('翻页标记无效，请从头加载', 'the page cursor is not valid; load from the start', '{"field": "before"}');
    end;
  end if;
  if not private.sees_status() then
    -- Assessors inspect blind.
    return json_build_object('items', '[]'::json, 'next', null);
  end if;
  select json_build_object(
    'items', coalesce(json_agg(l.line order by l.n) filter (where l.n <= v_size), '[]'),
    'next', case when count(*) > v_size then
      (array_agg(l.at::text || '|' || l.kind || '|' || l.id) filter (where l.n = v_size))[1] end)
  into v_result
  from (
    select b.*, row_number() over (order by b.at desc, b.kind desc, b.id desc) as n
    from (
      select s.at, s.kind, s.id, s.line from private.site_lines(site_id, v_kinds, v_at, v_kind, v_id, v_size + 1) s
      union all
      select a.at, a.kind, a.id, a.line from private.activity_lines(site_id, v_kinds, v_at, v_kind, v_id, v_size + 1) a) b) l;
  return v_result;
end
$$;
comment on function public.site_history(integer, text, text[], integer) is
  'A page of a site''s history, newest first: inspections, issue events, status changes, activities. `next` is the cursor of the following page. security definer: asks once whether the caller sees the site (private.sees_site, the policies'' own rule), see private.site_lines.';
