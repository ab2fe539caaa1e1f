-- The life of an issue: from which state each event is allowed, what it does to the projection, and
-- that the projection is nothing but the fold of the events.
begin;
\ir city.psql
select plan(32);
savepoint fresh;

-- Ten issues, each brought to one state; number 1001 reported … 1010 merged.
create function tests.bring_to(p_state text) returns bigint language plpgsql as $$
declare
  v_path text[] := case p_state
    when 'reported' then '{}' when 'accepted' then '{accepted}' when 'assigned' then '{accepted,assigned}'
    when 'in_progress' then '{accepted,assigned,started}' when 'returned' then '{accepted,assigned,returned}'
    when 'deferred' then '{accepted,assigned,started,deferred}' when 'awaiting_check' then '{accepted,assigned,started,submitted}'
    when 'closed' then '{accepted,assigned,started,submitted,verified}' when 'rejected' then '{rejected}' when 'merged' then '{merged}' end;
  v_id bigint := tests.report(8, 12);
  v_kind text;
begin
  foreach v_kind in array v_path loop
    perform tests.happen(v_id, v_kind, p_to_unit_id => case when v_kind = 'assigned' then 3 end,
      p_deadline_at => case when v_kind = 'assigned' then '2026-03-05 18:00+08'::timestamptz end,
      p_resumes_at => case when v_kind = 'deferred' then '2026-04-01 00:00+08'::timestamptz end,
      p_merged_into => case when v_kind = 'merged' then v_id - 1 end);
  end loop;
  return v_id;
end
$$;

-- `kind→state` for every kind that is allowed from a state, in the order of the vocabulary.
create function tests.allowed_from(p_state text) returns text language plpgsql as $$
declare
  v_id bigint := tests.bring_to(p_state);
  v_kind text;
  v_allowed text[] := '{}';
  v_after text;
begin
  foreach v_kind in array enum_range(null::public.issue_event_kind)::text[] loop
    begin
      perform tests.happen(v_id, v_kind, p_merged_into => case when v_kind = 'merged' then v_id - 1 end,
        p_resumes_at => case when v_kind = 'deferred' then '2026-04-01 00:00+08'::timestamptz end);
      select state into v_after from public.issues where id = v_id;
      raise exception using errcode = 'ZZ001';
    exception
      when sqlstate 'ZZ001' then
        v_allowed := v_allowed || case when v_after = p_state then v_kind else v_kind || '→' || v_after end;
      when raise_exception then null;
    end;
  end loop;
  return array_to_string(v_allowed, ' ');
end
$$;
select tests.report(8, 12);

select is(tests.allowed_from('reported'),
  'fixed_on_the_spot→closed accepted→accepted rejected→rejected merged→merged supervised reminder warning yellow_card red_card commented', 'from reported');
select is(tests.allowed_from('accepted'),
  'merged→merged assigned→assigned supervised reminder warning yellow_card red_card commented', 'from accepted');
select is(tests.allowed_from('assigned'),
  'assigned started→in_progress returned→returned extension_requested extension_granted extension_refused submitted→awaiting_check supervised reminder warning yellow_card red_card commented photo_waived',
  'from assigned');
select is(tests.allowed_from('in_progress'),
  'assigned→assigned returned→returned extension_requested extension_granted extension_refused deferral_requested deferred→deferred deferral_refused submitted→awaiting_check supervised reminder warning yellow_card red_card commented photo_waived',
  'from in_progress');
select is(tests.allowed_from('returned'), 'assigned→assigned supervised reminder warning yellow_card red_card commented', 'from returned');
select is(tests.allowed_from('deferred'), 'resumed→in_progress supervised reminder warning yellow_card red_card commented', 'from deferred');
select is(tests.allowed_from('awaiting_check'),
  'verified→closed rework→in_progress supervised reminder warning yellow_card red_card commented', 'from awaiting_check');
select is(tests.allowed_from('closed'),
  'recheck_scheduled recheck_passed relapsed→in_progress reminder warning yellow_card red_card commented', 'from closed');
select is(tests.allowed_from('rejected'), 'reminder warning yellow_card red_card commented', 'from rejected');
select is(tests.allowed_from('merged'), 'reminder warning yellow_card red_card commented', 'from merged');

select throws_ok($$ select tests.happen(1001, 'verified') $$, 'P0001',
  '问题 2026-001001 处于“reported”状态，不能执行“verified”', 'a refusal names the issue, its state and the event');
insert into public.issues (id, site_id, catalogue_id, code, point, source, reported_at)
select 900, 8, 1, 12, point, 'public', private.clock() from public.sites where id = 8;
select throws_ok($$ select tests.happen(900, 'accepted') $$, 'P0001', null, 'the first event is the report');
select lives_ok($$ select tests.happen(900, 'fixed_on_the_spot') $$, 'or a fix on the spot');
rollback to fresh; alter table public.issues alter column id restart with 1001;

-- One long life, column by column ------------------------------------------------------------------------
create function tests.projection(p_id bigint) returns text language sql as $$
  select concat_ws(' ', i.state, 'since ' || tests.moment(i.state_since), 'unit ' || coalesce(i.lead_unit_id::text, '-'),
    'by ' || tests.moment(i.deadline_at), 'check ' || tests.moment(i.check_by_at), 'resumes ' || tests.moment(i.resumes_at),
    'closed ' || tests.moment(i.closed_at), 'recheck ' || tests.moment(i.recheck_due_at),
    format('%s/%s/%s', i.rework_count, i.relapse_count, i.extension_count), case when i.supervised then 'supervised' end, 'n' || i.event_count)
  from public.issues i where i.id = p_id
$$;
select tests.report(8, 12);
select is(tests.projection(1001), 'reported since 03-02 10:00:00 unit - by - check - resumes - closed - recheck - 0/0/0 n1', 'reported');
set local chuangcheng.clock = '2026-03-02 11:00+08';
select tests.happen(1001, 'accepted');
select is(tests.projection(1001), 'accepted since 03-02 11:00:00 unit - by - check - resumes - closed - recheck - 0/0/0 n2', 'accepted');
set local chuangcheng.clock = '2026-03-02 12:00+08';
select tests.happen(1001, 'assigned', 3, '2026-03-05 18:00+08');
select is(tests.projection(1001), 'assigned since 03-02 12:00:00 unit 3 by 03-05 18:00:00 check - resumes - closed - recheck - 0/0/0 n3', 'assigned');
set local chuangcheng.clock = '2026-03-02 13:00+08';
select tests.happen(1001, 'returned', 4);
select is(tests.projection(1001), 'returned since 03-02 13:00:00 unit 3 by 03-05 18:00:00 check - resumes - closed - recheck - 0/0/0 n4', 'returned: the unit it proposes is not yet the unit');
set local chuangcheng.clock = '2026-03-02 14:00+08';
select tests.happen(1001, 'assigned', 4, '2026-03-06 18:00+08');
select tests.happen(1001, 'supervised');
select is(tests.projection(1001), 'assigned since 03-02 14:00:00 unit 4 by 03-06 18:00:00 check - resumes - closed - recheck - 0/0/0 supervised n6', 'assigned anew, supervised');
set local chuangcheng.clock = '2026-03-02 15:00+08';
select tests.happen(1001, 'started');
set local chuangcheng.clock = '2026-03-02 16:00+08';
select tests.happen(1001, 'extension_requested');
select tests.happen(1001, 'extension_granted', p_deadline_at => '2026-03-09 18:00+08');
select is(tests.projection(1001), 'in_progress since 03-02 15:00:00 unit 4 by 03-09 18:00:00 check - resumes - closed - recheck - 0/0/1 supervised n9', 'extended');
select tests.happen(1001, 'extension_requested');
select tests.happen(1001, 'extension_refused');
select is(tests.projection(1001), 'in_progress since 03-02 15:00:00 unit 4 by 03-09 18:00:00 check - resumes - closed - recheck - 0/0/1 supervised n11', 'a refused extension changes nothing');
select tests.happen(1001, 'deferral_requested');
set local chuangcheng.clock = '2026-03-03 09:00+08';
select tests.happen(1001, 'deferred', p_resumes_at => '2026-03-20 00:00+08');
select is(tests.projection(1001), 'deferred since 03-03 09:00:00 unit 4 by 03-09 18:00:00 check - resumes 03-20 00:00:00 closed - recheck - 0/0/1 supervised n13', 'deferred');
set local chuangcheng.clock = '2026-03-10 09:00+08';
select tests.happen(1001, 'resumed', p_deadline_at => '2026-03-16 18:00+08');
select is(tests.projection(1001), 'in_progress since 03-10 09:00:00 unit 4 by 03-16 18:00:00 check - resumes - closed - recheck - 0/0/1 supervised n14', 'resumed by the leader, with the deadline the event sets');
set local chuangcheng.clock = '2026-03-11 09:00+08'; -- a Wednesday
select tests.happen(1001, 'submitted');
select is(tests.projection(1001), 'awaiting_check since 03-11 09:00:00 unit 4 by 03-16 18:00:00 check 03-12 18:00:00 resumes - closed - recheck - 0/0/1 supervised n15', 'submitted: the verifier’s clock starts');
set local chuangcheng.clock = '2026-03-12 09:00+08';
select tests.happen(1001, 'rework', p_deadline_at => '2026-03-13 18:00+08');
select is(tests.projection(1001), 'in_progress since 03-12 09:00:00 unit 4 by 03-13 18:00:00 check - resumes - closed - recheck - 1/0/1 supervised n16', 'rework');
select tests.happen(1001, 'submitted');
set local chuangcheng.clock = '2026-03-13 09:00+08';
select tests.happen(1001, 'verified', p_member_id => 6);
select is(tests.projection(1001), 'closed since 03-13 09:00:00 unit 4 by 03-13 18:00:00 check - resumes - closed 03-13 09:00:00 recheck - 1/0/1 supervised n18', 'written off');
select is((select concat_ws(' ', result, value, code, site_id, tests.moment(observed_at)) from public.observations where issue_id = 1001),
  'pass 1 12 8 03-13 09:00:00', 'with a passing observation');
select tests.happen(1001, 'recheck_scheduled', p_recheck_due_at => '2026-03-27 09:00+08');
select is(tests.projection(1001), 'closed since 03-13 09:00:00 unit 4 by 03-13 18:00:00 check - resumes - closed 03-13 09:00:00 recheck 03-27 09:00:00 1/0/1 supervised n19', 're-check scheduled');
set local chuangcheng.clock = '2026-03-27 10:00+08';
select tests.happen(1001, 'relapsed', p_deadline_at => '2026-03-30 18:00+08');
select is(tests.projection(1001), 'in_progress since 03-27 10:00:00 unit 4 by 03-30 18:00:00 check - resumes - closed - recheck - 1/1/1 supervised n20', 'relapsed');
select tests.happen(1001, 'reminder');
select tests.happen(1001, 'warning');
select tests.happen(1001, 'yellow_card');
select tests.happen(1001, 'red_card');
select tests.happen(1001, 'commented');
select tests.happen(1001, 'submitted');
select tests.happen(1001, 'verified');
select tests.happen(1001, 'recheck_passed');
select is(tests.projection(1001), 'closed since 03-27 10:00:00 unit 4 by 03-30 18:00:00 check - resumes - closed 03-27 10:00:00 recheck - 1/1/1 supervised n28', 'the rest');
select is((select i from public.issues i where id = 1001), (select f from private.fold_issue(1001) f), 'the projection equals the fold');
-- The fold has something to find: a projection written by hand differs.
update public.issues set rework_count = 7 where id = 1001;
select isnt((select i from public.issues i where id = 1001), (select f from private.fold_issue(1001) f), 'and one that was tampered with does not');
select is((select string_agg(state_after::text, ' ' order by id) from public.issue_events where issue_id = 1001 and id in (
    select min(id) from public.issue_events where issue_id = 1001 group by state_after)),
  'reported accepted assigned returned in_progress deferred awaiting_check closed', 'each event keeps the state after it');

select * from finish();
rollback;
