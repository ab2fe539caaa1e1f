-- inspection_form and submit_inspection: a checklist, and a whole visit taken in at once.
begin;
\ir city.psql
\ir records.psql
select plan(62);

create function tests.ask(p_persona text) returns void language sql as $$
  select set_config('request.jwt.claim.sub', (select user_id::text from tests.personas where name = p_persona), true)
$$;
-- The statement of a visit of half an hour that ends now.
create function tests.visit(p_site_id integer, p_kind text, p_observations text, p_client integer default 1) returns text language sql as $$
  select format('select public.submit_inspection(%L, %s, %L, private.clock() - interval ''30 minutes'', private.clock(), null, %L)',
    '00000000-0000-4000-8000-' || lpad(p_client::text, 12, '0'), p_site_id, p_kind, p_observations)
$$;
create function tests.make_visit(p_persona text, p_site_id integer, p_kind text, p_observations text, p_client integer) returns jsonb
language plpgsql as $$
declare v_answer jsonb;
begin
  perform tests.ask(p_persona);
  execute tests.visit(p_site_id, p_kind, p_observations, p_client) into v_answer;
  return v_answer;
end
$$;
create function tests.refusal(p_persona text, p_site_id integer, p_observations text) returns text language plpgsql as $$
declare v_hint text; v_detail text;
begin
  perform tests.ask(p_persona);
  execute tests.visit(p_site_id, 'routine', p_observations, 99);
  return 'taken';
exception when raise_exception then
  get stacked diagnostics v_detail = pg_exception_detail, v_hint = pg_exception_hint;
  return sqlerrm || ' | ' || v_hint || ' | ' || v_detail;
end
$$;
create function tests.photo(p_persona text, p_site_id integer, p_width integer) returns bigint language plpgsql as $$
begin
  perform tests.ask(p_persona);
  return (public.add_photo(encode('\x89504e470d0a1a0a0000000d49484452'::bytea || int4send(p_width) || int4send(8) || '\x08060000008c2c86a5', 'base64'),
    case when p_persona = 'assessor' then 'evidence' else 'before' end, site_id => p_site_id) ->> 'id')::bigint;
end
$$;

-- The checklist ---------------------------------------------------------------------------------------
-- leader, office, department, community, sponsor, patrol, captain, assessor, owner, deactivated, stranger, anonymous
select is(tests.answers($$ select json_array_length(f -> 'indicators') || ' ' || (f ->> 'kinds') from public.inspection_form(2) f $$),
  tests.say('21 []', '21 ["routine","staggered","supervision","recheck"]', 'refused site_id', '21 ["routine","staggered","self","recheck"]',
    '21 ["routine","self"]', '21 ["routine","staggered","recheck"]', '21 ["routine","staggered","recheck"]', '21 ["mock"]',
    'refused site_id', 'refused site_id', 'refused site_id', 'no grant'), 'the checklist of a courtyard in 甲, and who inspects it how');
select is(tests.answers($$ select jsonb_array_length(f -> 'indicators') || ' ' || (f ->> 'kinds') from public.inspection_form(5) j, to_jsonb(j) f $$),
  tests.say('15 []', '15 ["routine", "staggered", "supervision", "recheck"]', '15 ["routine", "staggered", "supervision", "recheck"]',
    '15 ["routine", "staggered", "self", "recheck"]', 'refused site_id', 'refused site_id', '15 ["routine", "staggered", "recheck"]', 'refused site_id',
    '15 ["self"]', 'refused site_id', 'refused site_id', 'no grant'), 'of the hotel in 丙');
select is((select string_agg(p.name || ' ' || array_to_string(private.inspection_kinds(m.role), ' '), ', ' order by p.ordinal)
   from tests.personas p join public.members m using (user_id) where p.ordinal <= 9),
  'leader , office routine staggered supervision recheck, department routine staggered supervision recheck, community routine staggered self recheck, '
    'sponsor routine self, patrol routine staggered recheck, captain routine staggered recheck, assessor mock, owner self', 'the kinds of visit by role');

select tests.ask('patrol');
create function tests.item(p_site_id integer, p_code integer) returns jsonb language sql as $$
  select i from jsonb_array_elements(public.inspection_form(p_site_id)::jsonb -> 'indicators') i where (i ->> 'code')::integer = p_code
$$;
select is(tests.item(2, 11) - 'last' - 'openIssue', '{"code": 11, "nameZh": "无积存垃圾烟蒂", "nameEn": "No litter", "weight": 3.00, "veto": false,
  "rule": "max_count", "ruleCount": 3, "hourSensitive": false}', 'an item and its rule');
select tests.ask('captain');
select is((tests.item(6, 1) ->> 'ruleCount') || (tests.item(2, 1) ->> 'ruleCount'), '21', 'two in a supermarket, one elsewhere');
select is(tests.item(1, 10) #- '{last,observedAt}' #- '{openIssue,id}' -> 'last',
  '{"result": "fail", "grade": null, "counted": null, "samplesGood": null, "samplesTotal": null, "note": null, "verified": false, "photoCount": 1}',
  'what was seen last time, with its photo');
select is(tests.item(1, 10) -> 'openIssue', '{"id": 6, "number": "2026-000006", "state": "reported", "deadlineAt": null, "unitName": null}', 'and what came of it');
select is(tests.item(2, 14) -> 'last', 'null', 'what a mock inspection saw is nobody’s last time');
select is((tests.item(8, 12) #>> '{last,result}') || ' ' || (tests.item(8, 12) #>> '{last,verified}'), 'pass true', 'a verification is an answer');
select tests.ask('assessor');
select is((select count(*)::integer from jsonb_array_elements(public.inspection_form(1)::jsonb -> 'indicators') i where i -> 'last' <> 'null' or i -> 'openIssue' <> 'null'),
  0, 'assessors inspect blind');
select is(public.inspection_form(1) ->> 'blind', 'true', 'and are told so');
update public.sites set closed_at = '2026-03-01' where id = 3;
select tests.ask('office');
select is(public.inspection_form(3) ->> 'kinds', '[]', 'a site that is closed is not inspected');

-- Who -------------------------------------------------------------------------------------------------
select is(tests.outcomes(tests.visit(2, 'routine', '[{"code": 10, "result": "pass"}]')),
  tests.say('refused kind', '1', 'refused site_id', '1', '1', '1', '1', 'refused kind', 'refused site_id', 'refused site_id', 'refused site_id', 'no grant'),
  'a routine visit to a courtyard in 甲');
select is(tests.outcomes(tests.visit(5, 'self', '[{"code": 10, "result": "pass"}]')),
  tests.say('refused kind', 'refused kind', 'refused kind', '1', 'refused site_id', 'refused site_id', 'refused kind', 'refused site_id', '1', 'refused site_id', 'refused site_id', 'no grant'),
  'a self-inspection of the hotel in 丙');
select is(tests.outcomes(tests.visit(2, 'mock', '[{"code": 10, "result": "pass"}]')),
  tests.say('refused kind', 'refused kind', 'refused site_id', 'refused kind', 'refused kind', 'refused kind', 'refused kind', '1', 'refused site_id', 'refused site_id', 'refused site_id', 'no grant'),
  'a mock inspection');

-- A visit ---------------------------------------------------------------------------------------------
-- Courtyard 2, by the patrol: bins bad with a photo, litter 12 (at most 3), stairwells 1 of 2, ads 1, awareness not asked.
select is(tests.status(2), 'unknown partial - #- - 1.0000 0.0351', 'before: hardly known');
create temporary table visit as select tests.make_visit('patrol', 2, 'staggered', format($$ [
  {"code": 10, "result": "fail", "note": " 桶盖缺失 ", "photos": [%s]},
  {"code": 11, "result": "pass", "counted": 12},
  {"code": 17, "result": "fail", "samplesGood": 1, "samplesTotal": 2},
  {"code": 1, "counted": 1},
  {"code": 35, "result": "not_applicable"}] $$, tests.photo('patrol', 2, 10)), 7) as answer;
select is(answer - 'inspectionId' - 'issues', '{"passed": 2, "failed": 2, "notApplicable": 1, "rechecks": [], "repeated": false}', 'is taken in whole') from visit;
select is((select jsonb_agg(i - 'id' - 'number' order by i -> 'code') from visit, jsonb_array_elements(answer -> 'issues') i),
  '[{"code": 10, "state": "reported", "fixed": false, "existing": false}, {"code": 11, "state": "reported", "fixed": false, "existing": false}]',
  'each fail has opened its issue');
select is((select string_agg(concat_ws(' ', o.code, o.result, trim(o.grade), o.value, o.counted, o.samples_good, o.samples_total, o.note), '; ' order by o.code)
  from public.observations o, visit where o.inspection_id = (answer ->> 'inspectionId')::bigint),
  '1 pass 1 1; 10 fail 0 桶盖缺失; 11 fail 0 12 数量 12，应不超过 3; 17 pass B 0.5 1 2; 35 not_applicable', 'the database judges counts and samples, not the client');
select is((select concat_ws(' ', i.site_id, i.kind, i.member_id, i.unit_id, i.catalogue_id, to_char(i.started_at, 'HH24:MI'), to_char(i.finished_at, 'HH24:MI'))
  from public.inspections i, visit where i.id = (answer ->> 'inspectionId')::bigint), '2 staggered 6 5 1 09:30 10:00', 'signed by who came');
select is((select string_agg(concat_ws(' ', i.code, i.source, i.reported_by, i.description, to_char(i.reported_at, 'HH24:MI')), '; ' order by i.code)
  from public.issues i where i.site_id = 2), '10 patrol 6 桶盖缺失 10:00; 11 patrol 6 数量 12，应不超过 3 10:00', 'the issues tell what was seen');
select is((select concat_ws(' ', p.stage, o.code, i.code, e.kind) from public.photos p join public.observations o on o.id = p.observation_id
  join public.issues i on i.id = p.issue_id join public.issue_events e on e.id = p.event_id where p.site_id = 2 and p.member_id = 6),
  'before 10 10 reported', 'the photo proves the observation and the report');
select is(tests.make_visit('patrol', 2, 'staggered', '[{"code": 12, "result": "pass"}]', 7) - 'issues',
  (select (answer || '{"repeated": true}') - 'issues' from visit), 'the same request again changes nothing and answers the same');
select is((select count(*)::integer from public.inspections where client_id is not null), 1, 'nothing was added');
select is(tests.outcome('community', tests.visit(2, 'routine', '[{"code": 12, "result": "pass"}]', 7)), 'refused client_id', 'nobody else repeats it');

-- Seen again: told to the issue that goes on, unless it is another place.
select is((select jsonb_agg(i - 'id') from jsonb_array_elements(tests.make_visit('community', 2, 'routine', '[{"code": 10, "result": "fail", "note": "仍缺桶盖"}]', 8) -> 'issues') i),
  (select jsonb_agg(jsonb_build_object('code', 10, 'number', i.number, 'state', 'reported', 'fixed', false, 'existing', true)) from public.issues i where i.site_id = 2 and i.code = 10),
  'a fail whose issue goes on opens no other');
select is((select string_agg(e.kind || ' ' || coalesce(e.note, '-'), '; ' order by e.id) from public.issue_events e join public.issues i on i.id = e.issue_id
  where i.site_id = 2 and i.code = 10), 'reported -; commented 检查时仍存在：仍缺桶盖', 'but is told there');
select is(jsonb_array_length(tests.make_visit('community', 2, 'routine', '[{"code": 10, "result": "fail", "note": "另一处", "separate": true}]', 9) -> 'issues'), 1, 'another place is another issue');
select is((select count(*)::integer from public.issues where site_id = 2 and code = 10), 2, 'so there are two');

-- 当场整改.
select is((select jsonb_agg(i - 'id' - 'number') from jsonb_array_elements(tests.make_visit('captain', 8, 'routine',
  '[{"code": 14, "result": "fail", "note": "已拔除", "fixed": true}, {"code": 15, "result": "pass", "fixed": true}]', 10) -> 'issues') i),
  '[{"code": 14, "state": "closed", "fixed": true, "existing": false}]', 'opened and closed by one event, a veto indicator too');
select is((select string_agg(e.kind || ' ' || e.state_after, '; ' order by e.id) from public.issue_events e join public.issues i on i.id = e.issue_id where i.site_id = 8 and i.code = 14),
  'fixed_on_the_spot closed; recheck_scheduled closed', 'assigned to nobody; a veto indicator is re-checked');
select is((select string_agg(o.result::text, ' ' order by o.id) from public.observations o where o.site_id = 8 and o.code = 14), 'fail pass', 'the fail is counted, the pass stands');
select is((select count(*)::integer from public.site_status_periods where site_id = 8 and status in ('serious', 'attention') and from_at >= '2026-03-02 10:00+08'), 0, 'and nothing was ever coloured');
-- A veto indicator that is not fixed accepts itself, and the site is red at once.
select is((select jsonb_agg(i -> 'state') from jsonb_array_elements(tests.make_visit('captain', 8, 'routine', '[{"code": 15, "result": "fail", "note": "通道堵塞"}]', 11) -> 'issues') i),
  '["accepted"]', 'a veto indicator accepts itself');
select matches(tests.status(8), '^serious veto', 'the site is red at once');

-- Mock: observed, nothing opened, nothing coloured; photos are evidence.
create temporary table before_mock as select tests.status(2) as status, (select count(*) from public.issues) as issues;
select is(tests.make_visit('assessor', 2, 'mock', format('[{"code": 14, "result": "fail", "photos": [%s]}, {"code": 15, "result": "fail"}]', tests.photo('assessor', 2, 20)), 12) - 'inspectionId',
  '{"issues": [], "passed": 0, "failed": 2, "notApplicable": 0, "rechecks": [], "repeated": false}', 'a mock inspection opens nothing, and needs no word');
select is((select (tests.status(2) = status and (select count(*) from public.issues) = issues) from before_mock), true, 'nor does it colour');
select is((select concat_ws(' ', o.code, o.mock, p.issue_id) from public.photos p join public.observations o on o.id = p.observation_id where p.member_id = 8 and p.id > 3), '14 t', 'its photo is the observation’s');

-- One picture of two problems.
create temporary table both_problems as select tests.photo('patrol', 1, 30) as id;
select is(jsonb_array_length(tests.make_visit('patrol', 1, 'routine', (select format('[{"code": 12, "result": "fail", "photos": [%s]}, {"code": 13, "result": "fail", "photos": [%s, %s]}]', id, id, id) from both_problems), 13) -> 'issues'), 2, 'one picture of two problems');
select is((select string_agg(i.code::text, ' ' order by i.code) from public.photos p join public.issues i on i.id = p.issue_id join public.photo_files f using (sha256) where f.width = 30), '12 13', 'is named by both issues');

-- Refused: all of it, and told where.
select is(tests.refusal('patrol', 1, '[{"code": 11, "counted": 0}, {"code": 15, "result": "fail"}]'),
  '第 15 项“消防通道、安全出口畅通”：不合格须写一句说明，或附一张照片 | item 15 (Fire routes clear): a fail needs a note or a photo | {"at": 2, "code": "15", "field": "observations"}', 'a fail without a word');
select is((select count(*)::integer from public.inspections where client_id = '00000000-0000-4000-8000-000000000099'), 0, 'nothing of that visit is kept');
select is(tests.refusal('patrol', 1, '[{"code": 17, "result": "pass"}]'),
  '第 17 项：不在该类点位的检查表内 | item 17: is not on the checklist of this type of site | {"at": 1, "code": "17", "field": "observations"}', 'a check of courtyards at a community');
select matches(tests.refusal('patrol', 1, '[{"code": 11, "result": "pass"}]'), '^第 11 项“无积存垃圾烟蒂”：请填写数量', 'a count that is not given');
select matches(tests.refusal('patrol', 1, '[{"code": 11, "counted": -1}]'), '请填写数量', 'less than none');
select matches(tests.refusal('patrol', 1, '[{"code": 11, "counted": 1.5}]'), '请填写数量', 'half a piece');
select matches(tests.refusal('patrol', 1, '[{"code": 35, "samplesGood": 6, "samplesTotal": 5}]'), '合格不超过抽查', 'more good than sampled');
select matches(tests.refusal('patrol', 1, '[{"code": 35, "samplesGood": 0, "samplesTotal": 0}]'), '请填写抽查数', 'none sampled');
select matches(tests.refusal('patrol', 1, '[{"code": 13, "result": "maybe"}]'), '请选合格、不合格或不适用', 'neither');
select matches(tests.refusal('patrol', 1, '[{"code": 13, "result": "pass"}, {"code": 13, "result": "pass"}]'), '同一项只能填一次.*"at": 2', 'twice');
select matches(tests.refusal('patrol', 1, format('[{"code": 13, "result": "fail", "note": %s}]', to_jsonb(repeat('长', 1001)))), '说明 1001 字，最多 1000 字', 'too many words');
select matches(tests.refusal('patrol', 1, '[{"code": 13, "result": "fail", "photos": [2]}]'), '照片须由本人为该点位上传', 'somebody else’s photo');
select matches(tests.refusal('patrol', 1, '[{"code": 13, "result": "fail", "photos": ["x"]}]'), '照片编号有误', 'no photo');
select matches(tests.refusal('patrol', 1, '[]'), '请至少检查一项', 'an empty visit');
select matches(tests.refusal('patrol', 1, '{}'), '请至少检查一项', 'no list');
select matches(tests.refusal('patrol', 1, '[7]'), '不在该类点位的检查表内', 'no finding');
select matches(tests.refusal('office', 3, '[{"code": 10, "result": "pass"}]'), '在检查时未启用', 'a site that was closed');
create function tests.at(p_started text, p_finished text) returns text language sql as $$
  select format('select public.submit_inspection(gen_random_uuid(), 1, ''routine'', %L, %L, null, ''[{"code": 10, "result": "pass"}]'')', p_started, p_finished)
$$;
select is(tests.outcome('patrol', tests.at('2026-03-02 09:30+08', '2026-03-02 09:29+08')), 'refused started_at', 'ended before it began');
select is(tests.outcome('patrol', tests.at('2026-03-02 09:30+08', '2026-03-02 10:06+08')), 'refused started_at', 'in the future');
select is(tests.outcome('patrol', tests.at('2026-01-30 09:30+08', '2026-01-30 09:40+08')), 'refused started_at', 'more than 30 days ago');
select is(tests.outcome('patrol', tests.at('2026-02-28 09:30+08', '2026-02-28 09:40+08')), '1', 'two days ago, without a network');
select is(tests.outcome('patrol', $$ select public.submit_inspection(null, 1, 'routine', private.clock(), private.clock(), null, '[{"code": 10, "result": "pass"}]') $$), 'refused client_id', 'without a client_id');

select * from finish();
rollback;
