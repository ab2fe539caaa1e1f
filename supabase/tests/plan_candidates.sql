-- What may be visited and why. Now is Monday 2026-03-02, 10:00; sites 1–9, see city.psql and records.psql.
begin;
\ir city.psql
\ir records.psql
select plan(22);

create function tests.candidates(p_more text default '') returns text language sql as $$
  select format('select c ->> ''siteId'' from json_array_elements(public.plan_candidates(''2026-03-02'', 14%s) -> ''candidates'') c', p_more)
$$;
-- leader, office, department, community, sponsor, patrol, captain, assessor, owner, deactivated, stranger, anonymous
select is(tests.answers(tests.candidates(', zone_id => 1')),
  tests.say('1,2', '1,2', 'refused role', 'refused role', 'refused role', 'refused role', '1,2', 'refused role', 'refused role', 'refused role', 'refused role', 'no grant'),
  'the sites of a zone, for who plans and leaders');
select is(tests.answers(tests.candidates(', site_ids => ''{5,7,99}''')),
  tests.say('5,7', '5,7', 'refused role', 'refused role', 'refused role', 'refused role', '5,7', 'refused role', 'refused role', 'refused role', 'refused role', 'no grant'),
  'sites by name');
select is(tests.outcome('captain', tests.candidates(', zone_id => 1, site_ids => ''{9}'''), true), '1,2,9', 'both');
select is(tests.outcome('captain', tests.candidates(', team_id => 6, site_ids => ''{9}'''), true), 'refused role', 'a captain for no other team');
select is(tests.outcome('captain', tests.candidates(', zone_id => 5'), true), 'refused zone_id', 'another team''s zone');
select is(tests.outcome('captain', tests.candidates(', geometry => ''{"type":"Polygon","coordinates":[[[103.055,29.905],[103.075,29.905],[103.075,29.915],[103.055,29.915],[103.055,29.905]]]}'''), true),
  '5,6', 'a shape that is only drawn');
update public.sites set closed_at = '2026-03-01 00:00+08' where id = 5;
select is(tests.outcome('captain', tests.candidates(', site_ids => ''{5,7}'''), true), '7', 'not what is closed');

-- One site in full: a veto issue overdue, a re-check due, hotspot, visits; worked out by hand. -----------
do $$ begin
  perform set_config('chuangcheng.clock', '2026-02-20 10:00+08', true);
  perform tests.inspect(4, 'all', 'routine', 6, '2026-02-20 10:00+08');
  perform tests.inspect(4, '1:pass', 'self', 9, '2026-02-20 10:00+08');
  -- A veto item accepts and assigns itself.
  perform tests.report(4, 15);
  perform tests.happen((select max(id) from public.issues), 'assigned', 3, '2026-02-21 10:00+08');
  perform tests.happen(tests.report(4, 10), 'accepted');
  perform tests.happen((select max(id) from public.issues), 'assigned', 3, '2026-03-10 18:00+08');
  perform tests.happen((select max(id) from public.issues), 'submitted');
  perform tests.happen((select max(id) from public.issues), 'verified', p_member_id => 2);
  perform tests.happen((select max(id) from public.issues), 'recheck_scheduled', p_recheck_due_at => '2026-03-06 00:00+08');
  perform tests.happen(tests.report(4, 1), 'accepted');
  perform tests.happen((select max(id) from public.issues), 'assigned', 3, '2026-03-12 18:00+08');
  perform set_config('chuangcheng.clock', '2026-03-02 10:00+08', true);
end $$;
create function tests.one(p_more text default ', hotspot_site_ids => ''{4}''') returns text language sql as $$
  select format('select c::jsonb - ''reasons'' - ''name'' from json_array_elements(public.plan_candidates(''2026-03-02'', 14, site_ids => ''{4}''%s) -> ''candidates'') c', p_more)
$$;
-- serious: 4 visits in 14 days, one more each for due, veto and hotspot; 10 days since 20 February; priority 60 + 20 + 20 + 15 + 10 + 10 is cut at 100.
select is(tests.outcome('captain', tests.one(), true)::jsonb,
  '{"siteId": 4, "type": "hotel", "lon": 103.0400000, "lat": 29.9100000, "status": "serious", "visits": 7, "minGapDays": 1, "maxGapDays": 4, "priority": 100,
    "serviceSeconds": 1200, "windows": [[25200, 79200]], "lastVisits": ["2026-02-20T10:00:00+08:00"], "recheck": true}'::jsonb, 'a site in full');
select is(tests.outcome('captain', $$ select string_agg(r::text, ' ') from json_array_elements(public.plan_candidates('2026-03-02', 14, site_ids => '{4}',
    hotspot_site_ids => '{4}') -> 'candidates' -> 0 -> 'reasons') r $$, true),
  '{"code": "veto", "count": 1, "indicators": [15]} {"code": "overdue", "count": 1, "since": "2026-02-21T10:00:00+08:00"} '
  || '{"code": "recheck", "count": 1, "dueAt": "2026-03-06T00:00:00+08:00"} {"code": "due", "count": 1, "dueAt": "2026-03-12T18:00:00+08:00"} '
  || '{"code": "hotspot"} {"code": "frequency", "visits": 4, "per14Days": 4}', 'and why, each with its figures');
select is((tests.outcome('captain', tests.one(', policy => ''{"types": {"hotel": {"visits": {"serious": 2}, "serviceMinutes": 40, "windows": [{"starts": "18:00", "ends": "24:00"}]}}, "extra": {"due": 0, "veto": 0}}'''), true)::jsonb)
    - 'priority' - 'lastVisits' - 'lon' - 'lat',
  '{"siteId": 4, "type": "hotel", "status": "serious", "visits": 2, "minGapDays": 3, "maxGapDays": 7, "serviceSeconds": 2400, "windows": [[64800, 86400]], "recheck": true}'::jsonb,
  'a policy given along instead of the team''s');
select is(tests.outcome('captain', $$ select string_agg(c ->> 'visits', ' ' order by d) from generate_series(1, 4) d,
    json_array_elements(public.plan_candidates('2026-03-02', d, site_ids => '{4}', policy => '{"extra": {"due": 0, "veto": 0}}') -> 'candidates') c $$, true),
  '1 1 1 1', 'on short horizons what falls due in them');
select is(tests.outcome('captain', $$ select string_agg(r ->> 'code', ' ') from json_array_elements(public.plan_candidates('2026-03-02', 14, site_ids => '{7}') -> 'candidates' -> 0 -> 'reasons') r $$, true),
  'due stale frequency', 'a site where nobody has ever been is stale');
select is(tests.outcome('captain', $$ select public.plan_candidates('2026-02-28', 14, site_ids => '{7}') $$), 'refused from', 'yesterday is past');
select is(tests.outcome('captain', $$ select (public.plan_candidates('2026-04-03', 7, site_ids => '{7}') -> 'stagger')::jsonb $$, true)::jsonb,
  -- 3 April is a Friday; the 4th to 6th are 清明.
  '{"bands": [[25200, 32400], [32400, 43200], [43200, 50400], [50400, 61200], [61200, 73800], [73800, 79200]], "working_bands": [1, 3], "start_date": "2026-04-03",
    "off_days": [1, 2, 3], "off_hours_target": 0.4}'::jsonb, 'the staggering part, with holidays by the office''s calendar');
-- Twenty visits at most, the latest, oldest first.
do $$ begin
  for d in 1..25 loop
    perform set_config('chuangcheng.clock', ('2026-02-01 09:00+08'::timestamptz + d * interval '1 day')::text, true);
    perform tests.inspect(9, '10:pass', 'staggered', 6);
  end loop;
  perform set_config('chuangcheng.clock', '2026-03-02 10:00+08', true);
end $$;
select is(tests.outcome('captain', $$ select concat_ws(' ', json_array_length(c -> 'lastVisits'), c -> 'lastVisits' ->> 0, c -> 'lastVisits' ->> 19)
    from (select public.plan_candidates('2026-03-02', 14, site_ids => '{9}') -> 'candidates' -> 0 as c) x $$, true),
  '20 2026-02-07T09:00:00+08:00 2026-02-26T09:00:00+08:00', 'the last visits');

-- What cannot be planned, each with one line. ----------------------------------------------------------
select is(tests.lines('captain', $$ select public.plan_candidates('2026-03-01', 14, zone_id => 1) $$),
  '开始日期 2026-03-01 已经过去，请从 2026-03-02 或以后开始 | the first day 2026-03-01 has passed; begin on 2026-03-02 or later', 'a day in the past');
select is(tests.lines('captain', $$ select public.plan_candidates('2026-03-02', 0, zone_id => 1) $$), '计划天数为 0，须为 1～60 天 | a plan has 1 to 60 days, not 0', 'no days');
select is(tests.lines('captain', $$ select public.plan_candidates('2026-03-02', 61, zone_id => 1) $$), '计划天数为 61，须为 1～60 天 | a plan has 1 to 60 days, not 61', 'too many days');
select is(tests.lines('captain', $$ select public.plan_candidates('2026-03-02', 14) $$), '请选择片区，或至少一个点位 | choose a zone, or one site at least', 'nothing chosen');
select is(tests.lines('captain', $$ select public.plan_candidates('2026-03-02', 14, geometry => '{"type":"Polygon","coordinates":[[[103.015,29.95],[103.016,29.95],[103.016,29.951],[103.015,29.95]]]}') $$),
  '所选范围内没有在用的点位，请扩大片区或添加点位 | there is no site in use there; widen the zone or add sites', 'an empty zone');
insert into public.sites (type, name, geom, opened_at)
select 'hotel', '店' || n, extensions.st_setsrid(extensions.st_point(103.015, 29.9101 + n * 0.000001), 4326), '2026-01-01' from generate_series(1, 5001) n;
select is(tests.lines('captain', $$ select public.plan_candidates('2026-03-02', 14, zone_id => 1) $$),
  '所选范围内的点位超过 5,000 个，请缩小片区 | more than 5,000 sites lie there; choose a smaller zone', 'too many sites');
select is(tests.lines('captain', $$ select public.plan_candidates('2026-03-02', 14, site_ids => array(select generate_series(1, 5001))) $$),
  '一次最多规划 5,000 个点位 | at most 5,000 sites can be planned at once', 'too many by name');

select * from finish();
rollback;
