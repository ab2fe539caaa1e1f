-- What to visit, as a policy: the team, the office and leaders read, the captain and the office change.
begin;
\ir city.psql
\ir records.psql
select plan(17);

-- leader, office, department, community, sponsor, patrol, captain, assessor, owner, deactivated, stranger, anonymous
select is(tests.answers('select id from public.patrol_policies order by id'),
  tests.say('1,2,3', '1,2,3', '-', '-', '-', '1,2', '1,2', '-', '-', '-', '-', 'no grant'), 'the city''s and the team''s');
select is(tests.outcomes('update public.patrol_policies set policy = policy'), tests.all_say('no grant'), 'nobody changes one past the function');
select is(tests.outcomes('insert into public.patrol_policies default values'), tests.all_say('no grant'), 'nor adds one');
select is(tests.outcomes('delete from public.patrol_policies'), tests.all_say('no grant'), 'nor deletes one');
select is(tests.answers($$ select concat_ws(' ', p ->> 'own', p ->> 'version', p -> 'policy' ->> 'staleDays', p -> 'policy' -> 'types' -> 'hotel' -> 'visits' ->> 'serious')
    from public.patrol_policy(5) p $$),
  tests.say('true 1 20 4', 'true 1 20 4', 'refused team_id', 'refused team_id', 'refused team_id', 'true 1 20 4', 'true 1 20 4', 'refused team_id',
    'refused team_id', 'refused team_id', 'refused team_id', 'no grant'), 'patrol_policy(): what is changed, the rest as usual');
select is(tests.answers($$ select p -> 'policy' ->> 'staleDays' from public.patrol_policy() p $$),
  tests.say('30', '30', 'refused team_id', 'refused team_id', 'refused team_id', '30', '30', 'refused team_id', 'refused team_id', 'refused team_id',
    'refused team_id', 'no grant'), 'the city''s');
select is(tests.outcome('captain', 'select public.patrol_policy(6)'), 'refused team_id', 'not another team''s');
insert into public.site_types (id, ordinal, code, name_zh, name_en) values ('market', 9, 'SC', '农贸市场', 'Market');
select is(tests.outcome('captain', $$ select public.patrol_policy(5) -> 'policy' -> 'types' -> 'market' ->> 'serviceMinutes' $$, true), '20',
  'a type that exists as data alone has its usual figures');

create function tests.keep(p_policy text, p_version integer default 1, p_team text default '5') returns text language sql as $$
  select format('select concat_ws('' '', p ->> ''version'', p -> ''policy'' ->> ''staleDays'', p ->> ''own'') from public.save_patrol_policy(%L, %s, %s) p', p_policy, p_version, p_team)
$$;
select is(tests.answers(tests.keep('{"staleDays": 9}')),
  tests.say('refused role', '2 9 true', 'refused role', 'refused role', 'refused role', 'refused role', '2 9 true', 'refused role', 'refused role', 'refused role',
    'refused role', 'no grant'), 'who changes a team''s');
select is(tests.answers(tests.keep('{"staleDays": 9}', 1, 'null')),
  tests.say('refused role', '2 9 true', 'refused role', 'refused role', 'refused role', 'refused role', 'refused role', 'refused role', 'refused role', 'refused role',
    'refused role', 'no grant'), 'the city''s, the office alone');
select is(tests.outcome('captain', tests.keep('{}', 1, '6'), true), 'refused teamId', 'not another team''s');
select is(tests.outcome('captain', tests.keep('{}', 0), true), 'refused version', 'what somebody else has changed meanwhile');
select is(tests.outcome('captain', tests.keep('null'), true), '0 30 false', 'null: as the city''s again');
select is(
  (select string_agg(tests.outcome('captain', tests.keep(x), true), e'\n' order by n) from unnest(array[
    '[]', '{"stale": 1}', '{"staleDays": 0}', '{"staleDays": 1.5}', '{"staleDays": "9"}', '{"types": {"castle": {}}}', '{"types": {"hotel": {"visits": {"red": 1}}}}',
    '{"types": {"hotel": {"visits": {"serious": 15}}}}', '{"types": {"hotel": {"serviceMinutes": 4}}}', '{"types": {"hotel": {"windows": []}}}',
    '{"types": {"hotel": {"windows": [{"starts": "09:00", "ends": "12:00"}, {"starts": "11:00", "ends": "13:00"}]}}}', '{"extra": {"veto": 8}}',
    '{"priority": {"serious": 101}}', '{"offHoursTarget": 1.1}', '{"bands": [{"id": "Night", "starts": "20:00", "ends": "22:00"}]}',
    '{"bands": [{"id": "day", "starts": "08:00", "ends": "20:00"}], "workingBands": ["morning"]}', '{"workingBands": ["tea"]}', '{"lateMinutes": 999}'
  ]) with ordinality y (x, n)),
  e'refused policy\nrefused policy\nrefused staleDays\nrefused staleDays\nrefused staleDays\nrefused types\nrefused types.hotel.visits\nrefused types.hotel.visits.serious\nrefused types.hotel.serviceMinutes\nrefused types.hotel.windows\nrefused types.hotel.windows\nrefused extra.veto\nrefused priority.serious\nrefused offHoursTarget\nrefused bands\nrefused workingBands\nrefused workingBands\nrefused lateMinutes',
  'each fault is named by its place');
create function tests.whole() returns jsonb language sql as $$ select (public.patrol_policy(5) -> 'policy')::jsonb $$;
select is(tests.outcome('captain', $$ select (p -> 'bands' -> 0)::text || ' ' || (p -> 'workingBands')::text || ' ' || (p ->> 'offHoursTarget')
    from (select public.patrol_policy(5) -> 'policy' as p) x $$, true),
  '{"id": "early", "ends": "09:00", "starts": "07:00"} ["morning", "afternoon"] 0.4', 'bands are the office''s until a team has its own');
-- Round trip: what is read may be saved as it is, and reads the same.
create function tests.round_trip() returns boolean language plpgsql as $$
declare
  v_before jsonb := tests.whole();
begin
  perform public.save_patrol_policy(v_before, 1, 5);
  return tests.whole() = v_before;
end
$$;
grant usage on schema tests to authenticated;
grant execute on function tests.whole(), tests.round_trip() to authenticated;
select is(tests.outcome('captain', 'select tests.round_trip()', true), 'true', 'what was read is saved and read the same');
-- A horizon of any length asks for what no more than 14 ÷ n days between two visits mean.
select is((select string_agg(private.visits_due(n, idle, days)::text, ' ' order by o) from (values
    (1, 1, 13, 14), (2, 1, 14, 1), (3, 1, 13, 1), (4, 2, 6, 14), (5, 2, 7, 14), (6, 4, 1, 14), (7, 1, null::integer, 1), (8, 1, 100, 28), (9, 0, 100, 14), (10, 2, 5, 3)
  ) v (o, n, idle, days)), '1 1 0 2 2 4 1 2 0 1', 'visits due, counted by hand');

select * from finish();
rollback;
