-- The ledger answers what row-level security shows, for each persona, filter, sort and page; its
-- counts are those of a plain select.
begin;
\ir city.psql
\ir records.psql
select plan(35);

select is(tests.answers($$ select r ->> 'id' from json_array_elements(public.ledger_page('{"ids": [1,2,3,4,5,6,7,8]}', 'number') -> 'rows') r $$),
  tests.say('1,2,3,4,5,6,7,8', '1,2,3,4,5,6,7,8', '1,2,3', '3,6,7', '1,4,5', '4,6,8', '1,2,3,4,5,6,7,8', '-', '3', '-', '-', 'no grant'),
  'who sees which of the small city’s issues');

-- Some 240 issues more, in every state, by every unit and reporter; seeded. Written through the
-- triggers of the issue, so that the counts see them come and change.
select setseed(0.5);
insert into public.issues (site_id, catalogue_id, code, point, source, source_number, description, lead_unit_id,
  assisting_unit_ids, reported_by, reported_at)
select case when n % 7 > 0 then 1 + n % 9 end, 1, (array[10, 11, 14, 15, 25])[1 + n % 5], s.point,
  (array['patrol', 'hotline', 'public'])[1 + n % 3]::public.issue_source,
  case when n % 3 = 1 then '12345-' || n end, '第' || n || '号楼道堆物',
  (array[null, 2, 3, 4, 7, 8])[1 + (random() * 5)::integer],
  case when random() < 0.2 then array[1 + (random() * 7)::integer] else '{}' end,
  1 + (random() * 12)::integer, '2026-01-01 09:00+08'::timestamptz + n * interval '5 hours'
from generate_series(1, 240) n join public.sites s on s.id = 1 + n % 9;
update public.issues i set state = (enum_range(null::public.issue_state))[1 + i.id % 10], state_since = i.reported_at,
  deadline_at = case when i.id % 10 > 3 then i.reported_at + interval '40 days' end,
  closed_at = case when i.id % 10 = 9 then i.reported_at + interval '3 days' end,
  resumes_at = case when i.id % 10 = 7 then '2026-03-01'::timestamptz + (i.id % 3) * interval '1 day' end,
  recheck_due_at = case when i.id % 20 = 9 then '2026-02-20'::timestamptz + (i.id % 60) * interval '1 day' end,
  merged_into = case when i.id % 10 = 3 then 1 end,
  supervised = i.id % 11 = 0, extension_asked = i.id % 10 = 5 and i.id % 3 = 0, extension_count = i.id % 2,
  deferral_asked = i.id % 10 = 5 and i.id % 3 = 1
where i.id > 1000;
update public.issues set lead_unit_id = 3 where id in (1005, 1010, 1015);
delete from public.issues where id in (1024, 1044);

select is((select count(*) from public.issues i left join public.sites s on s.id = i.site_id
  where i.site_type is distinct from s.type or i.site_id is not null and i.area_id is distinct from s.area_id
    or i.search_text <> lower(concat_ws(e'\n', i.number, i.source_number, i.description, s.name))), 0::bigint,
  'type, area and words are the site’s');

create view tests.counted as
  select area_id, site_type, code, unit_id, source, state, sum(n) as n from private.issue_counts where code is not null
  group by 1, 2, 3, 4, 5, 6 having sum(n) <> 0;
create view tests.present as
  select area_id, site_type, code, lead_unit_id, source, state, count(*) from public.issues group by 1, 2, 3, 4, 5, 6;
create view tests.counted_coarsely as
  select area_id, site_type, unit_id, state, sum(n) as n from private.issue_counts where code is null
  group by 1, 2, 3, 4 having sum(n) <> 0;
create view tests.present_coarsely as
  select area_id, site_type, lead_unit_id, state, count(*) from public.issues group by 1, 2, 3, 4;
select set_eq('table tests.counted', 'table tests.present', 'the counts are those of the issues');
select set_eq('table tests.counted_coarsely', 'table tests.present_coarsely', 'so are those without indicator and source');
select private.fold_issue_counts();
select is((select count(*) from private.issue_counts where not folded), 0::bigint, 'folding leaves nothing loose');
select set_eq('table tests.counted', 'table tests.present', 'and changes no count');
select set_eq('table tests.counted_coarsely', 'table tests.present_coarsely', 'of either kind');
update public.sites set type = 'hotel', name = '改名旅馆' where id = 6;
select set_eq('table tests.counted', 'table tests.present', 'a site of another type takes its issues along');
select is((select count(*) from public.issues where site_id = 6 and site_type = 'hotel' and search_text like '%改名旅馆'),
  (select count(*) from public.issues where site_id = 6), 'with its name');

-- What each filter means, said a second time.
create table tests.filters (n serial, filters jsonb, condition text);
insert into tests.filters (filters, condition) values
  ('{}', 'true'),
  ('{"states": ["reported", "in_progress"]}', $$ i.state in ('reported', 'in_progress') $$),
  ('{"states": ["closed", "merged"], "codes": [14, 25]}', $$ i.state in ('closed', 'merged') and i.code in (14, 25) $$),
  ('{"states": []}', 'false'),
  ('{"types": ["hotel"]}', $$ i.site_id in (4, 5, 6) $$),
  ('{"areaId": 2}', 'i.area_id in (2, 4, 5)'),
  ('{"areaId": 6, "unitId": 4}', 'i.area_id = 6 and i.lead_unit_id = 4'),
  ('{"sources": ["hotline"], "veto": true}', $$ i.source = 'hotline' and i.code in (14, 15) $$),
  ('{"text": "宾馆"}', 'i.site_id in (4, 5)'),
  ('{"text": "12345-1"}', $$ i.source_number like '12345-1%' $$),
  ('{"text": "第12号楼"}', $$ i.description like '%第12号楼%' $$),
  ('{"due": "overdue"}', $$ i.deadline_at <= '2026-03-02 09:00+08' and (i.state in ('assigned', 'in_progress')
    or i.state = 'deferred' and i.resumes_at <= '2026-03-02 09:00+08') $$),
  ('{"due": "today"}', $$ i.state in ('assigned', 'in_progress') and i.deadline_at::date = '2026-03-02' $$),
  ('{"due": "week"}', $$ i.state in ('assigned', 'in_progress') and i.deadline_at::date between '2026-03-02' and '2026-03-08' $$),
  ('{"siteIds": [5, 9]}', 'i.site_id in (5, 9)'),
  ('{"ids": [1, 3, 1007]}', 'i.id in (1, 3, 1007)'),
  ('{"issueId": 1}', 'i.id = 1 or i.merged_into = 1'),
  ('{"reportedFrom": "2026-02-01T00:00:00+08:00", "reportedTo": "2026-02-10T00:00:00+08:00"}',
    $$ i.reported_at >= '2026-02-01 00:00+08' and i.reported_at < '2026-02-10 00:00+08' $$),
  ('{"supervised": true}', 'i.supervised'),
  ('{"recheckDue": true}', $$ i.state = 'closed' and i.recheck_due_at <= '2026-03-02 09:00+08' $$),
  ('{"reportedByMe": true, "states": ["closed"]}', $$ i.reported_by = private.my_member_id() and i.state = 'closed' $$);

create function tests.plain(p_condition text) returns text language plpgsql as $$
declare
  v text;
begin
  execute format('select string_agg(i.id::text, '','' order by i.id) from public.issues i where %s', p_condition) into v;
  return coalesce(v, '-');
end
$$;
create function tests.page_ids(p_page json) returns text language sql as $$
  select coalesce(string_agg(r ->> 'id', ',' order by (r ->> 'id')::bigint), '-') from json_array_elements(p_page -> 'rows') r
$$;
create function tests.plain_counts(p_condition text) returns text language plpgsql as $$
declare
  v text;
begin
  execute format('select string_agg(x.state || '':'' || x.n, '','' order by x.state)
    from (select i.state, count(*) as n from public.issues i where %s group by 1) x', p_condition) into v;
  return coalesce(v, '-');
end
$$;
create function tests.said_counts(p_counts json) returns text language sql as $$
  select coalesce(string_agg(x.key || ':' || x.value, ',' order by x.key::public.issue_state), '-') from json_each_text(p_counts -> 'byState') x
$$;
-- Every page of a size put together, as ids in their order.
create function tests.walk(p_sort text, p_descending boolean, p_size integer) returns text language plpgsql as $$
declare
  v_page json;
  v_after jsonb;
  v_ids text := '';
begin
  loop
    v_page := public.ledger_page('{}', p_sort, p_descending, v_after, p_size);
    v_ids := v_ids || coalesce((select string_agg(r ->> 'id', ' ' order by n) from json_array_elements(v_page -> 'rows') with ordinality x (r, n)), '') || ' ';
    v_after := v_page -> 'next';
    exit when v_after is null or v_after = 'null';
  end loop;
  return btrim(v_ids);
end
$$;
grant usage on schema tests to authenticated, anon;
grant select on tests.filters to authenticated, anon;
grant execute on all functions in schema tests to authenticated, anon;

select is(tests.answers($$ select f.n || ' ' || f.filters from tests.filters f
    where tests.page_ids(public.ledger_page(f.filters, page_size => 500)) <> tests.plain(f.condition) $$),
  tests.say('-', '-', '-', '-', '-', '-', '-', '-', '-', '-', '-', 'no grant'),
  'every filter shows what a plain select shows, to each');
select cmp_ok((select count(*)::integer from tests.filters f where tests.plain(f.condition) <> '-'), '>=', 19, 'and hardly a filter is empty');
select is(tests.answers($$ select f.n || ' ' || f.filters from tests.filters f
    where tests.said_counts(public.ledger_counts(f.filters)) <> tests.plain_counts(f.condition) $$),
  tests.say('-', '-', '-', '-', '-', '-', '-', '-', '-', '-', '-', 'no grant'), 'and so do the counts');
select is(tests.answers($$ select c ->> 'total' || ' ' || (c ->> 'overdue') || ' ' || (c ->> 'dueToday')
    from public.ledger_counts() c $$), tests.answers($$ select
      count(*) || ' ' || count(*) filter (where i.deadline_at <= private.clock() and (i.state in ('assigned', 'in_progress') or i.state = 'deferred' and i.resumes_at <= private.clock()))
      || ' ' || count(*) filter (where i.state in ('assigned', 'in_progress') and i.deadline_at::date = '2026-03-02') from public.issues i $$),
  'total, overdue, due today');
select is(tests.answers($$ select string_agg(concat(g ->> 'id', '=', g ->> 'count'), ' ' order by g ->> 'id') from json_array_elements(public.ledger_groups('{}', 'unit')) g $$),
  tests.answers($$ select string_agg(concat(x.u, '=', x.n), ' ' order by x.u::text) from (select i.lead_unit_id as u, count(*) as n from public.issues i group by 1) x $$),
  'groups by unit');
select is(tests.outcome('office', $$ select string_agg(concat(g ->> 'id', '=', g ->> 'overdue'), ' ' order by (g ->> 'id')::integer) from json_array_elements(public.ledger_groups('{}', 'area')) g $$, true),
  (select string_agg(concat(x.a, '=', x.n), ' ' order by x.a) from (select i.area_id as a, count(*) filter (where i.deadline_at <= private.clock()
    and (i.state in ('assigned', 'in_progress') or i.state = 'deferred' and i.resumes_at <= private.clock())) as n from public.issues i group by 1) x),
  'the overdue of each area');
select is(tests.answers($$ select s from json_array_elements_text(public.ledger_site_ids('{"states": ["assigned"]}') -> 'siteIds') s $$),
  tests.answers($$ select s.id from public.sites s where exists (select from public.issues i where i.site_id = s.id and i.state = 'assigned') order by 1 $$),
  'the sites of what matches, where one sees the site');
select is(tests.answers($$ select r ->> 'id' from json_array_elements(public.ledger_page('{}', page_size => 500) -> 'rows') r
    join public.issues i on i.id = (r ->> 'id')::bigint
    where r ->> 'siteId' is distinct from (select s.id::text from public.sites s where s.id = i.site_id) $$),
  tests.say('-', '-', '-', '-', '-', '-', '-', '-', '-', '-', '-', 'no grant'), 'a row names the site to whom the policies show it');

-- Pages -----------------------------------------------------------------------------------------------
select is(tests.outcome('office', $$ select string_agg(s || d, ' ') from unnest(array['number', 'reported', 'deadline', 'state', 'area', 'unit', 'site', 'indicator', 'closed']) s
    cross join unnest(array[true, false]) d where tests.walk(s, d, 7) <> tests.walk(s, d, 500) or tests.walk(s, d, 7) = '' $$, true),
  '-', 'pages by cursor leave nothing out and show nothing twice');
select is(tests.outcome('community', $$ select tests.walk('deadline', false, 5) = string_agg(i.id::text, ' ' order by i.deadline_at nulls last, i.id) from public.issues i $$, true), 'true', 'by deadline, those without one last');
select is(tests.outcome('office', $$ select tests.walk('closed', true, 9) = string_agg(i.id::text, ' ' order by i.closed_at desc nulls last, i.id desc) from public.issues i $$, true), 'true', 'newly closed first, those not closed last');
select is(tests.outcome('office', $$ select tests.walk('number', false, 9) = string_agg(i.id::text, ' ' order by i.number collate "C") from public.issues i $$, true), 'true', 'by number');
select is(tests.outcome('office', $$ select string_agg(r ->> 'id', ' ') = (select string_agg(x.id::text, ' ') from (select i.id from public.issues i order by i.reported_at, i.id limit 6 offset 40) x)
    from json_array_elements(public.ledger_page('{}', 'reported', false, '{"offset": 40}', 6) -> 'rows') r $$, true), 'true', 'a jump');

-- What waits ------------------------------------------------------------------------------------------
-- A second look at who must do what, by hand, over the small city's issues and all the others.
create function tests.waits_plainly() returns text language sql as $$
  select count(*)::text from public.issues i, private.my_member() me where
    me.role = 'office' and (i.state in ('reported', 'accepted', 'returned') or i.extension_asked and i.extension_count = 0)
    or me.role = 'leader' and (i.deferral_asked or i.extension_asked and i.extension_count > 0)
    or me.role in ('department', 'community', 'sponsor', 'owner') and i.state in ('assigned', 'in_progress') and i.lead_unit_id = me.unit_id
    or me.role = 'owner' and i.state in ('assigned', 'in_progress') and i.site_id = me.site_id
    or me.role in ('patrol', 'office', 'department', 'community') and i.lead_unit_id is distinct from me.unit_id
      and (i.state = 'awaiting_check' and coalesce(me.unit_id <> all (i.assisting_unit_ids), true)
        or i.state = 'closed' and i.recheck_due_at <= private.clock() and coalesce(me.unit_id <> all (i.assisting_unit_ids), true))
$$;
grant execute on function tests.waits_plainly() to authenticated, anon;
select is(tests.answers($$ select public.ledger_counts() ->> 'waitingForMe' $$), tests.answers('select tests.waits_plainly()'), 'how many wait for whom');
select is(tests.answers($$ select json_array_length(public.ledger_page('{"waitingForMe": true}', page_size => 500) -> 'rows') $$), tests.answers('select tests.waits_plainly()'), 'and the filter shows them');
select is(tests.answers($$ select string_agg(w ->> 'kind', ' ') from json_array_elements(public.my_work()) w $$),
  tests.say('deferral_asked extension_asked overdue', 'to_accept to_assign returned extension_asked to_verify to_recheck',
    'overdue to_start to_fix to_verify to_recheck', 'overdue to_start to_fix to_verify to_recheck', 'overdue to_start to_fix',
    'to_verify to_recheck', 'to_verify to_recheck', '-', 'overdue to_start to_fix', '-', '-', 'no grant'), 'the work list of each role');
select is(tests.answers($$ select sum((w ->> 'count')::integer) from json_array_elements(public.my_work()) w where w ->> 'kind' <> 'overdue' or (select role from private.my_member()) <> 'leader' $$),
  replace(tests.answers('select nullif(tests.waits_plainly(), ''0'')'), 'assessor: 0', 'assessor: -'), 'holds what waits, each once');
select is(tests.outcome('office', $$ select max(json_array_length(w -> 'issues')) <= 20 and bool_and(json_array_length(w -> 'issues') = least((w ->> 'count')::integer, 20))
    from json_array_elements(public.my_work()) w $$, true), 'true', 'with its first twenty');

-- Refusals -----------------------------------------------------------------------------------------------
select is(tests.outcome('office', $$ select public.ledger_page('{"statse": []}') $$), 'refused filters.statse', 'an unknown filter');
select is(tests.outcome('office', $$ select public.ledger_page('{"states": ["offen"]}') $$), 'refused filters.states', 'an unknown state');
select is(tests.outcome('office', $$ select public.ledger_page('{"types": "hotel"}') $$), 'refused filters.types', 'no list');
select is(tests.outcome('office', $$ select public.ledger_page('{"text": "a"}') $$), 'refused filters.text', 'a single character');
select is(tests.outcome('office', $$ select public.ledger_page('{"areaId": 99}') $$), 'refused filters.areaId', 'an area that is not there');
select is(tests.outcome('office', $$ select public.ledger_page('{}', 'id; drop table issues') $$), 'refused sort', 'an unknown sort');
select is(tests.outcome('office', $$ select public.ledger_page('{}', 'deadline', false, '{"key": "x'')", "id": "1"}') $$), 'refused after', 'a broken cursor');
select is(tests.answers($$ select json_array_length(public.ledger_page('{"zoneId": 1}') -> 'rows') $$),
  replace(tests.answers($$ select case when exists (select from public.zones z where z.id = 1) then (select count(*)::text from public.issues i join public.zones z on z.id = 1 and extensions.st_intersects(z.area, i.point)) else 'refused filters.zoneId' end $$),
    'nothing', ''), 'a zone that one sees');

select * from finish();
rollback;
