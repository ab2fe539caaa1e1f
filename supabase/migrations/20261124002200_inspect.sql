-- Inspecting a site: its checklist with last time's answers, and a whole visit taken in at once.

create function private.inspection_kinds(p_role public.member_role) returns public.inspection_kind[]
language sql immutable set search_path = ''
as $$
  select case p_role
    when 'assessor' then '{mock}'
    when 'owner' then '{self}'
    when 'sponsor' then '{routine,self}'
    when 'community' then '{routine,staggered,self,recheck}'
    when 'patrol' then '{routine,staggered,recheck}'
    when 'department' then '{routine,staggered,supervision,recheck}'
    when 'office' then '{routine,staggered,supervision,recheck}'
    else '{}'
  end::public.inspection_kind[]
$$;
comment on function private.inspection_kinds(public.member_role) is
  'The kinds of visit a role makes, the usual one first; as the policy inspections_add, to which a test holds it.';

create function private.rule_count(k public.indicators, p_type text) returns integer
language sql immutable set search_path = ''
as $$ select coalesce((k.rule_count_by_type ->> p_type)::integer, k.rule_count) $$;
comment on function private.rule_count(public.indicators, text) is
  'The n of an indicator''s rule for a type of site; null for pass_fail.';

-- The checklist -----------------------------------------------------------------------------------

create function private.last_answer(p_site_id integer, p_code smallint) returns json
language sql stable set search_path = ''
as $$
  select json_build_object('result', o.result, 'grade', trim(o.grade), 'counted', o.counted,
    'samplesGood', o.samples_good, 'samplesTotal', o.samples_total, 'note', o.note, 'observedAt', o.observed_at,
    'verified', o.inspection_id is null,
    'photoCount', (select count(*) from public.photos p where p.observation_id = o.id))
  from public.observations o
  where o.site_id = p_site_id and o.code = p_code and not o.mock
  order by o.observed_at desc, o.id desc limit 1
$$;
comment on function private.last_answer(integer, smallint) is
  'What was last seen of an indicator at a site, verifications included, mock inspections not. For functions that have checked who asks.';

create function private.unsettled_issue(p_site_id integer, p_code smallint) returns public.issues
language sql stable set search_path = ''
as $$
  select i.* from public.issues i
  where i.site_id = p_site_id and i.code = p_code
    and i.state in ('reported', 'accepted', 'assigned', 'in_progress', 'returned', 'deferred', 'awaiting_check')
  order by i.id limit 1
$$;
comment on function private.unsettled_issue(integer, smallint) is
  'The oldest issue of an indicator at a site that still goes on. For functions that have checked who asks.';

create function public.inspection_form(site_id integer) returns json
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
  'The checklist of a site by the catalogue in force: {siteId, siteName, siteType, typeNameZh, typeNameEn, edition, blind, now, kinds, indicators: [{code, nameZh, nameEn, weight, veto, rule, ruleCount, hourSensitive, last: {result, grade, counted, samplesGood, samplesTotal, note, observedAt, verified, photoCount} or null, openIssue: {id, number, state, deadlineAt, unitName} or null}]}. No kinds: the asker does not inspect there. Assessors inspect blind: last and openIssue are null. security definer: asks once whether the caller sees the site, as site_card.';

-- A visit -----------------------------------------------------------------------------------------

create type private.finding as (
  code smallint,
  result public.observation_result,
  grade character(1),
  counted integer,
  samples_good smallint,
  samples_total smallint,
  note text,
  fixed boolean,
  separate boolean,
  photos bigint[]
);

create function private.refuse_finding(p_at integer, k public.indicators, p_code text, p_zh text, p_en text) returns void
language plpgsql immutable set search_path = ''
as $$
begin
  perform private.refuse(
    format('第 %s 项%s：%s', coalesce(k.code::text, p_code), coalesce('“' || k.name_zh || '”', ''), p_zh),
    format('item %s%s: %s', coalesce(k.code::text, p_code), coalesce(' (' || k.name_en || ')', ''), p_en),
    jsonb_build_object('field', 'observations', 'at', p_at, 'code', coalesce(k.code::text, p_code)));
end
$$;
comment on function private.refuse_finding(integer, public.indicators, text, text, text) is
  'Refuses one finding of a visit: which, and why.';

create function private.whole_number(p_value jsonb, p_most integer) returns integer
language sql immutable set search_path = ''
as $$
  select case when jsonb_typeof(p_value) = 'number' and p_value::text ~ '^\d{1,6}$' and p_value::text::integer <= p_most
    then p_value::text::integer end
$$;
comment on function private.whole_number(jsonb, integer) is 'A whole number from 0 to a limit, else null.';

create function private.judge(p_given jsonb, p_at integer, k public.indicators, p_count integer) returns private.finding
language plpgsql immutable set search_path = ''
as $$
declare
  f private.finding;
  v_result text := p_given ->> 'result';
begin
  f.code := k.code;
  f.note := nullif(btrim(p_given ->> 'note'), '');
  f.fixed := coalesce(p_given -> 'fixed' = 'true', false);
  f.separate := coalesce(p_given -> 'separate' = 'true', false);
  if char_length(f.note) > 1000 then
    perform private.refuse_finding(p_at, k, null, format('说明 %s 字，最多 1000 字', char_length(f.note)),
      format('the note has %s characters, at most 1000 fit', char_length(f.note)));
  end if;
  if v_result = 'not_applicable' then
    f.result := 'not_applicable';
  elsif k.rule = 'pass_fail' then
    if v_result is null or v_result not in ('pass', 'fail') then
      perform private.refuse_finding(p_at, k, null, '请选合格、不合格或不适用', 'choose pass, fail or not applicable');
    end if;
    f.result := v_result::public.observation_result;
  elsif k.rule in ('min_count', 'max_count') then
    f.counted := private.whole_number(p_given -> 'counted', 99999);
    if f.counted is null then
      perform private.refuse_finding(p_at, k, null, '请填写数量（0～99999 的整数）', 'give the count, a whole number from 0 to 99999');
    end if;
    f.result := case when case k.rule when 'min_count' then f.counted >= p_count else f.counted <= p_count end
      then 'pass' else 'fail' end;
  else
    f.samples_total := private.whole_number(p_given -> 'samplesTotal', 500);
    f.samples_good := private.whole_number(p_given -> 'samplesGood', 500);
    if f.samples_total is null or f.samples_total = 0 or f.samples_good is null or f.samples_good > f.samples_total then
      perform private.refuse_finding(p_at, k, null, '请填写抽查数和其中合格数（抽查 1～500，合格不超过抽查）',
        'give how many were sampled (1 to 500) and how many of them were good');
    end if;
    f.grade := case when f.samples_good = f.samples_total then 'A' when 2 * f.samples_good >= f.samples_total then 'B' else 'C' end;
    f.result := case f.grade when 'C' then 'fail' else 'pass' end;
  end if;
  f.fixed := f.fixed and f.result = 'fail';
  begin
    select coalesce(array_agg(distinct x::bigint), '{}') into f.photos
    from jsonb_array_elements_text(coalesce(p_given -> 'photos', '[]')) x;
  exception when others then
    perform private.refuse_finding(p_at, k, null, '照片编号有误', 'the ids of photos are wrong');
  end;
  return f;
end
$$;
comment on function private.judge(jsonb, integer, public.indicators, integer) is
  'What a finding comes to by its indicator''s rule, whatever the client makes of it: a count against its limit; samples all good A, at least half B, else C, which fails.';

create function private.finding_words(f private.finding, k public.indicators, p_count integer) returns text
language sql immutable set search_path = ''
as $$
  select coalesce(f.note, case k.rule
    when 'max_count' then format('数量 %s，应不超过 %s', f.counted, p_count)
    when 'min_count' then format('数量 %s，应不少于 %s', f.counted, p_count)
    when 'graded' then format('抽查 %s 处，合格 %s 处', f.samples_total, f.samples_good) end)
$$;
comment on function private.finding_words(private.finding, public.indicators, integer) is
  'What is wrong, for the issue: the inspector''s words, else what was counted.';

create function private.begin_visit(me public.members, p_site_id integer, p_kind text,
  p_started_at timestamptz, p_finished_at timestamptz, p_note text) returns void
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_now timestamptz := private.clock();
  v_kinds public.inspection_kind[] := private.inspection_kinds(me.role);
  s public.sites;
begin
  if me.id is null or not private.sees_site(p_site_id) then
    perform private.refuse(format('点位 %s 不存在或无权查看', p_site_id),
      format('site %s is not there, or you may not see it', p_site_id), '{"field": "site_id"}');
  elsif p_kind is null or not (p_kind = any (v_kinds::text[])) then
    perform private.refuse(
      format('您的角色不能做“%s”检查，可做：%s', coalesce(p_kind, ''), coalesce(nullif(array_to_string(v_kinds, '、'), ''), '无')),
      format('your role makes no inspection of the kind "%s"; it may make: %s', coalesce(p_kind, ''),
        coalesce(nullif(array_to_string(v_kinds, ', '), ''), 'none')), '{"field": "kind"}');
  elsif p_started_at is null or p_finished_at is null or p_finished_at < p_started_at
      or p_finished_at > v_now + interval '5 minutes' or p_started_at < v_now - interval '30 days' then
    perform private.refuse('检查时间有误：应先开始后结束，不在将来，且在 30 天以内',
      'the times are wrong: begun before finished, not in the future, within 30 days', '{"field": "started_at"}');
  elsif char_length(p_note) > 1000 then
    perform private.refuse(format('总体说明 %s 字，最多 1000 字', char_length(p_note)),
      format('the note has %s characters, at most 1000 fit', char_length(p_note)), '{"field": "note"}');
  end if;
  select * into s from public.sites x where x.id = p_site_id;
  if s.opened_at > p_started_at or s.closed_at <= p_finished_at then
    perform private.refuse(format('点位“%s”在检查时未启用', s.name), format('the site "%s" was not in use then', s.name),
      '{"field": "site_id"}');
  end if;
end
$$;
comment on function private.begin_visit(public.members, integer, text, timestamptz, timestamptz, text) is
  'Refuses a visit that this member may not make, or that cannot have been; called by submit_inspection, as owner.';

create function private.tie_finding_photos(f private.finding, p_at integer, k public.indicators, me public.members,
  p_site_id integer, p_observation_id bigint, p_issue_id bigint, p_event_id bigint) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  p public.photos;
  v_id bigint;
begin
  foreach v_id in array f.photos loop
    select * into p from public.photos x
    where x.id = v_id and x.member_id = me.id and x.site_id = p_site_id for no key update;
    if p.id is not null and p.issue_id is null and p.event_id is null and p.observation_id is null then
      update public.photos x set observation_id = p_observation_id, issue_id = p_issue_id, event_id = p_event_id
      where x.id = v_id;
    elsif exists (select 1 from public.observations o join public.observations mine on mine.inspection_id = o.inspection_id
        where o.id = p.observation_id and mine.id = p_observation_id) then
      -- A picture that shows two problems of one visit is kept once and named twice.
      insert into public.photos (site_id, issue_id, event_id, observation_id, stage, taken_at, point, perceptual_hash,
        recorded_at, member_id, sha256, caption)
      values (p.site_id, p_issue_id, p_event_id, p_observation_id, p.stage, p.taken_at, p.point, p.perceptual_hash,
        p.recorded_at, p.member_id, p.sha256, p.caption);
    else
      perform private.refuse_finding(p_at, k, null, '照片须由本人为该点位上传，且未用于其他办理',
        'photos must be yours, of this site, and used by nothing else');
    end if;
  end loop;
end
$$;
comment on function private.tie_finding_photos(private.finding, integer, public.indicators, public.members, integer, bigint, bigint, bigint) is
  'Ties uploaded photos to the observation they prove and to the issue it opens. security definer: clients may not write photos.';

create function private.record_finding(f private.finding, p_at integer, k public.indicators, p_count integer,
  me public.members, v public.inspections) returns bigint
language plpgsql security definer set search_path = ''
as $$
declare
  v_seen timestamptz := v.finished_at;
  v_standing public.issues;
  v_issue bigint;
  v_event bigint;
  v_observation bigint;
begin
  if f.result = 'fail' and v.kind <> 'mock' then
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
  if f.fixed and v.kind <> 'mock' then
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
    perform private.tie_finding_photos(f, p_at, k, me, v.site_id, v_observation, v_issue, v_event);
  end if;
  return v_issue;
end
$$;
comment on function private.record_finding(private.finding, integer, public.indicators, integer, public.members, public.inspections) is
  'Writes one finding of a visit and what follows from it; answers the issue it opened or belongs to. security definer: clients may write neither issues, events nor photos.';

create function private.visit_answer(p_inspection_id bigint, p_repeated boolean) returns json
language sql stable security definer set search_path = ''
as $$
  select json_build_object('inspectionId', p_inspection_id, 'repeated', p_repeated,
    'passed', count(*) filter (where o.result = 'pass'), 'failed', count(*) filter (where o.result = 'fail'),
    'notApplicable', count(*) filter (where o.result = 'not_applicable'),
    'issues', coalesce(json_agg(json_build_object('id', i.id, 'code', i.code, 'number', i.number, 'state', i.state,
        'fixed', exists (select 1 from public.issue_events e where e.issue_id = i.id and e.kind = 'fixed_on_the_spot'),
        'existing', (i.reported_by, i.reported_at) is distinct from (v.member_id, v.finished_at)) order by i.code, i.id) filter (where i.id is not null), '[]'))
  from public.inspections v
  join public.observations o on o.inspection_id = v.id
  left join public.issues i on i.id = o.issue_id
  where v.id = p_inspection_id
$$;
comment on function private.visit_answer(bigint, boolean) is
  'What a visit came to. security definer: answers whoever made it.';

create function public.submit_inspection(
  client_id uuid, site_id integer, kind text, started_at timestamptz, finished_at timestamptz,
  note text default null, observations jsonb default '[]')
returns json
language plpgsql security definer set search_path = ''
as $$
declare
  me public.members := private.my_member();
  v public.inspections;
  v_type text;
  v_catalogue integer;
  v_given jsonb;
  v_at integer := 0;
  v_codes smallint[] := '{}';
  k public.indicators;
  f private.finding;
  v_now timestamptz;
begin
  if client_id is null then
    perform private.refuse('缺少请求编号 client_id', 'client_id is missing', '{"field": "client_id"}');
  end if;
  -- Two copies of one request: the second waits here and then finds what the first has done.
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended(client_id::text, 0));
  select * into v from public.inspections x where x.client_id = submit_inspection.client_id;
  if v.id is not null and v.member_id = me.id then
    return private.visit_answer(v.id, true);
  elsif v.id is not null then
    perform private.refuse('请求编号已用于其他检查', 'this client_id belongs to another inspection', '{"field": "client_id"}');
  end if;
  perform private.begin_visit(me, site_id, kind, started_at, finished_at, note);
  if jsonb_typeof(observations) is distinct from 'array' or jsonb_array_length(observations) not between 1 and 300 then
    perform private.refuse('请至少检查一项（最多 300 项）', 'check one item at least (and at most 300)', '{"field": "observations"}');
  end if;
  v_now := private.lock_site(site_id);
  v_catalogue := private.catalogue_at(started_at);
  select s.type into v_type from public.sites s where s.id = submit_inspection.site_id;
  insert into public.inspections (site_id, kind, member_id, unit_id, catalogue_id, started_at, finished_at, note, client_id)
  values (site_id, kind::public.inspection_kind, me.id, me.unit_id, v_catalogue, least(started_at, v_now), least(finished_at, v_now),
    nullif(btrim(note), ''), client_id)
  returning * into v;
  for v_given in select e from jsonb_array_elements(observations) e loop
    v_at := v_at + 1;
    select * into k from public.indicators x
    where x.catalogue_id = v_catalogue and x.code = private.whole_number(v_given -> 'code', 255) and v_type = any (x.applies_to);
    if k.code is null then
      perform private.refuse_finding(v_at, null, coalesce(v_given ->> 'code', '?'), '不在该类点位的检查表内', 'is not on the checklist of this type of site');
    elsif k.code = any (v_codes) then
      perform private.refuse_finding(v_at, k, null, '同一项只能填一次', 'is answered twice');
    end if;
    v_codes := v_codes || k.code;
    f := private.judge(v_given, v_at, k, private.rule_count(k, v_type));
    if f.result = 'fail' and v.kind <> 'mock' and k.rule = 'pass_fail' and f.note is null and cardinality(f.photos) = 0 then
      perform private.refuse_finding(v_at, k, null, '不合格须写一句说明，或附一张照片', 'a fail needs a note or a photo');
    end if;
    perform private.record_finding(f, v_at, k, private.rule_count(k, v_type), me, v);
  end loop;
  return private.visit_answer(v.id, false);
end
$$;
comment on function public.submit_inspection(uuid, integer, text, timestamptz, timestamptz, text, jsonb) is
  'Takes in a whole visit: all of it or, refused, nothing. observations: [{code, result: pass, fail or not_applicable, counted, samplesGood, samplesTotal, note, photos: [ids of add_photo], fixed, separate}]; by rule, count and samples decide and the result given is ignored. A fail opens its issue; with `fixed` (当场整改) it is closed at once; where one of that indicator still goes on at the site the fail is told there, unless `separate`. Answers {inspectionId, issues: [{id, code, number, state, fixed, existing}], passed, failed, notApplicable, repeated}; repeating a client_id changes nothing. security definer: clients may write neither issues, events nor photos; who may inspect is checked first.';

revoke execute on function private.inspection_kinds(public.member_role), private.rule_count(public.indicators, text),
  private.last_answer(integer, smallint), private.unsettled_issue(integer, smallint), public.inspection_form(integer),
  private.refuse_finding(integer, public.indicators, text, text, text), private.whole_number(jsonb, integer),
  private.judge(jsonb, integer, public.indicators, integer), private.finding_words(private.finding, public.indicators, integer),
  private.begin_visit(public.members, integer, text, timestamptz, timestamptz, text),
  private.tie_finding_photos(private.finding, integer, public.indicators, public.members, integer, bigint, bigint, bigint),
  private.record_finding(private.finding, integer, public.indicators, integer, public.members, public.inspections),
  private.visit_answer(bigint, boolean),
  public.submit_inspection(uuid, integer, text, timestamptz, timestamptz, text, jsonb) from public;
grant execute on function public.inspection_form(integer),
  public.submit_inspection(uuid, integer, text, timestamptz, timestamptz, text, jsonb) to authenticated;
