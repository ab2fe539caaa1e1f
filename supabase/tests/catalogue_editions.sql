-- New editions of the catalogue: made by the office from the one in force, in the future, every item checked;
-- what was observed keeps its edition.
begin;
\ir city.psql
select plan(42);

create function tests.draft(p_changes text, p_removed integer[] default '{}', p_edition text default '2026', p_from timestamptz default '2026-04-01 00:00+08',
  p_base integer default 1, p_client uuid default '00000000-0000-4000-8000-000000000001') returns json language sql as $$
  select public.save_edition(p_client, p_edition, p_from, p_base, p_changes::jsonb, p_removed)
$$;
grant usage on schema tests to authenticated, anon;
grant execute on all functions in schema tests to authenticated, anon;
create function tests.refusal(p_changes text) returns text language sql as $$
  select tests.outcome('office', format('select tests.draft(%L)', p_changes))
$$;

select is(tests.answers($$ select concat_ws(' ', w ->> 'edition', w ->> 'indicatorCount', w ->> 'repeated') from tests.draft('[{"code": 11, "weight": 4.5}]') w $$),
  tests.say('refused role', '2026 35 false', 'refused role', 'refused role', 'refused role', 'refused role', 'refused role', 'refused role',
    'refused role', 'refused role', 'refused role', 'no grant'), 'save_edition(): the office');
select is(tests.answers($$ select public.withdraw_edition(1) $$),
  tests.say('refused role', 'refused catalogue_id', 'refused role', 'refused role', 'refused role', 'refused role', 'refused role', 'refused role',
    'refused role', 'refused role', 'refused role', 'no grant'), 'withdraw_edition(): the office, and only one that has not begun');

-- The head of a draft.
select is(tests.outcome('office', $$ select tests.draft('[{"code": 11, "weight": 4}]', p_edition => '2024') $$), 'refused edition', 'a name that is used');
select is(tests.outcome('office', $$ select tests.draft('[{"code": 11, "weight": 4}]', p_edition => ' ') $$), 'refused edition', 'no name');
select is(tests.outcome('office', $$ select tests.draft('[{"code": 11, "weight": 4}]', p_from => '2026-03-02 10:00+08') $$), 'refused in_force_from', 'now is not the future');
select is(tests.outcome('office', $$ select tests.draft('[{"code": 11, "weight": 4}]', p_from => '2029-01-01') $$), 'refused in_force_from', 'nor is any day to come');
select is(tests.outcome('office', $$ select tests.draft('[{"code": 11, "weight": 4}]', p_base => 7) $$), 'refused base_id', 'a base that is not in force then');
select is(tests.outcome('office', $$ select tests.draft('[]') $$), 'refused changes', 'no change');
select is(tests.outcome('office', $$ select tests.draft('[]', '{77}') $$), 'refused removed', 'removing what is not there');
select is(tests.outcome('office', $$ select tests.draft('[{"code": 11, "weight": 4}]', p_client => null) $$), 'refused client_id', 'no client_id');
select is(tests.outcome('office', $$ select tests.draft('[]', array(select generate_series(1, 35))) $$), 'refused removed', 'an empty catalogue');

-- The items.
select is(tests.refusal('[{"code": 11, "price": 4}]'), 'refused changes.code', 'a field that is not known');
select is(tests.refusal('[{"code": 300, "weight": 4}]'), 'refused changes.code', 'a code out of range');
select is(tests.refusal('[{"code": 36, "nameZh": "新项"}]'), 'refused changes.nameEn', 'a new item lacks a field');
select is(tests.refusal('[{"code": 11, "nameZh": "  "}]'), 'refused changes.nameZh', 'no name');
select is(tests.refusal('[{"code": 11, "appliesTo": []}]'), 'refused changes.appliesTo', 'no type');
select is(tests.refusal('[{"code": 11, "appliesTo": ["zoo"]}]'), 'refused changes.appliesTo', 'an unknown type');
select is(tests.refusal('[{"code": 11, "weight": 0}]'), 'refused changes.weight', 'no weight');
select is(tests.refusal('[{"code": 11, "weight": 1.234}]'), 'refused changes.weight', 'three decimals');
select is(tests.refusal('[{"code": 11, "weight": "heavy"}]'), 'refused changes.weight', 'a word for a weight');
select is(tests.refusal('[{"code": 11, "veto": null}]'), 'refused changes.veto', 'neither veto nor not');
select is(tests.refusal('[{"code": 11, "clock": "weeks"}]'), 'refused changes.clock', 'an unknown clock');
select is(tests.refusal('[{"code": 11, "clockAmount": 0}]'), 'refused changes.clockAmount', 'no time at all');
select is(tests.refusal('[{"code": 11, "validDays": 2.5}]'), 'refused changes.validDays', 'half a day');
select is(tests.refusal('[{"code": 11, "weight": 4}, {"code": 11, "weight": 5}]'), 'refused changes.code', 'one item twice');

-- The four kinds of rule.
select is(tests.refusal('[{"code": 10, "rule": "pass_fail", "ruleCount": 2}]'), 'refused changes.ruleCount', 'pass_fail has no count');
select is(tests.refusal('[{"code": 10, "rule": "min_count"}]'), 'refused changes.ruleCount', 'min_count has one');
select is(tests.refusal('[{"code": 10, "rule": "min_count", "ruleCount": 0}]'), 'refused changes.ruleCount', 'of at least 1');
select is(tests.refusal('[{"code": 10, "rule": "max_count", "ruleCount": -1}]'), 'refused changes.ruleCount', 'max_count may be 0, not less');
select is(tests.refusal('[{"code": 17, "ruleCount": 101}]'), 'refused changes.ruleCount', 'graded: at most 100 samples');
select is(tests.refusal('[{"code": 1, "ruleCountByType": {"supermarket": 0}}]'), 'refused changes.ruleCountByType', 'by type as well');
select is(tests.refusal('[{"code": 17, "ruleCountByType": {"hotel": 3}}]'), 'refused changes.ruleCountByType', 'only for a type it applies to');
select is(tests.refusal('[{"code": 10, "rule": "random", "ruleCount": 1}]'), 'refused changes.rule', 'there are four');

-- A draft that stands.
select tests.inspect(2, 'all 22:fail');
select tests.become('office');
select tests.draft('[{"code": 11, "weight": 4.5, "rule": "max_count", "ruleCount": 0}, {"code": 17, "rule": "pass_fail", "ruleCount": null},
  {"code": 36, "nameZh": "文明祭扫", "nameEn": "Civil memorials", "appliesTo": ["courtyard"], "weight": 1, "clock": "working_days", "clockAmount": 3, "validDays": 30}]', '{34}');
select is((select (w ->> 'repeated') || ' ' || (w ->> 'indicatorCount') from tests.draft('[{"code": 1, "weight": 9}]', p_edition => 'x') w), 'true 35', 'repeating the client_id changes nothing');
reset role;
select is((select string_agg(concat_ws(':', code, weight, rule, rule_count), ' ' order by code) from public.indicators
    where catalogue_id = (select id from public.catalogues where edition = '2026') and code in (10, 11, 17, 34, 36)),
  '10:2.00:pass_fail 11:4.50:max_count:0 17:4.00:pass_fail 36:1.00:pass_fail', 'copied with its changes');
select is((select string_agg(concat_ws(':', code, weight, rule, rule_count), ' ' order by code) from public.indicators where catalogue_id = 1 and code in (11, 17, 34)),
  '11:3.00:max_count:3 17:4.00:graded:2 34:1.00:pass_fail', 'the old one stays');
select is((select member_id from public.catalogues where edition = '2026'), 2, 'and who made it is known');
select is(private.catalogue_at(private.clock()), 1, 'until it begins the old one is in force');
select is((select bool_and(lapses_at <= '2026-04-01 00:00+08') from public.site_status_periods where to_at is null), true, 'every period ends there at the latest');
select is(tests.outcome('office', $$ select tests.draft('[{"code": 11, "weight": 4}]', p_edition => '2026b', p_from => '2026-05-01', p_client => gen_random_uuid()) $$),
  'refused base_id', 'the next draft begins from the one that will be in force');

set local chuangcheng.clock = '2026-04-01 09:00+08';
select is((select distinct o.catalogue_id from public.observations o where o.site_id = 2), 1, 'what was observed keeps its edition');
select is(tests.outcome('office', $$ select public.withdraw_edition((select id from public.catalogues where edition = '2026')) $$), 'refused catalogue_id', 'begun is begun');

select * from finish();
rollback;
