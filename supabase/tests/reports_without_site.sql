-- Reporting where no site stands: what is at the place, its photos, and the issue.
begin;
\ir city.psql
\ir records.psql
select plan(13);

create function tests.ask(p_persona text) returns void language sql as $$
  select set_config('request.jwt.claim.sub', (select user_id::text from tests.personas where name = p_persona), true)
$$;

-- leader, office, department, community, sponsor, patrol, captain, assessor, owner, deactivated, stranger, anonymous
select is(tests.answers($$ select string_agg(a ->> 'name', ' ') from json_array_elements(public.report_place(103.025, 29.93) -> 'areas') a $$),
  tests.say('示例区 东街街道 甲社区', '示例区 东街街道 甲社区', '示例区 东街街道 甲社区', '示例区 东街街道 甲社区', 'refused lon', '示例区 东街街道 甲社区', '示例区 东街街道 甲社区',
    'refused 模拟测评员不办理问题', 'refused lon', 'refused 请先登录，停用的账号不能办理', 'refused 请先登录，停用的账号不能办理', 'no grant'), 'in 甲, between the sites');
select is(tests.outcome('community', 'select public.report_place(103.025, 29.97)'), 'refused lon', 'not in another community’s');
select is(tests.outcome('office', 'select public.report_place(104, 29.97)'), 'refused lon', 'not outside of the city');
select is(tests.outcome('office', 'select public.report_place(null, 29.97)'), 'refused lon', 'not nowhere');
-- 0.0003° of longitude are 29 m here; 甲一院 stands at 103.02, 29.91.
select is(tests.answers($$ select (s ->> 'name') || ' ' || (s ->> 'meters') from json_array_elements(public.report_place(103.0203, 29.91) -> 'sites') s $$),
  tests.say('甲一院 29', '甲一院 29', '-', '甲一院 29', 'refused lon', '甲一院 29', '甲一院 29', 'refused 模拟测评员不办理问题', 'refused lon',
    'refused 请先登录，停用的账号不能办理', 'refused 请先登录，停用的账号不能办理', 'no grant'), 'a site that one sees and that it may belong to');
select is(tests.outcome('office', $$ select s from json_array_elements(public.report_place(103.025, 29.93) -> 'sites') s $$, true), '-', 'none within 100 m');

-- The report, with a photo that was of nothing until then.
select tests.ask('patrol');
create temporary table picture as select (public.add_photo(encode('\x89504e470d0a1a0a0000000d49484452'::bytea || int4send(13) || int4send(8) || '\x08060000008c2c86a5', 'base64'),
  'before', lon => 103.0251, lat => 29.93) ->> 'id')::bigint as id;
select is(tests.answers('select id from public.photos where id = 1001'),
  tests.say('1001', '1001', '-', '-', '-', '1001', '1001', '-', '-', '-', '-', 'no grant'), 'it is its member’s until then, and those’ who see all');
select tests.ask('patrol');
create temporary table report as select public.report_issue('00000000-0000-4000-8000-000000000001', 22, null, 103.025, 29.93, '路边堆物', photos => array[id]) as answer from picture;
select is((select concat_ws(' ', i.site_id, i.area_id, i.code, i.state, i.reported_by, extensions.st_astext(i.point)) from public.issues i, report where i.id = (answer ->> 'id')::bigint),
  '4 22 reported 6 POINT(103.025 29.93)', 'an issue without a site, in the area of its place');
select is((select concat_ws(' ', p.site_id, p.issue_id = i.id, e.kind) from public.photos p join picture using (id) join public.issue_events e on e.id = p.event_id join public.issues i on i.id = e.issue_id),
  't reported', 'its photo proves the report');
select is((select (public.issue_page((answer ->> 'id')::bigint) -> 'site')::text from report), 'null', 'its page has no site');
select throws_ok($$ update public.photos set issue_id = null, event_id = 1 where id = (select id from picture) $$, '23514', null, 'a photo that proves something is of something');
select tests.ask('community');
select is(tests.outcome('community', format('select public.report_issue(gen_random_uuid(), 22, null, 103.025, 29.93, ''x'', photos => array[%s])', (select id from picture))),
  'refused photos', 'nobody else’s photo');
select is(tests.outcome('sponsor', $$ select public.report_issue(gen_random_uuid(), 22, null, 103.025, 29.93, 'x') $$), 'refused lon', 'a sponsor reports at its courtyards only');

select * from finish();
rollback;
