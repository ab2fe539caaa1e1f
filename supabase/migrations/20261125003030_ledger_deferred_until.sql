-- A deferred issue (挂账) says in the ledger until when.

create or replace function private.ledger_rows(p_ids bigint[], p_sees_site text, p_now timestamptz) returns json
language plpgsql stable set search_path = ''
as $$
declare
  v_rows json;
begin
  execute format($q$
    select coalesce(json_agg(json_build_object('id', i.id, 'number', i.number, 'state', i.state,
      'siteId', s.id, 'siteName', s.name, 'siteType', s.type, 'areaId', i.area_id, 'areaName', a.name,
      'code', i.code, 'indicatorZh', k.name_zh, 'indicatorEn', k.name_en, 'veto', k.veto,
      'source', i.source, 'sourceNumber', i.source_number, 'description', i.description,
      'leadUnitId', i.lead_unit_id, 'leadUnitName', u.name, 'reportedAt', i.reported_at,
      'stateSince', i.state_since, 'deadlineAt', i.deadline_at, 'checkByAt', i.check_by_at,
      'resumesAt', i.resumes_at, 'recheckDueAt', i.recheck_due_at, 'closedAt', i.closed_at, 'overdue', coalesce(%2$s, false),
      'reworkCount', i.rework_count, 'relapseCount', i.relapse_count, 'extensionCount', i.extension_count,
      'supervised', i.supervised,
      'photoCount', (select count(*) from public.photos p where p.issue_id = i.id),
      'lon', extensions.st_x(i.point), 'lat', extensions.st_y(i.point), 'eventCount', i.event_count) order by w.n), '[]')
    from unnest($1) with ordinality as w (id, n)
    join public.issues i on i.id = w.id
    join public.indicators k on k.catalogue_id = i.catalogue_id and k.code = i.code
    left join public.sites s on s.id = i.site_id and %1$s
    left join public.areas a on a.id = i.area_id
    left join public.units u on u.id = i.lead_unit_id$q$, p_sees_site, private.overdue_at(p_now))
  into v_rows using p_ids;
  return v_rows;
end
$$;
comment on function private.ledger_rows(bigint[], text, timestamptz) is
  'The rows of these issues, in their order; whoever calls has made sure that the asker sees them. The site stays hidden from whom the policies hide it.';
