-- The compliance rule, each status and reason worked by hand.
-- Weights: community 40, courtyard 57, hotel 44 in all. A line says: status, reason, deciding check,
-- #issue, its deadline, score, coverage, and hollow or hatched.
begin;
\ir city.psql
select plan(58);

-- unknown -------------------------------------------------------------------------------------------
select is(tests.status(4), 'unknown never_inspected - #- - - 0.0000', 'nothing is known of a new site');
select tests.inspect(4, 'all 10:fail 15:fail', 'mock', 8);
select is(tests.status(4), 'unknown never_inspected - #- - - 0.0000', 'a mock assessment does not colour');
select is((select count(*) from public.issues), 0::bigint, 'nor does it open issues, not for a veto either');
savepoint fresh;

select tests.inspect(4, '1:pass 3:pass 4:pass');
-- 3 + 2 + 2 of 44
select is(tests.status(4), 'unknown partial - #- - 1.0000 0.1591', 'too little is known');
rollback to fresh; alter table public.issues alter column id restart with 1001;

-- 14, 15: 5 each; 7: 4; 1, 11, 27: 3 each; 6: 1. Together 24 of 40.
select tests.inspect(8, '14:pass 15:pass 7:pass 1:pass 11:pass 27:pass');
select is(tests.status(8), 'unknown partial - #- - 1.0000 0.5750', 'coverage just below 0.6');
select tests.inspect(8, '6:pass');
select is(tests.status(8), 'compliant all_met - #- - 1.0000 0.6000', 'coverage of 0.6 exactly is enough');
rollback to fresh; alter table public.issues alter column id restart with 1001;

select tests.inspect(4, '1:na 3:na 4:na 5:na 7:na 10:na 11:na 12:na 15:na 16:na 25:na 27:na 29:na 31:na 33:na');
select is(tests.status(4), 'unknown partial - #- - - 0.0000', 'where nothing applies nothing is known');
rollback to fresh; alter table public.issues alter column id restart with 1001;

-- compliant and below_target --------------------------------------------------------------------------
select tests.inspect(4, 'all');
select is(tests.status(4), 'compliant all_met - #- - 1.0000 1.0000', 'all passed');
select tests.inspect(4, '16:na');
-- 39 of 39: what does not apply leaves both sums
select is(tests.status(4), 'compliant all_met - #- - 1.0000 1.0000', 'not applicable leaves both sums');
select tests.inspect(4, '16:fail');
select tests.happen(id, 'accepted') from public.issues where code = 16;
select tests.happen(id, 'assigned', 3, '2026-03-10 18:00+08') from public.issues where code = 16;
-- 39 of 44; had the earlier n/a stayed out it would be 39 of 39
select is(tests.status(4), 'attention open_issue 16 #1001 03-10 18:00:00 0.8864 1.0000', 'a later fail applies again');
rollback to fresh; alter table public.issues alter column id restart with 1001;

select tests.inspect(7, 'all 17:B');
-- 57 − 4 × 0.5 = 55
select is(tests.status(7), 'compliant all_met - #- - 0.9649 1.0000', 'grade B counts one half');
select tests.inspect(7, '35:B');
-- 55 − 2 × 0.5 = 54 of 57
select is(tests.status(7), 'attention below_target 17 #- - 0.9474 1.0000', 'below 0.95: the check that costs most');
rollback to fresh; alter table public.issues alter column id restart with 1001;
select tests.inspect(7, 'all 14:na 16:na 22:na 23:na 17:B');
-- 57 − 17 = 40 apply, 38 passed
select is(tests.status(7), 'compliant all_met - #- - 0.9500 1.0000', 'a score of 0.95 exactly is on target');
rollback to fresh; alter table public.issues alter column id restart with 1001;
select tests.inspect(7, 'all 17:A 35:A');
select is(tests.status(7), 'compliant all_met - #- - 1.0000 1.0000', 'grade A counts whole');
rollback to fresh; alter table public.issues alter column id restart with 1001;

-- A fail counts once its issue is accepted ----------------------------------------------------------
set local chuangcheng.clock = '2026-03-01 10:00+08';
select tests.inspect(8, 'all');
set local chuangcheng.clock = '2026-03-02 10:00+08';
select tests.inspect(8, '7:fail');
select is(tests.status(8), 'compliant all_met - #- - 1.0000 1.0000', 'until the issue is accepted the earlier value stands');
select tests.happen(1001, 'accepted');
-- 36 of 40
select is(tests.status(8), 'attention open_issue 7 #1001 - 0.9000 1.0000', 'an accepted issue makes its check fail');
rollback to fresh; alter table public.issues alter column id restart with 1001;
select tests.inspect(8, 'all 7:fail');
-- 36 of 40 known
select is(tests.status(8), 'compliant all_met - #- - 1.0000 0.9000', 'with no earlier value it is unknown until accepted');
select tests.happen(1001, 'rejected');
select is(tests.status(8), 'compliant all_met - #- - 1.0000 0.9000', 'a rejected issue voids its observation');
rollback to fresh; alter table public.issues alter column id restart with 1001;
select tests.report(8, 7);
select tests.happen(1001, 'accepted');
select is(tests.status(8), 'attention open_issue 7 #1001 - 0.0000 0.1000', 'an accepted report without an observation fails its check as well');
rollback to fresh; alter table public.issues alter column id restart with 1001;

-- A merged issue follows the one it was merged into, here at another site.
set local chuangcheng.clock = '2026-03-01 10:00+08';
select tests.inspect(8, 'all');
select tests.report(1, 7);
select tests.happen(1001, 'accepted');
set local chuangcheng.clock = '2026-03-02 10:00+08';
select tests.inspect(8, '7:fail');
select tests.happen(1002, 'merged', p_merged_into => 1001);
-- 36 of 40, and no open issue here
select is(tests.status(8), 'attention below_target 7 #1002 - 0.9000 1.0000', 'merged into an open issue: the observation counts');
set local chuangcheng.clock = '2026-03-02 11:00+08';
select tests.happen(1001, 'assigned', 3);
select tests.happen(1001, 'submitted');
select tests.happen(1001, 'verified');
select is(tests.status(8), 'compliant all_met - #- - 1.0000 1.0000', 'once that is written off it no longer counts');
select is(tests.status(1), 'unknown partial - #- - 1.0000 0.1000', 'and there a passing observation was written');
rollback to fresh; alter table public.issues alter column id restart with 1001;

-- low_score -----------------------------------------------------------------------------------------
select tests.inspect(8, 'all 7:fail 1:fail 6:fail');
select tests.happen(id, 'accepted') from public.issues order by id;
-- 4 + 3 + 1 lost: 32 of 40
select is(tests.status(8), 'attention open_issue 1 #1001 - 0.8000 1.0000', 'a score of 0.80 exactly is not low; no deadline: the lowest id');
select tests.happen(1003, 'assigned', 3, '2026-03-04 18:00+08');
select tests.happen(1002, 'assigned', 3, '2026-03-05 18:00+08');
select is(tests.status(8), 'attention open_issue 7 #1003 03-04 18:00:00 0.8000 1.0000', 'the open issue with the earliest deadline; none comes last');
select tests.inspect(8, '2:fail');
select tests.happen(1004, 'accepted');
-- 30 of 40
select is(tests.status(8), 'serious low_score 7 #1003 03-04 18:00:00 0.7500 1.0000', 'below 0.80: the failing check of greatest weight');
rollback to fresh; alter table public.issues alter column id restart with 1001;
select tests.inspect(8, '1:fail 11:fail 7:pass');
select tests.happen(id, 'accepted') from public.issues order by id;
-- 4 of 10 known, 10 of 40
select is(tests.status(8), 'attention open_issue 1 #1001 - 0.4000 0.2500', 'a low score of too little is not serious');
rollback to fresh; alter table public.issues alter column id restart with 1001;

-- veto ----------------------------------------------------------------------------------------------
select tests.inspect(4, 'all 15:fail');
-- accepted and assigned at once to the site's unit, 4 urgent hours; 39 of 44
select is(tests.status(4), 'serious veto 15 #1001 03-02 14:00:00 0.8864 1.0000', 'a failed veto is serious at once');
select is((select string_agg(concat_ws(' ', kind, coalesce(member_id::text, '-'), coalesce(to_unit_id::text, '-')), ', ' order by id)
    from public.issue_events), 'reported 6 -, accepted - -, assigned - 3', 'it accepts and assigns itself');
rollback to fresh; alter table public.issues alter column id restart with 1001;
select tests.inspect(5, 'all 15:fail');
select is(tests.status(5), 'serious veto 15 #1001 - 0.8864 1.0000', 'with nobody to assign it to it waits, accepted');
select is((select state from public.issues), 'accepted'::public.issue_state, 'for the office to assign');
rollback to fresh; alter table public.issues alter column id restart with 1001;
select tests.inspect(7, 'all 14:fail 15:fail');
select tests.happen(1002, 'assigned', 3, '2026-03-02 12:00+08');
select is(tests.status(7), 'serious veto 14 #1001 - 0.8246 1.0000', 'of two vetoes the lower code');
select tests.happen(1001, 'assigned', 3, '2026-03-02 18:00+08');
select tests.happen(1001, 'submitted');
select is(tests.status(7), 'serious veto 14 #1001 03-02 18:00:00 0.8246 1.0000', 'a veto waiting to be checked still fails');
rollback to fresh; alter table public.issues alter column id restart with 1001;

-- overdue -------------------------------------------------------------------------------------------
select tests.inspect(4, 'all 10:fail');
select tests.happen(1001, 'accepted');
select tests.happen(1001, 'assigned', 3, '2026-03-03 18:00+08');
-- 42 of 44
select is(tests.computed(4, '2026-03-03 17:59:59.999+08'), 'attention open_issue 10 #1001 03-03 18:00:00 0.9545 1.0000', 'before the deadline');
select is(tests.computed(4, '2026-03-03 18:00+08'), 'serious overdue 10 #1001 03-03 18:00:00 0.9545 1.0000', 'at the deadline, exactly: overdue');
savepoint assigned;
set local chuangcheng.clock = '2026-03-03 17:00+08';
select tests.happen(1001, 'submitted');
select is(tests.computed(4, '2026-03-03 18:00+08'), 'attention open_issue 10 #1001 03-03 18:00:00 0.9545 1.0000', 'handed in: the unit’s clock has stopped');
set local chuangcheng.clock = '2026-03-04 09:00+08';
select tests.happen(1001, 'rework');
select is(tests.status(4), 'serious overdue 10 #1001 03-03 18:00:00 0.9545 1.0000', 'sent back: it runs again');
rollback to assigned;
set local chuangcheng.clock = '2026-03-03 17:00+08';
select tests.happen(1001, 'returned', 1);
select is(tests.computed(4, '2026-03-03 18:00+08'), 'attention open_issue 10 #1001 03-03 18:00:00 0.9545 1.0000', 'returned: not at the unit');
rollback to assigned;
select tests.happen(1001, 'started');
select tests.happen(1001, 'extension_granted', p_deadline_at => '2026-03-05 18:00+08');
select is(tests.computed(4, '2026-03-03 18:00+08'), 'attention open_issue 10 #1001 03-05 18:00:00 0.9545 1.0000', 'extended: the new deadline');
rollback to assigned;
select tests.inspect(4, '29:fail 33:fail');
select tests.happen(id, 'accepted') from public.issues where id > 1001 order by id;
select tests.happen(1002, 'assigned', 3, '2026-03-03 12:00+08');
select is(tests.computed(4, '2026-03-03 18:00+08'), 'serious overdue 29 #1002 03-03 12:00:00 0.8182 1.0000', 'of two overdue the earlier deadline');
rollback to assigned;

-- deferred ------------------------------------------------------------------------------------------
select tests.happen(1001, 'started');
select tests.happen(1001, 'deferral_requested');
select tests.happen(1001, 'deferred', p_resumes_at => '2026-03-20 00:00+08');
-- 42 of 42
select is(tests.status(4), 'compliant all_met - #- - 1.0000 1.0000 hatched', 'deferred: out of score and coverage, hatched');
select is(tests.computed(4, '2026-03-10 00:00+08'), 'compliant all_met - #- - 1.0000 1.0000 hatched', 'its deadline does not run');
-- The 14-day checks (11, 12, 15, 25: 13) have lapsed on the 16th; 29 passed of 31 known
select is(tests.computed(4, '2026-03-20 00:00+08'), 'serious overdue 10 #1001 03-03 18:00:00 0.9355 0.7045',
  'on the planned date it counts as in progress, whether the tick ran or not');
rollback to fresh; alter table public.issues alter column id restart with 1001;

-- written off and re-check ----------------------------------------------------------------------------
select tests.inspect(4, 'all 10:fail');
select tests.happen(1001, 'accepted');
select tests.happen(1001, 'assigned', 3, '2026-03-03 18:00+08');
select tests.happen(1001, 'submitted');
set local chuangcheng.clock = '2026-03-03 09:00+08';
select tests.happen(1001, 'verified');
select is(tests.status(4), 'compliant all_met - #- - 1.0000 1.0000', 'written off: a pass is written');
select tests.happen(1001, 'recheck_scheduled', p_recheck_due_at => '2026-03-10 09:00+08');
select is(tests.computed(4, '2026-03-10 08:59:59+08'), 'compliant all_met - #- - 1.0000 1.0000', 'before the re-check is due');
select is(tests.computed(4, '2026-03-10 09:00+08'), 'compliant all_met - #- - 1.0000 1.0000 hollow', 'while it is due: hollow');
savepoint scheduled;
set local chuangcheng.clock = '2026-03-11 09:00+08';
select tests.happen(1001, 'recheck_passed');
select is(tests.status(4), 'compliant all_met - #- - 1.0000 1.0000', 'passed: whole again');
rollback to scheduled;
set local chuangcheng.clock = '2026-03-11 09:00+08';
select tests.happen(1001, 'relapsed', p_deadline_at => '2026-03-12 18:00+08');
select is(tests.status(4), 'attention open_issue 10 #1001 03-12 18:00:00 0.9545 1.0000', 'relapsed: open again');
rollback to fresh; alter table public.issues alter column id restart with 1001;

select tests.report(8, 12);
select tests.happen(1001, 'fixed_on_the_spot');
select is(tests.status(8), 'unknown partial - #- - 1.0000 0.0500', 'fixed on the spot: a pass, and never coloured');
rollback to fresh; alter table public.issues alter column id restart with 1001;

-- lapse ---------------------------------------------------------------------------------------------
select tests.inspect(4, 'all');
select is(tests.computed(4, '2026-03-16 09:59:59+08'), 'compliant all_met - #- - 1.0000 1.0000', 'one second before the 14-day checks lapse');
-- 44 − (3 + 2 + 5 + 3) = 31
select is(tests.computed(4, '2026-03-16 10:00+08'), 'compliant all_met - #- - 1.0000 0.7045', 'after exactly 14 days they are unknown');
-- 16 and 31 (90 days): 7
select is(tests.computed(4, '2026-04-01 10:00+08'), 'unknown lapsed - #- - 1.0000 0.1591', 'after 30 days most are');
select is(tests.computed(4, '2026-05-31 10:00+08'), 'unknown lapsed - #- - - 0.0000', 'after 90 days all are');
rollback to fresh; alter table public.issues alter column id restart with 1001;

-- late upload -----------------------------------------------------------------------------------------
select tests.inspect(4, 'all', p_observed_at => '2026-02-20 10:00+08');
select is(tests.computed(4, '2026-03-02 09:59:59+08'), 'unknown never_inspected - #- - - 0.0000', 'what leaders saw before the upload stays');
select is(tests.status(4), 'compliant all_met - #- - 1.0000 1.0000', 'from the upload on it counts');
select is(tests.computed(4, '2026-03-06 10:00+08'), 'compliant all_met - #- - 1.0000 0.7045', 'for as long as it has been since it was seen');
set local chuangcheng.clock = '2026-03-02 11:00+08';
select tests.inspect(4, '1:na', p_observed_at => '2026-02-19 10:00+08');
select is(tests.status(4), 'compliant all_met - #- - 1.0000 1.0000', 'the latest is the one seen last, not uploaded last');
rollback to fresh; alter table public.issues alter column id restart with 1001;

-- dates -----------------------------------------------------------------------------------------------
select is(tests.computed(4, '2025-12-31 23:59:59+08'), 'none', 'before it opened a site has no status');
update public.sites set closed_at = '2026-03-10 00:00+08' where id = 4;
select is(tests.computed(4, '2026-03-10 00:00+08'), 'none', 'nor from its closing on');

select * from finish();
rollback;
