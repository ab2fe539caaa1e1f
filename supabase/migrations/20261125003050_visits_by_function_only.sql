-- submit_inspection is the only way in: a row inserted past it would know neither the checklist, nor what
-- a count comes to, nor that an issue of the item goes on already, nor that a re-check is due.
drop policy inspections_add on public.inspections;
drop policy observations_add on public.observations;
revoke insert on public.inspections, public.observations from authenticated;
revoke insert (site_id, kind, member_id, unit_id, catalogue_id, started_at, finished_at, note, client_id)
  on public.inspections from authenticated;
revoke insert (inspection_id, site_id, catalogue_id, code, result, grade, value, counted,
    samples_good, samples_total, note, observed_at)
  on public.observations from authenticated;
comment on function private.inspection_kinds(public.member_role) is
  'The kinds of visit a role makes, the usual one first; submit_inspection holds to it.';
