-- What PostGIS itself says about its hexagons, frozen as hexagon-grid.fixture.json, so that the tests
-- of the conversion need no database. Made with PostGIS 3.3.2 on PostgreSQL 15:
--   psql -qAt -f hexagon-grid.fixture.sql > hexagon-grid.fixture.json
-- origin: every cell of edge 1 around the origin, where negative columns and rows meet.
-- city: cells of the design's size (250 m between opposite flats) in EPSG:4543 over central Yucheng.
-- neighbours: for one cell in an even and one in an odd column, on both sides of the origin, the cells
--   that ST_Touches finds.
with
  origin as (
    select i, j, geom from st_hexagongrid(1, st_makeenvelope(-4, -4, 4, 4))
  ),
  city as (
    select i, j, geom
    from st_hexagongrid(250 / sqrt(3::float8), st_makeenvelope(500400, 3317000, 500900, 3317400, 4543))
  ),
  neighbours as (
    select a.i, a.j, jsonb_agg(jsonb_build_array(b.i, b.j) order by b.i, b.j) as touching
    from origin a join origin b on st_touches(a.geom, b.geom)
    where (a.i, a.j) in ((0, 0), (1, 0), (-1, 0), (-1, -1))
    group by a.i, a.j
  ),
  cells as (
    select 'origin' as name, 1::float8 as edge, * from origin
    union all
    select 'city', 250 / sqrt(3::float8), * from city
  )
select jsonb_pretty(jsonb_build_object(
  'grids', (
    select jsonb_object_agg(name, grid)
    from (
      select name, jsonb_build_object(
        'edge', edge,
        'cells', jsonb_agg(jsonb_build_object(
          'i', i, 'j', j,
          'corners', (st_asgeojson(geom, 15)::jsonb) -> 'coordinates' -> 0
        ) order by i, j)
      ) as grid
      from cells group by name, edge
    ) g
  ),
  'neighbours', (
    select jsonb_agg(jsonb_build_object('i', i, 'j', j, 'touching', touching) order by i, j)
    from neighbours
  )
));
