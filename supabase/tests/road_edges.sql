-- road_edges: the network made from the roads.
begin;
\ir city.psql
\ir records.psql
select plan(11);

select is(tests.outcomes($$ select from public.road_edges $$), tests.members_say('3'), 'active members read');
select is(tests.outcomes($$ insert into public.road_edges select * from public.road_edges $$), tests.all_say('no grant'), 'nobody inserts');
select is(tests.outcomes($$ update public.road_edges set class = 'x' $$), tests.all_say('no grant'), 'nobody updates');
select is(tests.outcomes($$ delete from public.road_edges $$), tests.all_say('no grant'), 'nobody deletes');
-- 东街 is cut where the footway begins; the river that crosses nothing is no road.
select is(
  (select string_agg(concat_ws(' ', feature_id, from_node, to_node, round(length_meters), class), '; ' order by id)
   from public.road_edges),
  '1 1 2 966 residential; 1 2 4 966 residential; 2 2 3 1109 footway', 'edges between shared vertices, in metres');

-- road_network(): the three edges above; what a stranger may not read is not in it either.
select is(tests.answers($$ select (w ->> 'count') || ' ' || (w ->> 'classes') || ' ' || encode(decode(w ->> 'ends', 'base64'), 'hex')
    from public.road_network() w $$),
  tests.members_say('3 ["footway","residential"] 000000010000000200000002000000040000000200000003', '0 [] '),
  'road_network(): how many, their classes, from and to');
select is(
  tests.outcome('patrol', $$ select encode(decode(w ->> 'road', 'base64'), 'hex') from public.road_network() w $$, true),
  (select string_agg(lpad(to_hex(round(length_meters::numeric * 100)::bigint), 8, '0')
      || case class when 'footway' then '0000' else '0001' end || '0101', '' order by id) from public.road_edges),
  'length in centimetres, class, both ways, on foot');
select is(
  (select string_agg(extensions.st_astext(extensions.st_geomfromtwkb(extensions.st_astwkb(geom, 7))), '; ' order by id) from public.road_edges),
  (select string_agg(extensions.st_astext(geom), '; ' order by id) from public.road_edges), 'lines survive their encoding');
select is(tests.outcome('patrol', $$ select (w ->> 'count') || ' ' || encode(decode(w ->> 'ends', 'base64'), 'hex')
    from public.road_network(103.019, 29.915, 103.021, 29.93) w $$, true),
  '1 0000000200000003', 'a box touches the footway alone');
select is(tests.outcome('patrol', $$ select public.road_network(103, 30, 102, 31) $$), 'refused west', 'a box inside out');
select is(tests.outcome('patrol', $$ select public.road_network(103) $$), 'refused west', 'half a box');

select * from finish();
rollback;
