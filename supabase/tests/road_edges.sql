-- road_edges: the network made from the roads.
begin;
\ir city.psql
\ir records.psql
select plan(5);

select is(tests.outcomes($$ select from public.road_edges $$), tests.members_say('3'), 'active members read');
select is(tests.outcomes($$ insert into public.road_edges select * from public.road_edges $$), tests.all_say('no grant'), 'nobody inserts');
select is(tests.outcomes($$ update public.road_edges set class = 'x' $$), tests.all_say('no grant'), 'nobody updates');
select is(tests.outcomes($$ delete from public.road_edges $$), tests.all_say('no grant'), 'nobody deletes');
-- 东街 is cut where the footway begins; the river that crosses nothing is no road.
select is(
  (select string_agg(concat_ws(' ', feature_id, from_node, to_node, round(length_meters), class), '; ' order by id)
   from public.road_edges),
  '1 1 2 966 residential; 1 2 4 966 residential; 2 2 3 1109 footway', 'edges between shared vertices, in metres');

select * from finish();
rollback;
