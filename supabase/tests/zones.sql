-- zones: leaders, the office, the owner and the team; who is inspected must not see where patrols look.
-- Zone 1 the captain's (team 5), 2 the office's, 3 the social worker's, 4 the captain's and deleted,
-- 5 another team's.
begin;
\ir city.psql
\ir records.psql
select plan(23);

create function tests.draw(p_member_id text, p_unit_id text) returns text language sql as $$
  select format('insert into public.zones (name, area, member_id, unit_id)
    values (''新'', ''SRID=4326;POLYGON((103.01 29.91, 103.02 29.91, 103.02 29.92, 103.01 29.91))'', %s, %s)',
    p_member_id, p_unit_id)
$$;

select is(tests.answers($$ select id from public.zones order by id $$),
  tests.say('1,2,3,4,5', '1,2,3,4,5', '-', '3', '-', '1,4', '1,4', '-', '-', '-', '-', 'no grant'), 'who sees which');
select is(tests.answers($$ select z ->> 'id' from json_array_elements(public.list_zones()) z order by 1 $$),
  tests.say('1,2,3,5', '1,2,3,5', '-', '3', '-', '1', '1', '-', '-', '-', '-', 'no grant'),
  'list_zones() leaves out the deleted');

-- leader, office, department, community, sponsor, patrol, captain, assessor, owner, deactivated, stranger, anonymous
select is(tests.outcomes(tests.draw('private.my_member_id()', 'null')),
  tests.say('1', '1', '1', '1', 'policy', '1', '1', 'policy', 'policy', 'policy', 'policy', 'no grant'),
  'who draws one of one’s own');
select is(tests.outcomes(tests.draw('private.my_member_id()', '5')),
  -- Who is no member sees no units, and so not that this one is a team.
  tests.say('1', '1', 'policy', 'policy', 'policy', '1', '1', 'policy', 'policy', 'refused teamId', 'refused teamId', 'no grant'),
  'who draws one for team 5');
select is(tests.outcomes(tests.draw('private.my_member_id()', '6')),
  tests.say('1', '1', 'policy', 'policy', 'policy', 'policy', 'policy', 'policy', 'policy', 'refused teamId', 'refused teamId', 'no grant'),
  'who draws one for team 6');
select is(tests.outcomes(tests.draw('13', 'null')),
  tests.say('policy', 'policy', 'policy', 'policy', 'policy', 'policy', 'policy', 'policy', 'policy', 'policy', 'policy', 'no grant'),
  'nobody draws in another’s name');
select is(tests.outcomes($$ update public.zones set name = '改' $$),
  tests.say('0', '5', '0', '1', '0', '0', '2', '0', '0', '0', '0', 'no grant'),
  'who changes: the office all, the owner his own, the captain his team’s');
select is(tests.outcomes($$ update public.zones set unit_id = 6 where id = 1 $$),
  tests.say('0', '1', '0', '0', '0', '0', 'policy', '0', '0', '0', '0', 'no grant'),
  'nobody hands a zone to a team that is not his, but the office');
select is(tests.outcomes($$ update public.zones set member_id = 1 $$), tests.all_say('no grant'), 'the owner stays');
select is(tests.outcomes($$ update public.zones set version = 1 $$), tests.all_say('no grant'), 'the version is the database’s');
select is(tests.outcomes($$ delete from public.zones $$), tests.all_say('no grant'), 'nobody deletes for good');

select is(tests.outcomes($$ select public.delete_zone(1) $$),
  tests.say('refused zone_id', '1', 'refused zone_id', 'refused zone_id', 'refused zone_id', 'refused zone_id', '1',
    'refused zone_id', 'refused zone_id', 'refused zone_id', 'refused zone_id', 'no grant'), 'delete_zone() by the same rule');
select is(tests.outcomes($$ select public.restore_zone(4) $$),
  tests.say('refused zone_id', '1', 'refused zone_id', 'refused zone_id', 'refused zone_id', 'refused zone_id', '1',
    'refused zone_id', 'refused zone_id', 'refused zone_id', 'refused zone_id', 'no grant'), 'and restore_zone()');

-- A team's zone is edited by its members' captain, not by its members.
select is(tests.answers($$
    select concat_ws(' ', z ->> 'id', z ->> 'mine', z ->> 'editable') from json_array_elements(public.list_zones()) z
    where z ->> 'id' in ('1', '3') order by 1 $$),
  tests.say('1 false false,3 false false', '1 false true,3 false true', '-', '3 true true', '-', '1 false false',
    '1 true true', '-', '-', '-', '-', 'no grant'), 'list_zones() says whose and whether one may');
-- With the names on it, for who may see the zone but not the register of members.
select is(tests.outcome('patrol', $$ select (public.list_zones() -> 0 -> 'owner' ->> 'name') || (public.list_zones() -> 0 -> 'team' ->> 'name') $$, true),
  '张队长巡查一队', 'owner and team by name');
update public.zones set unit_id = 5 where id = 2;
select is(tests.outcome('patrol', $$ select z ->> 'id' || ' ' || (z -> 'owner' ->> 'name') from json_array_elements(public.list_zones()) z order by 1 $$, true),
  '1 张队长,2 吴办事', 'an owner of another unit as well, whom the register would not show');

-- Versions ------------------------------------------------------------------------------------------
create function tests.save(p_zone jsonb) returns text language sql as $$
  select format('select z ->> ''name'' || '' v'' || (z ->> ''version'') from public.save_zone(%L) z', p_zone)
$$;
create function tests.zone(p_more jsonb) returns jsonb language sql as $$
  select '{"name": "一区", "geometry": {"type": "Polygon", "coordinates": [[[103.01,29.91],[103.02,29.91],[103.02,29.92],[103.01,29.91]]]}}'::jsonb || p_more
$$;
select is(tests.outcome('captain', tests.save(tests.zone('{"id": 1, "version": 1}')), true), '一区 v2', 'a change counts the version up');
select is(tests.outcome('captain', tests.save(tests.zone('{"id": 1, "version": 2}')), true), 'refused version', 'a version that is not there');
update public.zones set name = '别人改了' where id = 1;
select is(tests.outcome('captain', tests.save(tests.zone('{"id": 1, "version": 1}')), true), 'refused version', 'a stale one');
select is(tests.outcome('captain', tests.save(tests.zone('{"id": 1}')), true), 'refused version', 'none');
select is(tests.outcome('captain', tests.save(tests.zone('{"id": 4, "version": 1}')), true), 'refused id', 'a deleted zone');
select is(tests.outcome('captain', tests.save(tests.zone('{"id": 5, "version": 1}')), true), 'refused id', 'a zone one does not see');
select is(tests.outcome('leader', tests.save(tests.zone('{"id": 2, "version": 1}')), true), 'refused id', 'a zone one sees and may not change');

select * from finish();
rollback;
