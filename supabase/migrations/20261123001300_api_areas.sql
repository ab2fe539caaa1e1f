-- What leadership asks: compliance by area, open problems, the year's course, what a zone holds.

create function private.open_among(p_issue_ids bigint[], p_at timestamptz)
returns table (issue_id bigint, state public.issue_state, deadline_at timestamptz, overdue boolean)
language sql stable security definer set search_path = '' rows 1000
as $$
  select i.id, e.state_after, e.deadline_after,
    coalesce(e.deadline_after <= p_at and (e.state_after in ('assigned', 'in_progress')
      or e.state_after = 'deferred'), false)
  from unnest(p_issue_ids) as i (id)
  cross join lateral (
    select v.state_after, v.deadline_after, v.resumes_after from public.issue_events v
    where v.issue_id = i.id and v.recorded_at <= p_at
    order by v.recorded_at desc, v.id desc limit 1) e
  where private.is_open(e.state_after, e.resumes_after, p_at)
$$;
comment on function private.open_among(bigint[], timestamptz) is
  'Which of these issues are open at a moment. security definer: the caller has chosen them through its policies; asking again for every event would take seconds.';

create function private.open_issues_at(p_at timestamptz)
returns table (issue_id bigint, site_id integer, area_id integer, code smallint, lead_unit_id integer,
  point extensions.geometry, overdue boolean)
language plpgsql stable set search_path = '' rows 1000
as $$
begin
  if p_at >= private.clock() - interval '1 minute' then
    -- Now: the projection knows.
    return query
      select i.id, i.site_id, i.area_id, i.code, i.lead_unit_id, i.point,
        coalesce(i.deadline_at <= p_at and (i.state in ('assigned', 'in_progress') or i.state = 'deferred'), false)
      from public.issues i
      where i.state not in ('closed', 'rejected', 'merged', 'reported')
        and private.is_open(i.state, i.resumes_at, p_at);
  else
    return query
      select i.id, i.site_id, i.area_id, i.code, i.lead_unit_id, i.point, o.overdue
      from private.open_among(
        (select array_agg(x.id) from public.issues x where x.reported_at <= p_at), p_at) o
      join public.issues i on i.id = o.issue_id;
  end if;
end
$$;
comment on function private.open_issues_at(timestamptz) is 'The open issues that the asker sees, as of a moment.';

create function public.area_compliance(level text, parent_id integer default null, as_of timestamptz default null)
returns json
language plpgsql stable set search_path = ''
as $$
declare
  v_level public.area_level := private.area_level_of(level);
  v_at timestamptz := private.as_of(as_of);
  v_result json;
begin
  with shown as materialized (
    select a.id, a.name, a.parent_id, a.path
    from public.areas a
    where a.level = v_level
  ),
  -- Counted for the whole city, since the mean is the city's; handed over below the parent alone.
  listed as (
    select a.id from shown a
    where area_compliance.parent_id is null or a.path operator(extensions.<@)
      (select p.path from public.areas p where p.id = area_compliance.parent_id)
  ),
  belongs as materialized (
    select c.id as area_id, a.id as shown_id
    from shown a join public.areas c on c.path operator(extensions.<@) a.path
  ),
  counted as (
    select b.shown_id,
      count(*) filter (where c.code & 7 = 1) as compliant, count(*) filter (where c.code & 7 = 2) as attention,
      count(*) filter (where c.code & 7 = 3) as serious, count(*) filter (where c.code & 7 = 4) as unknown
    from private.status_codes_at(as_of) c
    join public.sites s on s.id = c.site_id
    join belongs b on b.area_id = s.area_id
    group by b.shown_id
  ),
  problems as (
    select b.shown_id, count(*) as open, count(*) filter (where o.overdue) as overdue
    from private.open_issues_at(v_at) o join belongs b on b.area_id = o.area_id
    group by b.shown_id
  ),
  figures as (
    select a.id, a.name, a.parent_id, coalesce(c.compliant, 0) as compliant, coalesce(c.attention, 0) as attention,
      coalesce(c.serious, 0) as serious, coalesce(c.unknown, 0) as unknown,
      coalesce(c.compliant, 0) as k, coalesce(c.compliant + c.attention + c.serious, 0) as n,
      coalesce(p.open, 0) as open, coalesce(p.overdue, 0) as overdue
    from shown a left join counted c on c.shown_id = a.id left join problems p on p.shown_id = a.id
  ),
  mean as (
    select sum(k)::double precision / nullif(sum(n), 0) as m, avg(n) filter (where n > 0)::double precision as mean_n
    from figures
  ),
  spread as (
    -- Method of moments for the variance between areas, as Marshall (1991) for proportions.
    select m.m, greatest(0,
      sum(f.n * (f.k::double precision / f.n - m.m) ^ 2) / nullif(sum(f.n), 0) - m.m * (1 - m.m) / m.mean_n) as between_areas
    from figures f cross join mean m where f.n > 0 group by m.m, m.mean_n
  )
  select coalesce(json_agg(json_build_object(
    'areaId', f.id, 'name', f.name, 'parentId', f.parent_id,
    'compliant', f.compliant, 'attention', f.attention, 'serious', f.serious, 'unknown', f.unknown,
    'k', f.k, 'n', f.n, 'rate', f.k::double precision / nullif(f.n, 0),
    -- Wilson (1927) score interval, 95 %
    'low', case when f.n > 0 then (f.k + 1.920729 - 1.959964 * sqrt(f.k::double precision * (f.n - f.k) / f.n + 0.9603645)) / (f.n + 3.841459) end,
    'high', case when f.n > 0 then (f.k + 1.920729 + 1.959964 * sqrt(f.k::double precision * (f.n - f.k) / f.n + 0.9603645)) / (f.n + 3.841459) end,
    'shrunk', case when f.n > 0 then
      s.m + (f.k::double precision / f.n - s.m)
        * coalesce(s.between_areas / nullif(s.between_areas + s.m * (1 - s.m) / f.n, 0), 0)
      end,
    'openIssues', f.open, 'overdue', f.overdue) order by f.id), '[]')
  into v_result
  from figures f join listed l on l.id = f.id left join spread s on true;
  return v_result;
end
$$;
comment on function public.area_compliance(text, integer, timestamptz) is
  'Sites by status for every area of a level: k compliant of n known, the Wilson 95 % interval, and the rate shrunk toward the city''s mean (empirical Bayes, Marshall 1991).';

create type private.issue_filter as (
  site_types text[], codes smallint[], veto_only boolean, unit_id integer, within extensions.geometry);

create function private.issue_filter_of(p_filters jsonb) returns private.issue_filter
language plpgsql stable set search_path = ''
as $$
declare
  f private.issue_filter;
  v_key text;
begin
  for v_key in select jsonb_object_keys(coalesce(p_filters, '{}')) loop
    if v_key not in ('siteTypes', 'codes', 'vetoOnly', 'unitId', 'areaId', 'zoneId') then
      perform private.refuse(
        format('筛选条件“%s”无效，可用 siteTypes、codes、vetoOnly、unitId、areaId、zoneId', v_key),
        format('filter “%s” is unknown; use siteTypes, codes, vetoOnly, unitId, areaId, zoneId', v_key),
        jsonb_build_object('field', 'filters.' || v_key));
    end if;
  end loop;
  begin
    if jsonb_typeof(p_filters -> 'siteTypes') = 'array' then
      f.site_types := array(select jsonb_array_elements_text(p_filters -> 'siteTypes'));
    end if;
    if jsonb_typeof(p_filters -> 'codes') = 'array' then
      f.codes := array(select x::smallint from jsonb_array_elements_text(p_filters -> 'codes') x);
    end if;
    f.veto_only := coalesce((p_filters ->> 'vetoOnly')::boolean, false);
    f.unit_id := (p_filters ->> 'unitId')::integer;
    if p_filters ->> 'areaId' is not null then
      select a.outline into strict f.within from public.areas a where a.id = (p_filters ->> 'areaId')::integer;
    end if;
    if p_filters ->> 'zoneId' is not null then
      select z.area into strict f.within from public.zones z
      where z.id = (p_filters ->> 'zoneId')::integer and z.deleted_at is null;
    end if;
  exception
    when no_data_found then
      perform private.refuse('所选社区或区域不存在或无权查看', 'the chosen area or zone is not there, or you may not see it',
        '{"field": "filters"}');
    when others then
      perform private.refuse('筛选条件的取值无效：编号应为整数，vetoOnly 为 true 或 false',
        'a filter''s value is not valid: ids are integers, vetoOnly is true or false', '{"field": "filters"}');
  end;
  return f;
end
$$;
comment on function private.issue_filter_of(jsonb) is 'Reads the filters of the issue maps; refuses unknown keys and bad values.';

create function public.open_issue_points(as_of timestamptz default null, filters jsonb default '{}') returns json
language plpgsql stable set search_path = ''
as $$
declare
  v_at timestamptz := private.as_of(as_of);
  f private.issue_filter := private.issue_filter_of(filters);
  v_result json;
begin
  with found as materialized (
    select extensions.st_x(o.point) as x, extensions.st_y(o.point) as y, o.code
    from private.open_issues_at(v_at) o
    left join public.sites s on s.id = o.site_id
    where (f.site_types is null or s.type = any (f.site_types))
      and (f.codes is null or o.code = any (f.codes))
      and (not f.veto_only or o.code in (select k.code from public.indicators k where k.veto))
      and (f.unit_id is null or o.lead_unit_id = f.unit_id)
      and (f.within is null or extensions.st_intersects(f.within, o.point))
  ),
  extent as (
    select coalesce(min(x), 0) as x, coalesce(min(y), 0) as y,
      greatest(max(x) - min(x), 1e-6) / 16777215 as dx, greatest(max(y) - min(y), 1e-6) / 16777215 as dy
    from found
  )
  select json_build_object('asOf', v_at, 'count', count(*),
    'origin', (select json_build_array(x.x, x.y) from extent x), 'scale', (select json_build_array(x.dx, x.dy) from extent x),
    'lon', private.base64(string_agg(substr(int4send(round((p.x - e.x) / e.dx)::integer), 2, 3), '')),
    'lat', private.base64(string_agg(substr(int4send(round((p.y - e.y) / e.dy)::integer), 2, 3), '')),
    'code', private.base64(string_agg(substr(int4send(p.code::integer), 4, 1), '')))
  into v_result
  from (select * from found order by x, y, code) p cross join extent e;
  return v_result;
end
$$;
comment on function public.open_issue_points(timestamptz, jsonb) is
  'Where open issues are, as columns in base64: lon, lat uint24 (origin + n × scale), code uint8.';

create function private.open_deltas(p_issue_ids bigint[]) returns table (day date, delta bigint)
language sql stable security definer set search_path = '' rows 400
as $$
  select private.local_day(e.recorded_at),
    sum(case e.kind when 'accepted' then 1 when 'relapsed' then 1 when 'resumed' then 1 else -1 end)
  from public.issue_events e
  where e.issue_id = any (p_issue_ids)
    and e.kind in ('accepted', 'relapsed', 'resumed', 'verified', 'deferred')
  group by 1
$$;
comment on function private.open_deltas(bigint[]) is
  'By how much the number of open issues changed each day. security definer: the caller has chosen the issues through its policies.';

create function public.daily_open_issues(from_day date, to_day date) returns json
language plpgsql stable set search_path = ''
as $$
declare
  v_result json;
begin
  if from_day is null or to_day is null or to_day < from_day or to_day - from_day > 800 then
    perform private.refuse('日期范围无效：结束不早于开始，最多 800 天',
      'the days are not valid: the end is not before the start, at most 800 days', '{"field": "from_day"}');
  end if;
  with days as (
    select d::date as day from generate_series(from_day::timestamp, to_day::timestamp, interval '1 day') d
  ),
  open_changes as materialized (
    select o.day, o.delta from private.open_deltas(
      (select array_agg(i.id) from public.issues i where i.state <> 'rejected' and i.state <> 'merged')) o
  ),
  serious_changes as materialized (
    select x.day, sum(x.delta) as delta from (
      select private.local_day(p.from_at) as day, 1 as delta from public.site_status_periods p where p.status = 'serious'
      union all
      select private.local_day(p.to_at), -1 from public.site_status_periods p
      where p.status = 'serious' and p.to_at is not null) x
    group by x.day
  )
  select json_build_object('from', from_day, 'to', to_day,
    'open', json_agg((select coalesce(sum(c.delta), 0) from open_changes c where c.day <= d.day) order by d.day),
    'serious', json_agg((select coalesce(sum(c.delta), 0) from serious_changes c where c.day <= d.day) order by d.day))
  into v_result from days d;
  return v_result;
end
$$;
comment on function public.daily_open_issues(date, date) is
  'Open issues and serious sites at the end of each day (Asia/Shanghai), of what the asker sees.';

create function public.zone_statistics(geometry json, as_of timestamptz default null) returns json
language plpgsql stable set search_path = ''
as $$
declare
  v_area extensions.geometry := private.geometry_of(geometry);
  v_at timestamptz := private.as_of(as_of);
  v_sees boolean := private.sees_status();
  v_result json;
begin
  perform private.check_polygon(v_area);
  with inside as materialized (
    select s.id, s.type from public.sites s
    where s.geom operator(extensions.&&) v_area and extensions.st_intersects(v_area, s.point)
      and s.opened_at <= v_at and (s.closed_at is null or s.closed_at > v_at)
  ),
  judged as materialized (
    select i.id, i.type,
      case when p.to_at is null and p.lapses_at <= v_at then (private.site_status(i.id, v_at)).status else p.status end as status
    from inside i
    left join lateral (
      select x.status, x.to_at, x.lapses_at from public.site_status_periods x
      where x.site_id = i.id and x.from_at <= v_at order by x.from_at desc limit 1) p on v_sees
  ),
  problems as materialized (
    select o.code, o.overdue from private.open_issues_at(v_at) o
    where extensions.st_intersects(v_area, o.point)
  )
  select json_build_object(
    'asOf', v_at,
    'areaSquareMeters', round(extensions.st_area(v_area::extensions.geography)::numeric, 1),
    'sites', (select coalesce(json_agg(json_build_object('type', g.type, 'count', g.n, 'compliant', g.c, 'attention', g.a,
        'serious', g.s, 'unknown', g.u) order by g.ordinal), '[]') from (
      select j.type, t.ordinal, count(*) as n, count(*) filter (where j.status = 'compliant') as c,
        count(*) filter (where j.status = 'attention') as a, count(*) filter (where j.status = 'serious') as s,
        count(*) filter (where j.status = 'unknown') as u
      from judged j join public.site_types t on t.id = j.type group by j.type, t.ordinal) g),
    'openIssues', (select count(*) from problems),
    'overdue', (select count(*) from problems p where p.overdue),
    'worst', (select coalesce(json_agg(json_build_object('code', w.code, 'nameZh', k.name_zh, 'nameEn', k.name_en,
        'veto', k.veto, 'open', w.n) order by w.n desc, w.code), '[]') from (
      select p.code, count(*) as n from problems p group by p.code order by n desc, p.code limit 5) w
      join public.indicators k on k.catalogue_id = private.catalogue_at(v_at) and k.code = w.code))
  into v_result;
  return v_result;
end
$$;
comment on function public.zone_statistics(json, timestamptz) is
  'What a polygon holds: sites by type and status, open issues, the worst indicators. Refuses what save_zone refuses.';

grant execute on function private.open_among(bigint[], timestamptz), private.open_issues_at(timestamptz),
  private.issue_filter_of(jsonb), private.open_deltas(bigint[]) to authenticated, service_role;
grant execute on function public.area_compliance(text, integer, timestamptz),
  public.open_issue_points(timestamptz, jsonb), public.daily_open_issues(date, date),
  public.zone_statistics(json, timestamptz) to authenticated;
