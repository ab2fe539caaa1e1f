-- News: to the unit, to who reported, to who decides; nobody else's; read once.
begin;
\ir city.psql
select plan(9);

create function tests.news(p_persona text) returns text language sql as $$
  select tests.outcome(p_persona, $q$ select format('%s %s %s', x ->> 'number', x ->> 'kind', x ->> 'why')
    from json_array_elements(public.my_news() -> 'items') x $q$, true)
$$;
create function tests.take(p_persona text, p_call text) returns void language plpgsql as $$
begin
  perform tests.become(p_persona);
  execute format('select public.' || p_call, quote_literal(gen_random_uuid()));
  reset role;
end
$$;

select tests.take('patrol', 'report_issue(%s, 10, 2, null, null, ''桶破'')');
select is(tests.news('office'), '2026-001001 reported decision', 'the office is told of a report');
select is(tests.news('leader'), '-', 'a leader is not');
select tests.take('office', 'accept_issue(1001, %s)');
select tests.take('office', 'assign_issue(1001, %s, null, 3)');
select is(tests.news('community'), '2026-001001 assigned unit', 'the unit is told what it is assigned');
select tests.take('community', 'start_issue(1001, %s)');
select tests.take('community', 'request_deferral(1001, %s, null, ''2026-04-01 08:30+08'', ''待料'')');
select is(tests.news('leader'), '2026-001001 deferral_requested decision', 'a leader is told what to decide');
select tests.take('leader', 'refuse_deferral(1001, %s, null, ''抓紧'')');
select is(tests.news('community'), '2026-001001 deferral_refused unit,2026-001001 assigned unit', 'the unit is told what was decided, the latest first');
select tests.take('office', 'reject_issue(1002, %s, null, ''重复'')') from (select tests.take('patrol', 'report_issue(%s, 11, 2, null, null, ''烟头'')')) x;
select is(tests.news('patrol'), '2026-001002 rejected reporter', 'who reported is told that it was rejected');
select is(tests.news('assessor'), 'refused 模拟测评员不办理问题', 'assessors are told nothing');

select tests.become('community');
select is((public.my_news() ->> 'unread')::integer, 2, 'two unread');
select public.mark_news_read((select max((x ->> 'eventId')::bigint) from json_array_elements(public.my_news() -> 'items') x));
select is((public.my_news() ->> 'unread')::integer, 0, 'read');
reset role;
select * from finish();
rollback;
