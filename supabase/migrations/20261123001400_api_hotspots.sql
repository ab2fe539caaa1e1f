-- The space-time cube of the hotspots: counted in PostGIS, tested in TypeScript.

create function private.local_srid(p_lon double precision) returns integer
language sql immutable parallel safe set search_path = ''
as $$ select 4534 + least(greatest(round(p_lon / 3)::integer - 25, 0), 20) $$;
comment on function private.local_srid(double precision) is
  'The CGCS2000 3-degree Gauss–Kruger zone of a longitude: EPSG:4534 (75°E) to 4554 (135°E); true to scale over a city.';

create function private.hexagon_of(p_x double precision, p_y double precision, p_edge double precision,
  out q integer, out r integer)
language plpgsql immutable parallel safe set search_path = ''
as $$
declare
  -- Axial coordinates of flat-topped hexagons centred on the origin, rounded in cube coordinates.
  v_q double precision := p_x * 2 / 3 / p_edge;
  v_r double precision := (p_y * sqrt(3) - p_x) / 3 / p_edge;
  v_s double precision := -v_q - v_r;
  v_dq double precision := abs(round(v_q) - v_q);
  v_dr double precision := abs(round(v_r) - v_r);
  v_ds double precision := abs(round(v_s) - v_s);
begin
  if v_dq > v_dr and v_dq > v_ds then
    r := round(v_r);
    q := -r - round(v_s)::integer;
  elsif v_dr > v_ds then
    q := round(v_q);
    r := -q - round(v_s)::integer;
  else
    q := round(v_q);
    r := round(v_r);
  end if;
end
$$;
comment on function private.hexagon_of(double precision, double precision, double precision) is
  'The axial coordinates of the ST_HexagonGrid cell that holds a point (x, y in metres; edge in metres).';

create function public.hotspot_cube(
  from_at timestamptz, to_at timestamptz, step_days integer default 7, cell_meters integer default 250,
  filters jsonb default '{}')
returns json
language plpgsql stable set search_path = ''
as $$
declare
  f private.issue_filter := private.issue_filter_of(filters);
  v_study extensions.geometry;
  v_srid integer;
  v_edge double precision := cell_meters / sqrt(3);
  v_steps integer;
  v_cells bigint;
  v_result json;
begin
  if from_at is null or to_at is null or to_at <= from_at then
    perform private.refuse('时间范围无效：结束应晚于开始', 'the period is not valid: its end must come after its start', '{"field": "to_at"}');
  end if;
  if cell_meters is null or cell_meters not between 50 and 5000 then
    perform private.refuse('网格大小应为 50～5000 米', 'a cell is 50 to 5,000 m across', '{"field": "cell_meters"}');
  end if;
  if step_days is null or step_days not between 1 and 366 then
    perform private.refuse('时间步长应为 1～366 天', 'a step is 1 to 366 days', '{"field": "step_days"}');
  end if;
  v_steps := ceil(extract(epoch from to_at - from_at) / (step_days * 86400.0));
  if v_steps > 400 then
    perform private.refuse(format('时间步数 %s 超过上限 400', v_steps), format('%s steps; at most 400 are allowed', v_steps), '{"field": "step_days"}');
  end if;
  v_study := coalesce(f.within, private.city_outline(),
    (select extensions.st_convexhull(extensions.st_collect(s.point)) from public.sites s));
  if v_study is null or extensions.st_dimension(v_study) < 2 then
    -- An empty city, or one with a single site: no area, no cells.
    return json_build_object('srid', null, 'cellMeters', cell_meters, 'steps', '[]'::json, 'q', '[]'::json,
      'r', '[]'::json, 'counts', '[]'::json, 'exposure', '[]'::json, 'outlines', '[]'::json);
  end if;
  v_srid := private.local_srid(extensions.st_x(extensions.st_centroid(v_study)));
  v_study := extensions.st_transform(v_study, v_srid);
  v_cells := extensions.st_area(v_study) / (cell_meters * cell_meters * sqrt(3) / 2);
  if v_cells > 20000 then
    perform private.refuse(
      format('网格数约 %s，超过上限 20000，请加大网格或缩小范围', v_cells),
      format('about %s cells; at most 20,000 are allowed: use larger cells or a smaller area', v_cells),
      '{"field": "cell_meters"}');
  end if;
  with cells as materialized (
    -- Axial from the grid's offset columns: odd columns stand half a cell higher.
    select g.i as q, g.j - (g.i - (g.i & 1)) / 2 as r, g.geom,
      row_number() over (order by g.i, g.j) as n
    from extensions.st_hexagongrid(v_edge, v_study) g
    where extensions.st_intersects(v_study, extensions.st_centroid(g.geom))
  ),
  places as materialized (
    select s.id, h.q, h.r, s.type
    from public.sites s
    cross join lateral extensions.st_transform(s.point, v_srid) p
    cross join lateral private.hexagon_of(extensions.st_x(p), extensions.st_y(p), v_edge) h
    where (f.site_types is null or s.type = any (f.site_types))
      and (f.unit_id is null or s.unit_id = f.unit_id)
  ),
  veto_codes as (select distinct k.code from public.indicators k where k.veto),
  problems as (
    select h.q, h.r, floor(extract(epoch from i.reported_at - from_at) / (step_days * 86400.0))::integer as step,
      count(*) as n
    from public.issues i
    cross join lateral extensions.st_transform(i.point, v_srid) p
    cross join lateral private.hexagon_of(extensions.st_x(p), extensions.st_y(p), v_edge) h
    where i.reported_at >= from_at and i.reported_at < to_at
      and i.state not in ('rejected', 'merged')
      and (f.codes is null or i.code = any (f.codes))
      and (not f.veto_only or i.code in (select v.code from veto_codes v))
      and (f.unit_id is null or i.lead_unit_id = f.unit_id)
      and (f.site_types is null or i.site_id in (select x.id from places x))
    group by 1, 2, 3
  ),
  looks as (
    select p.q, p.r, floor(extract(epoch from o.observed_at - from_at) / (step_days * 86400.0))::integer as step,
      count(*) as n
    from public.observations o join places p on p.id = o.site_id
    where o.observed_at >= from_at and o.observed_at < to_at and not o.mock
      and o.inspection_id is not null and o.result <> 'not_applicable'
      and (f.codes is null or o.code = any (f.codes))
      and (not f.veto_only or o.code in (select v.code from veto_codes v))
    group by 1, 2, 3
  ),
  steps as (select generate_series(0, v_steps - 1) as step),
  filled as materialized (
    select s.step, c.n as cell, coalesce(p.n, 0) as problems, coalesce(l.n, 0) as looks
    from steps s cross join cells c
    left join problems p on p.q = c.q and p.r = c.r and p.step = s.step
    left join looks l on l.q = c.q and l.r = c.r and l.step = s.step
  )
  select json_build_object(
    'srid', v_srid, 'cellMeters', cell_meters,
    'steps', (select json_agg(from_at + s.step * step_days * interval '24 hours' order by s.step) from steps s),
    'q', (select coalesce(json_agg(c.q order by c.n), '[]') from cells c),
    'r', (select coalesce(json_agg(c.r order by c.n), '[]') from cells c),
    'counts', (select coalesce(json_agg(x.line order by x.step), '[]') from (
      select step, json_agg(problems order by cell) as line from filled group by step) x),
    'exposure', (select coalesce(json_agg(x.line order by x.step), '[]') from (
      select step, json_agg(looks order by cell) as line from filled group by step) x),
    'outlines', (select coalesce(json_agg(x.line order by x.n), '[]') from (
      select c.n, json_agg(v.degrees order by d.path[2], v.axis) as line
      from cells c
      cross join lateral extensions.st_dumppoints(extensions.st_transform(c.geom, 4326)) d
      cross join lateral (values (0, round(extensions.st_x(d.geom)::numeric, 6)), (1, round(extensions.st_y(d.geom)::numeric, 6))) v (axis, degrees)
      where d.path[2] <= 6
      group by c.n) x))
  into v_result;
  return v_result;
end
$$;
comment on function public.hotspot_cube(timestamptz, timestamptz, integer, integer, jsonb) is
  'Issues reported (rejected and merged ones left out) and observations made, by hexagon and time step. The study area is every cell whose centre lies within the area, the zone, or the city. A cell keeps its axial (q, r) between calls; its outline is its six corners, longitude and latitude in turn, EPSG:4326.';

create function public.problem_summary(polygon json, from_at timestamptz, to_at timestamptz) returns json
language plpgsql stable set search_path = ''
as $$
declare
  v_area extensions.geometry := private.geometry_of(polygon);
  v_result json;
begin
  if from_at is null or to_at is null or to_at <= from_at then
    perform private.refuse('时间范围无效：结束应晚于开始', 'the period is not valid: its end must come after its start', '{"field": "to_at"}');
  end if;
  with found as materialized (
    select i.id, i.site_id, i.code, i.lead_unit_id, i.reported_at
    from public.issues i
    where i.point operator(extensions.&&) v_area and extensions.st_intersects(v_area, i.point)
      and i.reported_at >= from_at and i.reported_at < to_at and i.state not in ('rejected', 'merged')
  )
  select json_build_object(
    'issues', (select count(*) from found),
    'veto', (select count(*) from found x where x.code in (select k.code from public.indicators k where k.veto)),
    'indicators', (select coalesce(json_agg(json_build_object('code', g.code, 'nameZh', k.name_zh, 'nameEn', k.name_en, 'veto', k.veto, 'count', g.n)
        order by g.n desc, g.code), '[]')
      from (select code, count(*) as n from found group by code order by n desc, code limit 5) g
      join public.indicators k on k.catalogue_id = private.catalogue_at(private.clock()) and k.code = g.code),
    'sites', (select coalesce(json_agg(json_build_object('id', s.id, 'name', s.name, 'type', s.type, 'count', g.n) order by g.n desc, s.id), '[]')
      from (select site_id, count(*) as n from found where site_id is not null group by site_id order by n desc, site_id limit 5) g
      join public.sites s on s.id = g.site_id),
    'units', (select coalesce(json_agg(json_build_object('id', u.id, 'name', u.name, 'count', g.n) order by g.n desc, u.id), '[]')
      from (select lead_unit_id, count(*) as n from found where lead_unit_id is not null group by lead_unit_id order by n desc, lead_unit_id limit 5) g
      join public.units u on u.id = g.lead_unit_id),
    'weekly', (select coalesce(json_agg(coalesce(g.n, 0) order by w.week), '[]')
      from generate_series(0, least(ceil(extract(epoch from to_at - from_at) / 604800)::integer, 400) - 1) w (week)
      left join (select floor(extract(epoch from x.reported_at - from_at) / 604800)::integer as week, count(*) as n from found x group by 1) g
        on g.week = w.week))
  into v_result;
  return v_result;
end
$$;
comment on function public.problem_summary(json, timestamptz, timestamptz) is
  'The issues reported inside a polygon over a time: by indicator, site, unit and week.';

grant execute on function private.local_srid(double precision),
  private.hexagon_of(double precision, double precision, double precision) to authenticated, service_role;
grant execute on function public.hotspot_cube(timestamptz, timestamptz, integer, integer, jsonb),
  public.problem_summary(json, timestamptz, timestamptz) to authenticated;
