-- The report that begins an issue, the re-check that ends it, and what a member may do with it.

create function private.usual_source(p_role public.member_role) returns public.issue_source
language sql immutable set search_path = ''
as $$
  select case when p_role = 'patrol' then 'patrol' when p_role in ('leader', 'office', 'department') then 'supervision'
    else 'self' end::public.issue_source
$$;
comment on function private.usual_source(public.member_role) is 'Where a report comes from unless the office says otherwise.';

create function private.reported_place(me public.members, p_site_id integer, p_lon double precision, p_lat double precision)
returns extensions.geometry
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_point extensions.geometry;
  v_area integer;
begin
  if p_site_id is not null then
    if not private.sees_site(p_site_id) then
      perform private.refuse(format('没有编号为 %s 的点位，或不在您的范围内', p_site_id),
        format('there is no site %s, or it is not yours to report on', p_site_id), '{"field": "site_id"}');
    end if;
    select s.point into v_point from public.sites s where s.id = p_site_id;
  end if;
  if p_lon is null and p_lat is null and v_point is not null then
    return v_point;
  elsif p_lon is null or p_lat is null or not (p_lon between -180 and 180 and p_lat between -90 and 90) then
    perform private.refuse('请选择点位，或在图上指出位置（经度 -180～180，纬度 -90～90）',
      'choose a site or a position (longitude -180 to 180, latitude -90 to 90)', '{"field": "lon"}');
  end if;
  v_point := extensions.st_setsrid(extensions.st_makepoint(p_lon, p_lat), 4326);
  if p_site_id is null then
    select a.id into v_area from public.areas a
    where a.outline operator(extensions.&&) v_point and extensions.st_covers(a.outline, v_point)
    order by extensions.nlevel(a.path) desc limit 1;
    if v_area is null then
      perform private.refuse('位置不在城市范围内', 'the position lies outside the city', '{"field": "lon"}');
    elsif me.role in ('sponsor', 'owner') or (me.area_id is not null and v_area not in (select private.my_area_ids())) then
      perform private.refuse('位置不在您的范围内', 'the position is not within your area', '{"field": "lon"}');
    end if;
  elsif not exists (select 1 from public.sites s where s.id = p_site_id
      and extensions.st_dwithin(s.geom::extensions.geography, v_point::extensions.geography, 500)) then
    perform private.refuse('位置距该点位超过 500 米', 'the position is more than 500 m from the site', '{"field": "lon"}');
  end if;
  return v_point;
end
$$;
comment on function private.reported_place(public.members, integer, double precision, double precision) is
  'Where a report is, EPSG:4326; refuses what is not the reporter''s. security definer: as all steps.';

create function public.report_issue(
  client_id uuid, code integer, site_id integer default null, lon double precision default null,
  lat double precision default null, description text default null, source text default null,
  source_number text default null, occurred_at timestamptz default null, fixed boolean default false,
  photos bigint[] default '{}')
returns json language plpgsql security definer set search_path = ''
as $$
declare
  me public.members := private.asking_member();
  v_done record;
  v_point extensions.geometry;
  v_catalogue integer := private.catalogue_at(private.clock());
  v_source public.issue_source := private.usual_source(me.role);
  v_at timestamptz;
  v_seen timestamptz;
  i public.issues;
  v_event bigint;
begin
  if client_id is null then
    perform private.refuse('缺少请求编号 client_id', 'client_id is missing', '{"field": "client_id"}');
  end if;
  -- Two copies of one request: the second waits here and then finds what the first has done.
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended(client_id::text, 0));
  select e.id, e.issue_id, e.member_id into v_done from public.issue_events e where e.client_id = report_issue.client_id;
  if found then
    if v_done.member_id is distinct from me.id then
      perform private.refuse('请求编号已用于其他办理', 'this client_id belongs to another step', '{"field": "client_id"}');
    end if;
    return private.standing(v_done.issue_id, v_done.id, true);
  end if;
  v_point := private.reported_place(me, site_id, lon, lat);
  if not exists (select 1 from public.indicators k where k.catalogue_id = v_catalogue and k.code = report_issue.code
      and (report_issue.site_id is null
        or (select s.type from public.sites s where s.id = report_issue.site_id) = any (k.applies_to))) then
    perform private.refuse('请选择适用于该处的检查项', 'choose an indicator that applies here', '{"field": "code"}');
  end if;
  if cardinality(coalesce(photos, '{}')) = 0 then
    perform private.refuse_blank(description, 'description', '问题描述，或上传照片', 'a description, or a photo,');
  end if;
  if char_length(btrim(description)) > 1000 or char_length(btrim(source_number)) > 60 then
    perform private.refuse('问题描述最多 1000 字，来源编号最多 60 字', 'a description has at most 1000 characters, a number 60', '{"field": "description"}');
  end if;
  if source is not null and source <> v_source::text then
    if me.role not in ('leader', 'office') or not (source = any (enum_range(null::public.issue_source)::text[])) then
      perform private.refuse(format('来源“%s”无效；仅创城办可代录其他来源', source),
        format('source “%s” is not allowed; only the office records other sources', source), '{"field": "source"}');
    end if;
    v_source := source::public.issue_source;
  end if;
  v_at := private.lock_site(site_id);
  v_seen := coalesce(occurred_at, v_at);
  if v_seen > v_at + interval '5 minutes' or v_seen < v_at - interval '30 days' then
    perform private.refuse('发现时间须在 30 天以内，且不在将来', 'it was seen within the last 30 days and not in the future', '{"field": "occurred_at"}');
  end if;
  v_seen := least(v_seen, v_at);
  insert into public.issues (site_id, catalogue_id, code, point, source, source_number, description, reported_by, reported_at, person)
  values (report_issue.site_id, v_catalogue, report_issue.code, v_point, v_source, nullif(btrim(report_issue.source_number), ''),
    nullif(btrim(report_issue.description), ''), me.id, v_seen, (select s.person from public.sites s where s.id = report_issue.site_id))
  returning * into i;
  if i.area_id is null then
    perform private.refuse('位置不在任何区域内', 'the position lies in no area', '{"field": "lon"}');
  end if;
  insert into public.issue_events (issue_id, kind, member_id, unit_id, occurred_at, client_id)
  values (i.id, case when fixed then 'fixed_on_the_spot' else 'reported' end::public.issue_event_kind, me.id, me.unit_id, v_seen, report_issue.client_id)
  returning id into v_event;
  perform private.tie_photos(photos, i, v_event, me, null);
  return private.standing(i.id, v_event, false);
end
$$;
comment on function public.report_issue(uuid, integer, integer, double precision, double precision, text, text, text, timestamptz, boolean, bigint[]) is
  '– → reported 已上报, or → closed 当场整改 when it was seen fixed during the same visit; by any member, of a place of theirs, with a photo or a note. Positions in EPSG:4326. security definer: clients may write neither issues nor events.';

-- Re-checks ----------------------------------------------------------------------------------------

create table public.relapse_rates (
  kind text not null check (kind in ('all', 'indicator', 'site', 'unit')),
  ref integer not null,
  closed integer not null check (closed >= 0),
  relapsed integer not null check (relapsed >= 0),
  primary key (kind, ref)
);
comment on table public.relapse_rates is 'How many closed issues relapsed, of the last 365 days; refreshed by the tick every hour.';
comment on column public.relapse_rates.kind is 'all, or by indicator, site or unit.';
comment on column public.relapse_rates.ref is 'The indicator''s code, the site or the unit; 0 for all.';
comment on column public.relapse_rates.closed is 'Issues that were closed at least once.';
comment on column public.relapse_rates.relapsed is 'Those of them that relapsed at least once.';
alter table public.relapse_rates enable row level security;
create policy relapse_rates_read on public.relapse_rates for select to authenticated
  using ((select private.my_role()) in ('leader', 'office'));
comment on policy relapse_rates_read on public.relapse_rates is 'Leaders and the office: counts of the whole city.';
grant select on public.relapse_rates to authenticated;
grant select on public.relapse_rates to service_role;

create function private.refresh_relapse_rates() returns void
language sql security definer set search_path = ''
as $$
  with counted as (
    select i.code::integer as code, i.site_id, i.lead_unit_id as unit_id, (i.relapse_count > 0)::integer as relapsed
    from public.issues i
    where i.state_since > private.clock() - interval '365 days' and i.lead_unit_id is not null
      and (i.closed_at is not null or i.relapse_count > 0)
  ), fresh as (
    select case when grouping(code) = 0 then 'indicator' when grouping(site_id) = 0 then 'site'
        when grouping(unit_id) = 0 then 'unit' else 'all' end as kind,
      coalesce(code, site_id, unit_id, 0) as ref, count(*)::integer as closed, sum(relapsed)::integer as relapsed,
      grouping(site_id) = 0 and site_id is null as nowhere
    from counted group by grouping sets ((code), (site_id), (unit_id), ())
  ), gone as (
    delete from public.relapse_rates r
    where not exists (select 1 from fresh f where f.kind = r.kind and f.ref = r.ref and not f.nowhere)
  )
  insert into public.relapse_rates (kind, ref, closed, relapsed)
  select f.kind, f.ref, f.closed, coalesce(f.relapsed, 0) from fresh f where not f.nowhere
  on conflict (kind, ref) do update set closed = excluded.closed, relapsed = excluded.relapsed
$$;
comment on function private.refresh_relapse_rates() is 'Counts closings and relapses anew. security definer: the schedule acts for nobody.';

create function private.relapse_risk(p_code smallint, p_site_id integer, p_unit_id integer) returns double precision
language sql stable security definer set search_path = ''
as $$
  -- Ten imagined cases at the city's rate draw each rate toward it (empirical Bayes with a fixed
  -- weight), so that one relapse out of one is not a risk of 1.
  with base as (
    select coalesce((select (r.relapsed + 1) / (r.closed + 20.0) from public.relapse_rates r where r.kind = 'all'), 0.05) as rate
  )
  select least(0.95, base.rate * coalesce(exp(sum(ln((r.relapsed + 10 * base.rate) / (r.closed + 10) / base.rate))), 1))
  from base left join public.relapse_rates r
    on (r.kind, r.ref) in (('indicator', p_code::integer), ('site', p_site_id), ('unit', p_unit_id))
  group by base.rate
$$;
comment on function private.relapse_risk(smallint, integer, integer) is
  'How likely a closed issue relapses: the city''s rate times how much more often than the city this indicator, this site and this unit relapse, each shrunk toward the city. security definer: the rule does not depend on who closes.';

create function private.schedule_recheck(p_issue_id bigint, p_at timestamptz) returns timestamptz
language plpgsql security definer set search_path = ''
as $$
declare
  i public.issues;
  v_risk double precision;
  v_always boolean;
  v_due timestamptz;
begin
  select * into i from public.issues where id = p_issue_id;
  v_risk := private.relapse_risk(i.code, i.site_id, i.lead_unit_id);
  v_always := i.relapse_count > 0 or (private.clock_of(i)).veto;
  -- The sample: an even hash of the issue, so that nobody can choose and everybody can recompute.
  if not v_always and (pg_catalog.hashint8extended(p_issue_id, i.event_count) & 65535) / 65536.0 >= least(1, 3 * v_risk) then
    return null;
  end if;
  v_due := (private.local_day(p_at) + case when v_risk >= 0.3 then 3 when v_risk >= 0.1 then 7 else 14 end + time '09:00') at time zone 'Asia/Shanghai';
  -- One visit for all that is due at a site: what is planned there within a week is joined.
  v_due := coalesce(
    (select o.recheck_due_at from public.issues o
     where o.site_id = i.site_id and o.id <> i.id and o.state = 'closed'
       and o.recheck_due_at between p_at + interval '1 day' and v_due + interval '7 days'
     order by abs(extract(epoch from o.recheck_due_at - v_due)), o.recheck_due_at limit 1), v_due);
  insert into public.issue_events (issue_id, kind, occurred_at, recheck_due_at, payload)
  values (p_issue_id, 'recheck_scheduled', p_at, v_due, jsonb_build_object('risk', round(v_risk::numeric, 4), 'always', v_always));
  return v_due;
end
$$;
comment on function private.schedule_recheck(bigint, timestamptz) is
  'Dates the re-check of an issue just closed: always for veto and relapsed items, otherwise a sample of three times the risk; after 3, 7 or 14 days by risk, together with what is planned at the site. security definer: the schedule acts for nobody.';

create function public.issue_actions(issue_id bigint) returns json
language plpgsql stable security definer set search_path = ''
as $$
declare
  me public.members := private.asking_member();
  i public.issues;
begin
  select * into i from public.issues x where x.id = issue_id;
  if not found or not private.may_see_issue(i) then
    perform private.refuse(format('没有编号为 %s 的问题，或无权查看', issue_id),
      format('there is no issue %s, or you may not see it', issue_id), '{"field": "issue_id"}');
  end if;
  return (
    select json_agg(json_build_object('action', a.name, 'allowed', (a.why).zh is null, 'whyZh', (a.why).zh, 'whyEn', (a.why).en) order by a.n)
    from (
      select x.n, x.name, private.why_not(x.name, i, me) as why
      from unnest(array['accept_issue', 'reject_issue', 'merge_issue', 'assign_issue', 'start_issue', 'return_issue',
        'request_extension', 'grant_extension', 'refuse_extension', 'request_deferral', 'grant_deferral', 'refuse_deferral',
        'resume_issue', 'waive_photo', 'submit_fix', 'verify_fix', 'rework_fix', 'pass_recheck', 'relapse_issue',
        'supervise_issue', 'comment_issue']) with ordinality x (name, n)) a);
end
$$;
comment on function public.issue_actions(bigint) is
  'Which steps the asker may take with an issue now, and for the others, why not. security definer: the guards read what the asker may not.';

create function public.merge_suggestions(issue_id bigint) returns json
language sql stable set search_path = ''
as $$
  select coalesce(json_agg(json_build_object('id', o.id, 'number', o.number, 'state', o.state, 'description', o.description,
      'meters', round(extensions.st_distance(o.point::extensions.geography, i.point::extensions.geography)::numeric, 1),
      'hours', round((extract(epoch from i.reported_at - o.reported_at) / 3600)::numeric, 1))
    order by extensions.st_distance(o.point::extensions.geography, i.point::extensions.geography), o.id), '[]')
  from public.issues i
  join public.issues o on o.id <> i.id and o.code = i.code and o.state not in ('rejected', 'merged')
    and o.point operator(extensions.&&) extensions.st_expand(i.point, 0.001)
    and extensions.st_dwithin(o.point::extensions.geography, i.point::extensions.geography, 50)
    and o.reported_at between i.reported_at - interval '24 hours' and i.reported_at + interval '24 hours'
  where i.id = merge_suggestions.issue_id
$$;
comment on function public.merge_suggestions(bigint) is
  'Issues this one may be the same as: the same indicator within 50 m and 24 h.';

do $$
declare
  v_function regprocedure;
begin
  for v_function in
    select p.oid::regprocedure from pg_catalog.pg_proc p
    where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace) and p.proowner = current_user::regrole
      and not exists (select from pg_catalog.pg_depend d where d.objid = p.oid and d.deptype = 'e')
      and p.proname in ('refusal_of', 'word_zh', 'minute_text', 'working_time', 'time_on_clock', 'add_time_on_clock',
        'deadline_after_pause', 'hour_band', 'may_see_issue', 'acts_for_unit', 'last_fix', 'return_by', 'why_not_verify', 'why_not_state',
        'why_not_role', 'why_not_unit', 'why_not', 'standing', 'asking_member', 'refuse_blank', 'refuse_long', 'since_seen', 'begin_step',
        'tie_photos', 'clock_of', 'unit_must_exist', 'future_moment', 'asked_until', 'usual_source', 'reported_place',
        'refresh_relapse_rates', 'relapse_risk', 'schedule_recheck')
  loop
    execute format('revoke execute on function %s from public', v_function);
  end loop;
  for v_function in
    select p.oid::regprocedure from pg_catalog.pg_proc p
    where p.pronamespace = 'public'::regnamespace
      and p.proname in ('accept_issue', 'reject_issue', 'merge_issue', 'assign_issue', 'start_issue', 'return_issue',
        'request_extension', 'grant_extension', 'refuse_extension', 'request_deferral', 'grant_deferral', 'refuse_deferral',
        'resume_issue', 'waive_photo', 'submit_fix', 'verify_fix', 'rework_fix', 'pass_recheck', 'relapse_issue',
        'supervise_issue', 'comment_issue', 'report_issue', 'issue_actions', 'merge_suggestions')
  loop
    execute format('revoke execute on function %s from public', v_function);
    execute format('grant execute on function %s to authenticated', v_function);
  end loop;
end
$$;
