-- Publishing: the drafted version goes to the crews, the one before it is kept with what was done against it.
-- The past is not rewritten: days that are over come from the version that was walked, and what is done of
-- today and later is carried over. Whoever records locks the site, then the plan (shared), then the stop;
-- whoever publishes locks the plan alone, so that nothing done is missed and nobody waits for ever.

create function private.last_event(p_stop_id bigint) returns public.patrol_stop_events
language sql stable security definer set search_path = ''
as $$ select e.* from public.patrol_stop_events e where e.stop_id = p_stop_id order by e.id desc limit 1 $$;
comment on function private.last_event(bigint) is
  'What was last recorded at a stop, or nothing: open. For functions that have checked who asks. security definer: called by them.';

create function private.repeat_event(e public.patrol_stop_events, p_stop_id bigint) returns void
language sql volatile security definer set search_path = ''
as $$
  insert into public.patrol_stop_events (stop_id, kind, reason, occurred_at, recorded_at, member_id, inspection_id, carried_from)
  values (p_stop_id, e.kind, e.reason, e.occurred_at, e.recorded_at, e.member_id, e.inspection_id, e.id)
$$;
comment on function private.repeat_event(public.patrol_stop_events, bigint) is
  'Repeats an event at the same visit''s stop in a later version. security definer: clients write no events.';

create function private.copy_route(r public.patrol_plan_routes, p_version smallint, p_path extensions.geometry) returns bigint
language sql volatile security definer set search_path = ''
as $$
  insert into public.patrol_plan_routes (plan_id, version, on_day, crew_id, member_ids, mode, departs_at, returns_at, path, travel_seconds, distance_meters)
  values (r.plan_id, p_version, r.on_day, r.crew_id, r.member_ids, r.mode, r.departs_at, r.returns_at, p_path, r.travel_seconds, r.distance_meters)
  returning id
$$;
comment on function private.copy_route(public.patrol_plan_routes, smallint, extensions.geometry) is
  'The same route in another version, without its stops. security definer: clients write no plans.';

create function private.keep_past(p_plan_id integer, p_walked smallint, p_version smallint, p_today date) returns void
language plpgsql volatile security definer set search_path = ''
as $$
declare
  r public.patrol_plan_routes;
  s public.patrol_plan_stops;
  e public.patrol_stop_events;
  v_route bigint;
  v_stop bigint;
begin
  delete from public.patrol_plan_routes x where x.plan_id = p_plan_id and x.version = p_version and x.on_day < p_today;
  for r in select * from public.patrol_plan_routes x where x.plan_id = p_plan_id and x.version = p_walked and x.on_day < p_today order by x.id loop
    v_route := private.copy_route(r, p_version, r.path);
    for s in select * from public.patrol_plan_stops x where x.route_id = r.id order by x.sequence loop
      insert into public.patrol_plan_stops (route_id, sequence, site_id, arrives_at, service_seconds, kind, reasons, pinned_crew, pinned_day, pinned_time)
      values (v_route, s.sequence, s.site_id, s.arrives_at, s.service_seconds, s.kind, s.reasons, s.pinned_crew, s.pinned_day, s.pinned_time)
      returning id into v_stop;
      e := private.last_event(s.id);
      if e.kind in ('done', 'skipped') then
        perform private.repeat_event(e, v_stop);
      end if;
    end loop;
  end loop;
end
$$;
comment on function private.keep_past(integer, smallint, smallint, date) is
  'Days that are over, as they were walked, in place of what a draft says of them. security definer: clients write no plans.';

create function private.carry_stop(s public.patrol_plan_stops, p_version smallint) returns void
language plpgsql volatile security definer set search_path = ''
as $$
declare
  r public.patrol_plan_routes;
  e public.patrol_stop_events := private.last_event(s.id);
  v_stop bigint;
  v_route bigint;
begin
  select * into r from public.patrol_plan_routes x where x.id = s.route_id;
  if e.kind is null or e.kind = 'reopened' then
    return;
  end if;
  -- The same visit: the site on that day, by the same crew rather than another, near the same hour.
  select t.id into v_stop
  from public.patrol_plan_routes x join public.patrol_plan_stops t on t.route_id = x.id
  where x.plan_id = r.plan_id and x.version = p_version and x.on_day = r.on_day and t.site_id = s.site_id
    and coalesce((private.last_event(t.id)).kind, 'reopened') in ('reopened', 'skipped')
    -- What was skipped and planned anew for another hour or crew is to be tried again.
    and (e.kind = 'done' or (x.crew_id = r.crew_id and t.arrives_at = s.arrives_at))
  order by x.crew_id = r.crew_id desc, abs(extract(epoch from t.arrives_at - s.arrives_at)), t.id limit 1;
  if v_stop is null and e.kind = 'done' and not exists (
      select from public.patrol_plan_routes x join public.patrol_plan_stops t on t.route_id = x.id
      join public.patrol_stop_events c on c.stop_id = t.id
      where x.plan_id = r.plan_id and x.version = p_version and c.carried_from = e.id) then
    -- The new version left it out; what was done stays on its day, with its crew.
    select x.id into v_route from public.patrol_plan_routes x
    where x.plan_id = r.plan_id and x.version = p_version and x.on_day = r.on_day and x.crew_id = r.crew_id
    order by s.arrives_at between x.departs_at and x.returns_at desc, x.departs_at limit 1;
    v_route := coalesce(v_route, private.copy_route(r, p_version, null));
    insert into public.patrol_plan_stops (route_id, sequence, site_id, arrives_at, service_seconds, kind, reasons, pinned_crew, pinned_day, pinned_time)
    values (v_route, (select coalesce(max(x.sequence), 0) + 1 from public.patrol_plan_stops x where x.route_id = v_route), s.site_id, s.arrives_at,
      s.service_seconds, s.kind, s.reasons, s.pinned_crew, s.pinned_day, s.pinned_time)
    returning id into v_stop;
    update public.patrol_plan_stops x set sequence = x.sequence + 10000 where x.route_id = v_route;
    update public.patrol_plan_stops x set sequence = o.n
    from (select y.id, row_number() over (order by y.arrives_at, y.sequence) as n from public.patrol_plan_stops y where y.route_id = v_route) o
    where o.id = x.id;
  end if;
  if v_stop is not null then
    perform private.repeat_event(e, v_stop);
  end if;
end
$$;
comment on function private.carry_stop(public.patrol_plan_stops, smallint) is
  'Says of a stop''s visit in another version of its plan what was done; a done one that it left out is put back. security definer: clients write neither plans nor events.';

create function public.publish_plan(plan_id integer, revision integer) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  v_now timestamptz := private.clock();
  v_today date := private.local_day(private.clock());
  p public.patrol_plans := private.lock_plan(plan_id, to_jsonb(revision));
  me public.members := private.my_member();
  v public.patrol_plan_versions;
  s public.patrol_plan_stops;
  v_clash record;
begin
  select * into v from public.patrol_plan_versions x where x.plan_id = p.id and x.version = p.draft_version;
  if v.plan_id is null then
    perform private.refuse(format('计划“%s”自发布以来没有改动', p.name), format('plan “%s” has not been changed since it was published', p.name), '{"field": "revision"}');
  elsif v.from_day + v.days <= v_today or (p.published_version is null and v.from_day < v_today) then
    perform private.refuse(format('计划的日期（%s 起 %s 天）已经过去，请改期后发布', v.from_day, v.days),
      format('the days of the plan (%s days from %s) have passed; move it and publish again', v.days, v.from_day), '{"field": "from"}');
  elsif not exists (select from public.patrol_plan_routes r where r.plan_id = p.id and r.version = v.version and r.on_day >= v_today) then
    perform private.refuse('计划里没有今天及以后的路线，不能发布', 'the plan has no route of today or later', '{"field": "routes"}');
  end if;
  -- Two captains who publish for one team do so one after the other: a crew is in one place at a time.
  perform 1 from public.units u where u.id = p.unit_id for no key update;
  select c.name, r.on_day, q.name as plan into v_clash
  from public.patrol_plan_routes r
  join public.patrol_plan_routes o on o.crew_id = r.crew_id and o.on_day = r.on_day and o.plan_id <> r.plan_id
    and o.departs_at < r.returns_at and r.departs_at < o.returns_at
  join public.patrol_plan_versions w on w.plan_id = o.plan_id and w.version = o.version and w.state = 'published'
  join public.patrol_plans q on q.id = o.plan_id
  join public.patrol_crews c on c.id = r.crew_id
  where r.plan_id = p.id and r.version = v.version and r.on_day >= v_today
  order by r.on_day, c.id limit 1;
  if found then
    perform private.refuse(format('巡查组“%s”在 %s 已有计划“%s”的路线，时间重叠', v_clash.name, v_clash.on_day, v_clash.plan),
      format('crew “%s” already walks a route of plan “%s” at that time on %s', v_clash.name, v_clash.plan, v_clash.on_day), '{"field": "routes"}');
  end if;
  if p.published_version is not null then
    perform private.keep_past(p.id, p.published_version, v.version, v_today);
    for s in
      select x.* from public.patrol_plan_routes r join public.patrol_plan_stops x on x.route_id = r.id
      where r.plan_id = p.id and r.version = p.published_version and r.on_day >= v_today order by x.id
    loop
      perform private.carry_stop(s, v.version);
    end loop;
  end if;
  update public.patrol_plan_versions x set state = 'superseded' where x.plan_id = p.id and x.state = 'published';
  update public.patrol_plan_versions x set state = 'published', published_by = me.id, published_at = v_now
  where x.plan_id = p.id and x.version = v.version returning * into v;
  update public.patrol_plans x set state = 'published', published_version = v.version, draft_version = null, revision = x.revision + 1,
    updated_by = me.id, updated_at = v_now
  where x.id = p.id;
  return private.plan_json(v);
end
$$;
comment on function public.publish_plan(integer, integer) is
  'Gives the drafted version to the crews, as version n + 1 where one is published; days that are over and what is done stay as they are. Refused while a crew walks another plan at the same time. Answers private.plan_json. security definer: clients write no plans; private.lock_plan checks who asks.';

create function public.withdraw_plan(plan_id integer, revision integer) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  p public.patrol_plans := private.lock_plan(plan_id, to_jsonb(revision));
begin
  if p.state = 'withdrawn' then
    perform private.refuse(format('计划“%s”已经撤回', p.name), format('plan “%s” is withdrawn already', p.name), '{"field": "revision"}');
  end if;
  update public.patrol_plan_versions x set state = 'withdrawn' where x.plan_id = p.id and x.state = 'published';
  update public.patrol_plans x set state = 'withdrawn', revision = x.revision + 1, updated_by = (private.my_member()).id, updated_at = private.clock()
  where x.id = p.id;
  return private.plan_json(private.seen_version(p.id));
end
$$;
comment on function public.withdraw_plan(integer, integer) is
  'Takes a plan from the crews, or puts a draft aside; what was done stays readable, saving and publishing brings it back. Answers private.plan_json. security definer: clients write no plans; private.lock_plan checks who asks.';

revoke execute on function private.last_event(bigint), private.repeat_event(public.patrol_stop_events, bigint),
  private.copy_route(public.patrol_plan_routes, smallint, extensions.geometry), private.keep_past(integer, smallint, smallint, date),
  private.carry_stop(public.patrol_plan_stops, smallint), public.publish_plan(integer, integer), public.withdraw_plan(integer, integer) from public;
grant execute on function public.publish_plan(integer, integer), public.withdraw_plan(integer, integer) to authenticated;
