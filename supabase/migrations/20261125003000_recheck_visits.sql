-- 回头看 by inspection: one visit serves all that is due at a site. A visit of the kind `recheck` settles
-- each re-check that is due there and whose indicator it observed; what it leaves is told.

create function private.why_not_verify_at(i public.issues, me public.members, p_at timestamptz) returns private.refusal
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_fix public.issue_events := private.last_fix(i.id);
  v_reported timestamptz;
  v_then text;
begin
  if me.role not in ('patrol', 'office', 'department', 'community') then
    return private.refusal_of('只有巡查员、创城办、主管部门或街道社区可以核查', 'only patrol, office, department or community members verify');
  elsif me.id = v_fix.member_id then
    return private.refusal_of('整改人不能核查自己的整改，请由他人核查', 'who fixed it cannot verify it; somebody else must');
  elsif me.unit_id = i.lead_unit_id or me.unit_id = v_fix.unit_id or me.unit_id = any (i.assisting_unit_ids) then
    return private.refusal_of('整改单位不能核查本单位的整改，请由其他单位核查', 'the unit that fixed it cannot verify it; another unit must');
  end if;
  if (select k.hour_sensitive from public.indicators k where k.catalogue_id = i.catalogue_id and k.code = i.code) then
    select e.occurred_at into v_reported from public.issue_events e
    where e.issue_id = i.id and e.kind in ('reported', 'fixed_on_the_spot', 'relapsed') order by e.recorded_at desc, e.id desc limit 1;
    v_then := private.hour_band(v_reported);
    if v_then is not null and private.hour_band(p_at) is distinct from v_then then
      return (select private.refusal_of(
        format('该项须同时段核查：请在 %s—%s 之间核查', to_char(b.starts, 'HH24:MI'), to_char(b.ends, 'HH24:MI')),
        format('this item is verified in the hours it was reported in: between %s and %s', to_char(b.starts, 'HH24:MI'), to_char(b.ends, 'HH24:MI')))
        from public.hour_bands b where b.id = v_then);
    end if;
  end if;
  return null;
end
$$;
comment on function private.why_not_verify_at(public.issues, public.members, timestamptz) is
  'Why a member may not verify a fix that they see at a moment; null when they may. A visit that is sent late was in its own hour. security definer: a guard does not depend on who reads.';

create or replace function private.why_not_verify(i public.issues, me public.members) returns private.refusal
language sql stable security definer set search_path = ''
as $$ select private.why_not_verify_at(i, me, private.clock()) $$;
comment on function private.why_not_verify(public.issues, public.members) is
  'Why a member may not verify a fix now; null when they may. security definer: a guard does not depend on who reads.';

create function private.due_rechecks(p_site_id integer, p_at timestamptz) returns setof public.issues
language sql stable set search_path = ''
as $$
  select i.* from public.issues i
  where i.site_id = p_site_id and i.state = 'closed'
    and private.local_day(i.recheck_due_at) <= private.local_day(p_at)
  order by i.recheck_due_at, i.id
$$;
comment on function private.due_rechecks(integer, timestamptz) is
  'The issues at a site whose re-check is due on the day of a moment, the longest due first. For functions that have checked who asks.';

-- The checklist says what is due -------------------------------------------------------------------

create function private.recheck_lines(p_site_id integer, me public.members, p_at timestamptz) returns json
language sql stable set search_path = ''
as $$
  select coalesce(json_agg(json_build_object('id', i.id, 'number', i.number, 'code', i.code,
      'indicatorZh', k.name_zh, 'indicatorEn', k.name_en, 'description', i.description,
      'dueAt', i.recheck_due_at, 'closedAt', i.closed_at, 'relapseCount', i.relapse_count,
      'fixedByUnit', (select u.name from public.units u where u.id = coalesce(f.unit_id, i.lead_unit_id)),
      'fixedByMember', (select m.name from public.members m where m.id = f.member_id), 'fixedAt', f.occurred_at,
      'whyZh', (w.why).zh, 'whyEn', (w.why).en) order by i.recheck_due_at, i.id), '[]')
  from private.due_rechecks(p_site_id, p_at) i
  join public.indicators k on k.catalogue_id = i.catalogue_id and k.code = i.code
  cross join lateral private.last_fix(i.id) f
  cross join lateral (select private.why_not_verify_at(i, me, p_at) as why) w
$$;
comment on function private.recheck_lines(integer, public.members, timestamptz) is
  'What is to be re-checked at a site: [{id, number, code, indicatorZh, indicatorEn, description, dueAt, closedAt, relapseCount, fixedByUnit, fixedByMember, fixedAt, whyZh, whyEn}]; why: this member may not settle it. For functions that have checked who asks.';

create or replace function public.inspection_form(site_id integer) returns json
language plpgsql stable security definer set search_path = ''
as $$
declare
  me public.members := private.my_member();
  v_now timestamptz := private.clock();
  v_catalogue integer := private.catalogue_at(private.clock());
  v_blind boolean := not private.sees_status();
  s public.sites;
begin
  if private.sees_site(inspection_form.site_id) then
    select x.* into s from public.sites x where x.id = inspection_form.site_id;
  end if;
  if s.id is null then
    perform private.refuse(format('点位 %s 不存在或无权查看', inspection_form.site_id),
      format('site %s is not there, or you may not see it', inspection_form.site_id), '{"field": "site_id"}');
  end if;
  return json_build_object(
    'siteId', s.id, 'siteName', s.name, 'siteType', s.type,
    'typeNameZh', (select t.name_zh from public.site_types t where t.id = s.type),
    'typeNameEn', (select t.name_en from public.site_types t where t.id = s.type),
    'edition', (select c.edition from public.catalogues c where c.id = v_catalogue),
    'blind', v_blind, 'now', v_now,
    'kinds', case when s.opened_at <= v_now and (s.closed_at is null or s.closed_at > v_now)
      then to_json(private.inspection_kinds(me.role)) else '[]' end,
    'rechecks', case when v_blind then '[]' else private.recheck_lines(s.id, me, v_now) end,
    'indicators', (select coalesce(json_agg(json_build_object(
        'code', k.code, 'nameZh', k.name_zh, 'nameEn', k.name_en, 'weight', k.weight, 'veto', k.veto,
        'rule', k.rule, 'ruleCount', private.rule_count(k, s.type), 'hourSensitive', k.hour_sensitive,
        'last', case when not v_blind then private.last_answer(s.id, k.code) end,
        'openIssue', case when not v_blind then (
          select json_build_object('id', i.id, 'number', i.number, 'state', i.state, 'deadlineAt', i.deadline_at,
            'unitName', (select u.name from public.units u where u.id = i.lead_unit_id))
          from private.unsettled_issue(s.id, k.code) i where i.id is not null) end) order by k.code), '[]')
      from public.indicators k where k.catalogue_id = v_catalogue and s.type = any (k.applies_to)));
end
$$;
comment on function public.inspection_form(integer) is
  'The checklist of a site by the catalogue in force: {siteId, siteName, siteType, typeNameZh, typeNameEn, edition, blind, now, kinds, rechecks: private.recheck_lines, indicators: [{code, nameZh, nameEn, weight, veto, rule, ruleCount, hourSensitive, last: {result, grade, counted, samplesGood, samplesTotal, note, observedAt, verified, photoCount} or null, openIssue: {id, number, state, deadlineAt, unitName} or null}]}. No kinds: the asker does not inspect there. Assessors inspect blind: last and openIssue are null, rechecks empty. security definer: asks once whether the caller sees the site, as site_card.';

-- A visit settles what is due ------------------------------------------------------------------------

create function private.settle_rechecks(f private.finding, p_at integer, k public.indicators, p_count integer,
  me public.members, v public.inspections) returns public.issue_events
language plpgsql security definer set search_path = ''
as $$
declare
  i public.issues;
  e public.issue_events;
  v_first public.issue_events;
  v_clock public.indicators;
begin
  -- By id, as whoever else locks several issues; the site's row is locked already.
  for i in
    select x.* from public.issues x
    where x.id in (select d.id from private.due_rechecks(v.site_id, v.finished_at) d where d.code = f.code)
    order by x.id for no key update
  loop
    if (private.why_not_verify_at(i, me, v.finished_at)).zh is not null then
      continue;
    end if;
    if f.result = 'pass' then
      insert into public.issue_events (issue_id, kind, member_id, unit_id, occurred_at, note, payload)
      values (i.id, 'recheck_passed', me.id, me.unit_id, v.finished_at, f.note, jsonb_build_object('inspection', v.id))
      returning * into e;
    else
      if f.fixed then
        perform private.refuse_finding(p_at, k, null, format('回头看不合格即为反弹（问题 %s），不能按当场整改销号', i.number),
          format('a re-check that fails is a relapse (issue %s); it is not closed as fixed on the spot', i.number));
      elsif private.finding_words(f, k, p_count) is null then
        perform private.refuse_finding(p_at, k, null, format('回头看不合格，请写明问题 %s 反弹的情况', i.number),
          format('say what was found: issue %s has relapsed', i.number));
      end if;
      v_clock := private.clock_of(i);
      insert into public.issue_events (issue_id, kind, member_id, unit_id, occurred_at, reason, deadline_at, payload)
      values (i.id, 'relapsed', me.id, me.unit_id, v.finished_at, private.finding_words(f, k, p_count),
        -- From when it is known: nobody is late for what was sent late.
        private.add_to_clock(v.recorded_at, v_clock.clock, v_clock.clock_amount), jsonb_build_object('inspection', v.id))
      returning * into e;
    end if;
    if v_first.id is null then
      v_first := e;
    end if;
  end loop;
  return v_first;
end
$$;
comment on function private.settle_rechecks(private.finding, integer, public.indicators, integer, public.members, public.inspections) is
  'What a finding of a re-check says of each issue of its indicator that is due at the site and that this member may settle: passed, or relapsed. Answers the first event written, or nothing. security definer: clients may write neither issues nor events.';

create or replace function private.record_finding(f private.finding, p_at integer, k public.indicators, p_count integer,
  me public.members, v public.inspections) returns bigint
language plpgsql security definer set search_path = ''
as $$
declare
  v_seen timestamptz := v.finished_at;
  v_standing public.issues;
  v_recheck public.issue_events;
  v_issue bigint;
  v_event bigint;
  v_observation bigint;
begin
  if v.kind = 'recheck' and f.result <> 'not_applicable' and not f.separate then
    v_recheck := private.settle_rechecks(f, p_at, k, p_count, me, v);
  end if;
  if f.result = 'fail' and v_recheck.id is not null then
    v_issue := v_recheck.issue_id;
  elsif f.result = 'fail' and v.kind <> 'mock' then
    if f.fixed then
      -- 当场整改: opened and closed by one event; the pass it writes stands, so that nothing is coloured.
      insert into public.issues (site_id, catalogue_id, code, point, source, description, reported_by, reported_at)
      select s.id, k.catalogue_id, k.code, s.point,
        case v.kind when 'self' then 'self' when 'supervision' then 'supervision' else 'patrol' end::public.issue_source,
        private.finding_words(f, k, p_count), me.id, v_seen
      from public.sites s where s.id = v.site_id
      returning id into v_issue;
    elsif not f.separate then
      v_standing := private.unsettled_issue(v.site_id, k.code);
      v_issue := v_standing.id;
    end if;
  end if;
  insert into public.observations (inspection_id, site_id, catalogue_id, code, result, grade, counted,
    samples_good, samples_total, note, observed_at, issue_id)
  values (v.id, v.site_id, k.catalogue_id, k.code, f.result, f.grade, f.counted, f.samples_good, f.samples_total,
    case when f.result = 'fail' then private.finding_words(f, k, p_count) else f.note end, v_seen, v_issue)
  returning id, issue_id into v_observation, v_issue;
  if v_recheck.id is not null then
    v_event := v_recheck.id;
  elsif f.fixed and v.kind <> 'mock' then
    insert into public.issue_events (issue_id, kind, member_id, unit_id, occurred_at, note)
    values (v_issue, 'fixed_on_the_spot', me.id, me.unit_id, v_seen, f.note) returning id into v_event;
  elsif v_standing.id is not null then
    -- What goes on already is not opened again; whoever works on it or verifies it is told.
    insert into public.issue_events (issue_id, kind, member_id, unit_id, occurred_at, note)
    values (v_issue, 'commented', me.id, me.unit_id, v_seen, '检查时仍存在：' || left(coalesce(private.finding_words(f, k, p_count), '见照片'), 900))
    returning id into v_event;
  elsif v_issue is not null then
    select min(e.id) into v_event from public.issue_events e where e.issue_id = v_issue;
  end if;
  if cardinality(f.photos) > 0 then
    perform private.tie_finding_photos(f, p_at, k, me, v.site_id, v_observation, coalesce(v_issue, v_recheck.issue_id), v_event);
  end if;
  return v_issue;
end
$$;
comment on function private.record_finding(private.finding, integer, public.indicators, integer, public.members, public.inspections) is
  'Writes one finding of a visit and what follows from it; answers the issue it opened, relapsed or belongs to. security definer: clients may write neither issues, events nor photos.';

create function private.visit_rechecks(v public.inspections) returns json
language sql stable security definer set search_path = ''
as $$
  with settled as (
    select i.id, i.number, i.code, case e.kind when 'relapsed' then 'relapsed' else 'passed' end as outcome,
      null::text as zh, null::text as en
    from public.issues i
    join public.issue_events e on e.issue_id = i.id and e.kind in ('recheck_passed', 'relapsed')
      and e.payload operator(pg_catalog.@>) jsonb_build_object('inspection', v.id)
    where i.site_id = v.site_id
  ), remaining as (
    select i.id, i.number, i.code, 'left' as outcome, coalesce((w.why).zh, n.zh) as zh, coalesce((w.why).en, n.en) as en
    from private.due_rechecks(v.site_id, v.finished_at) i
    left join public.observations o on o.inspection_id = v.id and o.code = i.code
    cross join lateral (select private.why_not_verify_at(i, m, v.finished_at) as why from public.members m where m.id = v.member_id) w
    cross join lateral (select
      case when o.id is null then '本次没有检查该项' when o.result = 'not_applicable' then '本次记为不适用'
        else '不合格记在另一处，原处未作结论' end as zh,
      case when o.id is null then 'the item was not checked' when o.result = 'not_applicable' then 'recorded as not applicable'
        else 'the fail is of another place' end as en) n
    where v.kind = 'recheck'
  )
  select coalesce(json_agg(json_build_object('id', x.id, 'number', x.number, 'code', x.code, 'outcome', x.outcome,
    'whyZh', x.zh, 'whyEn', x.en) order by x.id), '[]')
  from (select * from settled union all select * from remaining) x
$$;
comment on function private.visit_rechecks(public.inspections) is
  'What a re-check settled, and what it left and why: [{id, number, code, outcome: passed, relapsed or left, whyZh, whyEn}]. For functions that have checked who asks.';

create or replace function private.visit_answer(p_inspection_id bigint, p_repeated boolean) returns json
language sql stable security definer set search_path = ''
as $$
  select json_build_object('inspectionId', p_inspection_id, 'repeated', p_repeated,
    'passed', count(*) filter (where o.result = 'pass'), 'failed', count(*) filter (where o.result = 'fail'),
    'notApplicable', count(*) filter (where o.result = 'not_applicable'),
    'rechecks', (select private.visit_rechecks(r) from public.inspections r where r.id = p_inspection_id),
    'issues', coalesce(json_agg(json_build_object('id', i.id, 'code', i.code, 'number', i.number, 'state', i.state,
        'fixed', exists (select 1 from public.issue_events e where e.issue_id = i.id and e.kind = 'fixed_on_the_spot'
          and (e.member_id, e.occurred_at) is not distinct from (v.member_id, v.finished_at)),
        'existing', (i.reported_by, i.reported_at) is distinct from (v.member_id, v.finished_at)) order by i.code, i.id) filter (where i.id is not null), '[]'))
  from public.inspections v
  join public.observations o on o.inspection_id = v.id
  left join public.issues i on i.id = o.issue_id
  where v.id = p_inspection_id
$$;
comment on function private.visit_answer(bigint, boolean) is
  'What a visit came to. security definer: answers whoever made it.';

comment on function public.submit_inspection(uuid, integer, text, timestamptz, timestamptz, text, jsonb) is
  'Takes in a whole visit: all of it or, refused, nothing. observations: [{code, result: pass, fail or not_applicable, counted, samplesGood, samplesTotal, note, photos: [ids of add_photo], fixed, separate}]; by rule, count and samples decide and the result given is ignored. A fail opens its issue; with `fixed` (当场整改) it is closed at once; where one of that indicator still goes on at the site the fail is told there, unless `separate`. A visit of the kind recheck settles what is due at the site and was observed: a pass passes the re-check, a fail is a relapse, which wants a word. Answers {inspectionId, issues: [{id, code, number, state, fixed, existing}], rechecks: private.visit_rechecks, passed, failed, notApplicable, repeated}; repeating a client_id changes nothing. security definer: clients may write neither issues, events nor photos; who may inspect is checked first.';

revoke execute on function private.why_not_verify_at(public.issues, public.members, timestamptz),
  private.due_rechecks(integer, timestamptz), private.recheck_lines(integer, public.members, timestamptz),
  private.settle_rechecks(private.finding, integer, public.indicators, integer, public.members, public.inspections),
  private.visit_rechecks(public.inspections) from public;
