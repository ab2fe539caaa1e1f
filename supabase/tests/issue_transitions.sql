-- Each step of an issue's life: who may take it, what forbids it, and what it writes. Who may is
-- domain.md's table of the life; the deadlines are worked out by hand.
begin;
\ir city.psql
\ir records.psql
select plan(75);
alter table public.photos alter column id restart with 1001;

-- Who of the twelve may take a step with an issue, undone again.
create function tests.who(p_call text) returns text language sql as $$
  select coalesce(string_agg(name, ' ' order by ordinal), '-') from tests.personas
  where tests.outcome(name, format('select public.' || p_call, 'gen_random_uuid()')) = '1'
$$;
-- What a step comes to for one persona; kept.
create function tests.take(p_persona text, p_call text) returns text language plpgsql as $$
declare
  v_answer json;
begin
  perform tests.become(p_persona);
  execute format('select public.' || p_call, quote_literal(gen_random_uuid())) into v_answer;
  reset role;
  return v_answer ->> 'state';
exception when raise_exception then
  reset role;
  return sqlerrm;
end
$$;
create function tests.photo(p_issue_id bigint, p_member_id integer, p_stage text default 'after') returns bigint language sql as $$
  insert into public.photos (issue_id, stage, member_id, sha256) values (p_issue_id, p_stage, p_member_id, repeat('1', 64)) returning id
$$;
set local chuangcheng.clock = '2026-03-02 10:00+08';
update public.members set unit_id = 7 where id = 3; -- the department in charge of issue 4; sees hotels and supermarkets no more
update public.units set site_types = '{hotel,supermarket}' where id = 7;

-- The office takes it in: issue 6, reported by the patrol at the community site 1 -------------------------
select is(tests.who('accept_issue(6, %s)'), 'office', 'the office accepts');
select is(tests.who('reject_issue(6, %s, null, ''重复'')'), 'office', 'the office rejects');
select is(tests.take('office', 'reject_issue(6, %s)'), '请填写不予受理的原因', 'a rejection has a reason');
select is(tests.who('merge_issue(6, %s, null, 1)'), 'office', 'the office merges');
select is(tests.take('office', 'merge_issue(6, %s, null, 6)'), '请选择另一件未被并案或不予受理的问题', 'not into itself');
select is(tests.take('office', 'merge_issue(6, %s, null, 2)'), '并案的两件问题须属同一检查项', 'only the same indicator');
select is(tests.who('comment_issue(6, %s, ''看过'')'), 'leader office community patrol captain', 'who sees it may remark on it');
select is(tests.take('leader', 'accept_issue(6, %s)'), '只有创城办可以办理', 'why a leader may not accept');
select is(tests.take('sponsor', 'accept_issue(6, %s)'), '没有编号为 6 的问题，或无权查看', 'whoever does not see it learns nothing');
select is(tests.take('assessor', 'accept_issue(6, %s)'), '模拟测评员不办理问题', 'assessors take no part');
select is(tests.take('deactivated', 'accept_issue(6, %s)'), '请先登录，停用的账号不能办理', 'nor do the deactivated');
select is(tests.who('assign_issue(6, %s, null, 3)'), '-', 'not assigned before it is accepted');
select is(tests.take('office', 'accept_issue(6, %s, null, repeat(''长'', 1001))'), '受理的说明最多 1000 个字', 'a reason that may be left out is not endless');
select is(tests.take('office', 'report_issue(%s, 10, 1, description => ''破损'', source_number => repeat(''1'', 61))'),
  '问题描述最多 1000 字，来源编号最多 60 字', 'nor is a number outside, with a photo or without');
select is(tests.take('office', 'accept_issue(6, %s)'), 'accepted', 'accepted');
select is(tests.take('office', 'accept_issue(6, %s, 1)'),
  '问题 2026-000006 现为“已受理”，须为“已上报”；此间2026-03-02 10:00由吴办事“受理”', 'the second is told what happened meanwhile');
select is(tests.who('assign_issue(6, %s, null, 3)'), 'office', 'the office assigns');
select is(tests.take('office', 'assign_issue(6, %s, null, 999)'), '请选择已有的单位', 'to a unit that is there');
select is(tests.take('office', 'assign_issue(6, %s, null, 3, ''{3}'')'), '配合单位须为已有单位，且不是责任单位', 'which does not assist itself');
select is(tests.take('office', 'assign_issue(6, %s, null, 3, ''{7}'', ''陈社工'', ''换新桶'')'), 'assigned', 'assigned');
select results_eq($$ select lead_unit_id, assisting_unit_ids::text, person, measures, to_char(deadline_at, 'MM-DD HH24:MI') from public.issues where id = 6 $$,
  $$ values (3, '{7}', '陈社工', '换新桶', '03-03 18:00') $$, 'indicator 10: one working day');
select is(tests.take('office', 'assign_issue(6, %s, null, 7)'), '请填写改派或重新交办的原因', 'redirecting needs a reason');
select is(tests.take('office', 'assign_issue(8, %s, null, 3, reason => repeat(''长'', 1001))'), '交办的说明最多 1000 个字', 'a reason that may be left out may not be endless');

-- The unit -------------------------------------------------------------------------------------------
select is(tests.who('start_issue(6, %s)'), 'community', 'the unit starts');
select is(tests.take('patrol', 'start_issue(6, %s)'), '只有责任单位（甲社区居委会）可以办理', 'nobody else');
select is(tests.who('return_issue(6, %s, null, 7, ''属城管'')'), 'community', 'the unit returns');
select is(tests.take('community', 'return_issue(6, %s, null, 3, ''不归我'')'), '退回时请提出应当负责的其他单位', 'naming another unit');
set local chuangcheng.clock = '2026-03-03 18:01+08';
select is(tests.take('community', 'return_issue(6, %s, null, 7, ''属城管'')'), '退回须在交办后一个工作日内（2026-03-03 18:00 前）', 'within one working day');
select is(tests.take('department', 'return_issue(4, %s, null, 3, ''属社区'')'), '退回须在交办后一个工作日内（2026-03-03 18:00 前）', 'too late for the first assignment');
select is(tests.take('office', 'assign_issue(4, %s, null, 7, reason => ''确属该局'')'), 'assigned', 'assigned anew, in the same state');
select is(tests.take('department', 'return_issue(4, %s, null, 3, ''属社区'')'), 'returned', 'whoever is assigned anew has a day again');
select is(tests.take('office', 'assign_issue(4, %s, null, 7)'), '请填写改派或重新交办的原因', 'and the same unit once more only with a reason');
set local chuangcheng.clock = '2026-03-02 11:00+08';
select is(tests.who('submit_fix(6, %s)'), '-', 'not fixed before it is started');
select is(tests.take('community', 'start_issue(6, %s)'), 'in_progress', 'started');
select is(tests.take('community', 'submit_fix(6, %s)'), '请至少上传一张整改后的照片（创城办可免）', 'a fix is proven by a photo');
select is(tests.take('community', format('submit_fix(6, %%s, null, null, array[%s]::bigint[])', tests.photo(6, 6))),
  '照片须由本人为该问题上传，且未用于其他办理', 'one''s own photo');
select is(tests.take('community', format('submit_fix(6, %%s, null, null, array[%s]::bigint[])', tests.photo(6, 4, 'before'))),
  '照片须由本人为该问题上传，且未用于其他办理', 'of the time after');
select is(tests.who('waive_photo(6, %s, null, ''现场核查'')'), 'office', 'the office may waive it');

-- Extension: once by the office, a second time by a leader ----------------------------------------------
select is(tests.who('request_extension(6, %s, null, ''2026-03-05 18:00+08'', ''等货'')'), 'community', 'the unit asks');
select is(tests.take('community', 'request_extension(6, %s, null, ''2026-03-03 12:00+08'', ''等货'')'),
  '时间须在 2026-03-03 18:00 之后、两年以内', 'for later than it has');
select is(tests.who('grant_extension(6, %s)'), '-', 'nothing is granted that was not asked');
select is(tests.take('community', 'request_extension(6, %s, null, ''2026-03-05 18:00+08'', ''等货'')'), 'in_progress', 'asked');
select is((select extension_asked from public.issues where id = 6), true, 'and on the list of what is to be decided');
select is(tests.take('community', 'request_extension(6, %s, null, ''2026-03-05 18:00+08'', ''等货'')'), '延期申请正在等待决定', 'once at a time');
select is(tests.who('grant_extension(6, %s)'), 'office', 'the first is the office''s');
select is(tests.take('office', 'grant_extension(6, %s, null, ''2026-03-03 12:00+08'')'), '时间须在 2026-03-03 18:00 之后、两年以内', 'which never shortens the time');
select is(tests.take('office', 'grant_extension(6, %s)'), 'in_progress', 'granted');
select results_eq($$ select to_char(deadline_at, 'MM-DD HH24:MI'), extension_count, extension_asked from public.issues where id = 6 $$,
  $$ values ('03-05 18:00', 1::smallint, false) $$, 'to the moment asked for');
select is(tests.take('community', 'request_extension(6, %s, null, ''2026-03-06 18:00+08'', ''又等货'')'), 'in_progress', 'asked again');
select is(tests.who('grant_extension(6, %s)'), 'leader', 'the second is a leader''s');
select is(tests.take('leader', 'refuse_extension(6, %s, null, ''不宜再延'')'), 'in_progress', 'refused');

-- Deferral: 11 working hours are left at 03-03 11:00 until 03-05 18:00… ----------------------------------
set local chuangcheng.clock = '2026-03-03 11:00+08';
select is(tests.who('request_deferral(6, %s, null, ''2026-03-16 08:30+08'', ''待改造'')'), 'community', 'the unit asks');
select is(tests.take('community', 'request_deferral(6, %s, null, ''2026-03-16 08:30+08'', ''待改造'')'), 'in_progress', 'asked');
select is(tests.who('grant_deferral(6, %s)'), 'leader', 'a leader grants');
select is(tests.take('leader', 'grant_deferral(6, %s)'), 'deferred', 'granted');
-- Left: Tue 03-03 11–12, 14–18 (5 h), Wed (7.5 h), Thu (7.5 h) = 20 h; from Mon 03-16 08:30: 7.5 Mon, 7.5 Tue, 5 h on Wed: 08:30–12:00, 14:00–15:30.
select is((select to_char(deadline_at, 'MM-DD HH24:MI') from public.issues where id = 6), '03-18 15:30', 'what was left goes on from the planned date');
select is(tests.who('resume_issue(6, %s)'), 'leader', 'a leader resumes it earlier');
set local chuangcheng.clock = '2026-03-04 08:30+08';
select is(tests.take('leader', 'resume_issue(6, %s)'), 'in_progress', 'resumed');
select is((select to_char(deadline_at, 'MM-DD HH24:MI') from public.issues where id = 6), '03-06 15:30', 'with the 20 hours that were left');

-- The check ------------------------------------------------------------------------------------------
select is(tests.take('community', format('submit_fix(6, %%s, null, ''已换'', array[%s]::bigint[])', tests.photo(6, 4))), 'awaiting_check', 'submitted');
select is((select to_char(check_by_at, 'MM-DD HH24:MI') from public.issues where id = 6), '03-05 18:00', 'the verifier has a working day');
select is(tests.who('verify_fix(6, %s)'), 'office patrol captain', 'verified by others: not by the unit, a leader or the owner');
select is(tests.take('community', 'verify_fix(6, %s)'), '整改人不能核查自己的整改，请由他人核查', 'why not who fixed it');
select is(tests.take('department', 'verify_fix(6, %s)'), '整改单位不能核查本单位的整改，请由其他单位核查', 'nor a unit that assisted');
set local chuangcheng.clock = '2026-03-05 08:30+08';
select is(tests.take('patrol', 'rework_fix(6, %s, null, ''仍破损'')'), 'in_progress', 'sent back');
-- Left when submitted: 20 hours from 03-04 08:30; 7.5 Thu, 7.5 Fri, 5 h on Monday 03-09.
select is((select to_char(deadline_at, 'MM-DD HH24:MI') from public.issues where id = 6), '03-09 15:30', 'the clock stood still meanwhile');
select is(tests.take('community', format('submit_fix(6, %%s, null, ''再换'', array[%s]::bigint[])', tests.photo(6, 4))), 'awaiting_check', 'submitted again');
select is(tests.take('patrol', 'verify_fix(6, %s)'), 'closed', 'written off');
select results_eq($$ select result::text, value::integer from public.observations where issue_id = 6 and inspection_id is null $$,
  $$ values ('pass', 1) $$, 'the verification writes a pass');

-- One's rights and the list of steps agree ------------------------------------------------------------
select is((select tests.outcome('office', $$ select x ->> 'action' from json_array_elements(public.issue_actions(7)) x where (x ->> 'allowed')::boolean $$, true)),
  'merge_issue,assign_issue,comment_issue', 'what the office may do with an accepted issue');
select is_empty($$
  select p.name, i.id from tests.personas p cross join public.issues i
  where p.name not in ('anonymous', 'assessor') and
    (tests.outcome(p.name, format('select 1 from public.issues where id = %s', i.id)) = '1')
    is distinct from (tests.outcome(p.name, format('select public.comment_issue(%s, gen_random_uuid(), ''看'')', i.id)) = '1') $$,
  'who sees an issue by the policy sees it in a step, and no other');

-- A request repeated after a lost answer changes nothing -------------------------------------------------
select tests.become('office');
select results_eq($$ select (public.assign_issue(7, '11111111-1111-4111-8111-111111111111', null, 7) ->> 'repeated')
    || (public.assign_issue(7, '11111111-1111-4111-8111-111111111111', null, 7) ->> 'repeated') $$, $$ values ('falsetrue') $$, 'repeated');
reset role;
select is((select count(*)::integer from public.issue_events where issue_id = 7 and kind = 'assigned'), 1, 'one event');

-- The hour matters: parking (25) reported at night is verified at night -------------------------------------
set local chuangcheng.clock = '2026-03-09 21:00+08';
select lives_ok($$ select tests.happen(3, 'relapsed') from (select 1) x where false; select tests.happen(3, 'started'); select tests.happen(3, 'submitted') $$, 'parking fixed');
set local chuangcheng.clock = '2026-03-10 15:00+08';
select is(tests.take('office', 'verify_fix(3, %s)'), '该项须同时段核查：请在 09:00—12:00 之间核查', 'reported at nine, verified in the morning band');

select * from finish();
rollback;
