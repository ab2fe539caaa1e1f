-- The figures of the work: how much was taken on, closed, in time, sent back, relapsed, and how long it
-- took; for units, areas, streets and indicators, never for persons.
--
-- Every event counts where it happened (occurred_at), so that a ledger taken over from a workbook fills the
-- months it tells of. A period is [from, to); one that still runs is counted up to now, and compared with
-- as much of the period before and of the year before. The words of each figure are those of
-- work_figures()'s comment; the interface shows them beside the figure (src/i18n/messages/work-figures.ts).

create index issue_events_of_work on public.issue_events (occurred_at, issue_id)
  where kind in ('accepted', 'verified', 'rework', 'recheck_passed', 'relapsed', 'fixed_on_the_spot');
create index issue_events_deadlines on public.issue_events (deadline_at, issue_id) where deadline_at is not null;

create type private.work_filter as (
  area_ids integer[], unit_id integer, codes smallint[], types text[], sources public.issue_source[]);

create function private.work_filter_of(p_filters jsonb) returns private.work_filter
language plpgsql stable security definer set search_path = ''
as $$
declare
  f private.work_filter;
  v_key text;
  v jsonb;
begin
  if jsonb_typeof(coalesce(p_filters, '{}')) <> 'object' then
    perform private.refuse('筛选条件应为对象', 'filters are an object', '{"field": "filters"}');
  end if;
  for v_key, v in select * from jsonb_each(coalesce(p_filters, '{}')) loop
    begin
      case v_key
        when 'areaId' then
          f.area_ids := array(select b.id from public.areas a
            join public.areas b on b.path operator(extensions.<@) a.path where a.id = (v #>> '{}')::integer);
          if f.area_ids = '{}' then
            raise invalid_parameter_value;
          end if;
        when 'unitId' then
          f.unit_id := (v #>> '{}')::integer;
          if not exists (select from public.units u where u.id = f.unit_id) then
            raise invalid_parameter_value;
          end if;
        when 'codes' then f.codes := array(select x::smallint from jsonb_array_elements_text(v) x);
        when 'types' then
          f.types := array(select x from jsonb_array_elements_text(v) x);
          if not f.types <@ array(select t.id from public.site_types t) then
            raise invalid_parameter_value;
          end if;
        when 'sources' then f.sources := array(select x::public.issue_source from jsonb_array_elements_text(v) x);
        else
          perform private.refuse(format('没有名为“%s”的筛选条件', left(v_key, 40)), format('there is no filter “%s”', left(v_key, 40)),
            jsonb_build_object('field', 'filters.' || left(v_key, 40)));
      end case;
    exception
      when invalid_parameter_value or invalid_text_representation or numeric_value_out_of_range then
        perform private.refuse(format('筛选条件 %s 的取值“%s”无效', v_key, left(v #>> '{}', 40)),
          format('filter %s cannot be “%s”', v_key, left(v #>> '{}', 40)), jsonb_build_object('field', 'filters.' || v_key));
    end;
  end loop;
  return f;
end
$$;
comment on function private.work_filter_of(jsonb) is
  'The filters areaId, unitId, codes, types, sources, by the names the ledger gives them; unknown ones and bad values are refused. security definer: called by functions that read as owner.';

create function private.work_periods(p_from timestamptz, p_to timestamptz, p_now timestamptz)
returns table (period integer, from_at timestamptz, to_at timestamptz)
language sql immutable set search_path = ''
as $$
  with given as (
    select p_from at time zone 'Asia/Shanghai' as f, p_to at time zone 'Asia/Shanghai' as t
  ),
  lengths as (
    select g.f, g.t, case
        when g.f = date_trunc('month', g.f) and g.t = date_trunc('month', g.t) then
          make_interval(months => ((extract(year from g.t) - extract(year from g.f)) * 12
            + extract(month from g.t) - extract(month from g.f))::integer)
        else g.t - g.f end as length
    from given g
  ),
  whole as (
    select 0 as period, l.f, l.t from lengths l
    union all select 1, l.f - l.length, l.f from lengths l
    union all select 2, l.f - interval '1 year', l.t - interval '1 year' from lengths l
  )
  select w.period, w.f at time zone 'Asia/Shanghai',
    case when p_now < p_to then least(w.t at time zone 'Asia/Shanghai', w.f at time zone 'Asia/Shanghai' + (p_now - p_from))
      else w.t at time zone 'Asia/Shanghai' end
  from whole w
$$;
comment on function private.work_periods(timestamptz, timestamptz, timestamptz) is
  'The period asked for (0), the one before (1, 环比) and the same a year earlier (2, 同比). Whole months are compared with whole months, else as many days; a period that still runs with as much of the others.';

create function private.hours_worked_on(p_issue_id bigint, p_from timestamptz, p_to timestamptz)
returns table (hours numeric, working_hours numeric)
language sql stable security definer set search_path = ''
as $$
  -- What lay deferred (挂账) between is taken out: the clock stood still.
  with pauses as (
    select d.occurred_at as stopped, least(p_to, coalesce((
        select min(r.occurred_at) from public.issue_events r
        where r.issue_id = p_issue_id and r.kind = 'resumed' and (r.recorded_at, r.id) > (d.recorded_at, d.id)), p_to)) as resumed
    from public.issue_events d
    where d.issue_id = p_issue_id and d.kind = 'deferred' and d.occurred_at >= p_from and d.occurred_at < p_to
  )
  select
    round(extract(epoch from p_to - p_from - coalesce((select sum(p.resumed - p.stopped) from pauses p), '0'))::numeric / 3600, 2),
    round(extract(epoch from private.working_time(p_from, p_to)
      - coalesce((select sum(private.working_time(p.stopped, p.resumed)) from pauses p), '0'))::numeric / 3600, 2)
$$;
comment on function private.hours_worked_on(bigint, timestamptz, timestamptz) is
  'Hours between two moments of an issue''s life without those it lay deferred: plain, and within working hours. security definer: called by work_facts, which reads as owner.';

create function private.work_facts(p_from timestamptz, p_to timestamptz, f private.work_filter)
returns table (
  unit_id integer, area_id integer, street_id integer, code smallint,
  accepted boolean, accepted_closed boolean, fixed_on_the_spot boolean, closed boolean,
  due boolean, deferred boolean, on_time boolean, checks integer, reworks integer, rechecks integer, relapses integer,
  hours numeric, working_hours numeric)
language sql stable security definer set search_path = ''
as $$
  with asker as materialized (
    select m.id, m.role, m.unit_id, private.sees_all_sites() as sees_all,
      array(select private.my_area_ids()) as area_ids
    from private.my_member() m where m.id is not null and private.sees_status()
  ),
  candidates as (
    select e.issue_id from public.issue_events e
    where e.kind in ('accepted', 'verified', 'rework', 'recheck_passed', 'relapsed', 'fixed_on_the_spot')
      and e.occurred_at >= p_from and e.occurred_at < p_to
    union
    select e.issue_id from public.issue_events e where e.deadline_at >= p_from and e.deadline_at < p_to
  ),
  seen as (
    select i.id, i.area_id, i.code, i.lead_unit_id
    from candidates c
    join public.issues i on i.id = c.issue_id
    left join public.sites s on s.id = i.site_id
    cross join asker a
    -- The policy issues_read, by which work_figures.sql holds it.
    where (a.sees_all
        or i.site_id in (select private.visible_site_ids())
        or i.lead_unit_id = a.unit_id
        or i.assisting_unit_ids operator(pg_catalog.@>) array[a.unit_id]
        or i.reported_by = a.id
        or (i.site_id is null and a.role in ('community', 'patrol') and i.area_id = any (a.area_ids)))
      and (f.area_ids is null or i.area_id = any (f.area_ids))
      and (f.codes is null or i.code = any (f.codes))
      and (f.types is null or s.type = any (f.types))
      and (f.sources is null or i.source = any (f.sources))
  ),
  lives as (
    select s.*, l.*, coalesce(l.assigned_to, s.lead_unit_id) as in_charge
    from seen s
    cross join lateral (
      select
        min(e.occurred_at) filter (where e.kind = 'accepted') as accepted_at,
        (array_agg(e.state_after order by e.recorded_at desc, e.id desc))[1] as state,
        (array_agg(e.deadline_after order by e.recorded_at desc, e.id desc))[1] as deadline_at,
        (array_agg(e.resumes_after order by e.recorded_at desc, e.id desc))[1] as resumes_at,
        (array_agg(e.to_unit_id order by e.recorded_at desc, e.id desc)
          filter (where e.kind = 'assigned' and e.to_unit_id is not null))[1] as assigned_to,
        (array_agg(e.occurred_at order by e.recorded_at desc, e.id desc) filter (where e.kind = 'submitted'))[1] as submitted_at,
        (array_agg(e.occurred_at order by e.recorded_at desc, e.id desc) filter (where e.kind = 'deferred'))[1] as deferred_at,
        (array_agg(e.deadline_before order by e.recorded_at desc, e.id desc) filter (where e.kind = 'deferred'))[1] as deadline_before,
        bool_or(e.kind = 'fixed_on_the_spot' and e.occurred_at >= p_from) as spot,
        (array_agg(e.occurred_at order by e.recorded_at desc, e.id desc)
          filter (where e.kind = 'verified' and e.occurred_at >= p_from))[1] as closed_at,
        (array_agg(e.begun_at order by e.recorded_at desc, e.id desc)
          filter (where e.kind = 'verified' and e.occurred_at >= p_from))[1] as begun_at,
        count(*) filter (where e.kind in ('verified', 'rework') and e.occurred_at >= p_from)::integer as checks,
        count(*) filter (where e.kind = 'rework' and e.occurred_at >= p_from)::integer as reworks,
        count(*) filter (where e.kind in ('recheck_passed', 'relapsed') and e.occurred_at >= p_from)::integer as rechecks,
        count(*) filter (where e.kind = 'relapsed' and e.occurred_at >= p_from)::integer as relapses
      from (
        select v.*,
          lag(v.deadline_after) over life as deadline_before,
          -- Since when it had been under way: accepted, or relapsed after that.
          max(v.occurred_at) filter (where v.kind in ('accepted', 'relapsed')) over life as begun_at
        from public.issue_events v
        where v.issue_id = s.id and v.occurred_at < p_to
        window life as (order by v.recorded_at, v.id)
      ) e
    ) l
  ),
  judged as (
    select l.*,
      coalesce(l.state = 'deferred' and l.resumes_at > p_to and l.deferred_at <= l.deadline_before
        and l.deadline_before >= p_from and l.deadline_before < p_to, false) as put_off,
      -- A deferral granted after the deadline makes nothing good.
      coalesce(case when l.state = 'deferred' and l.resumes_at > p_to then l.deadline_before else l.deadline_at end >= p_from
        and case when l.state = 'deferred' and l.resumes_at > p_to then l.deadline_before else l.deadline_at end < p_to
        and l.state in ('assigned', 'in_progress', 'deferred', 'awaiting_check', 'closed'), false) as fell_due
    from lives l
  )
  select j.in_charge, j.area_id,
    (select a.id from public.areas a where a.level = 'street'
      and a.path operator(extensions.@>) (select x.path from public.areas x where x.id = j.area_id)),
    j.code,
    coalesce(j.accepted_at >= p_from and j.state not in ('merged', 'rejected'), false),
    coalesce(j.accepted_at >= p_from and j.state = 'closed', false),
    j.spot,
    j.closed_at is not null,
    j.fell_due,
    j.put_off,
    j.fell_due and coalesce(j.state in ('awaiting_check', 'closed') and j.submitted_at <= j.deadline_at, false),
    j.checks, j.reworks, j.rechecks, j.relapses,
    h.hours, h.working_hours
  from judged j
  left join lateral private.hours_worked_on(j.id, j.begun_at, j.closed_at) h on j.closed_at is not null and j.begun_at is not null
  where (f.unit_id is null or j.in_charge = f.unit_id)
    -- A merged or rejected one leaves nothing to count.
    and (j.state not in ('merged', 'rejected') or j.checks + j.rechecks > 0)
$$;
comment on function private.work_facts(timestamptz, timestamptz, private.work_filter) is
  'What a period says of each issue that the asker sees, a line an issue, from its events before the end of the period: the unit in charge then, whether it was accepted, closed, due, deferred, on time, how often checked, and the hours of its last closing. security definer: writes the rule of the policies itself, since asking it of every event of a year would take minutes.';

create function private.share_of(p_numerator bigint, p_denominator bigint, p_n bigint) returns jsonb
language sql immutable set search_path = ''
as $$
  select jsonb_build_object('numerator', p_numerator, 'denominator', p_denominator,
    'value', round(p_numerator::numeric / nullif(p_denominator, 0), 4), 'n', p_n)
$$;
comment on function private.share_of(bigint, bigint, bigint) is 'A rate with what it was made of; null where nothing was to be counted.';

create function private.work_rows(p_from timestamptz, p_to timestamptz, p_by text[], p_filters jsonb)
returns table (by text, id integer, name text, name_en text, now jsonb, before jsonb, year_ago jsonb)
language sql stable set search_path = ''
as $$
  with facts as (
    select p.period, w.*
    from private.work_periods(p_from, p_to, private.clock()) p
    cross join lateral private.work_facts(p.from_at, p.to_at, private.work_filter_of(p_filters)) w
  ),
  lines as (
    select b.by, coalesce(case b.by when 'unit' then x.unit_id when 'area' then x.area_id when 'street' then x.street_id
      when 'indicator' then x.code end, 0) as key, x.*
    from facts x cross join unnest(p_by) b (by)
  ),
  keys as (
    select distinct l.by, l.key from lines l
    union select 'city', 0 where 'city' = any (p_by)
  ),
  figures as (
    select k.by, k.key, p.period, jsonb_build_object(
      'accepted', count(*) filter (where l.accepted),
      'closed', count(*) filter (where l.closed),
      'fixedOnTheSpot', count(*) filter (where l.fixed_on_the_spot),
      'closedRate', private.share_of(count(*) filter (where l.accepted_closed), count(*) filter (where l.accepted),
        count(*) filter (where l.accepted)),
      'onTimeRate', private.share_of(count(*) filter (where l.on_time),
        count(*) filter (where l.due) - count(*) filter (where l.deferred), count(*) filter (where l.due))
        || jsonb_build_object('due', count(*) filter (where l.due), 'deferred', count(*) filter (where l.deferred)),
      'reworkRate', private.share_of(coalesce(sum(l.reworks), 0), coalesce(sum(l.checks), 0), count(*) filter (where l.checks > 0)),
      'relapseRate', private.share_of(coalesce(sum(l.relapses), 0), coalesce(sum(l.rechecks), 0), count(*) filter (where l.rechecks > 0)),
      'medianHours', jsonb_build_object(
        'value', round(percentile_cont(0.5) within group (order by l.hours)::numeric, 2),
        'workingValue', round(percentile_cont(0.5) within group (order by l.working_hours)::numeric, 2),
        'n', count(l.hours))) as figure
    from keys k
    cross join generate_series(0, 2) p (period)
    left join lines l on l.by = k.by and l.key = k.key and l.period = p.period
    group by k.by, k.key, p.period
  )
  select g.by, nullif(g.key, 0),
    case g.by when 'unit' then (select u.name from public.units u where u.id = g.key)
      when 'indicator' then (select k.name_zh from public.indicators k where k.code = g.key order by k.catalogue_id desc limit 1)
      when 'city' then null
      else (select a.name from public.areas a where a.id = g.key) end,
    case g.by when 'indicator' then (select k.name_en from public.indicators k where k.code = g.key order by k.catalogue_id desc limit 1)
      when 'unit' then null when 'city' then null
      else (select a.name_en from public.areas a where a.id = g.key) end,
    max(g.figure::text) filter (where g.period = 0)::jsonb,
    max(g.figure::text) filter (where g.period = 1)::jsonb,
    max(g.figure::text) filter (where g.period = 2)::jsonb
  from figures g
  group by g.by, g.key
$$;
comment on function private.work_rows(timestamptz, timestamptz, text[], jsonb) is
  'The figures of a period and of those it is compared with, grouped each way asked for; id null: what has no unit or area.';

create function private.check_work_period(p_from timestamptz, p_to timestamptz) returns void
language plpgsql stable set search_path = ''
as $$
begin
  if p_from is null or p_to is null or p_to <= p_from or p_to > p_from + interval '2 years' then
    perform private.refuse('起止时间须先后分明，最长两年', 'the period must end after it begins and last at most two years', '{"field": "to_at"}');
  elsif p_from >= private.clock() then
    perform private.refuse('统计时段尚未开始，请选择现在以前的时间', 'the period has not begun; choose one that began before now', '{"field": "from_at"}');
  end if;
end
$$;
comment on function private.check_work_period(timestamptz, timestamptz) is 'Refuses a period that is none, is too long or lies ahead.';

create function private.work_lines(p_from timestamptz, p_to timestamptz, p_by text[], p_filters jsonb) returns jsonb
language sql stable set search_path = ''
as $$
  select coalesce(jsonb_object_agg(g.by, g.lines), '{}')
  from (
    select r.by, jsonb_agg(jsonb_build_object('id', r.id, 'name', r.name, 'nameEn', r.name_en,
      'now', r.now, 'before', r.before, 'yearAgo', r.year_ago) order by r.id nulls last) as lines
    from private.work_rows(p_from, p_to, p_by, p_filters) r group by r.by) g
$$;
comment on function private.work_lines(timestamptz, timestamptz, text[], jsonb) is 'The rows of work_rows as JSON, by group.';

create function private.work_period_json(p_from timestamptz, p_to timestamptz) returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_object_agg(case p.period when 0 then 'now' when 1 then 'before' else 'yearAgo' end,
    jsonb_build_object('from', p.from_at, 'to', p.to_at))
  from private.work_periods(p_from, p_to, private.clock()) p
$$;
comment on function private.work_period_json(timestamptz, timestamptz) is 'The three periods that are counted, as JSON.';

create function public.work_figures(from_at timestamptz, to_at timestamptz, by text default 'city', filters jsonb default '{}')
returns json
language plpgsql stable security definer set search_path = ''
-- The plan looks dearer than it is: compiling it took 2 s, running it 0.05 s.
set jit = off
as $$
declare
  v_lines jsonb;
begin
  perform private.check_work_period(from_at, to_at);
  if by is null or by not in ('city', 'unit', 'area', 'street', 'indicator') then
    perform private.refuse('分组只能是 city、unit、area、street 或 indicator', 'group by city, unit, area, street or indicator', '{"field": "by"}');
  end if;
  v_lines := private.work_lines(from_at, to_at, case by when 'city' then array['city'] else array['city', by] end, filters);
  return json_build_object('by', by, 'asOf', private.clock(), 'complete', to_at <= private.clock(),
    'periods', private.work_period_json(from_at, to_at),
    'total', v_lines -> 'city' -> 0,
    'rows', case when by = 'city' then '[]' else coalesce(v_lines -> by, '[]') end);
end
$$;
comment on function public.work_figures(timestamptz, timestamptz, text, jsonb) is
  'The figures of the work of [from_at, to_at) for what the asker sees, grouped by unit, area (community), street or indicator, never by person: {by, asOf, complete, periods: {now, before, yearAgo: {from, to}}, total, rows: [{id, name, nameEn, now, before, yearAgo}]}. before is 环比, yearAgo 同比. Each of the three holds: '
  'accepted 受理数: issues first accepted in the period, those later merged or rejected left out. '
  'closed 销号数: issues verified and written off in the period, each once. '
  'fixedOnTheSpot 当场整改数: fixed in the visit that found them; in no other figure. '
  'closedRate 销号率: of the issues accepted in the period, the share that stands closed at its end. '
  'onTimeRate 按期整改率: on time ÷ (due − deferred). Due: the unit''s deadline that stood last (extensions, returns and relapses taken in) fell in the period and has passed. Deferred: put on the account 挂账 before that deadline and still so at the end. On time: the submission that was not sent back came by the deadline. '
  'reworkRate 返工率: of the checks made in the period, the share that sent the work back. '
  'relapseRate 反弹率: of the re-checks 回头看 made in the period, the share that found it had come back. '
  'medianHours 处置时长中位数: of the issues closed in the period, from acceptance (or the relapse) to 销号, time deferred left out; value in hours, workingValue in working hours. '
  'Every rate has numerator, denominator, value (null when the denominator is 0) and n, the number of issues behind it. The unit is the one in charge at the end of the period. security definer: see private.work_facts.';

create function public.monthly_report(month date) returns json
language plpgsql stable security definer set search_path = ''
-- The plan looks dearer than it is: compiling it took 2 s, running it 0.05 s.
set jit = off
as $$
declare
  v_from timestamptz := date_trunc('month', month::timestamp) at time zone 'Asia/Shanghai';
  v_to timestamptz := (date_trunc('month', month::timestamp) + interval '1 month') at time zone 'Asia/Shanghai';
  v_lines jsonb;
begin
  if month is null then
    perform private.refuse('请选择月份', 'choose a month', '{"field": "month"}');
  elsif v_from >= private.clock() then
    perform private.refuse(format('%s 还没有开始', to_char(month, 'YYYY年FMMM月')), format('%s has not begun', to_char(month, 'YYYY-MM')), '{"field": "month"}');
  end if;
  v_lines := private.work_lines(v_from, v_to, array['city', 'unit', 'street', 'area'], '{}');
  return json_build_object('month', to_char(month, 'YYYY-MM'), 'asOf', private.clock(), 'complete', v_to <= private.clock(),
    'city', (select s.value from public.settings s where s.key = 'city'),
    'periods', private.work_period_json(v_from, v_to),
    'total', v_lines -> 'city' -> 0,
    'units', coalesce(v_lines -> 'unit', '[]'), 'streets', coalesce(v_lines -> 'street', '[]'),
    'areas', coalesce(v_lines -> 'area', '[]'));
end
$$;
comment on function public.monthly_report(date) is
  'The monthly 通报 of what the asker sees: the figures of work_figures() for the month of a day, in all and by unit, street and community: {month, asOf, complete, city, periods, total, units, streets, areas}. security definer: see private.work_facts.';

revoke execute on function private.work_filter_of(jsonb), private.work_periods(timestamptz, timestamptz, timestamptz),
  private.hours_worked_on(bigint, timestamptz, timestamptz),
  private.work_facts(timestamptz, timestamptz, private.work_filter), private.share_of(bigint, bigint, bigint),
  private.work_rows(timestamptz, timestamptz, text[], jsonb), private.check_work_period(timestamptz, timestamptz),
  private.work_lines(timestamptz, timestamptz, text[], jsonb), private.work_period_json(timestamptz, timestamptz),
  public.work_figures(timestamptz, timestamptz, text, jsonb), public.monthly_report(date) from public;
grant execute on function public.work_figures(timestamptz, timestamptz, text, jsonb), public.monthly_report(date) to authenticated;
