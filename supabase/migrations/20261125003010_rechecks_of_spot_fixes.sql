-- 当场整改 of a veto item is re-checked as any other closing of one; when it relapses, no unit has ever
-- been in charge: its default unit is, as if it had just been accepted, and its clock starts then.

create or replace function private.after_issue_event() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  i public.issues;
  k public.indicators;
  v_unit integer;
begin
  select * into i from public.issues where id = new.issue_id;
  select * into k from public.indicators where catalogue_id = i.catalogue_id and code = i.code;
  if new.kind in ('verified', 'fixed_on_the_spot') and i.site_id is not null then
    insert into public.observations
      (site_id, catalogue_id, code, result, value, observed_at, recorded_at, issue_id)
    values (i.site_id, i.catalogue_id, i.code, 'pass', 1, new.occurred_at, new.recorded_at, i.id);
  end if;
  if new.kind = 'fixed_on_the_spot' and k.veto then
    -- Only these: of other items the inspector saw the end, and no unit's promise is to be tested.
    perform private.schedule_recheck(i.id, new.recorded_at);
  elsif new.kind = 'reported' and k.veto then
    -- A veto item does not wait for the office: accepted and assigned at once.
    v_unit := private.default_unit(i.code, i.site_id, i.area_id);
    insert into public.issue_events (issue_id, kind, occurred_at, reason)
    values (i.id, 'accepted', new.recorded_at, '一票否决项自动受理');
    if v_unit is not null then
      insert into public.issue_events (issue_id, kind, to_unit_id, occurred_at, deadline_at)
      values (i.id, 'assigned', v_unit, new.recorded_at,
        private.add_to_clock(new.recorded_at, k.clock, k.clock_amount));
    end if;
  elsif new.kind = 'relapsed' and i.lead_unit_id is null then
    v_unit := private.default_unit(i.code, i.site_id, i.area_id);
    if v_unit is not null then
      insert into public.issue_events (issue_id, kind, to_unit_id, occurred_at, deadline_at, reason)
      values (i.id, 'assigned', v_unit, new.recorded_at, private.add_to_clock(new.recorded_at, k.clock, k.clock_amount),
        '当场整改后反弹，自动交办');
    else
      -- With nobody in charge it is the office's to assign: where it finds what was returned.
      insert into public.issue_events (issue_id, kind, occurred_at, reason)
      values (i.id, 'returned', new.recorded_at, '当场整改后反弹，没有默认责任单位，请创城办交办');
    end if;
  end if;
  return null;
end
$$;
comment on function private.after_issue_event() is
  'security definer: what the database adds of itself does not depend on the rights of the reporter.';
comment on function private.schedule_recheck(bigint, timestamptz) is
  'Dates the re-check of an issue just closed: always for veto and relapsed items, otherwise a sample of three times the risk; after 3, 7 or 14 days by risk, together with what is planned at the site. A 当场整改 is dated for veto items only. security definer: the schedule acts for nobody.';
