-- The steps in which something is asked for and decided: extension, deferral, supervision, the check,
-- the re-check; the report that begins it all; and which steps a member may take. security definer
-- throughout, as in 1810: clients may write neither issues nor events.

create function public.request_extension(issue_id bigint, client_id uuid, seen integer default null, until timestamptz default null, reason text default null)
returns json language plpgsql security definer set search_path = ''
as $$
declare
  s private.step := private.begin_step('request_extension', issue_id, client_id, seen);
  v_event bigint := s.repeated_event;
begin
  if v_event is null then
    insert into public.issue_events (issue_id, kind, member_id, unit_id, occurred_at, reason, payload, client_id)
    values (request_extension.issue_id, 'extension_requested', (s.me).id, (s.me).unit_id, s.at,
      private.refuse_blank(request_extension.reason, 'reason', '申请延期的原因', 'the reason'),
      jsonb_build_object('until', private.future_moment(until, greatest(s.at, (s.issue).deadline_at), 'until')), request_extension.client_id)
    returning id into v_event;
  end if;
  return private.standing(issue_id, v_event, s.repeated_event is not null);
end
$$;
comment on function public.request_extension(bigint, uuid, integer, timestamptz, text) is
  'Asks for a later deadline 延期, by the unit in charge: once, and once more of a leader. security definer: see the head of this file.';

create function private.asked_until(p_issue_id bigint, p_kind public.issue_event_kind) returns timestamptz
language sql stable security definer set search_path = ''
as $$
  select (e.payload ->> 'until')::timestamptz from public.issue_events e
  where e.issue_id = p_issue_id and e.kind = p_kind order by e.recorded_at desc, e.id desc limit 1
$$;
comment on function private.asked_until(bigint, public.issue_event_kind) is 'The moment that was asked for last. security definer: as all steps.';

create function public.grant_extension(issue_id bigint, client_id uuid, seen integer default null, until timestamptz default null)
returns json language plpgsql security definer set search_path = ''
as $$
declare
  s private.step := private.begin_step('grant_extension', issue_id, client_id, seen);
  v_event bigint := s.repeated_event;
begin
  if v_event is null then
    insert into public.issue_events (issue_id, kind, member_id, unit_id, occurred_at, deadline_at, client_id)
    values (grant_extension.issue_id, 'extension_granted', (s.me).id, (s.me).unit_id, s.at,
      private.future_moment(coalesce(until, private.asked_until(issue_id, 'extension_requested')), greatest(s.at, (s.issue).deadline_at), 'until'), grant_extension.client_id)
    returning id into v_event;
  end if;
  return private.standing(issue_id, v_event, s.repeated_event is not null);
end
$$;
comment on function public.grant_extension(bigint, uuid, integer, timestamptz) is
  'Grants the extension asked for, or another date: the first by the office, the second by a leader. security definer: see the head of this file.';

create function public.refuse_extension(issue_id bigint, client_id uuid, seen integer default null, reason text default null)
returns json language plpgsql security definer set search_path = ''
as $$
declare
  s private.step := private.begin_step('refuse_extension', issue_id, client_id, seen);
  v_event bigint := s.repeated_event;
begin
  if v_event is null then
    insert into public.issue_events (issue_id, kind, member_id, unit_id, occurred_at, reason, client_id)
    values (refuse_extension.issue_id, 'extension_refused', (s.me).id, (s.me).unit_id, s.at,
      private.refuse_blank(refuse_extension.reason, 'reason', '不同意延期的原因', 'the reason'), refuse_extension.client_id)
    returning id into v_event;
  end if;
  return private.standing(issue_id, v_event, s.repeated_event is not null);
end
$$;
comment on function public.refuse_extension(bigint, uuid, integer, text) is 'Refuses the extension asked for, with a reason. security definer: see the head of this file.';

create function public.request_deferral(issue_id bigint, client_id uuid, seen integer default null, until timestamptz default null, reason text default null)
returns json language plpgsql security definer set search_path = ''
as $$
declare
  s private.step := private.begin_step('request_deferral', issue_id, client_id, seen);
  v_event bigint := s.repeated_event;
begin
  if v_event is null then
    insert into public.issue_events (issue_id, kind, member_id, unit_id, occurred_at, reason, payload, client_id)
    values (request_deferral.issue_id, 'deferral_requested', (s.me).id, (s.me).unit_id, s.at,
      private.refuse_blank(request_deferral.reason, 'reason', '申请挂账的原因', 'the reason'),
      jsonb_build_object('until', private.future_moment(until, s.at, 'until')), request_deferral.client_id)
    returning id into v_event;
  end if;
  return private.standing(issue_id, v_event, s.repeated_event is not null);
end
$$;
comment on function public.request_deferral(bigint, uuid, integer, timestamptz, text) is
  'Asks to put an issue on the account 挂账 until a planned date, by the unit in charge; never a veto item. security definer: see the head of this file.';

create function public.grant_deferral(issue_id bigint, client_id uuid, seen integer default null, until timestamptz default null)
returns json language plpgsql security definer set search_path = ''
as $$
declare
  s private.step := private.begin_step('grant_deferral', issue_id, client_id, seen);
  v_event bigint := s.repeated_event;
  v_until timestamptz;
begin
  if v_event is null then
    v_until := private.future_moment(coalesce(until, private.asked_until(issue_id, 'deferral_requested')), s.at, 'until');
    insert into public.issue_events (issue_id, kind, member_id, unit_id, occurred_at, resumes_at, deadline_at, client_id)
    values (grant_deferral.issue_id, 'deferred', (s.me).id, (s.me).unit_id, s.at, v_until,
      private.deadline_after_pause((s.issue).deadline_at, s.at, v_until, (private.clock_of(s.issue)).clock), grant_deferral.client_id)
    returning id into v_event;
  end if;
  return private.standing(issue_id, v_event, s.repeated_event is not null);
end
$$;
comment on function public.grant_deferral(bigint, uuid, integer, timestamptz) is
  'in_progress → deferred 挂账, by a leader: the clock stops, and goes on with what was left from the planned date. security definer: see the head of this file.';

create function public.refuse_deferral(issue_id bigint, client_id uuid, seen integer default null, reason text default null)
returns json language plpgsql security definer set search_path = ''
as $$
declare
  s private.step := private.begin_step('refuse_deferral', issue_id, client_id, seen);
  v_event bigint := s.repeated_event;
begin
  if v_event is null then
    insert into public.issue_events (issue_id, kind, member_id, unit_id, occurred_at, reason, client_id)
    values (refuse_deferral.issue_id, 'deferral_refused', (s.me).id, (s.me).unit_id, s.at,
      private.refuse_blank(refuse_deferral.reason, 'reason', '不同意挂账的原因', 'the reason'), refuse_deferral.client_id)
    returning id into v_event;
  end if;
  return private.standing(issue_id, v_event, s.repeated_event is not null);
end
$$;
comment on function public.refuse_deferral(bigint, uuid, integer, text) is 'Refuses the deferral asked for, with a reason; by a leader. security definer: see the head of this file.';

create function public.resume_issue(issue_id bigint, client_id uuid, seen integer default null, reason text default null)
returns json language plpgsql security definer set search_path = ''
as $$
declare
  s private.step := private.begin_step('resume_issue', issue_id, client_id, seen);
  v_event bigint := s.repeated_event;
  v_deferred public.issue_events;
begin
  if v_event is null then
    select * into v_deferred from public.issue_events e
    where e.issue_id = resume_issue.issue_id and e.kind = 'deferred' order by e.recorded_at desc, e.id desc limit 1;
    insert into public.issue_events (issue_id, kind, member_id, unit_id, occurred_at, reason, deadline_at, client_id)
    values (resume_issue.issue_id, 'resumed', (s.me).id, (s.me).unit_id, s.at, private.refuse_long(resume_issue.reason, 'reason', '恢复整改的说明', 'the reason'),
      private.deadline_after_pause(v_deferred.deadline_at, v_deferred.resumes_at, s.at, (private.clock_of(s.issue)).clock), resume_issue.client_id)
    returning id into v_event;
  end if;
  return private.standing(issue_id, v_event, s.repeated_event is not null);
end
$$;
comment on function public.resume_issue(bigint, uuid, integer, text) is
  'deferred → in_progress before the planned date, by a leader: the clock goes on with what was left. security definer: see the head of this file.';

create function public.verify_fix(issue_id bigint, client_id uuid, seen integer default null, note text default null, photos bigint[] default '{}')
returns json language plpgsql security definer set search_path = ''
as $$
declare
  s private.step := private.begin_step('verify_fix', issue_id, client_id, seen);
  v_event bigint := s.repeated_event;
begin
  if v_event is null then
    insert into public.issue_events (issue_id, kind, member_id, unit_id, occurred_at, note, client_id)
    values (verify_fix.issue_id, 'verified', (s.me).id, (s.me).unit_id, s.at, private.refuse_long(verify_fix.note, 'note', '核查说明', 'the note'), verify_fix.client_id)
    returning id into v_event;
    perform private.tie_photos(photos, s.issue, v_event, s.me, null);
    perform private.schedule_recheck(issue_id, s.at);
  end if;
  return private.standing(issue_id, v_event, s.repeated_event is not null);
end
$$;
comment on function public.verify_fix(bigint, uuid, integer, text, bigint[]) is
  'awaiting_check → closed 销号, by a verifier of another unit, in the same hour band where the hour matters; writes a passing observation and may date a re-check. security definer: see the head of this file.';

create function public.rework_fix(issue_id bigint, client_id uuid, seen integer default null, reason text default null, photos bigint[] default '{}')
returns json language plpgsql security definer set search_path = ''
as $$
declare
  s private.step := private.begin_step('rework_fix', issue_id, client_id, seen);
  v_event bigint := s.repeated_event;
begin
  if v_event is null then
    insert into public.issue_events (issue_id, kind, member_id, unit_id, occurred_at, reason, deadline_at, client_id)
    values (rework_fix.issue_id, 'rework', (s.me).id, (s.me).unit_id, s.at,
      private.refuse_blank(rework_fix.reason, 'reason', '返工的原因', 'the reason'),
      private.deadline_after_pause((s.issue).deadline_at, (private.last_fix(issue_id)).occurred_at, s.at, (private.clock_of(s.issue)).clock),
      rework_fix.client_id)
    returning id into v_event;
    perform private.tie_photos(photos, s.issue, v_event, s.me, null);
  end if;
  return private.standing(issue_id, v_event, s.repeated_event is not null);
end
$$;
comment on function public.rework_fix(bigint, uuid, integer, text, bigint[]) is
  'awaiting_check → in_progress 返工, by a verifier, with a reason: the unit''s clock goes on with what was left. security definer: see the head of this file.';

create function public.pass_recheck(issue_id bigint, client_id uuid, seen integer default null, note text default null, photos bigint[] default '{}')
returns json language plpgsql security definer set search_path = ''
as $$
declare
  s private.step := private.begin_step('pass_recheck', issue_id, client_id, seen);
  v_event bigint := s.repeated_event;
begin
  if v_event is null then
    insert into public.issue_events (issue_id, kind, member_id, unit_id, occurred_at, note, client_id)
    values (pass_recheck.issue_id, 'recheck_passed', (s.me).id, (s.me).unit_id, s.at, private.refuse_long(pass_recheck.note, 'note', '回头看说明', 'the note'), pass_recheck.client_id)
    returning id into v_event;
    perform private.tie_photos(photos, s.issue, v_event, s.me, null);
  end if;
  return private.standing(issue_id, v_event, s.repeated_event is not null);
end
$$;
comment on function public.pass_recheck(bigint, uuid, integer, text, bigint[]) is
  'The re-check 回头看 found it still in order, by a verifier who did not fix it. security definer: see the head of this file.';

create function public.relapse_issue(issue_id bigint, client_id uuid, seen integer default null, reason text default null, photos bigint[] default '{}')
returns json language plpgsql security definer set search_path = ''
as $$
declare
  s private.step := private.begin_step('relapse_issue', issue_id, client_id, seen);
  v_event bigint := s.repeated_event;
  k public.indicators;
begin
  if v_event is null then
    k := private.clock_of(s.issue);
    insert into public.issue_events (issue_id, kind, member_id, unit_id, occurred_at, reason, deadline_at, client_id)
    values (relapse_issue.issue_id, 'relapsed', (s.me).id, (s.me).unit_id, s.at,
      private.refuse_blank(relapse_issue.reason, 'reason', '反弹的情况', 'what was found'),
      private.add_to_clock(s.at, k.clock, k.clock_amount), relapse_issue.client_id)
    returning id into v_event;
    perform private.tie_photos(photos, s.issue, v_event, s.me, null);
  end if;
  return private.standing(issue_id, v_event, s.repeated_event is not null);
end
$$;
comment on function public.relapse_issue(bigint, uuid, integer, text, bigint[]) is
  'closed → in_progress 反弹, by a verifier at a re-check: relapse + 1 and a new clock. security definer: see the head of this file.';

create function public.supervise_issue(issue_id bigint, client_id uuid, seen integer default null, reason text default null)
returns json language plpgsql security definer set search_path = ''
as $$
declare
  s private.step := private.begin_step('supervise_issue', issue_id, client_id, seen);
  v_event bigint := s.repeated_event;
begin
  if v_event is null then
    insert into public.issue_events (issue_id, kind, member_id, unit_id, occurred_at, reason, client_id)
    values (supervise_issue.issue_id, 'supervised', (s.me).id, (s.me).unit_id, s.at,
      private.refuse_blank(supervise_issue.reason, 'reason', '督办要求', 'what is asked for'), supervise_issue.client_id)
    returning id into v_event;
  end if;
  return private.standing(issue_id, v_event, s.repeated_event is not null);
end
$$;
comment on function public.supervise_issue(bigint, uuid, integer, text) is 'Puts an open issue under supervision 督办, by a leader. security definer: see the head of this file.';

create function public.comment_issue(issue_id bigint, client_id uuid, note text default null)
returns json language plpgsql security definer set search_path = ''
as $$
declare
  s private.step := private.begin_step('comment_issue', issue_id, client_id, null);
  v_event bigint := s.repeated_event;
begin
  if v_event is null then
    insert into public.issue_events (issue_id, kind, member_id, unit_id, occurred_at, note, client_id)
    values (comment_issue.issue_id, 'commented', (s.me).id, (s.me).unit_id, s.at,
      private.refuse_blank(comment_issue.note, 'note', '备注', 'the comment'), comment_issue.client_id)
    returning id into v_event;
  end if;
  return private.standing(issue_id, v_event, s.repeated_event is not null);
end
$$;
comment on function public.comment_issue(bigint, uuid, text) is 'A remark, by whoever sees the issue. security definer: see the head of this file.';
