-- What the site panel asks: the card (what, how, why) and the history (what happened).

create function public.site_card(site_id integer, as_of timestamptz default null) returns json
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_at timestamptz := private.as_of(as_of);
  s public.sites;
  p public.site_status_periods;
  r private.status_row;
  v_since timestamptz;
  v_status json;
  v_catalogue integer;
begin
  if private.sees_site(site_card.site_id) then
    select x.* into s from public.sites x where x.id = site_card.site_id;
  end if;
  if s.id is null then
    perform private.refuse(format('点位 %s 不存在或无权查看', site_card.site_id),
      format('site %s is not there, or you may not see it', site_card.site_id), '{"field": "site_id"}');
  end if;
  v_catalogue := private.catalogue_at(v_at);
  if private.sees_status() then
    select x.* into p from public.site_status_periods x
    where x.site_id = s.id and x.from_at <= v_at and (x.to_at is null or x.to_at > v_at)
    order by x.from_at desc limit 1;
    if p.id is not null then
      v_since := p.from_at;
      r := (p.status, p.reason, p.code, p.issue_id, p.deadline_at, p.score, p.coverage, p.recheck_due,
        p.deferred, p.lapses_at)::private.status_row;
      while r.lapses_at <= v_at and p.to_at is null loop
        -- The tick is late: walk on as it would.
        v_since := r.lapses_at;
        r := private.site_status(s.id, r.lapses_at);
      end loop;
      select json_build_object(
        'status', r.status, 'reason', r.reason, 'code', r.code,
        'indicatorZh', k.name_zh, 'indicatorEn', k.name_en,
        'issue', (select json_build_object('id', i.id, 'number', i.number, 'state', (
              select v.state_after from public.issue_events v
              where v.issue_id = i.id and v.recorded_at <= v_at
              order by v.recorded_at desc, v.id desc limit 1),
            'deadlineAt', r.deadline_at, 'unitName', u.name, 'description', i.description)
          from public.issues i left join public.units u on u.id = i.lead_unit_id where i.id = r.issue_id),
        'deadlineAt', r.deadline_at, 'score', r.score, 'coverage', r.coverage,
        'recheckDue', r.recheck_due, 'deferred', r.deferred, 'since', v_since, 'lapsesAt', r.lapses_at)
      into v_status
      from (select 1) as one
      left join public.indicators k on k.catalogue_id = v_catalogue and k.code = r.code;
    end if;
  end if;
  return json_build_object(
    'id', s.id, 'name', s.name, 'type', s.type,
    'typeNameZh', (select t.name_zh from public.site_types t where t.id = s.type),
    'typeNameEn', (select t.name_en from public.site_types t where t.id = s.type),
    'address', s.address, 'lon', extensions.st_x(s.point), 'lat', extensions.st_y(s.point),
    'areaPath', (select coalesce(json_agg(json_build_object('id', a.id, 'name', a.name, 'level', a.level)
        order by extensions.nlevel(a.path)), '[]')
      from public.areas a where a.path operator(extensions.@>) (select c.path from public.areas c where c.id = s.area_id)),
    'unit', (select json_build_object('id', u.id, 'name', u.name) from public.units u where u.id = s.unit_id),
    'person', s.person, 'phone', s.phone, 'openedAt', s.opened_at, 'closedAt', s.closed_at,
    'pairings', (select coalesce(json_agg(json_build_object('unitId', q.unit_id, 'unitName', u.name,
        'leader', q.leader, 'from', q.valid_from, 'to', q.valid_to) order by q.valid_from desc), '[]')
      from public.pairings q join public.units u on u.id = q.unit_id
      where q.site_id = s.id and q.valid_from <= private.local_day(v_at)
        and (q.valid_to is null or q.valid_to > private.local_day(v_at))),
    'asOf', v_at,
    'status', v_status,
    'indicators', case when private.sees_status() then private.indicator_states(s.id, s.type, v_catalogue, v_at) else '[]' end,
    'openIssues', case when private.sees_status() then private.open_issues_of_site(s.id, v_catalogue, v_at) else '[]' end);
end
$$;
comment on function public.site_card(integer, timestamptz) is
  'What the site is, its status and why, each indicator''s standing and the open issues, as of a moment. security definer: asks once whether the caller sees the site (private.sees_site), as site_history.';

create function private.open_issues_of_site(p_site_id integer, p_catalogue_id integer, p_at timestamptz) returns json
language sql stable set search_path = ''
as $$
  select coalesce(json_agg(json_build_object('id', i.id, 'number', i.number, 'code', i.code,
    'indicatorZh', k.name_zh, 'indicatorEn', k.name_en, 'state', e.state_after,
    'deadlineAt', e.deadline_after,
    'overdue', coalesce(e.deadline_after <= p_at and (e.state_after in ('assigned', 'in_progress')
      or e.state_after = 'deferred' and e.resumes_after <= p_at), false),
    'unitName', u.name, 'supervised', i.supervised, 'description', i.description, 'veto', k.veto)
    order by e.deadline_after nulls last, i.id), '[]')
  from public.issues i
  cross join lateral (
    select v.state_after, v.deadline_after, v.resumes_after from public.issue_events v
    where v.issue_id = i.id and v.recorded_at <= p_at
    order by v.recorded_at desc, v.id desc limit 1) e
  left join public.indicators k on k.catalogue_id = p_catalogue_id and k.code = i.code
  left join public.units u on u.id = i.lead_unit_id
  where i.site_id = p_site_id
    and (private.is_open(e.state_after, e.resumes_after, p_at) or e.state_after = 'deferred')
$$;
comment on function private.open_issues_of_site(integer, integer, timestamptz) is
  'The issues of a site that are open or deferred at a moment, the earliest deadline first.';

create function private.indicator_states(p_site_id integer, p_type text, p_catalogue_id integer, p_at timestamptz)
returns json
language sql stable set search_path = ''
as $$
  select coalesce(json_agg(json_build_object(
    'code', k.code, 'nameZh', k.name_zh, 'nameEn', k.name_en, 'weight', k.weight, 'veto', k.veto,
    'value', case when open_issue.id is not null then 0 when deferred.id is not null then null else latest.value end,
    'result', case when open_issue.id is not null then 'open_issue' when deferred.id is not null then 'deferred'
      else coalesce(latest.result::text, 'unknown') end,
    'observedAt', latest.observed_at,
    'validUntil', latest.observed_at + k.valid_days * interval '24 hours',
    'issueId', coalesce(open_issue.id, deferred.id, latest.issue_id)) order by k.code), '[]')
  from public.indicators k
  left join lateral (
    select i.id from public.issues i cross join lateral (
      select v.state_after, v.resumes_after, v.deadline_after from public.issue_events v
      where v.issue_id = i.id and v.recorded_at <= p_at order by v.recorded_at desc, v.id desc limit 1) e
    where i.site_id = p_site_id and i.code = k.code and private.is_open(e.state_after, e.resumes_after, p_at)
    order by e.deadline_after nulls last, i.id limit 1) open_issue on true
  left join lateral (
    select i.id from public.issues i cross join lateral (
      select v.state_after, v.resumes_after from public.issue_events v
      where v.issue_id = i.id and v.recorded_at <= p_at order by v.recorded_at desc, v.id desc limit 1) e
    where i.site_id = p_site_id and i.code = k.code and e.state_after = 'deferred' and e.resumes_after > p_at
    limit 1) deferred on true
  left join lateral (
    select o.result, o.value, o.issue_id, o.observed_at from public.observations o
    where o.site_id = p_site_id and o.code = k.code and not o.mock and o.recorded_at <= p_at
      and o.observed_at > p_at - k.valid_days * interval '24 hours'
      and (o.result <> 'fail' or private.fail_counts(o.issue_id, p_at))
    order by o.observed_at desc, o.id desc limit 1) latest on true
  where k.catalogue_id = p_catalogue_id and p_type = any (k.applies_to)
$$;
comment on function private.indicator_states(integer, text, integer, timestamptz) is
  'How each applicable indicator of a site stands at a moment.';

create function private.site_lines(
  p_site_id integer, p_kinds text[], p_before_at timestamptz, p_before_kind text, p_before_id bigint, p_size integer)
returns table (n bigint, at timestamptz, kind text, id bigint, line json)
language plpgsql stable security definer set search_path = ''
as $$
begin
  return query
  with lines as (
    (select i.started_at as at, 'inspection' as kind, i.id
     from public.inspections i
     where 'inspection' = any (p_kinds) and i.site_id = p_site_id
       and i.started_at <= p_before_at and (i.started_at, 'inspection', i.id) < (p_before_at, p_before_kind, p_before_id)
     order by i.started_at desc, i.id desc limit p_size)
    union all
    (select e.occurred_at, 'event', e.id
     from public.issues x join public.issue_events e on e.issue_id = x.id
     where 'event' = any (p_kinds) and x.site_id = p_site_id
       and e.occurred_at <= p_before_at and (e.occurred_at, 'event', e.id) < (p_before_at, p_before_kind, p_before_id)
     order by e.occurred_at desc, e.id desc limit p_size)
    union all
    -- A period that differs from the one before only in its figures is no news.
    (select w.from_at, 'status', w.id
     from (
       select p.id, p.from_at,
         (p.status, p.reason, p.code, p.issue_id) is distinct from
           (lag(p.status) over t, lag(p.reason) over t, lag(p.code) over t, lag(p.issue_id) over t) as news
       from public.site_status_periods p
       where 'status' = any (p_kinds) and p.site_id = p_site_id
       window t as (order by p.from_at)) w
     where w.news and w.from_at <= p_before_at and (w.from_at, 'status', w.id) < (p_before_at, p_before_kind, p_before_id)
     order by w.from_at desc, w.id desc limit p_size)
    order by at desc, kind desc, id desc limit p_size
  ),
  page as (select l.*, row_number() over (order by l.at desc, l.kind desc, l.id desc) as n from lines l)
  select p.n, p.at, p.kind, p.id,
    case p.kind
      when 'inspection' then (
        select json_build_object('kind', 'inspection', 'id', i.id, 'at', i.started_at, 'recordedAt', i.recorded_at,
          'finishedAt', i.finished_at, 'inspectionKind', i.kind, 'memberName', m.name,
          'unitName', u.name, 'note', i.note, 'passed', o.passed, 'failed', o.failed,
          'notApplicable', o.not_applicable, 'observations', o.lines,
          'photos', (select coalesce(json_agg(json_build_object('id', f.id, 'stage', f.stage, 'caption', f.caption, 'takenAt', f.taken_at) order by f.id), '[]')
            from public.observations x join public.photos f on f.observation_id = x.id where x.inspection_id = i.id))
        from public.inspections i
        left join public.members m on m.id = i.member_id
        left join public.units u on u.id = i.unit_id
        cross join lateral (
          select count(*) filter (where x.result = 'pass') as passed, count(*) filter (where x.result = 'fail') as failed,
            count(*) filter (where x.result = 'not_applicable') as not_applicable,
            coalesce(json_agg(json_build_object('id', x.id, 'code', x.code, 'nameZh', k.name_zh, 'nameEn', k.name_en,
              'result', x.result, 'grade', x.grade, 'counted', x.counted, 'samplesGood', x.samples_good,
              'samplesTotal', x.samples_total, 'note', x.note, 'issueId', x.issue_id)
              order by x.result <> 'fail', x.code), '[]') as lines
          from public.observations x
          join public.indicators k on k.catalogue_id = x.catalogue_id and k.code = x.code
          where x.inspection_id = i.id) o
        where i.id = p.id)
      when 'event' then (
        select json_build_object('kind', 'event', 'id', e.id, 'at', e.occurred_at, 'recordedAt', e.recorded_at,
          'eventKind', e.kind, 'issueId', e.issue_id, 'issueNumber', i.number, 'code', i.code,
          'indicatorZh', k.name_zh, 'indicatorEn', k.name_en, 'memberName', m.name,
          'unitName', u.name, 'toUnitName', t.name, 'reason', e.reason, 'note', e.note,
          'description', case when e.kind = 'reported' then i.description end,
          'deadlineAt', e.deadline_at, 'resumesAt', e.resumes_at, 'recheckDueAt', e.recheck_due_at,
          'stateAfter', e.state_after,
          'photos', (select coalesce(json_agg(json_build_object('id', f.id, 'stage', f.stage, 'caption', f.caption, 'takenAt', f.taken_at) order by f.id), '[]')
            from public.photos f where f.event_id = e.id))
        from public.issue_events e
        join public.issues i on i.id = e.issue_id
        join public.indicators k on k.catalogue_id = i.catalogue_id and k.code = i.code
        left join public.members m on m.id = e.member_id
        left join public.units u on u.id = e.unit_id
        left join public.units t on t.id = e.to_unit_id and e.kind in ('assigned', 'returned')
        where e.id = p.id)
      else (
        select json_build_object('kind', 'status', 'id', s.id, 'at', s.from_at,
          'until', (select min(x.from_at) from public.site_status_periods x
            where x.site_id = s.site_id and x.from_at > s.from_at
              and (x.status, x.reason, x.code, x.issue_id) is distinct from (s.status, s.reason, s.code, s.issue_id)),
          'status', s.status, 'reason', s.reason, 'code', s.code, 'indicatorZh', k.name_zh, 'indicatorEn', k.name_en,
          'issueNumber', i.number, 'deadlineAt', s.deadline_at, 'score', s.score, 'coverage', s.coverage,
          'recheckDue', s.recheck_due, 'deferred', s.deferred)
        from public.site_status_periods s
        left join public.issues i on i.id = s.issue_id
        left join public.indicators k on k.catalogue_id = private.catalogue_at(s.from_at) and k.code = s.code
        where s.id = p.id)
    end
  from page p;
end
$$;
comment on function private.site_lines(integer, text[], timestamptz, text, bigint, integer) is
  'The lines of a site''s history before a place in it. security definer: site_history has asked whether the site is the caller''s to see, and with the site go its inspections, issues and periods; asking again for each of six tables would take longer than all the rest. Also gives the names on the records without opening the register of members.';
revoke execute on function private.site_lines(integer, text[], timestamptz, text, bigint, integer) from public;

create function public.site_history(
  site_id integer, before text default null, kinds text[] default null, page_size integer default 30)
returns json
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_size integer := least(greatest(coalesce(page_size, 30), 1), 200);
  v_kinds text[] := coalesce(kinds, array['inspection', 'event', 'status']);
  v_at timestamptz := 'infinity';
  v_kind text := '~';
  v_id bigint := 9223372036854775807;
  v_result json;
begin
  if not v_kinds <@ array['inspection', 'event', 'status'] then
    perform private.refuse('记录种类只能是 inspection、event、status', 'kinds are inspection, event, status', '{"field": "kinds"}');
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
  from private.site_lines(site_id, v_kinds, v_at, v_kind, v_id, v_size + 1) l;
  return v_result;
end
$$;
comment on function public.site_history(integer, text, text[], integer) is
  'A page of a site''s history, newest first: inspections, issue events, status changes. `next` is the cursor of the following page. security definer: asks once whether the caller sees the site (private.sees_site, the policies'' own rule), see private.site_lines.';

create function public.photo(photo_id bigint) returns json
language plpgsql stable set search_path = ''
as $$
declare
  v_result json;
begin
  select json_build_object('mime', f.mime, 'base64', private.base64(f.bytes), 'width', f.width, 'height', f.height)
  into v_result
  from public.photos p join public.photo_files f on f.sha256 = p.sha256
  where p.id = photo.photo_id;
  if v_result is null then
    perform private.refuse(format('照片 %s 不存在或无权查看', photo.photo_id),
      format('photo %s is not there, or you may not see it', photo.photo_id), '{"field": "photo_id"}');
  end if;
  return v_result;
end
$$;
comment on function public.photo(bigint) is 'The bytes of a photo in base64.';

grant execute on function public.site_card(integer, timestamptz),
  public.site_history(integer, text, text[], integer), public.photo(bigint) to authenticated;

-- Used only behind the gate of site_card.
revoke execute on function private.open_issues_of_site(integer, integer, timestamptz),
  private.indicator_states(integer, text, integer, timestamptz) from public;
