-- inspections: one's own visit to a site one sees, of a kind that fits the role.
begin;
\ir city.psql
\ir records.psql
select plan(17);

-- The statement of a visit by whoever asks, to a site, of a kind.
create function tests.visit(p_site_id integer, p_kind text) returns text language sql as $$
  select format('insert into public.inspections (site_id, kind, member_id, unit_id, catalogue_id, started_at, finished_at)
    values (%s, %L, private.my_member_id(), private.my_unit_id(), 1, private.clock(), private.clock())', p_site_id, p_kind)
$$;

select is(tests.answers($$ select id from public.inspections order by id $$),
  tests.say('1,2,3,4,5,6', '1,2,3,4,5,6', '4', '1,2,3,4,5', '2,5', '1,2,3,5', '1,2,3,4,5,6', '2', '4', '-', '-', 'no grant'),
  'read with the site; an assessor only its own');
select is(tests.outcomes($$ update public.inspections set note = 'x' $$), tests.all_say('no grant'), 'nobody updates');
select is(tests.outcomes($$ delete from public.inspections $$), tests.all_say('no grant'), 'nobody deletes');

-- leader, office, department, community, sponsor, patrol, captain, assessor, owner, deactivated, stranger, anonymous
-- Hotel 5: department by type, community by the issue, captain by the city, owner by ownership.
select is(tests.outcomes(tests.visit(5, 'routine')),
  tests.say('policy', '1', '1', '1', 'policy', 'policy', '1', 'policy', 'policy', 'policy', 'policy', 'no grant'),
  'routine at the hotel in 丙');
select is(tests.outcomes(tests.visit(5, 'self')),
  tests.say('policy', 'policy', 'policy', '1', 'policy', 'policy', 'policy', 'policy', '1', 'policy', 'policy', 'no grant'),
  'self at the hotel in 丙');
-- Courtyard 2: community and patrol by area, the sponsor by pairing, the assessor by area.
select is(tests.outcomes(tests.visit(2, 'routine')),
  tests.say('policy', '1', 'policy', '1', '1', '1', '1', 'policy', 'policy', 'policy', 'policy', 'no grant'),
  'routine at a courtyard in 甲');
select is(tests.outcomes(tests.visit(2, 'staggered')),
  tests.say('policy', '1', 'policy', '1', 'policy', '1', '1', 'policy', 'policy', 'policy', 'policy', 'no grant'),
  'staggered at a courtyard in 甲');
select is(tests.outcomes(tests.visit(2, 'self')),
  tests.say('policy', 'policy', 'policy', '1', '1', 'policy', 'policy', 'policy', 'policy', 'policy', 'policy', 'no grant'),
  'self at a courtyard in 甲');
select is(tests.outcomes(tests.visit(2, 'supervision')),
  tests.say('policy', '1', 'policy', 'policy', 'policy', 'policy', 'policy', 'policy', 'policy', 'policy', 'policy', 'no grant'),
  'supervision at a courtyard in 甲');
select is(tests.outcomes(tests.visit(2, 'recheck')),
  tests.say('policy', '1', 'policy', '1', 'policy', '1', '1', 'policy', 'policy', 'policy', 'policy', 'no grant'),
  'recheck at a courtyard in 甲');
select is(tests.outcomes(tests.visit(2, 'mock')),
  tests.say('policy', 'policy', 'policy', 'policy', 'policy', 'policy', 'policy', '1', 'policy', 'policy', 'policy', 'no grant'),
  'a mock assessment is the assessor’s, and nothing else is');
select is(tests.outcomes(tests.visit(4, 'supervision')),
  tests.say('policy', '1', '1', 'policy', 'policy', 'policy', 'policy', 'policy', 'policy', 'policy', 'policy', 'no grant'),
  'supervision at a hotel: the department in charge of hotels');
-- Courtyard 3: the pairing has ended today.
select is(tests.outcome('sponsor', tests.visit(3, 'routine')), 'policy', 'no visit to a courtyard one is no longer paired with');

select is(tests.outcomes($$
    insert into public.inspections (site_id, kind, member_id, unit_id, catalogue_id, started_at, finished_at)
    values (2, 'routine', 11, 5, 1, private.clock(), private.clock()) $$),
  tests.say('policy', 'policy', 'policy', 'policy', 'policy', 'policy', 'policy', 'policy', 'policy', 'policy', 'policy', 'no grant'),
  'nobody signs for somebody else');
select is(tests.outcome('patrol', $$
    insert into public.inspections (site_id, kind, member_id, unit_id, catalogue_id, started_at, finished_at)
    values (2, 'routine', 6, 6, 1, private.clock(), private.clock()) $$), 'policy', 'nor for another unit');
select is(tests.outcome('patrol', $$
    insert into public.inspections (site_id, kind, member_id, unit_id, catalogue_id, started_at, finished_at, recorded_at)
    values (2, 'routine', 6, 5, 1, '2026-01-05', '2026-01-05', '2026-01-05') $$), 'no grant',
  'the time of record is the database’s');
select is(tests.outcome('patrol', $$
    insert into public.inspections (site_id, kind, member_id, unit_id, catalogue_id, started_at, finished_at)
    values (2, 'routine', 6, 5, 1, '2026-03-02 09:00+08', '2026-03-02 08:59+08') $$, false) like '23514 %', true,
  'a visit does not end before it began');

select * from finish();
rollback;
