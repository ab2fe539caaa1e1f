-- Walking: what becomes of a stop, who says so, and visits that say it by themselves. Monday 2026-03-02, 10:00;
-- of the crew's stops 1 is done, 2 (site 3, 09:15) and 3 (site 1, 11:00) are open.
begin;
\ir city.psql
\ir records.psql
select plan(26);

create function tests.record(p_stop bigint, p_kind text, p_more text default '', p_client text default 'cccccccc-0000-4000-8000-000000000001') returns text language sql as $$
  select format('select concat_ws('' '', a -> ''standing'' ->> ''state'', ''late'' || (a -> ''standing'' ->> ''late''), a -> ''standing'' ->> ''by'', a ->> ''repeated'', a ->> ''already'')
    from public.record_stop(%L, %s, %L%s) a', p_client, p_stop, p_kind, p_more)
$$;
-- leader, office, department, community, sponsor, patrol, captain, assessor, owner, deactivated, stranger, anonymous
select is(tests.answers(tests.record(2, 'done')),
  tests.say('refused stop_id', 'done latetrue 吴办事 false false', 'refused stop_id', 'refused stop_id', 'refused stop_id', 'done latetrue 王巡查 false false',
    'done latetrue 张队长 false false', 'refused stop_id', 'refused stop_id', 'refused role', 'refused role', 'no grant'), 'who says that a stop is done');
select is(tests.answers(tests.record(6, 'done')),
  tests.say('refused stop_id', 'done latefalse 吴办事 false false', 'refused stop_id', 'refused stop_id', 'refused stop_id', 'refused stop_id', 'refused stop_id', 'refused stop_id',
    'refused stop_id', 'refused role', 'refused role', 'no grant'), 'of another team''s route');
select is(tests.outcome('patrol', tests.record(4, 'done')), 'refused stop_id', 'a draft''s stop is nobody''s');
select is(tests.outcome('captain', tests.record(4, 'done')), 'refused stop_id', 'not even the captain''s');
select is(tests.outcome('patrol', tests.record(2, 'skipped')), 'refused reason', 'a skip wants a reason');
select is(tests.outcome('patrol', tests.record(2, 'skipped', format(', %L', repeat('长', 201)))), 'refused reason', 'of 200 characters');
select is(tests.outcome('patrol', tests.record(2, 'eaten')), 'refused kind', 'what is none of the three');
select is(tests.outcome('patrol', tests.record(2, 'done', ', null, ''2026-03-02 12:00+08''')), 'refused at', 'not in the future');
select is(tests.outcome('patrol', tests.record(2, 'done', ', null, ''2026-03-01 12:00+08''')), 'refused at', 'nor on another day');
select is(tests.outcome('patrol', 'select public.record_stop(null, 2, ''done'')'), 'refused client_id', 'without a client_id');
select is(tests.outcome('patrol', tests.record(1, 'skipped', ', ''锁门''')), 'refused kind', 'what is done is not skipped');
select is(tests.outcome('patrol', tests.record(1, 'done'), true), 'done latetrue 王巡查 false true', 'what is done already stays as it was');
select is(tests.outcome('patrol', tests.record(1, 'reopened'), true), 'open latetrue 王巡查 false false', 'and may be opened again');

-- One after the other, kept. --------------------------------------------------------------------------
select is(tests.act('patrol', tests.record(3, 'skipped', ', ''正在装修''')), 'skipped latefalse 王巡查 false false', 'skipped');
select is(tests.act('patrol', tests.record(3, 'skipped', ', ''正在装修''')), 'skipped latefalse 王巡查 true false', 'the same request twice is one');
select is((select count(*)::integer from public.patrol_stop_events where stop_id = 3), 1, 'one event');
select is(tests.outcome('captain', tests.record(3, 'skipped', ', ''正在装修''')), 'refused client_id', 'a client_id is its sender''s');
select is(tests.outcome('patrol', tests.record(2, 'done')), 'refused client_id', 'and of one stop');
-- A phone sends in the evening what was at 10:20.
set local chuangcheng.clock = '2026-03-02 20:00+08';
select is(tests.act('patrol', tests.record(3, 'done', ', null, ''2026-03-02 10:20+08''', 'cccccccc-0000-4000-8000-000000000002')), 'done latefalse 王巡查 false false',
  'what was skipped is done after all; late is when it was, not when it was sent');
set local chuangcheng.clock = '2026-03-02 10:00+08';

-- A visit marks its stop by itself. ---------------------------------------------------------------------
create function tests.stop(p_id bigint) returns text language sql as $$
  select string_agg(concat_ws(' ', e.kind, e.member_id, e.inspection_id is not null), ', ' order by e.id) from public.patrol_stop_events e where e.stop_id = p_id
$$;
do $$ begin perform tests.inspect(3, '10:pass', 'self', 6); perform tests.inspect(3, '10:pass', 'mock', 6); perform tests.inspect(3, '10:pass', 'routine', 7); end $$;
select is(tests.stop(2), null, 'a self-inspection, a mock one and a colleague of another crew do not');
do $$ begin perform tests.inspect(3, '10:pass', 'recheck', 11); end $$;
select is(tests.stop(2), 'done 11 t', 'a visit by one of the crew does');
do $$ begin perform tests.inspect(3, '10:pass', 'routine', 6); end $$;
select is(tests.stop(2), 'done 11 t', 'a second visit changes nothing');
select is(tests.outcome('patrol', tests.record(2, 'reopened', p_client => 'cccccccc-0000-4000-8000-000000000003')), 'refused kind', 'nobody takes back what an inspection says');
select is(tests.outcome('patrol', $$ select string_agg(concat_ws(' ', s ->> 'siteId', s -> 'standing' ->> 'state', s -> 'standing' ->> 'by'), ', ')
    from json_array_elements(public.my_routes() -> 0 -> 'route' -> 'stops') s $$, true), '2 done 王巡查, 3 done 王同事, 1 done 王巡查', 'all of it on the phone');
do $$ begin perform set_config('chuangcheng.clock', '2026-03-03 10:00+08', true); perform tests.inspect(2, '10:pass', 'staggered', 6); end $$;
select is((select count(*)::integer from public.patrol_stop_events where stop_id = 4), 0, 'a draft''s stop waits for no visit');
select is((select count(*)::integer from public.patrol_stop_events where stop_id = 1), 1, 'nor one of yesterday');

select * from finish();
rollback;
