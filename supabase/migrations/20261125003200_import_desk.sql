-- Taking in files at a desk: what the command line could do with the secret key, the office can do in
-- the page. Lists of sites join the ledgers (…2500); features and outlines stay with the command line.

create or replace function private.importing_member() returns public.members
language plpgsql stable set search_path = ''
as $$
declare
  me public.members := private.my_member();
begin
  if me.role is distinct from 'office' and pg_catalog.current_setting('role', true) <> 'service_role' then
    perform private.refuse('只有创城办可以导入', 'only the office imports', '{"field": "role"}');
  end if;
  return me;
end
$$;

-- Where a list's coordinates lie ------------------------------------------------------------------

create or replace function public.import_evidence("rows" jsonb) returns json
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.importing_member();
  return (
    with given as (
      select r."row", r.name, a.outline, p.n, extensions.st_setsrid(extensions.st_point((p.v ->> 0)::float8, (p.v ->> 1)::float8), 4326) as point
      from jsonb_to_recordset(import_evidence."rows") as r ("row" integer, name text, area text, points jsonb)
      left join lateral private.area_named(r.area) f on r.area is not null
      left join public.areas a on a.id = f.area_id and f.candidates = 1
      cross join lateral jsonb_array_elements(r.points) with ordinality as p (v, n)
    ),
    measured as (
      select g."row", g.n,
        (select min(extensions.st_distance(s.point::extensions.geography, g.point::extensions.geography)) from public.sites s
          where s.name = g.name and extensions.st_dwithin(s.point::extensions.geography, g.point::extensions.geography, 3000)) as site_meters,
        extensions.st_distance(g.outline::extensions.geography, g.point::extensions.geography) as area_meters,
        (select extensions.st_distance(e.geom::extensions.geography, g.point::extensions.geography) from public.road_edges e
          order by e.geom operator(extensions.<->) g.point limit 1) as road_meters
      from given g
    )
    select coalesce(json_agg(json_build_object('row', m."row", 'site', m.site, 'area', m.area, 'road', m.road) order by m."row"), '[]')
    from (select x."row", json_agg(x.site_meters order by x.n) as site, json_agg(x.area_meters order by x.n) as area,
        json_agg(x.road_meters order by x.n) as road
      from measured x group by x."row") m);
end
$$;
comment on function public.import_evidence(jsonb) is
  'How far each row would lie from the known site of its name, outside the area that it names, and from the nearest road, at each of the points given (one for each datum its coordinates may be in). Distances in metres, 0 within the area, null where there is nothing to measure to. For the office, and the command line. security definer: roads are read by nobody else as rows.';

-- Lists of sites ----------------------------------------------------------------------------------

comment on column public.imports.source is
  'Of a ledger or a list of sites: {"sheet", "sha256", "mapping": {header: field or null}}; the mapping is proposed again for the same headers.';

create function public.site_import_context() returns json
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.importing_member();
  return json_build_object('mapping', coalesce((select jsonb_object_agg(e.key, e.value order by m.id)
    from public.imports m cross join lateral jsonb_each(m.source -> 'mapping') e where m.kind = 'sites'), '{}'));
end
$$;
comment on function public.site_import_context() is
  'The field that a person last chose for each header of a list of sites. For the office. security definer: as ledger_import_context.';

drop function public.import_sites(text, text, jsonb, boolean);
create function public.import_sites(file_name text, datum text, "rows" jsonb, dry_run boolean default false, source jsonb default '{}') returns json
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me public.members := private.importing_member();
  v_import integer;
  v_fates json;
  v_added integer;
  v_present integer;
  v_refused integer;
begin
  if jsonb_typeof(import_sites."rows") is distinct from 'array' or jsonb_array_length(import_sites."rows") > 50000 then
    perform private.refuse('点位清单最多 50000 行', 'a list of sites has at most 50,000 rows', '{"field": "rows"}');
  end if;
  perform private.lock_imports();
  select json_agg(json_build_object('row', j.row_number, 'fate', j.fate, 'siteId', j.site_id, 'field', j.field, 'zh', j.zh, 'en', j.en)
      order by j.row_number) filter (where j.fate <> 'added'),
    count(*) filter (where j.fate = 'added'), count(*) filter (where j.fate = 'present'), count(*) filter (where j.fate = 'refused')
  into v_fates, v_added, v_present, v_refused
  from private.judge_sites(import_sites."rows") j;
  if v_refused = 0 and v_added > 0 and not dry_run then
    v_import := private.note_import('sites', import_sites.file_name, import_sites.datum, v_added);
    update public.imports set member_id = me.id, source = import_sites.source where id = v_import;
    insert into public.sites (type, name, name_initials, address, geom, area_id, unit_id, person, phone, opened_at, external_id, import_id)
    select j.type, j.name, j.name_initials, j.address, j.geom, j.area_id, j.unit_id, j.person, j.phone,
      coalesce(j.opened_at, private.clock()), j.external_id, v_import
    from private.judge_sites(import_sites."rows") j where j.fate = 'added' order by j.row_number;
  end if;
  return json_build_object(
    'importId', v_import, 'added', case when v_refused = 0 or dry_run then v_added else 0 end, 'present', v_present, 'refused', v_refused,
    'fates', coalesce(v_fates, '[]'));
end
$$;
comment on function public.import_sites(text, text, jsonb, boolean, jsonb) is
  'Takes in a list of sites, WGS-84, all or none; fates tells of every row that was not added. A row that is there already (same type and identifier, or same name within 20 m) adds nothing. source: {"sheet", "mapping"}. For the office, and the command line. security definer: clients write no sites.';

-- What was taken in, and taking it back -----------------------------------------------------------

create function public.list_imports() returns json
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.importing_member();
  return coalesce((
    select json_agg(json_build_object('id', m.id, 'kind', m.kind, 'fileName', m.file_name, 'sheet', m.source ->> 'sheet',
      'datum', m.datum, 'rowCount', m.row_count, 'memberName', p.name, 'createdAt', m.created_at, 'undoneAt', m.undone_at) order by m.id desc)
    from (select * from public.imports x where x.kind in ('ledger', 'sites') order by x.id desc limit 100) m
    left join public.members p on p.id = m.member_id), '[]');
end
$$;
comment on function public.list_imports() is
  'The last hundred ledgers and lists of sites that were taken in, the newest first; memberName is null for the command line. For the office. security definer: it names members whatever their unit.';

create function public.import_issue_ids(import_id integer) returns bigint[]
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.importing_member();
  return array(select distinct e.issue_id from public.issue_events e where e.import_id = import_issue_ids.import_id order by e.issue_id);
end
$$;
comment on function public.import_issue_ids(integer) is
  'The issues that a ledger brought or moved on. For the office, who sees all issues. security definer: without a policy a row.';

create function public.undo_site_import(import_id integer) returns json
language plpgsql volatile security definer set search_path = ''
as $$
begin
  perform private.importing_member();
  if not exists (select from public.imports x where x.id = undo_site_import.import_id and x.kind = 'sites') then
    perform private.refuse(format('没有编号为 %s 的点位导入', undo_site_import.import_id),
      format('there is no import of sites %s', undo_site_import.import_id), '{"field": "import_id"}');
  end if;
  return public.undo_import(undo_site_import.import_id);
end
$$;
comment on function public.undo_site_import(integer) is
  'Takes a list of sites back, but for the sites that others have come to depend on; kept says which and why. For the office. security definer: clients delete nothing.';

revoke execute on function public.site_import_context(), public.import_sites(text, text, jsonb, boolean, jsonb), public.list_imports(),
  public.import_issue_ids(integer), public.undo_site_import(integer) from public;
grant execute on function public.import_evidence(jsonb), public.site_import_context(),
  public.import_sites(text, text, jsonb, boolean, jsonb), public.list_imports(), public.import_issue_ids(integer),
  public.undo_site_import(integer) to authenticated, service_role;
