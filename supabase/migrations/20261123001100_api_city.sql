-- What the map asks: who am I, the sites in one compact message, shapes, names, search.

create function public.whoami() returns json
language sql stable set search_path = ''
as $$
  select json_build_object(
    'member', json_build_object('id', m.id, 'name', m.name, 'role', m.role, 'isCaptain', m.is_captain),
    'unit', (select json_build_object('id', u.id, 'name', u.name, 'kind', u.kind) from public.units u where u.id = m.unit_id),
    'area', (select json_build_object('id', a.id, 'name', a.name, 'level', a.level) from public.areas a where a.id = m.area_id),
    'siteId', m.site_id,
    'city', (
      select json_build_object('id', a.id, 'name', a.name, 'nameEn', a.name_en, 'bbox', json_build_array(
        extensions.st_xmin(a.outline), extensions.st_ymin(a.outline),
        extensions.st_xmax(a.outline), extensions.st_ymax(a.outline)))
      from public.areas a where a.parent_id is null and a.outline is not null order by a.id limit 1),
    'extent', (
      select case when e.box is null then null else json_build_array(
        extensions.st_xmin(e.box), extensions.st_ymin(e.box), extensions.st_xmax(e.box), extensions.st_ymax(e.box)) end
      from (select extensions.st_extent(s.point) as box from public.sites s) e),
    'sample', (select s.value from public.settings s where s.key = 'sample'),
    'siteCount', (select count(*) from public.sites),
    'issueCount', (select count(*) from public.issues i
      where i.state in ('accepted', 'assigned', 'in_progress', 'returned', 'awaiting_check')),
    'firstAt', (select min(s.opened_at) from public.sites s),
    'now', private.clock(),
    'siteTypes', (select json_agg(json_build_object('id', t.id, 'ordinal', t.ordinal, 'code', t.code,
        'nameZh', t.name_zh, 'nameEn', t.name_en) order by t.ordinal) from public.site_types t),
    'may', json_build_object(
      'zones', m.role in ('leader', 'office', 'department', 'community', 'patrol'),
      'status', m.role <> 'assessor', 'issues', m.role <> 'assessor'),
    'vectorTiles', exists (select 1 from pg_catalog.pg_proc p where p.proname = 'st_asmvt' and
      extensions.postgis_libprotobuf_version() is not null))
  from (select (private.my_member()).*) m
  where m.id is not null
$$;
comment on function public.whoami() is 'The asking member, the city, and what this home of the database can do; null for a stranger.';

create function private.status_codes_at(p_at timestamptz) returns table (site_id integer, code smallint)
language plpgsql stable set search_path = '' rows 10000
as $$
declare
  v_at timestamptz := private.as_of(p_at);
begin
  if not private.sees_status() then
    return query
      select s.id, 5::smallint from public.sites s
      where s.opened_at <= v_at and (s.closed_at is null or s.closed_at > v_at);
  elsif p_at is null then
    -- Now: the standing periods. Where the tick is late, what it would have written.
    return query
      select p.site_id, case when p.lapses_at <= v_at then private.drawn_at(p.site_id, v_at) else p.drawn end
      from public.site_status_periods p
      where p.to_at is null and p.from_at <= v_at;
  else
    return query
      select p.site_id, case when p.to_at is null and p.lapses_at <= v_at then private.drawn_at(p.site_id, v_at) else p.drawn end
      from public.site_status_periods p
      where p.from_at <= v_at and (p.to_at is null or p.to_at > v_at);
  end if;
end
$$;
comment on function private.status_codes_at(timestamptz) is
  'The status byte of every site the asker sees that was in being at a moment; null is now.';

create function private.base64(p_bytes bytea) returns text
language sql immutable parallel safe set search_path = ''
as $$ select replace(encode(coalesce(p_bytes, ''), 'base64'), E'\n', '') $$;
comment on function private.base64(bytea) is 'Base64 without line breaks; empty for null.';

create function private.index_by_id(p_ids integer[]) returns integer[]
language sql immutable set search_path = ''
as $$
  select array_agg(coalesce(x.n, 65535) order by i)
  from generate_series(1, (select max(v) from unnest(p_ids) v)) i
  left join (select v as id, (n - 1)::integer as n from unnest(p_ids) with ordinality u (v, n)) x on x.id = i
$$;
comment on function private.index_by_id(integer[]) is
  'The place of each id in a list, found by subscript: for 100,000 rows a join would take as long as all the rest.';
grant execute on function private.index_by_id(integer[]) to authenticated, service_role;

create function public.city_sites(as_of timestamptz default null) returns json
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan'
as $$
declare
  v_at timestamptz := private.as_of(as_of);
  v_sees boolean := private.sees_status();
  v_types text[] := array(select t.id from public.site_types t order by t.ordinal);
  v_areas integer[] := array(select a.id from public.areas a order by a.id);
  v_units integer[] := array(select u.id from public.units u order by u.id);
  v_area_index integer[] := private.index_by_id(v_areas);
  v_unit_index integer[] := private.index_by_id(v_units);
  v_box extensions.box2d := (select extensions.st_extent(s.point) from public.sites s);
  v_west double precision := coalesce(extensions.st_xmin(v_box), 0);
  v_south double precision := coalesce(extensions.st_ymin(v_box), 0);
  v_dx double precision := greatest(coalesce(extensions.st_xmax(v_box) - v_west, 0), 1e-6) / 16777215;
  v_dy double precision := greatest(coalesce(extensions.st_ymax(v_box) - v_south, 0), 1e-6) / 16777215;
  v_result json;
begin
  select json_build_object(
    'asOf', v_at, 'count', count(*),
    'checksum', md5(coalesce(string_agg(int4send(c.id), ''), '')),
    'origin', json_build_array(v_west, v_south), 'scale', json_build_array(v_dx, v_dy),
    'types', to_json(v_types), 'areas', to_json(v_areas), 'units', to_json(v_units),
    'place', private.base64(string_agg(int8send(c.place), '')),
    'site', private.base64(string_agg(int8send(c.site | c.status), '')))
  into v_result
  from (
    select s.id,
      (((extensions.st_x(s.point) - v_west) / v_dx)::bigint << 40)
        | (((extensions.st_y(s.point) - v_south) / v_dy)::bigint << 16)
        | coalesce(v_area_index[s.area_id], 65535) as place,
      (s.id::bigint << 32) | (coalesce(v_unit_index[s.unit_id], 65535)::bigint << 16)
        | ((array_position(v_types, s.type) - 1) << 8) as site,
      case
        when not v_sees then case when s.opened_at <= v_at and (s.closed_at is null or s.closed_at > v_at) then 5 else 0 end
        when p.site_id is null then 0
        -- The tick is late: what it would have written. Asked for now, no row is read for its end, so
        -- that the index of standing periods alone answers.
        when (as_of is null or p.to_at is null) and p.lapses_at <= v_at then private.drawn_at(s.id, v_at)
        else p.drawn
      end as status
    from public.sites s
    left join public.site_status_periods p on p.site_id = s.id and p.from_at <= v_at
      and ((as_of is null and p.to_at is null) or (as_of is not null and (p.to_at is null or p.to_at > v_at)))
    order by s.id) c;
  return v_result;
end
$$;
comment on function public.city_sites(timestamptz) is
  'Every site the asker sees, by ascending id, as two columns of big-endian integers in base64, 16 bytes a site. place: lon uint24, lat uint24 (origin + n × scale, EPSG:4326), area uint16. site: id uint32, unit uint16, type uint8, status uint8. area, unit and type are places in areas, units and types; 65535 none. status: bits 0–2 0 absent, 1 compliant, 2 attention, 3 serious, 4 unknown, 5 hidden from this role; bit 3 compliant with a re-check due; bit 4 deferred; bits 5–6 of unknown: 0 never inspected, 1 lapsed, 2 partial.';

create function public.city_status(as_of timestamptz default null) returns json
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan'
as $$
declare
  v_at timestamptz := private.as_of(as_of);
  v_result json;
begin
  select json_build_object(
    'asOf', v_at,
    'checksum', md5(coalesce(string_agg(int4send(x.id), ''), '')),
    'status', private.base64(string_agg(substr(int2send(x.code), 2, 1), '')))
  into v_result
  from (
    select s.id, coalesce(c.code, 0::smallint) as code
    from public.sites s left join private.status_codes_at(as_of) c on c.site_id = s.id
    order by s.id) x;
  return v_result;
end
$$;
comment on function public.city_status(timestamptz) is
  'The status bytes alone, in the order of city_sites; another checksum means the set of sites is another.';

create function public.city_lists() returns json
language sql stable set search_path = ''
as $$
  select json_build_object(
    'areas', (select coalesce(json_agg(json_build_object('id', a.id, 'parentId', a.parent_id, 'level', a.level,
        'name', a.name, 'nameEn', a.name_en, 'lon', extensions.st_x(a.point), 'lat', extensions.st_y(a.point),
        'siteId', (select min(s.id) from public.sites s where s.area_id = a.id and s.type = 'community'))
        order by a.path), '[]') from public.areas a),
    'units', (select coalesce(json_agg(json_build_object('id', u.id, 'name', u.name, 'kind', u.kind)
        order by u.kind, u.id), '[]') from public.units u))
$$;
comment on function public.city_lists() is 'Areas and units for filters.';

create function private.area_level_of(p_level text) returns public.area_level
language plpgsql immutable set search_path = ''
as $$
begin
  if p_level in ('city', 'district', 'street', 'community') then
    return p_level::public.area_level;
  end if;
  perform private.refuse(
    format('层级“%s”无效，可选 city、district、street、community', p_level),
    format('level “%s” is not one of city, district, street, community', p_level), '{"field": "level"}');
end
$$;
comment on function private.area_level_of(text) is 'Reads a level; refuses others.';
create function public.area_outlines(level text) returns json
language plpgsql stable set search_path = ''
as $$
declare
  v_level public.area_level := private.area_level_of(level);
begin
  return (
    select json_build_object('type', 'FeatureCollection', 'features', coalesce(json_agg(json_build_object(
      'type', 'Feature', 'id', a.id, 'geometry', extensions.st_asgeojson(a.outline, 6)::json,
      'properties', json_build_object('name', a.name, 'parentId', a.parent_id,
        'siteId', (select min(s.id) from public.sites s where s.area_id = a.id and s.type = 'community')))
      order by a.id), '[]'))
    from public.areas a where a.level = v_level and a.outline is not null);
end
$$;

comment on function public.area_outlines(text) is 'The outlines of the areas of a level as GeoJSON, EPSG:4326.';

create function public.site_shapes(
  west double precision, south double precision, east double precision, north double precision,
  max_count integer default 3000)
returns json
language plpgsql stable set search_path = ''
as $$
begin
  if west is null or not (west between -180 and 180 and east between -180 and 180
      and south between -90 and 90 and north between -90 and 90 and west <= east and south <= north) then
    perform private.refuse('范围无效：应为 西、南、东、北 经纬度', 'the box is not west, south, east, north in degrees',
      '{"field": "west"}');
  end if;
  return (
    with found as (
      select s.id, s.type, s.geom
      from public.sites s
      where s.geom operator(extensions.&&) extensions.st_makeenvelope(west, south, east, north, 4326)
        and extensions.geometrytype(s.geom) <> 'POINT'
      order by s.id
      limit least(greatest(max_count, 1), 10000) + 1
    ),
    kept as (select * from found order by id limit least(greatest(max_count, 1), 10000))
    select json_build_object(
      'truncated', (select count(*) from found) > (select count(*) from kept),
      'features', json_build_object('type', 'FeatureCollection', 'features', coalesce((
        select json_agg(json_build_object('type', 'Feature', 'id', k.id,
          'geometry', extensions.st_asgeojson(k.geom, 7)::json,
          'properties', json_build_object('type', k.type)) order by k.id)
        from kept k), '[]'))));
end
$$;
comment on function public.site_shapes(double precision, double precision, double precision, double precision, integer) is
  'The sites in a box that are polygons, as GeoJSON, EPSG:4326.';

create function public.site_names(ids integer[]) returns json
language sql stable set search_path = ''
as $$
  select coalesce(json_agg(json_build_object('id', s.id, 'name', s.name, 'type', s.type, 'areaName', a.name) order by s.id), '[]')
  from public.sites s left join public.areas a on a.id = s.area_id
  where s.id = any (ids[1:1000])
$$;
comment on function public.site_names(integer[]) is 'Names of up to 1,000 sites.';

create function public.search_places(query text, max_count integer default 12) returns json
language plpgsql stable set search_path = ''
as $$
declare
  v_query text := lower(btrim(coalesce(query, '')));
  v_like text;
  v_count integer := least(greatest(coalesce(max_count, 12), 1), 50);
begin
  if v_query = '' then
    return '[]';
  end if;
  if char_length(v_query) > 40 then
    perform private.refuse('搜索词最多 40 个字', 'a search has at most 40 characters', '{"field": "query"}');
  end if;
  v_like := '%' || replace(replace(replace(v_query, '\', '\\'), '%', '\%'), '_', '\_') || '%';
  return (
    select coalesce(json_agg(json_build_object('kind', f.kind, 'id', f.id, 'name', f.name, 'type', f.type,
      'areaName', f.area_name, 'address', f.address, 'lon', extensions.st_x(f.point), 'lat', extensions.st_y(f.point),
      'bbox', case when f.outline is null then null else json_build_array(
        extensions.st_xmin(f.outline), extensions.st_ymin(f.outline),
        extensions.st_xmax(f.outline), extensions.st_ymax(f.outline)) end)
      order by f.rank, char_length(f.name), f.id), '[]')
    from (
      (select 'area' as kind, a.id, a.name, a.level::text as type, p.name as area_name, null as address,
        a.point, a.outline,
        case when lower(a.name) = v_query then 0 when lower(a.name) like substr(v_like, 2) then 1
          when a.name_initials like substr(v_like, 2) then 3 else 5 end as rank
      from public.areas a left join public.areas p on p.id = a.parent_id
      where a.point is not null and (a.name ilike v_like or a.name_initials like v_like)
      order by rank, char_length(a.name), a.id limit v_count)
      union all
      (select 'site', s.id, s.name, s.type, a.name, s.address, s.point, null,
        case when lower(s.name) = v_query then 0 when lower(s.name) like substr(v_like, 2) then 2
          when s.name_initials like substr(v_like, 2) then 4 else 6 end as rank
      from public.sites s left join public.areas a on a.id = s.area_id
      where s.name ilike v_like or s.name_initials like v_like or s.address ilike v_like
      order by rank, char_length(s.name), s.id limit v_count)
      order by rank, id limit v_count) f);
end
$$;
comment on function public.search_places(text, integer) is
  'Areas and sites whose name or address contains the text, or whose pinyin initials do; the closest first.';

grant execute on function private.status_codes_at(timestamptz), private.drawn_at(integer, timestamptz),
  private.site_status(integer, timestamptz), private.base64(bytea), private.area_level_of(text) to authenticated, service_role;
grant execute on function public.whoami(), public.city_sites(timestamptz), public.city_status(timestamptz),
  public.city_lists(), public.area_outlines(text),
  public.site_shapes(double precision, double precision, double precision, double precision, integer),
  public.site_names(integer[]), public.search_places(text, integer) to authenticated;
