-- hotspot_cube(): counts by hand, steps to the second, cells that keep their identity.
begin;
\ir city.psql
select plan(30);

-- Site, code, and when it was reported; from Monday 2 February, in steps of 7 days to 2 March.
insert into public.issues (id, site_id, catalogue_id, code, point, source, lead_unit_id, reported_at)
select v.id, v.site_id, 1, v.code, s.point, 'patrol', v.unit_id, v.at::timestamptz
from (values
  (1, 2, 10, 3, '2026-02-01 23:59:59.999+08'), -- before
  (2, 2, 10, 3, '2026-02-02 00:00+08'),        -- the first moment
  (3, 2, 14, 3, '2026-02-08 23:59:59.999+08'), -- the last of the first step
  (4, 2, 10, 4, '2026-02-09 00:00+08'),        -- the first of the second
  (5, 4, 10, 3, '2026-02-10 00:00+08'),
  (6, 4, 15, 2, '2026-02-20 00:00+08'),
  (7, 9, 22, 7, '2026-03-01 23:59:59.999+08'), -- the last moment
  (8, 9, 22, 7, '2026-03-02 00:00+08'),        -- after
  (9, 9, 22, 7, '2026-02-16 00:00+08'),        -- rejected, below
  (10, 9, 22, 7, '2026-02-16 00:00+08'),       -- merged, below
  (11, 6, 10, 4, '2026-02-16 00:00+08')
) as v (id, site_id, code, unit_id, at) join public.sites s on s.id = v.site_id;
update public.issues set state = 'rejected' where id = 9;
update public.issues set state = 'merged' where id = 10;

-- Exposure: 15 at hotel 4 in the first step, 3 (one n/a does not count) at courtyard 2 in the third;
-- mock visits and passes written by the system do not count.
set local chuangcheng.clock = '2026-02-03 10:00+08';
select tests.inspect(4, 'all');
select tests.inspect(4, 'all', 'mock', 8);
set local chuangcheng.clock = '2026-02-16 10:00+08';
select tests.inspect(2, '10:pass 14:pass 15:na 17:B');
insert into public.observations (site_id, catalogue_id, code, result, observed_at) values (2, 1, 10, 'pass', private.clock());
set local chuangcheng.clock = '2026-03-02 10:00+08';

create function tests.cube(p_filters jsonb default '{}', p_from text default '2026-02-02 00:00+08', p_to text default '2026-03-02 00:00+08',
  p_step integer default 7, p_cell integer default 250) returns json language plpgsql as $$
begin
  perform set_config('request.jwt.claim.sub', '00000000-0000-0000-0000-000000000001', true);
  return public.hotspot_cube(p_from::timestamptz, p_to::timestamptz, p_step, p_cell, p_filters);
end
$$;
-- Cells as rows: axial coordinates, outline, and the counts of the steps.
create function tests.cells(p_cube json) returns table (q integer, r integer, outline extensions.geometry, counts text, exposure text)
language sql as $$
  with q as (select n, v::integer from json_array_elements_text(p_cube -> 'q') with ordinality as x (v, n)),
  r as (select n, v::integer from json_array_elements_text(p_cube -> 'r') with ordinality as x (v, n)),
  outlines as (
    select n, extensions.st_setsrid(extensions.st_makepolygon(extensions.st_makeline(array(
      select extensions.st_point((v ->> (2 * (i % 6)))::float8, (v ->> (2 * (i % 6) + 1))::float8) from generate_series(0, 6) i))), 4326) as outline
    from json_array_elements(p_cube -> 'outlines') with ordinality as x (v, n)),
  counts as (
    select c.n, string_agg(c.v, ' ' order by s.n) as v
    from json_array_elements(p_cube -> 'counts') with ordinality as s (v, n), json_array_elements_text(s.v) with ordinality as c (v, n) group by c.n),
  exposure as (
    select c.n, string_agg(c.v, ' ' order by s.n) as v
    from json_array_elements(p_cube -> 'exposure') with ordinality as s (v, n), json_array_elements_text(s.v) with ordinality as c (v, n) group by c.n)
  select q.v, r.v, o.outline, c.v, e.v
  from q join r using (n) join outlines o using (n) join counts c using (n) join exposure e using (n)
$$;
create table tests.all_cells as
  select *, extensions.st_transform(extensions.st_centroid(outline), 4543) as centre from tests.cells(tests.cube());
analyze tests.all_cells;
-- The cell of a site by its outline alone.
create function tests.at_site(p_site_id integer) returns text language sql as $$
  select string_agg(c.counts || ' / ' || c.exposure, '; ')
  from tests.all_cells c join public.sites s on extensions.st_contains(c.outline, s.point) where s.id = p_site_id
$$;
create function tests.total(p_cube json) returns text language sql as $$
  select (select sum(n::integer) from json_array_elements(p_cube -> 'counts') s, json_array_elements_text(s) n) || ' / '
    || (select sum(n::integer) from json_array_elements(p_cube -> 'exposure') s, json_array_elements_text(s) n)
$$;

-- Counts ------------------------------------------------------------------------------------------------
select is(tests.at_site(2), '2 1 0 0 / 0 0 3 0', 'courtyard 2: steps begin at their first moment');
select is(tests.at_site(4), '0 1 1 0 / 15 0 0 0', 'hotel 4');
select is(tests.at_site(9), '0 0 0 1 / 0 0 0 0', 'courtyard 9: neither rejected nor merged, the end not included');
select is(tests.at_site(6), '0 0 1 0 / 0 0 0 0', 'supermarket 6');
select is(tests.total(tests.cube()), '7 / 18', 'and nowhere else');
select is((tests.cube() -> 'steps')::text::jsonb,
  '["2026-02-02T00:00:00+08:00", "2026-02-09T00:00:00+08:00", "2026-02-16T00:00:00+08:00", "2026-02-23T00:00:00+08:00"]', 'four steps');
select is(json_array_length(tests.cube(p_to => '2026-02-16 00:00:01+08') -> 'steps'), 3, 'a step begun is a step');

-- Filters -------------------------------------------------------------------------------------------------
select is(tests.total(tests.cube('{"siteTypes": ["hotel"]}')), '2 / 15', 'by type');
select is(tests.total(tests.cube('{"codes": [10]}')), '4 / 2', 'by indicator, the exposure as well');
select is(tests.total(tests.cube('{"vetoOnly": true}')), '2 / 2', 'vetoes: 14 and 15; looked at 15 at the hotel and 14 at the courtyard');
select is(tests.total(tests.cube('{"unitId": 4}')), '2 / 0', 'by unit');
select is(tests.total(tests.cube('{"areaId": 4}')), '5 / 18', 'by community');
select is(tests.total(tests.cube('{"areaId": 4, "codes": [10, 15], "siteTypes": ["hotel"]}')), '2 / 2', 'all together');
select is(tests.outcome('leader', $$ select public.hotspot_cube('2026-02-02', '2026-03-02', 7, 250, '{"area": 4}') $$), 'refused filters.area', 'an unknown filter');
select is(tests.outcome('leader', $$ select public.hotspot_cube('2026-02-02', '2026-03-02', 7, 250, '{"areaId": 99}') $$), 'refused filters', 'an area that is not there');
select is(tests.outcome('leader', $$ select public.hotspot_cube('2026-02-02', '2026-02-02') $$), 'refused to_at', 'no time');
select is(tests.outcome('leader', $$ select public.hotspot_cube('2026-02-02', '2026-03-02', 7, 49) $$), 'refused cell_meters', 'cells too small');
select is(tests.outcome('leader', $$ select public.hotspot_cube('2026-02-02', '2026-03-02', 0) $$), 'refused step_days', 'no step');
select is(tests.outcome('leader', $$ select public.hotspot_cube('2020-01-01', '2026-03-02', 1) $$), 'refused step_days', 'too many steps');

-- Cells ---------------------------------------------------------------------------------------------------
select is((tests.cube() ->> 'srid')::integer, 4543, 'CGCS2000, central meridian 102° E');
-- 9.66 km × 11.09 km and hexagons of 250² × √3/2 = 54,127 m²: 1,978 by area
select cmp_ok((select count(*) from tests.all_cells), '>', 1930::bigint, 'the study area is the city');
select cmp_ok((select count(*) from tests.all_cells), '<', 2030::bigint, 'and no more');
select is((select count(distinct (q, r)) from tests.all_cells), (select count(*) from tests.all_cells), 'each cell once');
select is_empty($$ select a.q, a.r from tests.all_cells a join tests.cells(tests.cube('{"areaId": 5}', '2026-02-20 00:00+08', '2026-02-21 00:00+08', 1)) b
  using (q, r) where not extensions.st_equals(a.outline, b.outline) $$, 'in another call a cell is where it was');
select is_empty($$ select q, r from tests.cells(tests.cube('{"areaId": 5}')) except select q, r from tests.all_cells $$,
  'and a part of the city has no other cells than the city');
-- Independently: the centre of axial (q, r) of flat-topped hexagons lies in the outline's middle.
select is_empty($$ select q, r from tests.all_cells
  where extensions.st_distance(centre, extensions.st_setsrid(extensions.st_point(1.5 * q * 250 / sqrt(3), 250 * (r + q / 2.0)), 4543)) > 0.5 $$,
  'axial coordinates say where');
-- Adjacent in axial coordinates is adjacent on the ground: 250 m from centre to centre.
select is_empty($$ select a.q, a.r from tests.all_cells a
    cross join (values (1, 0), (0, 1), (1, -1)) as d (q, r)
    join tests.all_cells b on b.q = a.q + d.q and b.r = a.r + d.r
  where abs(extensions.st_distance(a.centre, b.centre) - 250) > 0.5 $$, 'neighbours are 250 m apart');
select is_empty($$ select s.id from public.sites s where not exists (
  select from tests.all_cells c where extensions.st_contains(c.outline, s.point)) $$, 'every site lies in a cell');

-- hexagon_of against ST_HexagonGrid for 500 points of Halton's sequence over 40 km × 40 km.
create function tests.halton(p_index integer, p_base integer) returns double precision language plpgsql as $$
declare
  i integer := p_index;
  f double precision := 1;
  v double precision := 0;
begin
  while i > 0 loop
    f := f / p_base;
    v := v + f * (i % p_base);
    i := i / p_base;
  end loop;
  return v;
end
$$;
create table tests.points as
  select n, -20000 + 40000 * tests.halton(n, 2) as x, -20000 + 40000 * tests.halton(n, 3) as y, (array[28.9, 144.3, 577.4])[1 + n % 3] as edge
  from generate_series(1, 500) n;
create table tests.grid_cells as
  select p.n, g.i as q, g.j - (g.i - (g.i & 1)) / 2 as r
  from tests.points p
  cross join lateral extensions.st_hexagongrid(p.edge, extensions.st_expand(extensions.st_setsrid(extensions.st_point(p.x, p.y), 4543), p.edge)) g
  where extensions.st_contains(g.geom, extensions.st_setsrid(extensions.st_point(p.x, p.y), 4543));
select is((select count(*) from tests.grid_cells), 500::bigint, 'each point lies in one cell of the grid');
select is_empty($$ select p.n, g.q, h.q, g.r, h.r from tests.points p join tests.grid_cells g using (n)
  cross join lateral private.hexagon_of(p.x, p.y, p.edge) h where (g.q, g.r) <> (h.q, h.r) $$, 'and hexagon_of names it');

select * from finish();
rollback;
