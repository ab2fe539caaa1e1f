-- The steps of an issue's life, one function each. Every one locks the site and the issue, asks
-- private.why_not, and writes one event. A request repeated with the same client_id changes nothing.
-- security definer throughout: clients may write neither issues nor events; who may do what is decided
-- by private.may_see_issue and private.why_not.

create type private.step as (
  issue public.issues,
  me public.members,
  at timestamptz,
  repeated_event bigint
);

create function private.standing(p_issue_id bigint, p_event_id bigint, p_repeated boolean) returns json
language sql stable security definer set search_path = ''
as $$
  select json_build_object('id', i.id, 'number', i.number, 'state', i.state, 'stateSince', i.state_since,
    'deadlineAt', i.deadline_at, 'checkByAt', i.check_by_at, 'resumesAt', i.resumes_at,
    'recheckDueAt', i.recheck_due_at, 'leadUnitId', i.lead_unit_id, 'eventCount', i.event_count,
    'reworkCount', i.rework_count, 'relapseCount', i.relapse_count, 'extensionCount', i.extension_count,
    'supervised', i.supervised, 'eventId', p_event_id, 'repeated', p_repeated)
  from public.issues i where i.id = p_issue_id
$$;
comment on function private.standing(bigint, bigint, boolean) is
  'Where an issue stands after a step. security definer: answers whoever just took the step.';

create function private.asking_member() returns public.members
language plpgsql stable set search_path = ''
as $$
declare
  me public.members := private.my_member();
begin
  if me.id is null then
    perform private.refuse('请先登录，停用的账号不能办理', 'sign in first; a deactivated account may do nothing');
  elsif me.role = 'assessor' then
    perform private.refuse('模拟测评员不办理问题', 'assessors take no part in the life of issues');
  end if;
  return me;
end
$$;
comment on function private.asking_member() is 'The member who acts; refuses strangers, the deactivated and assessors.';

create function private.refuse_blank(p_text text, p_field text, p_zh text, p_en text) returns text
language plpgsql immutable set search_path = ''
as $$
declare
  v_text text := btrim(coalesce(p_text, ''));
begin
  if v_text = '' then
    perform private.refuse(format('请填写%s', p_zh), format('%s is missing', p_en), jsonb_build_object('field', p_field));
  elsif char_length(v_text) > 1000 then
    perform private.refuse(format('%s最多 1000 个字', p_zh), format('%s has at most 1000 characters', p_en), jsonb_build_object('field', p_field));
  end if;
  return v_text;
end
$$;
comment on function private.refuse_blank(text, text, text, text) is 'A text that must be given, of at most 1,000 characters.';

create function private.refuse_long(p_text text, p_field text, p_zh text, p_en text) returns text
language plpgsql immutable set search_path = ''
as $$
begin
  return case when btrim(p_text) <> '' then private.refuse_blank(p_text, p_field, p_zh, p_en) end;
end
$$;
comment on function private.refuse_long(text, text, text, text) is 'A text that may be left out, of at most 1,000 characters.';

create function private.since_seen(i public.issues, p_seen integer) returns private.refusal
language sql stable security definer set search_path = ''
as $$
  select private.refusal_of(
    '；此间' || string_agg(format('%s由%s“%s”', private.minute_text(e.occurred_at), coalesce(m.name, '系统'),
      private.word_zh('event', e.kind::text)), '，' order by e.recorded_at, e.id),
    '; meanwhile ' || string_agg(format('%s by %s at %s', e.kind, coalesce(m.name, 'the system'), private.minute_text(e.occurred_at)), ', '
      order by e.recorded_at, e.id))
  from (select * from public.issue_events v where v.issue_id = i.id order by v.recorded_at, v.id offset greatest(p_seen, 0)) e
  left join public.members m on m.id = e.member_id
$$;
comment on function private.since_seen(public.issues, integer) is
  'What happened since the member looked. security definer: names who was faster.';

create function private.begin_step(p_action text, p_issue_id bigint, p_client_id uuid, p_seen integer)
returns private.step
language plpgsql security definer set search_path = ''
as $$
declare
  s private.step;
  i public.issues;
  r private.refusal;
  v_since private.refusal;
  v_done record;
begin
  s.me := private.asking_member();
  if p_client_id is null then
    perform private.refuse('缺少请求编号 client_id', 'client_id is missing', '{"field": "client_id"}');
  end if;
  -- Two copies of one request, even for two issues: the second waits here and finds what the first has done.
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended(p_client_id::text, 0));
  select * into i from public.issues x where x.id = p_issue_id;
  if not found or not private.may_see_issue(i) then
    perform private.refuse(format('没有编号为 %s 的问题，或无权查看', p_issue_id),
      format('there is no issue %s, or you may not see it', p_issue_id), '{"field": "issue_id"}');
  end if;
  s.at := private.lock_site(i.site_id);
  select * into i from public.issues x where x.id = p_issue_id for no key update;
  s.issue := i;
  select e.id, e.issue_id, e.member_id into v_done from public.issue_events e where e.client_id = p_client_id;
  if found then
    if v_done.issue_id <> p_issue_id or v_done.member_id is distinct from (s.me).id then
      perform private.refuse('请求编号已用于其他办理', 'this client_id belongs to another step', '{"field": "client_id"}');
    end if;
    s.repeated_event := v_done.id;
    return s;
  end if;
  r := private.why_not(p_action, i, s.me);
  if r is not null then
    if p_seen < i.event_count then
      v_since := private.since_seen(i, p_seen);
    end if;
    perform private.refuse(r.zh || coalesce(v_since.zh, ''), r.en || coalesce(v_since.en, ''),
      jsonb_build_object('issue', p_issue_id, 'action', p_action, 'state', i.state, 'eventCount', i.event_count));
  end if;
  return s;
end
$$;
comment on function private.begin_step(text, bigint, uuid, integer) is
  'Opens a step: who asks, the site''s and the issue''s lock, whether it was done before, whether it may be done. security definer: as all steps.';

create function private.tie_photos(p_photos bigint[], p_issue public.issues, p_event_id bigint, p_me public.members, p_stage text)
returns integer
language plpgsql security definer set search_path = ''
as $$
declare
  v_tied integer;
begin
  if cardinality(coalesce(p_photos, '{}')) = 0 then
    return 0;
  end if;
  update public.photos p set event_id = p_event_id, issue_id = p_issue.id
  where p.id = any (p_photos) and p.member_id = p_me.id and p.event_id is null
    and (p.issue_id is null or p.issue_id = p_issue.id)
    and (p.site_id is null or p.site_id is not distinct from p_issue.site_id)
    and (p_stage is null or p.stage = p_stage);
  get diagnostics v_tied = row_count;
  if v_tied <> (select count(distinct x) from unnest(p_photos) x) then
    perform private.refuse('照片须由本人为该问题上传，且未用于其他办理',
      'photos must be yours, of this issue, and used by no other step', '{"field": "photos"}');
  end if;
  return v_tied;
end
$$;
comment on function private.tie_photos(bigint[], public.issues, bigint, public.members, text) is
  'Ties a member''s own uploaded photos to the event they prove. security definer: clients may not write photos.';

create function private.clock_of(i public.issues) returns public.indicators
language sql stable security definer set search_path = ''
as $$ select k.* from public.indicators k where k.catalogue_id = i.catalogue_id and k.code = i.code $$;
comment on function private.clock_of(public.issues) is
  'The indicator of an issue in the edition it was found under. security definer: clocks do not depend on who reads.';

create function private.unit_must_exist(p_unit_id integer, p_field text) returns void
language plpgsql stable security definer set search_path = ''
as $$
begin
  if p_unit_id is null or not exists (select 1 from public.units u where u.id = p_unit_id) then
    perform private.refuse('请选择已有的单位', 'choose a unit that exists', jsonb_build_object('field', p_field));
  end if;
end
$$;
comment on function private.unit_must_exist(integer, text) is 'Refuses a unit that is not there. security definer: as all steps.';

create function private.future_moment(p_at timestamptz, p_after timestamptz, p_field text) returns timestamptz
language plpgsql stable set search_path = ''
as $$
begin
  if p_at is null or p_at <= p_after or p_at > p_after + interval '2 years' then
    perform private.refuse(
      format('时间须在 %s 之后、两年以内', private.minute_text(p_after)),
      format('the moment must lie after %s and within two years', private.minute_text(p_after)),
      jsonb_build_object('field', p_field));
  end if;
  return p_at;
end
$$;
comment on function private.future_moment(timestamptz, timestamptz, text) is 'A date that must lie ahead.';

-- The office ---------------------------------------------------------------------------------------

create function public.accept_issue(issue_id bigint, client_id uuid, seen integer default null, reason text default null)
returns json language plpgsql security definer set search_path = ''
as $$
declare
  s private.step := private.begin_step('accept_issue', issue_id, client_id, seen);
  v_event bigint := s.repeated_event;
begin
  if v_event is null then
    insert into public.issue_events (issue_id, kind, member_id, unit_id, occurred_at, reason, client_id)
    values (accept_issue.issue_id, 'accepted', (s.me).id, (s.me).unit_id, s.at, private.refuse_long(accept_issue.reason, 'reason', '受理的说明', 'the reason'), accept_issue.client_id)
    returning id into v_event;
  end if;
  return private.standing(issue_id, v_event, s.repeated_event is not null);
end
$$;
comment on function public.accept_issue(bigint, uuid, integer, text) is 'reported → accepted 受理, by the office. security definer: see the head of this file.';

create function public.reject_issue(issue_id bigint, client_id uuid, seen integer default null, reason text default null)
returns json language plpgsql security definer set search_path = ''
as $$
declare
  s private.step := private.begin_step('reject_issue', issue_id, client_id, seen);
  v_event bigint := s.repeated_event;
begin
  if v_event is null then
    insert into public.issue_events (issue_id, kind, member_id, unit_id, occurred_at, reason, client_id)
    values (reject_issue.issue_id, 'rejected', (s.me).id, (s.me).unit_id, s.at,
      private.refuse_blank(reject_issue.reason, 'reason', '不予受理的原因', 'the reason'), reject_issue.client_id)
    returning id into v_event;
  end if;
  return private.standing(issue_id, v_event, s.repeated_event is not null);
end
$$;
comment on function public.reject_issue(bigint, uuid, integer, text) is 'reported → rejected 不予受理, by the office, with a reason. security definer: see the head of this file.';

create function public.merge_issue(issue_id bigint, client_id uuid, seen integer default null, into_id bigint default null, reason text default null)
returns json language plpgsql security definer set search_path = ''
as $$
declare
  s private.step;
  v_event bigint;
  v_into public.issues;
begin
  -- One merge at a time: of two issues merged into each other the second merge finds the first done. The
  -- other issue's row is not locked, or a merge and a tick could wait for each other.
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('merge_issue', 0));
  s := private.begin_step('merge_issue', issue_id, client_id, seen);
  v_event := s.repeated_event;
  if v_event is null then
    select * into v_into from public.issues i where i.id = into_id;
    if not found or v_into.id = issue_id or v_into.state in ('rejected', 'merged') then
      perform private.refuse('请选择另一件未被并案或不予受理的问题', 'choose another issue that is neither merged nor rejected', '{"field": "into_id"}');
    elsif v_into.code <> (s.issue).code then
      perform private.refuse('并案的两件问题须属同一检查项', 'both issues must be of the same indicator', '{"field": "into_id"}');
    end if;
    insert into public.issue_events (issue_id, kind, member_id, unit_id, occurred_at, reason, merged_into, client_id)
    values (merge_issue.issue_id, 'merged', (s.me).id, (s.me).unit_id, s.at, private.refuse_long(merge_issue.reason, 'reason', '并案的原因', 'the reason'), into_id, merge_issue.client_id)
    returning id into v_event;
  end if;
  return private.standing(issue_id, v_event, s.repeated_event is not null);
end
$$;
comment on function public.merge_issue(bigint, uuid, integer, bigint, text) is 'reported or accepted → merged 并案, by the office. security definer: see the head of this file.';

create function public.assign_issue(
  issue_id bigint, client_id uuid, seen integer default null, unit_id integer default null,
  assisting_unit_ids integer[] default '{}', person text default null, measures text default null,
  deadline_at timestamptz default null, reason text default null)
returns json language plpgsql security definer set search_path = ''
as $$
declare
  s private.step := private.begin_step('assign_issue', issue_id, client_id, seen);
  v_event bigint := s.repeated_event;
  k public.indicators;
  v_proposed integer;
begin
  if v_event is null then
    perform private.unit_must_exist(unit_id, 'unit_id');
    if exists (select 1 from unnest(assisting_unit_ids) a (id) where a.id = assign_issue.unit_id
        or not exists (select 1 from public.units u where u.id = a.id)) then
      perform private.refuse('配合单位须为已有单位，且不是责任单位', 'assisting units must exist and not be the unit in charge', '{"field": "assisting_unit_ids"}');
    elsif char_length(person) > 40 or char_length(measures) > 1000 then
      perform private.refuse('责任人最多 40 字，整改措施最多 1000 字', 'a person has at most 40 characters, measures at most 1000', '{"field": "person"}');
    end if;
    if (s.issue).state in ('assigned', 'in_progress')
       or ((s.issue).state = 'returned' and unit_id = (s.issue).lead_unit_id) then
      perform private.refuse_blank(assign_issue.reason, 'reason', '改派或重新交办的原因', 'the reason for assigning it anew');
    end if;
    k := private.clock_of(s.issue);
    insert into public.issue_events (issue_id, kind, member_id, unit_id, to_unit_id, occurred_at, reason, deadline_at, client_id, payload)
    values (assign_issue.issue_id, 'assigned', (s.me).id, (s.me).unit_id, assign_issue.unit_id, s.at,
      private.refuse_long(assign_issue.reason, 'reason', '交办的说明', 'the reason'),
      case when assign_issue.deadline_at is null then private.add_to_clock(s.at, k.clock, k.clock_amount)
        else private.future_moment(assign_issue.deadline_at, s.at, 'deadline_at') end,
      assign_issue.client_id, jsonb_strip_nulls(jsonb_build_object('assisting', assisting_unit_ids, 'person', person, 'measures', measures)))
    returning id into v_event;
    update public.issues i set
      assisting_unit_ids = coalesce(assign_issue.assisting_unit_ids, '{}'),
      person = coalesce(nullif(btrim(assign_issue.person), ''), i.person),
      measures = coalesce(nullif(btrim(assign_issue.measures), ''), i.measures)
    where i.id = assign_issue.issue_id;
  end if;
  return private.standing(issue_id, v_event, s.repeated_event is not null);
end
$$;
comment on function public.assign_issue(bigint, uuid, integer, integer, integer[], text, text, timestamptz, text) is
  'accepted or returned → assigned 交办, or redirected with a reason; by the office; the unit''s clock starts. security definer: see the head of this file.';

create function public.waive_photo(issue_id bigint, client_id uuid, seen integer default null, reason text default null)
returns json language plpgsql security definer set search_path = ''
as $$
declare
  s private.step := private.begin_step('waive_photo', issue_id, client_id, seen);
  v_event bigint := s.repeated_event;
begin
  if v_event is null then
    insert into public.issue_events (issue_id, kind, member_id, unit_id, occurred_at, reason, client_id)
    values (waive_photo.issue_id, 'photo_waived', (s.me).id, (s.me).unit_id, s.at,
      private.refuse_blank(waive_photo.reason, 'reason', '免传照片的原因', 'the reason'), waive_photo.client_id)
    returning id into v_event;
  end if;
  return private.standing(issue_id, v_event, s.repeated_event is not null);
end
$$;
comment on function public.waive_photo(bigint, uuid, integer, text) is
  'No after-photo is asked for the next submission: it is verified on the spot; by the office. security definer: see the head of this file.';

-- The unit -----------------------------------------------------------------------------------------

create function public.start_issue(issue_id bigint, client_id uuid, seen integer default null)
returns json language plpgsql security definer set search_path = ''
as $$
declare
  s private.step := private.begin_step('start_issue', issue_id, client_id, seen);
  v_event bigint := s.repeated_event;
begin
  if v_event is null then
    insert into public.issue_events (issue_id, kind, member_id, unit_id, occurred_at, client_id)
    values (start_issue.issue_id, 'started', (s.me).id, (s.me).unit_id, s.at, start_issue.client_id)
    returning id into v_event;
  end if;
  return private.standing(issue_id, v_event, s.repeated_event is not null);
end
$$;
comment on function public.start_issue(bigint, uuid, integer) is 'assigned → in_progress 整改中, by the unit in charge. security definer: see the head of this file.';

create function public.return_issue(issue_id bigint, client_id uuid, seen integer default null, unit_id integer default null, reason text default null)
returns json language plpgsql security definer set search_path = ''
as $$
declare
  s private.step := private.begin_step('return_issue', issue_id, client_id, seen);
  v_event bigint := s.repeated_event;
begin
  if v_event is null then
    perform private.unit_must_exist(unit_id, 'unit_id');
    if unit_id = (s.issue).lead_unit_id then
      perform private.refuse('退回时请提出应当负责的其他单位', 'a return names another unit that should be in charge', '{"field": "unit_id"}');
    end if;
    insert into public.issue_events (issue_id, kind, member_id, unit_id, to_unit_id, occurred_at, reason, client_id)
    values (return_issue.issue_id, 'returned', (s.me).id, (s.me).unit_id, return_issue.unit_id, s.at,
      private.refuse_blank(return_issue.reason, 'reason', '退回的原因', 'the reason'), return_issue.client_id)
    returning id into v_event;
  end if;
  return private.standing(issue_id, v_event, s.repeated_event is not null);
end
$$;
comment on function public.return_issue(bigint, uuid, integer, integer, text) is
  'assigned → returned 退回, by the unit in charge within one working day, naming the unit it proposes. security definer: see the head of this file.';

create function public.submit_fix(issue_id bigint, client_id uuid, seen integer default null, note text default null, photos bigint[] default '{}')
returns json language plpgsql security definer set search_path = ''
as $$
declare
  s private.step := private.begin_step('submit_fix', issue_id, client_id, seen);
  v_event bigint := s.repeated_event;
begin
  if v_event is null then
    if cardinality(coalesce(photos, '{}')) = 0 and not (s.issue).photo_waived then
      perform private.refuse('请至少上传一张整改后的照片（创城办可免）', 'at least one photo after the fix is asked for (the office may waive it)', '{"field": "photos"}');
    end if;
    insert into public.issue_events (issue_id, kind, member_id, unit_id, occurred_at, note, check_by_at, client_id)
    values (submit_fix.issue_id, 'submitted', (s.me).id, (s.me).unit_id, s.at, private.refuse_long(submit_fix.note, 'note', '整改说明', 'the note'),
      private.add_to_clock(s.at, 'working_days', 1), submit_fix.client_id)
    returning id into v_event;
    perform private.tie_photos(photos, s.issue, v_event, s.me, 'after');
  end if;
  return private.standing(issue_id, v_event, s.repeated_event is not null);
end
$$;
comment on function public.submit_fix(bigint, uuid, integer, text, bigint[]) is
  'in_progress → awaiting_check 待核查, by the unit in charge or the site''s owner, with an after-photo; its clock stops, the verifier''s starts. security definer: see the head of this file.';
