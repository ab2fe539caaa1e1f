-- 回头看 by inspection: one visit settles all that is due at a site; and that of what was fixed on the spot.
begin;
\ir city.psql
\ir records.psql
select plan(35);

create function tests.ask(p_persona text) returns void language sql as $$
  select set_config('request.jwt.claim.sub', (select user_id::text from tests.personas where name = p_persona), true)
$$;
create function tests.make_visit(p_persona text, p_site_id integer, p_kind text, p_observations text, p_client integer) returns jsonb
language plpgsql as $$
begin
  perform tests.ask(p_persona);
  return public.submit_inspection(('00000000-0000-4000-8000-' || lpad(p_client::text, 12, '0'))::uuid, p_site_id, p_kind,
    private.clock() - interval '30 minutes', private.clock(), null, p_observations::jsonb);
end
$$;
create function tests.refusal(p_persona text, p_site_id integer, p_observations text) returns text language plpgsql as $$
begin
  perform tests.make_visit(p_persona, p_site_id, 'recheck', p_observations, 99);
  return 'taken';
exception when raise_exception then
  return sqlerrm;
end
$$;
-- An issue at courtyard 2, closed at nine this morning, before which nothing is recorded: who fixed it, when it is re-checked.
create function tests.closed(p_code integer, p_lead integer, p_member integer, p_unit integer, p_due timestamptz) returns bigint language plpgsql as $$
declare
  v_id bigint := tests.report(2, p_code);
begin
  if not (select veto from public.indicators where catalogue_id = 1 and code = p_code) then
    perform tests.happen(v_id, 'accepted');
  end if;
  perform tests.happen(v_id, 'assigned', p_to_unit_id => p_lead, p_deadline_at => '2026-02-25 18:00+08');
  perform tests.happen(v_id, 'started');
  insert into public.issue_events (issue_id, kind, member_id, unit_id) values (v_id, 'submitted', p_member, p_unit);
  perform tests.happen(v_id, 'verified');
  perform tests.happen(v_id, 'recheck_scheduled', p_recheck_due_at => p_due);
  return v_id;
end
$$;
set local chuangcheng.clock = '2026-02-20 10:00+08';
create temporary table due as select
  tests.closed(10, 4, 5, 4, '2026-02-27 09:00+08') as bins,          -- the sponsor's
  tests.closed(15, 3, 4, 3, '2026-02-28 09:00+08') as fire_route,    -- the community's, veto
  tests.closed(22, 7, 7, 5, '2026-03-01 09:00+08') as dumping,       -- of 城管局, but done by the patrol's captain
  tests.closed(13, 4, 5, 4, '2026-03-03 09:00+08') as flyposting;    -- not due before tomorrow
set local chuangcheng.clock = '2026-03-02 10:00+08';

-- What is due, and to whom ----------------------------------------------------------------------------
-- leader, office, department, community, sponsor, patrol, captain, assessor, owner, deactivated, stranger, anonymous
select is(tests.answers($$ select (r ->> 'code') || case when r ->> 'whyZh' is null then '' else '!' end
    from json_array_elements(public.inspection_form(2) -> 'rechecks') r $$),
  tests.say('10!,15!,22!', '10,15,22', 'refused site_id', '10,15!,22', '10!,15!,22!', '10,15,22!', '10,15,22!', '-', 'refused site_id',
    'refused site_id', 'refused site_id', 'no grant'), 'what is due at the courtyard; what the asker may not settle is marked');
select tests.ask('patrol');
select is((select r::jsonb - 'id' - 'number' - 'fixedAt' - 'closedAt' - 'dueAt' from json_array_elements(public.inspection_form(2) -> 'rechecks') r where r ->> 'code' = '22'),
  '{"code": 22, "indicatorZh": "无乱堆乱放", "indicatorEn": "No dumping", "description": null, "relapseCount": 0, "fixedByUnit": "巡查一队", "fixedByMember": "张队长",
    "whyZh": "整改单位不能核查本单位的整改，请由其他单位核查", "whyEn": "the unit that fixed it cannot verify it; another unit must"}', 'who fixed it, and why not mine');
select is((select to_char((r ->> 'dueAt')::timestamptz, 'MM-DD HH24:MI') || ', ' || to_char((r ->> 'closedAt')::timestamptz, 'MM-DD HH24:MI')
  from json_array_elements(public.inspection_form(2) -> 'rechecks') r where r ->> 'code' = '22'), '03-01 09:00, 03-02 09:00', 'since when, and when it was closed');

-- Any other visit leaves what is due ------------------------------------------------------------------
select is(tests.make_visit('office', 2, 'routine', '[{"code": 10, "result": "pass"}]', 1) -> 'rechecks', '[]', 'a routine visit settles none');
select is((select recheck_due_at is not null from public.issues, due where id = bins), true, 'it is still due');

-- Refused: a relapse wants a word, and is not ended on the spot ------------------------------------------
select tests.ask('patrol');
create temporary table picture as select (public.add_photo(encode('\x89504e470d0a1a0a0000000d49484452'::bytea || int4send(11) || int4send(8) || '\x08060000008c2c86a5', 'base64'), 'before', site_id => 2) ->> 'id')::bigint as id;
select is(tests.refusal('patrol', 2, (select format('[{"code": 15, "result": "fail", "photos": [%s]}]', id) from picture)),
  (select format('第 15 项“消防通道、安全出口畅通”：回头看不合格，请写明问题 %s 反弹的情况', number) from public.issues, due where id = fire_route), 'a photo alone does not say what was found');
select is(tests.refusal('patrol', 2, '[{"code": 15, "result": "fail", "note": "已清", "fixed": true}]'),
  (select format('第 15 项“消防通道、安全出口畅通”：回头看不合格即为反弹（问题 %s），不能按当场整改销号', number) from public.issues, due where id = fire_route), 'nor is a relapse fixed on the spot');

-- One visit: passed, relapsed, left -------------------------------------------------------------------
create temporary table visit as select tests.make_visit('patrol', 2, 'recheck', (select format('[
  {"code": 10, "result": "pass", "note": "完好"}, {"code": 15, "result": "fail", "note": "又堵", "photos": [%s]}, {"code": 22, "result": "pass"}]', id) from picture), 2) as answer;
select is((select jsonb_agg(r - 'number' order by r -> 'id') from visit, jsonb_array_elements(answer -> 'rechecks') r),
  (select jsonb_build_array(
    jsonb_build_object('id', bins, 'code', 10, 'outcome', 'passed', 'whyZh', null, 'whyEn', null),
    jsonb_build_object('id', fire_route, 'code', 15, 'outcome', 'relapsed', 'whyZh', null, 'whyEn', null),
    jsonb_build_object('id', dumping, 'code', 22, 'outcome', 'left', 'whyZh', '整改单位不能核查本单位的整改，请由其他单位核查', 'whyEn', 'the unit that fixed it cannot verify it; another unit must')) from due),
  'what was settled, and what was not and why');
select is((select jsonb_agg((i ->> 'code') || ' ' || (i ->> 'state') || ' ' || (i ->> 'existing')) from visit, jsonb_array_elements(answer -> 'issues') i),
  '["15 in_progress true"]', 'the relapse is that issue, and no other is opened');
select is((select count(*)::integer from public.issues where site_id = 2), 4, 'there are as many issues as before');
select is((select concat_ws(' ', e.kind, e.member_id, e.unit_id, e.note, e.payload - 'inspection', e.payload -> 'inspection' = answer -> 'inspectionId', e.recheck_due_after)
  from public.issue_events e, due, visit where e.issue_id = bins order by e.id desc limit 1), 'recheck_passed 6 5 完好 {} t', 'the pass is the event of pass_recheck, with the visit');
select is((select concat_ws(' ', e.kind, e.member_id, e.reason, e.state_after, to_char(e.deadline_after, 'MM-DD HH24:MI'))
  from public.issue_events e, due where e.issue_id = fire_route order by e.id desc limit 1), 'relapsed 6 又堵 in_progress 03-02 14:00', 'the fail that of relapse_issue: four urgent hours anew');
select is((select concat_ws(' ', relapse_count, lead_unit_id, recheck_due_at, closed_at) from public.issues, due where id = fire_route), '1 3', 'its unit is in charge again');
select is((select string_agg(o.code || ' ' || o.result || ' ' || coalesce((o.issue_id = fire_route)::text, '-'), ', ' order by o.code)
  from public.observations o, visit, due where o.inspection_id = (answer ->> 'inspectionId')::bigint), '10 pass -, 15 fail true, 22 pass -', 'what was observed is kept, of the issue that relapsed');
select is((select concat_ws(' ', p.issue_id = fire_route, e.kind) from public.photos p join public.issue_events e on e.id = p.event_id, picture, due where p.id = picture.id),
  't relapsed', 'the picture proves the relapse');
select is((select to_char(recheck_due_at, 'MM-DD') from public.issues, due where id = dumping), '03-01', 'what is left is due as before');
select matches(tests.status(2), '^serious veto 15', 'and the site is red');
select is(tests.make_visit('patrol', 2, 'recheck', '[{"code": 1, "counted": 1}]', 2), (select answer || '{"repeated": true}' from visit), 'sent again, it changes nothing and answers the same');

-- Left unsettled for other reasons ----------------------------------------------------------------------
select is((select r - 'id' - 'number' from jsonb_array_elements(tests.make_visit('office', 2, 'recheck', '[{"code": 10, "result": "pass"}]', 3) -> 'rechecks') r),
  '{"code": 22, "outcome": "left", "whyZh": "本次没有检查该项", "whyEn": "the item was not checked"}', 'not looked at');
select is((select r ->> 'whyZh' from jsonb_array_elements(tests.make_visit('office', 2, 'recheck', '[{"code": 22, "result": "not_applicable"}]', 4) -> 'rechecks') r),
  '本次记为不适用', 'not applicable');
create temporary table elsewhere as select tests.make_visit('office', 2, 'recheck', '[{"code": 22, "result": "fail", "note": "另一处", "separate": true}]', 5) as answer;
select is((select r ->> 'whyZh' from elsewhere, jsonb_array_elements(answer -> 'rechecks') r), '不合格记在另一处，原处未作结论', 'seen at another place');
select is((select i ->> 'existing' from elsewhere, jsonb_array_elements(answer -> 'issues') i), 'false', 'which is another issue');
select is(tests.make_visit('community', 2, 'recheck', '[{"code": 22, "result": "pass"}]', 6) #>> '{rechecks,0,outcome}', 'passed', 'another unit settles it');
select is(tests.make_visit('community', 2, 'recheck', '[{"code": 22, "result": "pass"}]', 7) -> 'rechecks', '[]', 'once');

-- In the hours it was reported in, whenever it is sent ----------------------------------------------------
set local chuangcheng.clock = '2026-02-20 10:00+08';
create temporary table parking as select tests.closed(25, 4, 5, 4, '2026-03-02 09:00+08') as id;
set local chuangcheng.clock = '2026-03-02 15:00+08';
select tests.ask('patrol');
select is((select r ->> 'whyZh' from json_array_elements(public.inspection_form(2) -> 'rechecks') r), '该项须同时段核查：请在 09:00—12:00 之间核查', 'not in the afternoon');
select is(public.submit_inspection('00000000-0000-4000-8000-000000000020', 2, 'recheck', '2026-03-02 11:00+08', '2026-03-02 11:20+08', null,
  '[{"code": 25, "result": "pass"}]') #>> '{rechecks,0,outcome}', 'passed', 'but seen in the morning and sent in the afternoon');

-- 当场整改 of a veto item --------------------------------------------------------------------------------
set local chuangcheng.clock = '2026-03-02 16:00+08';
create temporary table spot as
  select (i ->> 'id')::bigint as id, (i ->> 'code')::integer as code from jsonb_array_elements(
    tests.make_visit('patrol', 2, 'routine', '[{"code": 14, "result": "fail", "note": "已拔", "fixed": true}, {"code": 13, "result": "fail", "note": "已铲", "fixed": true}]', 30) -> 'issues') i
  union all
  select (i ->> 'id')::bigint, 140 from jsonb_array_elements(
    tests.make_visit('captain', 8, 'routine', '[{"code": 14, "result": "fail", "note": "已拔", "fixed": true}]', 31) -> 'issues') i;
select is((select string_agg(s.code || ' ' || coalesce((i.recheck_due_at > private.clock())::text, '-'), ', ' order by s.code) from spot s join public.issues i using (id)),
  '13 -, 14 true, 140 true', 'is re-checked as any closing of one; another item’s is not');
select is((select (e.payload ->> 'always') || ' ' || coalesce(e.member_id::text, '-') from public.issue_events e join spot s on s.id = e.issue_id
  where s.code = 14 and e.kind = 'recheck_scheduled'), 'true -', 'dated by the system');
select is((select count(*)::integer from public.site_status_periods where site_id = 8 and status in ('serious', 'attention') and from_at >= '2026-03-02 16:00+08'), 0, 'nothing is coloured by it');
set local chuangcheng.clock = '2026-03-20 15:00+08'; -- in the hours it was found in
select tests.ask('community');
select is((select public.relapse_issue(id, gen_random_uuid(), null, '又接上了') ->> 'state' from spot where code = 14), 'assigned', 'when it relapses, its default unit is in charge');
select is((select string_agg(concat_ws(' ', e.kind, e.to_unit_id, e.reason, to_char(e.deadline_after, 'MM-DD HH24:MI')), '; ' order by e.id)
  from public.issue_events e join spot s on s.id = e.issue_id where s.code = 14 and e.kind in ('relapsed', 'assigned')),
  'relapsed 又接上了 03-20 19:00; assigned 3 当场整改后反弹，自动交办 03-20 19:00', 'its clock starts then');
select is((select i.alert_level || ' ' || to_char(i.alert_at, 'HH24:MI') from public.issues i join spot s using (id) where s.code = 14), '0 17:00', 'and escalates from there');
select tests.ask('office');
select is((select public.relapse_issue(id, gen_random_uuid(), null, '又接上了') ->> 'state' from spot where code = 140), 'returned', 'without a default unit it is the office’s to assign');
select is((select public.assign_issue(id, gen_random_uuid(), null, 3) ->> 'state' from spot where code = 140), 'assigned', 'which does');
select is_empty($$ select i.id from public.issues i cross join lateral private.fold_issue(i.id) f
  where (i.state, i.deadline_at, i.recheck_due_at, i.lead_unit_id, i.relapse_count, i.event_count)
    is distinct from (f.state, f.deadline_at, f.recheck_due_at, f.lead_unit_id, f.relapse_count, f.event_count) $$, 'every issue is what its events say');

select * from finish();
rollback;
