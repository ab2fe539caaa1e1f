-- A month of random work by many hands: whatever happens, the periods written event by event equal
-- those rebuilt from the history, each projection equals the fold of its events, and a lookup in the
-- periods equals the rule computed afresh.
begin;
\ir city.psql
select plan(9);

-- A generator of our own (Park and Miller 1988), so that the course is the same on every database.
create sequence tests.state minvalue 1 maxvalue 2147483647 start 4;
create function tests.roll(p_sides integer) returns integer language plpgsql as $$
declare
  v bigint := (select last_value from tests.state) * 48271 % 2147483647;
begin
  perform setval('tests.state', v);
  return v % p_sides;
end
$$;

create function tests.random_results(p_site_id integer) returns text language sql volatile as $$
  select case when tests.roll(3) = 0 then 'all ' else '' end || coalesce(string_agg(k.code || ':' ||
    case when k.veto and tests.roll(5) > 0 then 'pass'
      else (array['pass', 'pass', 'pass', 'fail', 'fail', 'na', 'B', 'A'])[1 + tests.roll(8)] end, ' '), '')
  from (select k.code, k.veto from public.indicators k join public.sites s on s.type = any (k.applies_to)
    where s.id = p_site_id and k.catalogue_id = 1 order by k.code) k
  where tests.roll(4) = 0
$$;

create function tests.random_event(p_refused inout integer, p_done inout text) language plpgsql as $$
declare
  v_kinds text[] := enum_range(null::public.issue_event_kind)::text[];
  v_issue bigint;
  v_kind text;
begin
  select i.id into v_issue from public.issues i order by i.id offset tests.roll(greatest((select count(*) from public.issues)::integer, 1)) limit 1;
  if v_issue is null then
    return;
  end if;
  -- Half of the attempts are what the state suggests, so that issues get somewhere.
  select coalesce((case i.state
      when 'reported' then array['accepted', 'accepted', 'accepted', 'rejected', 'merged', 'fixed_on_the_spot']
      when 'accepted' then array['assigned', 'assigned', 'merged']
      when 'assigned' then array['started', 'started', 'returned', 'submitted', 'extension_requested', 'photo_waived']
      when 'in_progress' then array['extension_granted', 'extension_refused', 'deferral_requested', 'deferral_refused', 'deferred', 'submitted', 'submitted']
      when 'returned' then array['assigned']
      when 'deferred' then array['resumed', 'commented']
      when 'awaiting_check' then array['verified', 'verified', 'rework']
      when 'closed' then array['recheck_scheduled', 'recheck_passed', 'relapsed']
    end)[1 + tests.roll(8)], v_kinds[1 + tests.roll(array_length(v_kinds, 1))])
  into v_kind from public.issues i where i.id = v_issue;
  begin
    perform tests.happen(v_issue, v_kind,
      p_to_unit_id => case when v_kind = 'assigned' then 1 + tests.roll(8) end,
      p_deadline_at => case when v_kind in ('assigned', 'extension_granted', 'relapsed', 'rework') and tests.roll(4) > 0
        then private.clock() + tests.roll(100) * interval '1 hour' end,
      p_resumes_at => case when v_kind = 'deferred' then private.clock() + tests.roll(200) * interval '1 hour' end,
      p_recheck_due_at => case when v_kind = 'recheck_scheduled' then private.clock() + tests.roll(200) * interval '1 hour' end,
      p_merged_into => case when v_kind = 'merged' then (
        select m.id from public.issues m where m.id <> v_issue order by m.id offset tests.roll((select count(*) from public.issues)::integer) limit 1) end);
    p_done := v_kind;
  exception when raise_exception then
    p_refused := p_refused + 1;
  end;
end
$$;

create function tests.live(p_steps integer) returns integer language plpgsql as $$
declare
  v_refused integer := 0;
  v_kind text;
  v_site integer;
begin
  for step in 1..p_steps loop
    if tests.roll(5) > 0 then
      perform set_config('chuangcheng.clock', (private.clock() + tests.roll(240) * interval '1 minute')::text, true);
    end if;
    v_kind := null;
    case
      when tests.roll(4) = 0 then
        v_site := 1 + tests.roll(9);
        perform tests.inspect(v_site, tests.random_results(v_site),
          (array['routine', 'self', 'staggered', 'mock'])[1 + tests.roll(4)], 6,
          private.clock() - case when tests.roll(3) = 0 then tests.roll(200) else 0 end * interval '1 hour');
        v_kind := 'inspection';
      when tests.roll(20) = 0 then
        perform private.tick();
        v_kind := 'tick';
      when tests.roll(40) = 0 then
        v_site := 1 + tests.roll(9);
        perform tests.report(v_site, (
          select k.code from public.indicators k join public.sites s on s.id = v_site and s.type = any (k.applies_to)
          where k.catalogue_id = private.catalogue_at(private.clock()) order by k.code offset tests.roll(12) limit 1));
        v_kind := 'report';
      else
        select * into v_refused, v_kind from tests.random_event(v_refused, null);
    end case;
  end loop;
  return v_refused;
end
$$;
insert into public.catalogues (id, edition, in_force_from) values (2, '2026', '2026-03-20 00:00+08');
insert into public.indicators (catalogue_id, code, name_zh, name_en, applies_to, weight, veto, clock, clock_amount, valid_days)
select 2, code, name_zh, name_en, applies_to, weight + 1, veto and code = 15, clock, clock_amount, greatest(valid_days - 20, 3)
from public.indicators where code % 5 <> 0 or code = 15;
select tests.live(900);
do $$ begin while private.tick() > 0 loop null; end loop; end $$;

create view tests.figures as
  select site_id, from_at, to_at, status, reason, code, issue_id, deadline_at, score, coverage, recheck_due, deferred,
    case when to_at is null then lapses_at end as lapses_at
  from public.site_status_periods;
create table tests.written as select * from tests.figures;

-- The course was rich enough to prove something.
select is((select count(distinct kind) from public.issue_events), cardinality(enum_range(null::public.issue_event_kind))::bigint,
  'every kind of event happened');
select is((select count(distinct reason) from tests.written), cardinality(enum_range(null::public.status_reason))::bigint,
  'every reason was given');
select is((select count(distinct state_after) from public.issue_events), cardinality(enum_range(null::public.issue_state))::bigint,
  'every state was reached');

select is_empty($$
    select i.id, i.state, f.state, i.event_count, f.event_count from public.issues i cross join lateral private.fold_issue(i.id) f
    where i is distinct from f $$, 'every projection equals the fold of its events');
select is_empty($$ select site_id, to_at, next_from from (
    select site_id, to_at, lead(from_at) over (partition by site_id order by from_at) as next_from from tests.written) x
  where to_at is distinct from next_from $$, 'no gaps, no overlaps');
select is_empty($$ select site_id, from_at from (
    select p.*, lag((p.status, p.reason, p.code, p.issue_id, p.deadline_at, p.score, p.coverage, p.recheck_due, p.deferred)::text)
      over (partition by p.site_id order by p.from_at) as before from tests.written p) x
  where before = (status, reason, code, issue_id, deadline_at, score, coverage, recheck_due, deferred)::text $$,
  'neighbours differ');
-- At every boundary of any site, and in between.
select is_empty($$
    select s.id, m.at, tests.status(s.id, m.at), tests.computed(s.id, m.at)
    from public.sites s cross join (
      select from_at as at from tests.written union select from_at + interval '37 minutes' from tests.written) m
    where m.at <= private.clock() and (s.id + extract(epoch from m.at)::bigint / 60) % 7 = 0
      and tests.status(s.id, m.at) <> tests.computed(s.id, m.at) $$,
  'a lookup in the periods equals the rule computed afresh');

do $$ begin perform private.rebuild_periods(id) from public.sites; end $$;
select is_empty($$ select * from tests.written except select * from tests.figures $$, 'rebuilt from the history no period is missing');
select is_empty($$ select * from tests.figures except select * from tests.written $$, 'and none is new');

select * from finish();
rollback;
