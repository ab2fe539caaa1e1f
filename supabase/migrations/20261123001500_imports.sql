-- Taking in files: sites, base features, areas, each whole or not at all, and taken back whole. For
-- the secret key alone (npm run import); the file has been read and its coordinates made WGS-84.

create function private.lock_imports() returns void
language sql volatile set search_path = ''
as $$ select pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtext('chuangcheng.import')) $$;
comment on function private.lock_imports() is 'One import at a time, so that a file sent twice at once is not taken in twice.';

create function private.note_import(p_kind text, p_file_name text, p_datum text, p_row_count integer) returns integer
language sql volatile set search_path = ''
as $$
  insert into public.imports (kind, file_name, datum, row_count) values (p_kind, p_file_name, p_datum, p_row_count) returning id
$$;
comment on function private.note_import(text, text, text, integer) is
  'Notes an import and answers its id. Only for a file that brings something: what brings nothing leaves nothing to undo.';

create function private.area_named(p_text text, out area_id integer, out candidates integer)
language sql stable set search_path = ''
as $$
  select min(a.id), count(*)::integer from public.areas a
  where a.name = p_text or a.id::text = p_text
$$;
comment on function private.area_named(text) is 'The area of a name or id, and how many there are of that name.';

-- Sites -------------------------------------------------------------------------------------------

create function private.judge_sites(p_rows jsonb)
returns table (row_number integer, type text, name text, name_initials text, address text, geom extensions.geometry,
  area_id integer, unit_id integer, person text, phone text, opened_at timestamptz, external_id text,
  fate text, site_id integer, field text, zh text, en text)
language sql stable set search_path = ''
as $$
  with given as materialized (
    select r.*, extensions.st_setsrid(extensions.st_geomfromgeojson(r.geometry::text), 4326) as geom
    from jsonb_to_recordset(p_rows) as r ("row" integer, type text, name text, initials text, address text,
      geometry jsonb, area text, unit text, person text, phone text, "openedAt" timestamptz, "externalId" text)
  ),
  placed as materialized (
    select g.*,
      -- Not asked of an invalid polygon: the embedded database's GEOS would break the query off.
      case when extensions.geometrytype(g.geom) = 'POINT' then g.geom
        when extensions.st_isvalid(g.geom) then extensions.st_pointonsurface(g.geom) end as point,
      (select t.id from public.site_types t where g.type in (t.id, t.code, t.name_zh)) as type_id,
      case when extensions.geometrytype(g.geom) <> 'POINT' then extensions.st_isvalidreason(g.geom) end as validity
    from given g
  ),
  known as materialized (
    select p.*, a.area_id, a.candidates as areas,
      u.unit_id, u.candidates as units,
      same_id.id as same_id, same_id.name as same_id_name,
      extensions.st_distance(same_id.point::extensions.geography, p.point::extensions.geography) as same_id_meters,
      same_place.id as same_place_id,
      outline.id is not null
        and not extensions.st_dwithin(outline.outline::extensions.geography, p.point::extensions.geography, 500) as off_area
    from placed p
    left join lateral private.area_named(p.area) a on p.area is not null
    left join public.areas outline on outline.id = a.area_id and outline.outline is not null
    left join lateral (
      select min(x.id) as unit_id, count(*)::integer as candidates from public.units x where x.name = p.unit) u on p.unit is not null
    left join public.sites same_id on same_id.type = p.type_id and same_id.external_id = p."externalId"
    left join lateral (
      select x.id from public.sites x
      where p."externalId" is null and x.type = p.type_id and x.name = p.name
        and extensions.st_dwithin(x.point::extensions.geography, p.point::extensions.geography, 20)
      order by x.id limit 1) same_place on true
  )
  select k."row", k.type_id, k.name, k.initials, k.address, k.geom, k.area_id, k.unit_id, k.person, k.phone,
    k."openedAt", k."externalId", v.fate,
    case when v.fate = 'present' then coalesce(k.same_id, k.same_place_id) end, v.field, v.zh, v.en
  from known k
  cross join lateral (
    select * from (values
      (1, k.type_id is null, 'refused', 'type',
        format('没有类型“%s”，可用 %s', k.type, (select string_agg(t.id, '、' order by t.ordinal) from public.site_types t)),
        format('there is no type “%s”; use %s', k.type, (select string_agg(t.id, ', ' order by t.ordinal) from public.site_types t))),
      (2, k.validity <> 'Valid Geometry', 'refused', 'geometry',
        format('多边形无效（%s）', k.validity), format('the polygon is not valid (%s)', k.validity)),
      (3, k.area is not null and k.areas = 0, 'refused', 'area',
        format('没有名为“%s”的区域，请先导入区域或改正名称', k.area), format('there is no area “%s”; import areas first, or correct the name', k.area)),
      (4, k.areas > 1, 'refused', 'area',
        format('名为“%s”的区域有 %s 个，请填区域编号', k.area, k.areas), format('%s areas are called “%s”; give the id', k.areas, k.area)),
      (5, k.off_area, 'refused', 'area',
        format('位置不在“%s”内（相距 500 米以上），请核对坐标、坐标系或区域', k.area),
        format('the place is more than 500 m outside “%s”; check coordinates, datum or area', k.area)),
      (6, k.unit is not null and k.units = 0, 'refused', 'unit',
        format('没有名为“%s”的单位', k.unit), format('there is no unit “%s”', k.unit)),
      (7, k.units > 1, 'refused', 'unit',
        format('名为“%s”的单位有 %s 个，无法确定是哪一个', k.unit, k.units), format('%s units are called “%s”', k.units, k.unit)),
      (8, k.same_id is not null and k.same_id_name <> k.name and k.same_id_meters > 200, 'refused', 'id',
        format('编号“%s”已用于点位“%s”，两处相距 %s 米', k."externalId", k.same_id_name, round(k.same_id_meters)),
        format('the identifier “%s” belongs to the site “%s”, %s m away', k."externalId", k.same_id_name, round(k.same_id_meters))),
      (9, k.same_id is not null or k.same_place_id is not null, 'present', null, '已在库中', 'already there'),
      (10, true, 'added', null, null, null)
    ) as w (priority, applies, fate, field, zh, en)
    where w.applies order by w.priority limit 1) v
$$;
comment on function private.judge_sites(jsonb) is
  'What would become of each row of a list of sites: added, present (already there), refused and why.';

create function public.import_sites(file_name text, datum text, "rows" jsonb, dry_run boolean default false) returns json
language plpgsql volatile set search_path = ''
as $$
declare
  v_import integer;
  v_fates json;
  v_added integer;
  v_present integer;
  v_refused integer;
begin
  perform private.lock_imports();
  select json_agg(json_build_object('row', j.row_number, 'fate', j.fate, 'siteId', j.site_id, 'field', j.field, 'zh', j.zh, 'en', j.en)
      order by j.row_number) filter (where j.fate <> 'added'),
    count(*) filter (where j.fate = 'added'), count(*) filter (where j.fate = 'present'), count(*) filter (where j.fate = 'refused')
  into v_fates, v_added, v_present, v_refused
  from private.judge_sites(import_sites."rows") j;
  if v_refused = 0 and v_added > 0 and not dry_run then
    v_import := private.note_import('sites', import_sites.file_name, import_sites.datum, v_added);
    insert into public.sites (type, name, name_initials, address, geom, area_id, unit_id, person, phone, opened_at, external_id, import_id)
    select j.type, j.name, j.name_initials, j.address, j.geom, j.area_id, j.unit_id, j.person, j.phone,
      coalesce(j.opened_at, private.clock()), j.external_id, v_import
    from private.judge_sites(import_sites."rows") j where j.fate = 'added' order by j.row_number;
  end if;
  return json_build_object(
    'importId', v_import, 'added', case when v_refused = 0 then v_added else 0 end, 'present', v_present, 'refused', v_refused,
    'fates', coalesce(v_fates, '[]'));
end
$$;
comment on function public.import_sites(text, text, jsonb, boolean) is
  'Takes in a list of sites, WGS-84, all or none; fates tells of every row that was not added. A row that is there already (same type and identifier, or same name within 20 m) adds nothing.';

create function public.import_evidence("rows" jsonb) returns json
language sql stable set search_path = ''
as $$
  with given as (
    select r."row", r.name, p.n, extensions.st_setsrid(extensions.st_point((p.v ->> 0)::float8, (p.v ->> 1)::float8), 4326) as point
    from jsonb_to_recordset(import_evidence."rows") as r ("row" integer, name text, points jsonb)
    cross join lateral jsonb_array_elements(r.points) with ordinality as p (v, n)
  ),
  measured as (
    select g."row", g.n,
      (select min(extensions.st_distance(s.point::extensions.geography, g.point::extensions.geography)) from public.sites s
        where s.name = g.name and extensions.st_dwithin(s.point::extensions.geography, g.point::extensions.geography, 3000)) as site_meters,
      (select extensions.st_distance(e.geom::extensions.geography, g.point::extensions.geography) from public.road_edges e
        order by e.geom operator(extensions.<->) g.point limit 1) as road_meters
    from given g
  )
  select coalesce(json_agg(json_build_object('row', m."row", 'site', m.site, 'road', m.road) order by m."row"), '[]')
  from (select x."row", json_agg(x.site_meters order by x.n) as site, json_agg(x.road_meters order by x.n) as road
    from measured x group by x."row") m
$$;
comment on function public.import_evidence(jsonb) is
  'How far each row would lie from the known site of its name, and from the nearest road, at each of the points given (one for each datum its coordinates may be in). Distances in metres, null where there is nothing to measure to.';

-- Base features -----------------------------------------------------------------------------------

create function private.judge_features(p_rows jsonb)
returns table (row_number integer, external_id text, kind text, class text, name text, name_en text, ref text, oneway smallint,
  foot boolean, bridge boolean, tunnel boolean, layer smallint, geom extensions.geometry, is_present boolean)
language sql stable set search_path = ''
as $$
  with given as materialized (
    select r.*, extensions.st_setsrid(extensions.st_geomfromgeojson(r.geometry::text), 4326) as geom
    from jsonb_to_recordset(p_rows) as r ("row" integer, "externalId" text, kind text, class text, name text, "nameEn" text,
      ref text, oneway smallint, foot boolean, bridge boolean, tunnel boolean, layer smallint, geometry jsonb)
  )
  select g."row", g."externalId", g.kind, g.class, g.name, g."nameEn", g.ref, g.oneway, g.foot, g.bridge, g.tunnel, g.layer, g.geom,
    case when g."externalId" is not null
      then exists (select from public.base_features f where f.external_id = g."externalId")
      else exists (select from public.base_features f
        where f.kind = g.kind and f.geom operator(extensions.~=) g.geom and extensions.st_orderingequals(f.geom, g.geom)) end
  from given g
$$;
comment on function private.judge_features(jsonb) is 'The features of a file, and whether each is there already.';

create function public.import_features(file_name text, datum text, source text, "rows" jsonb, dry_run boolean default false) returns json
language plpgsql volatile set search_path = ''
as $$
declare
  v_import integer;
  v_present json;
  v_added integer;
begin
  perform private.lock_imports();
  select coalesce(json_agg(j.row_number order by j.row_number) filter (where j.is_present), '[]'), count(*) filter (where not j.is_present)
  into v_present, v_added
  from private.judge_features(import_features."rows") j;
  if v_added > 0 and not dry_run then
    v_import := private.note_import('features', import_features.file_name, import_features.datum, v_added);
    insert into public.base_features (kind, class, name, name_en, ref, oneway, foot, bridge, tunnel, layer, geom, source, external_id, import_id)
    select j.kind, j.class, j.name, j.name_en, j.ref, j.oneway, j.foot, j.bridge, j.tunnel, j.layer, j.geom, import_features.source, j.external_id, v_import
    from private.judge_features(import_features."rows") j where not j.is_present order by j.row_number;
    perform private.build_road_edges();
  end if;
  return json_build_object(
    'importId', v_import, 'added', v_added, 'present', v_present,
    'network', (select json_build_object('from', coalesce(json_agg(e.from_node order by e.id), '[]'), 'to', coalesce(json_agg(e.to_node order by e.id), '[]'))
      from public.road_edges e));
end
$$;
comment on function public.import_features(text, text, text, jsonb, boolean) is
  'Takes in features of the base map, WGS-84, and rebuilds the road network. present: the rows that are there already (same identifier, or the same geometry) and add nothing. network: the nodes of each edge.';

-- Areas -------------------------------------------------------------------------------------------

alter table public.areas add column import_id integer references public.imports (id) on delete restrict;
comment on column public.areas.import_id is 'The file it came from.';
create index areas_import on public.areas (import_id);

create function private.refusal_of_area(p_level public.area_level, p_parent_text text, p_parent integer, p_candidates integer, p_outline extensions.geometry,
  out field text, out zh text, out en text)
language plpgsql stable set search_path = ''
as $$
declare
  v_parent public.areas;
  v_outside double precision;
begin
  if extensions.st_isvalidreason(p_outline) <> 'Valid Geometry' then
    field := 'geometry';
    zh := format('边界无效（%s）', extensions.st_isvalidreason(p_outline));
    en := format('the outline is not valid (%s)', extensions.st_isvalidreason(p_outline));
    return;
  end if;
  if p_parent_text is null then
    if exists (select from public.areas where parent_id is null) then
      field := 'parent'; zh := '已有最上级区域，请填上级'; en := 'there is a topmost area already; give the parent';
    end if;
    return;
  end if;
  if p_candidates <> 1 then
    field := 'parent';
    zh := case p_candidates when 0 then format('没有名为“%s”的上级区域', p_parent_text) else format('名为“%s”的区域有 %s 个，请填区域编号', p_parent_text, p_candidates) end;
    en := case p_candidates when 0 then format('there is no area “%s”', p_parent_text) else format('%s areas are called “%s”; give the id', p_candidates, p_parent_text) end;
    return;
  end if;
  select * into v_parent from public.areas where id = p_parent;
  if p_level <= v_parent.level then
    field := 'level'; zh := format('层级应低于上级“%s”', v_parent.name); en := format('the level is not below that of “%s”', v_parent.name);
  elsif v_parent.outline is not null then
    v_outside := extensions.st_area(extensions.st_difference(p_outline, v_parent.outline)) / extensions.st_area(p_outline);
    if v_outside > 0.1 then
      field := 'geometry';
      zh := format('边界有 %s%% 在上级“%s”之外，请核对坐标系或上级', round((100 * v_outside)::numeric), v_parent.name);
      en := format('%s%% of the outline lies outside “%s”; check datum or parent', round((100 * v_outside)::numeric), v_parent.name);
    end if;
  end if;
end
$$;
comment on function private.refusal_of_area(public.area_level, text, integer, integer, extensions.geometry) is
  'Why an area may not be added; nulls when it may.';

create function public.import_areas(file_name text, datum text, "rows" jsonb, dry_run boolean default false) returns json
language plpgsql volatile set search_path = ''
as $$
declare
  v_import integer;
  v_fates jsonb := '[]';
  v_added integer := 0;
  v_present integer := 0;
  v_refused integer := 0;
  v record;
  v_outline extensions.geometry;
  v_parent record;
  v_existing integer;
  v_refusal record;
begin
  perform private.lock_imports();
  begin
    v_import := private.note_import('areas', import_areas.file_name, import_areas.datum, 0);
    for v in
      select r.* from jsonb_to_recordset(import_areas."rows") as r ("row" integer, level text, name text, "nameEn" text, initials text,
        parent text, geometry jsonb)
      order by array_position(array['city', 'district', 'street', 'community'], r.level), r."row"
    loop
      v_outline := extensions.st_multi(extensions.st_setsrid(extensions.st_geomfromgeojson(v.geometry::text), 4326));
      select * into v_parent from private.area_named(v.parent);
      select a.id into v_existing from public.areas a
      where a.level = v.level::public.area_level and a.name = v.name and a.parent_id is not distinct from v_parent.area_id;
      if v_existing is not null then
        v_present := v_present + 1;
        v_fates := v_fates || jsonb_build_object('row', v."row", 'fate', 'present', 'areaId', v_existing, 'zh', '已在库中', 'en', 'already there');
        continue;
      end if;
      select * into v_refusal from private.refusal_of_area(v.level::public.area_level, v.parent, v_parent.area_id, v_parent.candidates, v_outline);
      if v_refusal.zh is not null then
        v_refused := v_refused + 1;
        v_fates := v_fates || jsonb_build_object('row', v."row", 'fate', 'refused', 'field', v_refusal.field, 'zh', v_refusal.zh, 'en', v_refusal.en);
        continue;
      end if;
      insert into public.areas (parent_id, level, name, name_en, name_initials, outline, import_id)
      values (v_parent.area_id, v.level::public.area_level, v.name, v."nameEn", v.initials, v_outline, v_import);
      v_added := v_added + 1;
    end loop;
    if v_refused > 0 or v_added = 0 or dry_run then
      -- Undoes the rows and the note; what has been found out stays.
      raise exception using errcode = 'CC001';
    end if;
    update public.imports set row_count = v_added where id = v_import;
    -- Sites that were there before find the closest area: any where they had none, else one within theirs.
    update public.sites s set area_id = f.found
    from (
      select x.id, (
        select a.id from public.areas a
        where a.outline operator(extensions.&&) x.point and extensions.st_covers(a.outline, x.point)
          and (x.area_id is null or a.path operator(extensions.<@) (select c.path from public.areas c where c.id = x.area_id))
        order by extensions.nlevel(a.path) desc, a.id limit 1) as found
      from public.sites x) f
    where f.id = s.id and f.found is not null and f.found is distinct from s.area_id;
  exception when sqlstate 'CC001' then
    v_import := null;
  end;
  return json_build_object(
    'importId', v_import, 'added', case when v_refused = 0 then v_added else 0 end, 'present', v_present, 'refused', v_refused, 'fates', v_fates);
end
$$;
comment on function public.import_areas(text, text, jsonb, boolean) is
  'Takes in areas with their outlines, WGS-84, from the top level down, all or none; a parent may be in the same file. Sites that were there before find the closest area.';

-- Undo --------------------------------------------------------------------------------------------

create function private.ties_of_site(p_site_id integer) returns text[]
language sql stable set search_path = ''
as $$
  select array_remove(array[
    case when exists (select from public.inspections x where x.site_id = p_site_id) then '检查记录 inspections' end,
    case when exists (select from public.observations x where x.site_id = p_site_id) then '检查项 observations' end,
    case when exists (select from public.issues x where x.site_id = p_site_id) then '问题 issues' end,
    case when exists (select from public.photos x where x.site_id = p_site_id) then '照片 photos' end,
    case when exists (select from public.pairings x where x.site_id = p_site_id) then '联包帮 pairings' end,
    case when exists (select from public.members x where x.site_id = p_site_id) then '责任人账号 its owner''s account' end], null)
$$;
comment on function private.ties_of_site(integer) is 'What keeps a site from being removed.';

create function private.ties_of_area(p_area_id integer) returns text[]
language sql stable set search_path = ''
as $$
  select array_remove(array[
    case when exists (select from public.areas x where x.parent_id = p_area_id) then '下级区域 areas below it' end,
    case when exists (select from public.issues x where x.area_id = p_area_id) then '问题 issues' end,
    case when exists (select from public.units x where x.area_id = p_area_id) then '单位 units' end,
    case when exists (select from public.members x where x.area_id = p_area_id) then '人员 members' end,
    case when exists (select from public.default_units x where x.area_id = p_area_id) then '默认单位 default units' end], null)
$$;
comment on function private.ties_of_area(integer) is 'What keeps an area from being removed.';

create function public.undo_import(import_id integer) returns json
language plpgsql volatile set search_path = ''
as $$
declare
  m public.imports;
  v_removed integer;
  v_kept json := '[]';
begin
  perform private.lock_imports();
  select * into m from public.imports x where x.id = undo_import.import_id for update;
  if not found then
    perform private.refuse(format('没有编号为 %s 的导入', undo_import.import_id), format('there is no import %s', undo_import.import_id), '{"field": "import_id"}');
  elsif m.undone_at is not null then
    perform private.refuse(format('导入 %s（%s）已于 %s 撤销', m.id, m.file_name, to_char(m.undone_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI')),
      format('import %s (%s) was undone at %s', m.id, m.file_name, to_char(m.undone_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI')),
      '{"field": "import_id"}');
  end if;
  if m.kind = 'sites' then
    delete from public.sites s where s.import_id = m.id and cardinality(private.ties_of_site(s.id)) = 0;
    get diagnostics v_removed = row_count;
    select coalesce(json_agg(json_build_object('id', s.id, 'name', s.name, 'ties', private.ties_of_site(s.id)) order by s.id), '[]')
    into v_kept from public.sites s where s.import_id = m.id;
  elsif m.kind = 'features' then
    delete from public.base_features f where f.import_id = m.id;
    get diagnostics v_removed = row_count;
    perform private.build_road_edges();
  elsif m.kind = 'areas' then
    select r.removed, r.kept into v_removed, v_kept from private.remove_areas(m.id) r;
  else
    perform private.refuse('台账导入尚不能撤销', 'the import of a ledger cannot be undone yet', '{"field": "import_id"}');
  end if;
  -- What is kept today may be removable tomorrow: the import stays open to another undo.
  if json_array_length(v_kept) = 0 then
    update public.imports set undone_at = private.clock() where id = m.id;
  end if;
  return json_build_object('importId', m.id, 'kind', m.kind, 'fileName', m.file_name, 'removed', v_removed, 'kept', v_kept);
end
$$;
comment on function public.undo_import(integer) is
  'Removes what an import brought, but for what others have come to depend on; kept says what that is and why.';

create function private.remove_areas(p_import_id integer, out removed integer, out kept json)
language plpgsql volatile set search_path = ''
as $$
declare
  v_level public.area_level;
  v_count integer;
  v_gone integer[];
begin
  removed := 0;
  foreach v_level in array array['community', 'street', 'district', 'city']::public.area_level[] loop
    v_gone := array(select a.id from public.areas a
      where a.import_id = p_import_id and a.level = v_level and cardinality(private.ties_of_area(a.id)) = 0);
    -- Without an outline they hold no site, and each finds the area around it, or none.
    update public.areas set outline = null where id = any (v_gone);
    update public.sites set area_id = null where area_id = any (v_gone);
    delete from public.areas where id = any (v_gone);
    get diagnostics v_count = row_count;
    removed := removed + v_count;
  end loop;
  select coalesce(json_agg(json_build_object('id', a.id, 'name', a.name, 'ties', private.ties_of_area(a.id)) order by a.id), '[]')
  into kept from public.areas a where a.import_id = p_import_id;
end
$$;
comment on function private.remove_areas(integer) is 'Removes the areas of an import from the lowest level up, as far as nothing depends on them.';

-- The secret key alone; everybody else has lost it with …1600.
grant execute on function private.lock_imports(), private.note_import(text, text, text, integer),
  private.area_named(text), private.judge_sites(jsonb), private.judge_features(jsonb),
  private.refusal_of_area(public.area_level, text, integer, integer, extensions.geometry),
  private.ties_of_site(integer), private.ties_of_area(integer), private.remove_areas(integer),
  private.build_road_edges() to service_role;
grant execute on function public.import_sites(text, text, jsonb, boolean), public.import_evidence(jsonb),
  public.import_features(text, text, text, jsonb, boolean), public.import_areas(text, text, jsonb, boolean),
  public.undo_import(integer) to service_role;
