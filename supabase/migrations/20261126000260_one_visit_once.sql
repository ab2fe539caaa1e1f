-- One visit told twice: by a phone that knows the plan as it is, and by another of the crew whose phone still
-- shows an earlier version. The later word stays with the version it names and puts no second stop back.

create or replace function private.record_event(s public.patrol_plan_stops, r public.patrol_plan_routes, p_kind text, p_reason text, p_at timestamptz,
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
  if v_current is null then
    return;
  end if;
  -- In turn: all hold the plan shared, so none could lock it for himself. Whoever publishes holds it alone.
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('carry into plan ' || r.plan_id, 0));
  if not exists (
      select from public.patrol_plan_routes x join public.patrol_plan_stops t on t.route_id = x.id
      where x.plan_id = r.plan_id and x.version = v_current and x.on_day = r.on_day and x.crew_id = r.crew_id and t.site_id = s.site_id
        and (private.last_event(t.id)).kind = 'done') then
    perform private.carry_stop(s, v_current);
  end if;
end
$$;
comment on function private.record_event(public.patrol_plan_stops, public.patrol_plan_routes, text, text, timestamptz, integer, bigint, uuid) is
  'Writes an event; one at a superseded version''s stop is carried into the one that is walked, one after the other, unless the crew''s visit there is done in it already. The site, the plan (shared) and the stop are locked. security definer: clients write no events.';
