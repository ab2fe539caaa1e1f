-- Plans, versions, routes, stops, what is left out, what became of stops: the team what is published, its
-- captain, the office and leaders all. Plan 1 of team 5 published (version 1) with a draft (2), plan 2 of team 5
-- a draft, plan 3 of team 6 published. Nobody who is inspected sees a trace of any.
begin;
\ir city.psql
\ir records.psql
select plan(25);

-- leader, office, department, community, sponsor, patrol, captain, assessor, owner, deactivated, stranger, anonymous
select is(tests.answers('select id from public.patrol_plans order by id'),
  tests.say('1,2,3', '1,2,3', '-', '-', '-', '1', '1,2', '-', '-', '-', '-', 'no grant'), 'plans');
select is(tests.answers($$ select plan_id || 'v' || version from public.patrol_plan_versions order by 1 $$),
  tests.say('1v1,1v2,2v1,3v1', '1v1,1v2,2v1,3v1', '-', '-', '-', '1v1', '1v1,1v2,2v1', '-', '-', '-', '-', 'no grant'), 'versions: drafts for who plans');
select is(tests.answers('select id from public.patrol_plan_routes order by id'),
  tests.say('1,2,3,4', '1,2,3,4', '-', '-', '-', '1', '1,2,3', '-', '-', '-', '-', 'no grant'), 'routes');
select is(tests.answers('select id from public.patrol_plan_stops order by id'),
  tests.say('1,2,3,4,5,6', '1,2,3,4,5,6', '-', '-', '-', '1,2,3', '1,2,3,4,5', '-', '-', '-', '-', 'no grant'), 'stops');
select is(tests.answers('select id from public.patrol_plan_unserved order by id'),
  tests.say('1,2,3', '1,2,3', '-', '-', '-', '1', '1,2', '-', '-', '-', '-', 'no grant'), 'what is left out');
select is(tests.answers('select id from public.patrol_stop_events order by id'),
  tests.say('1', '1', '-', '-', '-', '1', '1', '-', '-', '-', '-', 'no grant'), 'what became of stops');

-- Functions alone write.
create function tests.writes(p_table text, p_column text) returns text language sql as $$
  select string_agg(p || ' ' || w || ': ' || tests.outcome(p, s), e'\n' order by o, w)
  from (select name, ordinal from tests.personas) x (p, o)
  cross join lateral (values ('delete', 'delete from public.' || p_table), ('insert', 'insert into public.' || p_table || ' default values'),
    ('update', format('update public.%s set %s = %2$s', p_table, p_column))) y (w, s)
$$;
create function tests.nothing() returns text language sql as $$
  select string_agg(name || ' ' || w || ': no grant', e'\n' order by ordinal, w) from tests.personas, unnest('{delete,insert,update}'::text[]) w
$$;
select is(tests.writes('patrol_plans', 'name'), tests.nothing(), 'nobody writes plans');
select is(tests.writes('patrol_plan_versions', 'days'), tests.nothing(), 'nor versions');
select is(tests.writes('patrol_plan_routes', 'mode'), tests.nothing(), 'nor routes');
select is(tests.writes('patrol_plan_stops', 'sequence'), tests.nothing(), 'nor stops');
select is(tests.writes('patrol_plan_unserved', 'code'), tests.nothing(), 'nor what is left out');
select is(tests.writes('patrol_stop_events', 'kind'), tests.nothing(), 'nor events, of which none is ever changed');

-- The functions by the same rule.
select is(tests.answers($$ select concat_ws(' ', p ->> 'id', p ->> 'state', p ->> 'publishedVersion', p ->> 'draftVersion', p ->> 'stops', p ->> 'done')
    from json_array_elements(public.plan_list()) p order by 1 $$),
  tests.say('1 published 1 2 3 1,2 draft 1 1 0,3 published 1 1 0', '1 published 1 2 3 1,2 draft 1 1 0,3 published 1 1 0', '-', '-', '-',
    '1 published 1 3 1', '1 published 1 2 3 1,2 draft 1 1 0', '-', '-', '-', '-', 'no grant'), 'plan_list()');
select is(tests.answers('select p ->> ''id'' from json_array_elements(public.plan_list(6)) p'),
  tests.say('3', '3', '-', '-', '-', '-', '-', '-', '-', '-', '-', 'no grant'), 'of another team');
select is(tests.answers($$ select concat_ws(' ', p ->> 'version', p ->> 'versionState', p ->> 'mayPlan', json_array_length(p -> 'versions'), json_array_length(p -> 'routes'))
    from public.plan_of(1) p $$),
  tests.say('2 draft false 2 1', '2 draft true 2 1', 'refused plan_id', 'refused plan_id', 'refused plan_id', '1 published false 1 1', '2 draft true 2 1',
    'refused plan_id', 'refused plan_id', 'refused plan_id', 'refused plan_id', 'no grant'), 'plan_of(): the draft for who plans');
select is(tests.answers($$ select p ->> 'version' from public.plan_of(1, 2) p $$),
  tests.say('2', '2', 'refused plan_id', 'refused plan_id', 'refused plan_id', 'refused plan_id', '2', 'refused plan_id', 'refused plan_id', 'refused plan_id',
    'refused plan_id', 'no grant'), 'a draft by its number');
select is(tests.answers($$ select p ->> 'version' from public.plan_of(3, 1) p $$),
  tests.say('1', '1', 'refused plan_id', 'refused plan_id', 'refused plan_id', 'refused plan_id', 'refused plan_id', 'refused plan_id', 'refused plan_id',
    'refused plan_id', 'refused plan_id', 'no grant'), 'another team''s');
select is(tests.answers($$ select concat_ws(' ', t ->> 'planned', t ->> 'done', t ->> 'late', t ->> 'skipped', t ->> 'open', t ->> 'behind')
    from (select public.plan_progress(1) -> 'total' as t) x $$),
  tests.say('3 1 1 0 2 1', '3 1 1 0 2 1', 'refused plan_id', 'refused plan_id', 'refused plan_id', '3 1 1 0 2 1', '3 1 1 0 2 1',
    'refused plan_id', 'refused plan_id', 'refused plan_id', 'refused plan_id', 'no grant'), 'plan_progress(): done 35 minutes past its hour is late');
select is(tests.answers('select r -> ''route'' ->> ''id'' from json_array_elements(public.my_routes()) r'),
  tests.say('-', '-', '-', '-', '-', '1', '-', '-', '-', '-', '-', 'no grant'), 'my_routes(): one''s own crew''s');
select is(tests.outcome('patrol', $$ select string_agg(s ->> 'siteName' || ' ' || (s -> 'standing' ->> 'state') || ' ' || (s -> 'standing' ->> 'late'), ', ')
    from json_array_elements(public.my_routes()) r, json_array_elements(r -> 'route' -> 'stops') s $$, true),
  '甲一院 done true, 甲二院 open true, 甲社区 open false', 'with how each stop stands');
select is(tests.outcome('patrol', 'select json_array_length(public.my_routes(''2026-03-03''))', true), '0', 'a draft is nobody''s route');
update public.patrol_plan_versions set state = 'withdrawn' where plan_id = 1 and version = 1;
select is(tests.outcome('patrol', 'select json_array_length(public.my_routes())', true), '0', 'nor is what was withdrawn');

-- Nothing that shows a site, its history, zones, news or settings says that somebody will come.
create function tests.told() returns text language sql as $$
  select format('select (%s) ~ ''一队本周|一队下周|二队本周|王巡查一组|二队一组|早班|探亲''', string_agg(format('%s::text', c), ' || '))
  from unnest(array['public.whoami()', 'public.list_zones()', 'public.search_places(''王巡查'')', 'public.search_places(''一队'')',
    'public.city_lists()', 'public.office_settings()', 'public.overdue_activities()', 'public.plan_list()', 'public.my_routes()']) c
$$;
select is(tests.answers(tests.told()),
  -- The same functions tell those who may know: a plan's name is in plan_list().
  tests.say('true', 'true', 'false', 'false', 'false', 'true', 'true', 'false', 'false', '-', '-', 'no grant'), 'nobody else is told of plans');
create function tests.told_of_site(p_site integer) returns text language sql as $$
  select format('select (%s) ~ ''patrol_plan|一队本周|一队下周|二队本周|王巡查一组|二队一组|早班|探亲''', string_agg(format('public.%s(%s)::text', f, p_site), ' || '))
  from unnest(array['site_card', 'site_history', 'inspection_form', 'site_activities']) f
$$;
select is(
  (select string_agg(p || ' ' || tests.outcome(p, tests.told_of_site(n), true), ', ' order by n, p) from (values
    ('community', 2), ('sponsor', 2), ('department', 4), ('owner', 5), ('captain', 2), ('office', 2)) v (p, n)),
  'captain false, community false, office false, sponsor false, department false, owner false', 'nor does a site on a route say that it is');

select is(
  (select string_agg(p || ' ' || tests.outcome(p, $$ select (public.my_news()::text || public.my_work()::text) ~ '一队本周|一队下周|二队本周|王巡查一组|二队一组|早班|探亲' $$, true), ', ' order by p)
   from unnest(array['community', 'department', 'owner', 'sponsor']) p),
  'community false, department false, owner false, sponsor false', 'nor their news and work');

select * from finish();
rollback;
