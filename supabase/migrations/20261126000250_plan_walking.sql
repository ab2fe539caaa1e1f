-- Walking a plan: today's routes on a phone, what becomes of each stop, and how the plan stands.

create function public.my_routes(on_day date default null) returns json
language sql stable security definer set search_path = ''
as $$
  select coalesce(json_agg(json_build_object('planName', p.name, 'teamName', u.name, 'route', private.route_json(r)) order by r.departs_at, r.id), '[]')
  from public.patrol_plan_routes r
  join public.patrol_plan_versions v on v.plan_id = r.plan_id and v.version = r.version and v.state = 'published'
  join public.patrol_plans p on p.id = r.plan_id
  join public.units u on u.id = p.unit_id
  where r.on_day = coalesce(my_routes.on_day, private.local_day(private.clock()))
    and (private.my_member()).role = 'patrol' and (private.my_member()).unit_id = p.unit_id
    and r.member_ids operator(pg_catalog.@>) array[private.my_member_id()]
$$;
comment on function public.my_routes(date) is
  'The routes that the asker walks on a day, today by default, of published plans: [{planName, teamName, route: private.route_json}]. security definer: answers whoever is in the crew with their own routes alone.';

create function private.may_record(r public.patrol_plan_routes) returns boolean
language sql stable security definer set search_path = ''
as $$
  select coalesce((
    select m.role = 'office' or (m.role = 'patrol' and m.unit_id = p.unit_id and (m.is_captain or m.id = any (r.member_ids)))
    from public.members m, public.patrol_plans p
    where m.user_id = (select auth.uid()) and m.active and p.id = r.plan_id), false)
$$;
comment on function private.may_record(public.patrol_plan_routes) is
  'Who says what became of a stop: its crew, the captain, the office. security definer: as my_member.';

create function private.record_event(s public.patrol_plan_stops, r public.patrol_plan_routes, p_kind text, p_reason text, p_at timestamptz,
  p_member_id integer, p_inspection_id bigint, p_client_id uuid) returns void
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_current smallint;
begin
  insert into public.patrol_stop_events (stop_id, kind, reason, occurred_at, recorded_at, member_id, inspection_id, client_id)
  values (s.id, p_kind, p_reason, p_at, private.clock(), p_member_id, p_inspection_id, p_client_id);
  -- A phone that did not know yet that the plan was published anew.
  select p.published_version into v_current from public.patrol_plans p where p.id = r.plan_id and p.state = 'published' and p.published_version > r.version;
  if v_current is not null then
    perform private.carry_stop(s, v_current);
  end if;
end
$$;
comment on function private.record_event(public.patrol_plan_stops, public.patrol_plan_routes, text, text, timestamptz, integer, bigint, uuid) is
  'Writes an event; one at a superseded version''s stop is carried into the one that is walked. The site, the plan and the stop are locked. security definer: clients write no events.';

create function private.stop_answer(s public.patrol_plan_stops, p_repeated boolean, p_already boolean) returns json
language sql stable security definer set search_path = ''
as $$
  select json_build_object('stopId', s.id, 'repeated', p_repeated, 'already', p_already,
    'standing', private.stop_standing(s, coalesce((v.policy ->> 'lateMinutes')::integer, 30)))
  from public.patrol_plan_routes r join public.patrol_plan_versions v on v.plan_id = r.plan_id and v.version = r.version where r.id = s.route_id
$$;
comment on function private.stop_answer(public.patrol_plan_stops, boolean, boolean) is
  'How a stop stands after a request. For functions that have checked who asks. security definer: called by them.';

create function public.record_stop(client_id uuid, stop_id bigint, kind text, reason text default null, at timestamptz default null) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  me public.members := private.begin_activity(client_id);
  v_now timestamptz := private.clock();
  v_at timestamptz := coalesce(at, private.clock());
  v_reason text := nullif(btrim(reason), '');
  s public.patrol_plan_stops;
  r public.patrol_plan_routes;
  e public.patrol_stop_events;
begin
  select * into s from public.patrol_plan_stops x where x.id = record_stop.stop_id;
  select * into r from public.patrol_plan_routes x where x.id = s.route_id;
  if r.id is null or not private.may_record(r)
      or exists (select from public.patrol_plan_versions v where v.plan_id = r.plan_id and v.version = r.version and v.state = 'draft') then
    perform private.refuse(format('没有第 %s 号站点，或不在您的路线上', stop_id), format('there is no stop %s on a route of yours', stop_id), '{"field": "stop_id"}');
  elsif kind is null or kind not in ('done', 'skipped', 'reopened') then
    perform private.refuse('请选择完成（done）、跳过（skipped）或重开（reopened）', 'choose done, skipped or reopened', '{"field": "kind"}');
  elsif kind = 'skipped' and v_reason is null then
    perform private.refuse('跳过须写明原因', 'say why it is skipped', '{"field": "reason"}');
  elsif char_length(v_reason) > 200 then
    perform private.refuse('原因最多 200 字', 'a reason has at most 200 characters', '{"field": "reason"}');
  elsif v_at > v_now + interval '5 minutes' or private.local_day(v_at) < r.on_day or (kind <> 'reopened' and private.local_day(v_at) <> r.on_day) then
    perform private.refuse(format('这一站安排在 %s，只能记录当天已发生的情况', r.on_day),
      format('this stop is planned for %s; what is recorded happened on that day and not in the future', r.on_day), '{"field": "at"}');
  end if;
  perform private.lock_site(s.site_id);
  perform 1 from public.patrol_plans p where p.id = r.plan_id for share;
  perform 1 from public.patrol_plan_stops x where x.id = s.id for no key update;
  select * into e from public.patrol_stop_events x where x.client_id = record_stop.client_id;
  if e.id is not null and (e.stop_id, e.member_id, e.kind) = (s.id, me.id, record_stop.kind) then
    return private.stop_answer(s, true, false);
  elsif e.id is not null then
    perform private.refuse('请求编号已用于其他记录', 'this client_id belongs to another record', '{"field": "client_id"}');
  end if;
  e := private.last_event(s.id);
  if coalesce(e.kind, 'reopened') = record_stop.kind then
    -- Two of a crew press at once: the second is told who was first.
    return private.stop_answer(s, false, true);
  elsif e.kind = 'done' and (record_stop.kind = 'skipped' or e.inspection_id is not null) then
    perform private.refuse(
      format('这一站已由%s于 %s 完成', (select m.name from public.members m where m.id = e.member_id), private.minute_text(e.occurred_at)),
      format('this stop was done by %s at %s', (select m.name from public.members m where m.id = e.member_id), private.minute_text(e.occurred_at)),
      '{"field": "kind"}');
  end if;
  perform private.record_event(s, r, record_stop.kind, v_reason, least(v_at, v_now), me.id, null, record_stop.client_id);
  return private.stop_answer(s, false, false);
end
$$;
comment on function public.record_stop(uuid, bigint, text, text, timestamptz) is
  'Says what became of a stop: done, skipped with a reason, or reopened; by its crew, the captain or the office, on its day (a phone may send it later, `at` says when it was). Answers {stopId, repeated, already: somebody was faster, standing: private.stop_standing}; repeating a client_id changes nothing. security definer: clients write no events; who may is checked first.';

create function private.visit_done() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  v_day date := private.local_day(new.started_at);
  v_stop bigint;
  s public.patrol_plan_stops;
  r public.patrol_plan_routes;
begin
  -- The plans that might wait for this visit, shared, so that none is published anew meanwhile; its site is locked.
  perform 1 from public.patrol_plans p where p.state = 'published' and exists (
    select from public.patrol_plan_routes x join public.patrol_plan_stops t on t.route_id = x.id
    where x.plan_id = p.id and x.on_day = v_day and t.site_id = new.site_id and new.member_id = any (x.member_ids))
  order by p.id for share;
  if not found then
    return null;
  end if;
  select t.id into v_stop
  from public.patrol_plan_stops t
  join public.patrol_plan_routes x on x.id = t.route_id and x.on_day = v_day and new.member_id = any (x.member_ids)
  join public.patrol_plan_versions v on v.plan_id = x.plan_id and v.version = x.version and v.state = 'published'
  where t.site_id = new.site_id
  order by abs(extract(epoch from t.arrives_at - new.started_at)), t.id limit 1;
  if v_stop is not null then
    select * into s from public.patrol_plan_stops x where x.id = v_stop for no key update;
    select * into r from public.patrol_plan_routes x where x.id = s.route_id;
    if coalesce((private.last_event(s.id)).kind, 'reopened') <> 'done' then
      perform private.record_event(s, r, 'done', null, new.started_at, new.member_id, new.id, null);
    end if;
  end if;
  return null;
end
$$;
comment on function private.visit_done() is
  'A visit by one of the crew at a stop''s site on its day marks the stop done: nobody records twice. security definer: clients write no events.';
create trigger visit_done after insert on public.inspections
  for each row when (new.kind in ('routine', 'staggered', 'recheck')) execute function private.visit_done();

-- How a plan stands --------------------------------------------------------------------------------

create function public.plan_progress(plan_id integer, version integer default null) returns json
language plpgsql stable security definer set search_path = ''
as $$
declare
  v public.patrol_plan_versions;
  v_now timestamptz := private.clock();
  v_late interval;
  v_answer json;
begin
  v := private.seen_version(plan_id, coalesce(version, (select x.published_version from public.patrol_plans x where x.id = plan_progress.plan_id)));
  v_late := make_interval(mins => coalesce((v.policy ->> 'lateMinutes')::integer, 30));
  with stops as materialized (
    select s.id, s.site_id, r.crew_id, r.on_day, s.arrives_at, coalesce(e.kind, 'open') as kind, e.occurred_at, e.reason, e.member_id
    from public.patrol_plan_routes r join public.patrol_plan_stops s on s.route_id = r.id
    left join lateral (select x.kind, x.occurred_at, x.reason, x.member_id from public.patrol_stop_events x
      where x.stop_id = s.id order by x.id desc limit 1) e on e.kind <> 'reopened'
    where r.plan_id = v.plan_id and r.version = v.version
  ), counted as (
    select k.crew_id, k.on_day, count(*) as planned, count(*) filter (where k.kind = 'done') as done,
      count(*) filter (where k.kind = 'done' and k.occurred_at > k.arrives_at + v_late) as late,
      count(*) filter (where k.kind = 'skipped') as skipped,
      count(*) filter (where k.kind = 'open' and k.on_day < private.local_day(v_now)) as missed,
      count(*) filter (where k.kind = 'open' and k.on_day >= private.local_day(v_now)) as open,
      count(*) filter (where k.kind = 'open' and k.on_day >= private.local_day(v_now) and k.arrives_at + v_late < v_now) as behind
    from stops k group by grouping sets ((), (k.crew_id, k.on_day))
  ), lines as (
    select c.crew_id, c.on_day, json_build_object('crewId', c.crew_id, 'crewName', (select w.name from public.patrol_crews w where w.id = c.crew_id),
      'date', c.on_day, 'day', c.on_day - v.from_day, 'planned', c.planned, 'done', c.done, 'late', c.late, 'skipped', c.skipped,
      'missed', c.missed, 'open', c.open, 'behind', c.behind) as line
    from counted c
  )
  select json_build_object('planId', v.plan_id, 'version', v.version, 'versionState', v.state, 'asOf', v_now,
    'lateMinutes', extract(epoch from v_late)::integer / 60,
    'total', (select l.line from lines l where l.crew_id is null),
    'byCrewAndDay', (select coalesce(json_agg(l.line order by l.on_day, l.crew_id), '[]') from lines l where l.crew_id is not null),
    'skipped', (select coalesce(json_agg(json_build_object('stopId', k.id, 'siteId', k.site_id, 'siteName', t.name, 'crewId', k.crew_id, 'date', k.on_day,
        'arrivesAt', k.arrives_at, 'reason', k.reason, 'at', k.occurred_at, 'by', (select m.name from public.members m where m.id = k.member_id))
        order by k.arrives_at, k.id), '[]')
      from stops k join public.sites t on t.id = k.site_id where k.kind = 'skipped'))
  into v_answer;
  return v_answer;
end
$$;
comment on function public.plan_progress(integer, integer) is
  'What was done of a version, the one published last by default: {planId, version, versionState, asOf, lateMinutes, total: LINE, byCrewAndDay: [LINE], skipped: [{stopId, siteId, siteName, crewId, date, arrivesAt, reason, at, by}]}, LINE: {crewId, crewName, date, day, planned, done, late: done so many minutes past their hour, skipped, missed: open on a day that is over, open, behind: open and past their hour}. security definer: asks once whether the asker sees it (private.seen_version).';

revoke execute on function public.my_routes(date), private.may_record(public.patrol_plan_routes),
  private.record_event(public.patrol_plan_stops, public.patrol_plan_routes, text, text, timestamptz, integer, bigint, uuid),
  private.stop_answer(public.patrol_plan_stops, boolean, boolean), public.record_stop(uuid, bigint, text, text, timestamptz),
  private.visit_done(), public.plan_progress(integer, integer) from public;
grant execute on function public.my_routes(date), public.record_stop(uuid, bigint, text, text, timestamptz), public.plan_progress(integer, integer) to authenticated;
