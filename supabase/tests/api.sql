-- Every API function for every persona: it answers what the policies show, and nobody anonymous.
begin;
\ir city.psql
\ir records.psql
select plan(33);

create function tests.square(p_west numeric, p_south numeric, p_size numeric) returns json language sql as $$
  select extensions.st_asgeojson(extensions.st_makeenvelope(p_west, p_south, p_west + p_size, p_south + p_size, 4326))::json
$$;
grant usage on schema tests to authenticated, anon;
grant execute on function tests.square(numeric, numeric, numeric) to authenticated, anon;

-- No function that exists is forgotten here.
select set_eq(
  $$ select p.proname::text from pg_catalog.pg_proc p
     where p.pronamespace = 'public'::regnamespace and has_function_privilege('authenticated', p.oid, 'execute')
       and not exists (select from pg_catalog.pg_depend d where d.objid = p.oid and d.deptype = 'e') $$,
  array['whoami', 'city_sites', 'city_status', 'city_lists', 'area_outlines', 'site_shapes', 'site_names', 'search_places',
    'site_card', 'site_history', 'photo', 'area_compliance', 'open_issue_points', 'daily_open_issues', 'zone_statistics',
    'hotspot_cube', 'problem_summary', 'list_zones', 'save_zone', 'delete_zone', 'restore_zone', 'base_map',
    -- road_edges.sql
    'road_network',
    -- reports_without_site.sql
    'report_place',
    -- The steps of an issue's life, told apart by persona in issue_transitions.sql.
    'report_issue', 'accept_issue', 'reject_issue', 'merge_issue', 'assign_issue', 'start_issue', 'return_issue',
    'request_extension', 'grant_extension', 'refuse_extension', 'request_deferral', 'grant_deferral', 'refuse_deferral',
    'resume_issue', 'waive_photo', 'submit_fix', 'verify_fix', 'rework_fix', 'pass_recheck', 'relapse_issue',
    'supervise_issue', 'comment_issue', 'issue_actions', 'merge_suggestions', 'talk_proposals', 'decide_talk', 'my_news', 'mark_news_read',
    'undo_ledger_import', 'import_ledger', 'ledger_import_context',
    -- import_desk.sql
    'import_sites', 'import_evidence', 'site_import_context', 'list_imports', 'import_issue_ids', 'undo_site_import',
    'ledger_page', 'ledger_counts', 'ledger_groups', 'ledger_site_ids', 'my_work', 'issue_page', 'my_filters', 'save_filter', 'delete_filter',
    'add_photo', 'photo_flags', 'inspection_form', 'submit_inspection',
    -- ledger_export.sql
    'ledger_details', 'list_export_templates', 'export_template', 'save_export_template', 'delete_export_template',
    -- work_figures.sql
    'work_figures', 'monthly_report',
    -- office_settings.sql, catalogue_editions.sql
    'save_working_hours', 'save_hour_bands', 'save_calendar_days', 'save_default_unit', 'save_issue_word', 'office_settings',
    'save_edition', 'withdraw_edition', 'edition_indicators',
    -- activities.sql
    'plan_activity', 'end_activity_plan', 'record_activity', 'withdraw_activity', 'list_activities', 'site_activities',
    'activity_counts', 'overdue_activities', 'record_awareness', 'restore_activity', 'restore_activity_plan',
    -- patrol_roster.sql, patrol_policies.sql, plan_candidates.sql, patrol_plans.sql, plan_publishing.sql, plan_walking.sql
    'patrol_team', 'save_crew', 'save_shift', 'remove_shift', 'save_leave', 'remove_leave', 'patrol_policy', 'save_patrol_policy',
    'plan_candidates', 'plan_of', 'plan_list', 'save_plan', 'publish_plan', 'withdraw_plan', 'my_routes', 'record_stop', 'plan_progress'],
  'these are the functions of the API');

-- leader, office, department, community, sponsor, patrol, captain, assessor, owner, deactivated, stranger, anonymous
select is(tests.answers($$ select (w -> 'member' ->> 'role') || ' ' || (w ->> 'siteCount') || ' ' || (w ->> 'issueCount') || ' '
    || (w -> 'may' ->> 'zones') || ' ' || (w -> 'may' ->> 'status') || ' ' || (w -> 'may' ->> 'issues')
    from public.whoami() w $$),
  tests.say('leader 9 6 true true true', 'office 9 6 true true true', 'department 4 3 true true true', 'community 5 2 true true true',
    'sponsor 3 2 false true true', 'patrol 5 2 true true true', 'patrol 9 6 true true true', 'assessor 5 0 false false false',
    'owner 1 1 false true true', '-', '-', 'no grant'), 'whoami(): role, sites, open issues, what one may');
select is(tests.answers($$ select w ->> 'count' from public.city_sites() w $$),
  tests.say('9', '9', '4', '5', '3', '5', '9', '5', '1', '0', '0', 'no grant'), 'city_sites(): how many');
-- Bytes in the order of ids. 1 unknown partial (only reported), 2 unknown partial, 3 mock only and 4 unknown never
-- inspected, 5–9 see below; an assessor gets 5 for each.
select is(tests.answers($$ select encode(decode(w ->> 'status', 'base64'), 'hex') from public.city_status() w $$),
  tests.say('444404040202024402', '444404040202024402', '04020202', '4444040402', '440202', '4444040402', '444404040202024402',
    '0505050505', '02', '', '', 'no grant'), 'city_status(): the status bytes');
select is(tests.answers($$ select encode(decode(w ->> 'status', 'base64'), 'hex') from public.city_status('2025-12-31 23:00+08') w $$),
  tests.say('000000000000000000', '000000000000000000', '00000000', '0000000000', '000000', '0000000000', '000000000000000000',
    '0000000000', '00', '', '', 'no grant'), 'before any site opened: absent, in the same order');
select is(tests.answers($$ select (select w ->> 'checksum' from public.city_sites() w) = (select w ->> 'checksum' from public.city_status('2026-01-05') w) $$),
  tests.members_say('true', 'true'), 'the checksum names the set of sites, whatever the moment');
select is(tests.answers($$ select json_array_length(w -> 'areas') || ' ' || json_array_length(w -> 'units') from public.city_lists() w $$),
  tests.members_say('6 8', '0 0'), 'city_lists()');
select is(tests.answers($$ select json_array_length(w -> 'features') from public.area_outlines('community') w $$),
  tests.members_say('3', '0'), 'area_outlines()');
select is(tests.answers($$ select f ->> 'id' || ' ' || coalesce(f -> 'properties' ->> 'siteId', '-')
    from json_array_elements(public.area_outlines('community') -> 'features') f $$),
  tests.say('4 1,5 -,6 8', '4 1,5 -,6 8', '4 -,5 -,6 -', '4 1,5 -,6 -', '4 -,5 -,6 -', '4 1,5 -,6 -', '4 1,5 -,6 8',
    '4 1,5 -,6 -', '4 -,5 -,6 -', '-', '-', 'no grant'), 'an outline names its community’s site where one sees it');
update public.sites set geom = extensions.st_buffer(point::extensions.geography, 50)::extensions.geometry where id in (2, 7);
select is(tests.answers($$ select f ->> 'id' from json_array_elements(public.site_shapes(103, 29.9, 103.1, 30) -> 'features' -> 'features') f $$),
  tests.say('2,7', '2,7', '7', '2', '2', '2', '2,7', '2', '-', '-', '-', 'no grant'), 'site_shapes()');
select is(tests.answers($$ select w ->> 'name' || ' ' || (w ->> 'areaName') from json_array_elements(public.site_names('{2,5}')) w $$),
  tests.say('甲一院 甲社区,丙宾馆 丙社区', '甲一院 甲社区,丙宾馆 丙社区', '丙宾馆 丙社区', '甲一院 甲社区,丙宾馆 丙社区', '甲一院 甲社区',
    '甲一院 甲社区', '甲一院 甲社区,丙宾馆 丙社区', '甲一院 甲社区', '丙宾馆 丙社区', '-', '-', 'no grant'), 'site_names()');
select is(tests.answers($$ select w ->> 'name' from json_array_elements(public.search_places('宾馆')) w $$),
  tests.say('甲宾馆,丙宾馆', '甲宾馆,丙宾馆', '甲宾馆,丙宾馆', '甲宾馆,丙宾馆', '-', '甲宾馆', '甲宾馆,丙宾馆', '甲宾馆', '丙宾馆', '-', '-', 'no grant'),
  'search_places()');
select is(tests.answers($$ select coalesce(w -> 'status' ->> 'status', 'hidden') || ' ' || json_array_length(w -> 'indicators')
      || ' ' || json_array_length(w -> 'openIssues') from public.site_card(9) w $$),
  tests.say('attention 21 1', 'attention 21 1', 'refused site_id', 'refused site_id', 'attention 21 1', 'attention 21 1', 'attention 21 1',
    'hidden 0 0', 'refused site_id', 'refused site_id', 'refused site_id', 'no grant'), 'site_card(): an assessor sees neither status nor issues');
select is(tests.answers($$ select string_agg(q ->> 'unitName', '') from json_array_elements(public.site_card(9) -> 'pairings') q $$),
  tests.say('帮扶二公司', '帮扶二公司', 'refused site_id', 'refused site_id', '帮扶二公司', '帮扶二公司', '帮扶二公司', '帮扶二公司',
    'refused site_id', 'refused site_id', 'refused site_id', 'no grant'), 'with the pairings that hold');
select is(tests.answers($$ select json_array_length(public.site_history(9) -> 'items') $$),
  tests.say('5', '5', 'refused site_id', 'refused site_id', '5', '5', '5', '0', 'refused site_id', 'refused site_id', 'refused site_id', 'no grant'),
  'site_history(): three events and two periods, for an assessor nothing');
-- An assessor's own visit is no reason to show him what others found.
select is(tests.answers($$ select json_array_length(public.site_history(2) -> 'items') $$),
  tests.say('4', '4', 'refused site_id', '4', '4', '4', '4', '0', 'refused site_id', 'refused site_id', 'refused site_id', 'no grant'),
  'two visits and two periods');
select is(tests.answers($$ select i ->> 'memberName' from json_array_elements(public.site_history(2) -> 'items') i where i ->> 'kind' = 'inspection' $$),
  tests.say('周帮扶,刘测评', '周帮扶,刘测评', 'refused site_id', '周帮扶,刘测评', '周帮扶,刘测评', '周帮扶,刘测评', '周帮扶,刘测评', '-',
    'refused site_id', 'refused site_id', 'refused site_id', 'no grant'), 'the names on the record are shown with it');
select is(tests.answers($$ select a ->> 'areaId' || ':' || (a ->> 'compliant') || (a ->> 'attention') || (a ->> 'serious') || (a ->> 'unknown')
      || '/' || (a ->> 'openIssues') from json_array_elements(public.area_compliance('community')) a $$),
  tests.say('4:0004/0,5:0100/2,6:0301/4', '4:0004/0,5:0100/2,6:0301/4', '4:0001/0,5:0000/0,6:0300/3', '4:0004/0,5:0000/0,6:0100/2',
    '4:0001/0,5:0100/1,6:0100/1', '4:0004/0,5:0100/2,6:0000/0', '4:0004/0,5:0100/2,6:0301/4', '4:0000/0,5:0000/0,6:0000/0',
    '4:0000/0,5:0000/0,6:0100/1', '-', '-', 'no grant'), 'area_compliance() counts what one sees');
select is(tests.answers($$ select w ->> 'count' from public.open_issue_points() w $$),
  tests.say('6', '6', '3', '2', '2', '2', '6', '0', '1', '0', '0', 'no grant'), 'open_issue_points()');
select is(tests.answers($$ select w ->> 'count' from public.open_issue_points('2026-03-02 09:00+08') w $$),
  tests.say('6', '6', '3', '2', '2', '2', '6', '0', '1', '0', '0', 'no grant'), 'and as of a past moment');
select is(tests.answers($$ select w ->> 'open' || ' ' || (w ->> 'serious') from public.daily_open_issues('2026-03-01', '2026-03-02') w $$),
  tests.say('[0, 6] [0, 0]', '[0, 6] [0, 0]', '[0, 3] [0, 0]', '[0, 2] [0, 0]', '[0, 2] [0, 0]', '[0, 2] [0, 0]', '[0, 6] [0, 0]',
    '[0, 0] [0, 0]', '[0, 1] [0, 0]', '[0, 0] [0, 0]', '[0, 0] [0, 0]', 'no grant'), 'daily_open_issues()');
-- A square over the four sites of 丙 (5–8), 100 km² at most.
select is(tests.answers($$ select (select sum((t ->> 'count')::integer) from json_array_elements(w -> 'sites') t) || ' ' || (w ->> 'openIssues')
      from public.zone_statistics(tests.square(103.055, 29.905, 0.04)) w $$),
  tests.say('4 3', '4 3', '3 3', '1 1', '1 1', '-', '4 3', '-', '1 1', '-', '-', 'no grant'), 'zone_statistics()');
select is(tests.answers($$ select (select sum(n::integer) from json_array_elements(w -> 'counts') s, json_array_elements_text(s) n) || ' '
      || (select sum(n::integer) from json_array_elements(w -> 'exposure') s, json_array_elements_text(s) n)
      from public.hotspot_cube('2026-03-01 00:00+08', '2026-03-08 00:00+08', 7, 2000) w $$),
  tests.say('8 7', '8 7', '3 2', '3 5', '3 1', '3 3', '8 7', '0 0', '1 2', '0 0', '0 0', 'no grant'), 'hotspot_cube(): issues and observations, no mock');
select is(tests.answers($$ select w ->> 'issues' from public.problem_summary(tests.square(103, 29.9, 0.1), '2026-03-01', '2026-03-08') w $$),
  tests.say('8', '8', '3', '3', '3', '3', '8', '0', '1', '0', '0', 'no grant'), 'problem_summary()');
select is(tests.answers($$ select json_array_length(w -> 'roads' -> 'features') || ' ' || json_array_length(w -> 'water' -> 'features')
      || ' ' || coalesce(w ->> 'attribution', '-') from public.base_map() w $$),
  tests.members_say('2 1 示例', '0 0 -'), 'base_map()');

-- A deactivated member, at once and with a token still valid.
update public.members set active = false where id = 1;
select is(tests.outcome('leader', 'select member from json_to_record(public.whoami()) as w (member json)', true), '-', 'deactivated: nobody');
select is(tests.outcome('leader', $$ select w ->> 'count' from public.city_sites() w $$, true), '0', 'deactivated: no site');
select is(tests.outcome('leader', $$ select public.site_card(1) $$), 'refused site_id', 'deactivated: no card');
select is(tests.outcome('leader', $$ select public.site_history(1) $$), 'refused site_id', 'deactivated: no history');
update public.members set active = true where id = 1;

-- Bad arguments are refused by name.
select is(tests.outcome('leader', $$ select public.city_sites('2030-01-01') $$), 'refused as_of', 'the future');
select is(tests.outcome('leader', $$ select public.area_outlines('x') $$), 'refused level', 'a level that is none');
select is(tests.outcome('leader', $$ select public.site_shapes(10, 0, 5, 1) $$), 'refused west', 'a box inside out');
select is(tests.outcome('leader', $$ select public.site_history(1, 'x|y|z') $$), 'refused before', 'a cursor that is none');

select * from finish();
rollback;
