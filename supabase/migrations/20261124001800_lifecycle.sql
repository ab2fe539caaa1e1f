-- The life of an issue: what every step asks for. Each step is one function of 1810 to 1830; what they
-- share is here: the words, who may see, the clocks that stop and go on, and one answer to "may I".

create table public.issue_words (
  kind text not null check (kind in ('state', 'event')),
  id text not null,
  name_zh text not null check (char_length(name_zh) between 1 and 20),
  name_en text not null check (char_length(name_en) between 1 and 40),
  primary key (kind, id)
);
comment on table public.issue_words is 'What a city calls the states and events of an issue; edited by the office.';
comment on column public.issue_words.kind is 'state or event';
comment on column public.issue_words.id is 'A value of issue_state or of issue_event_kind.';
comment on column public.issue_words.name_zh is 'In Chinese.';
comment on column public.issue_words.name_en is 'In English.';
alter table public.issue_words enable row level security;
create policy issue_words_read on public.issue_words for select to authenticated
  using ((select private.is_member()));
comment on policy issue_words_read on public.issue_words is 'Any active member.';
grant select on public.issue_words to authenticated;
grant select, insert, update, delete on public.issue_words to service_role;
insert into public.issue_words (kind, id, name_zh, name_en) values
  ('state', 'reported', '已上报', 'Reported'), ('state', 'accepted', '已受理', 'Accepted'),
  ('state', 'rejected', '不予受理', 'Rejected'), ('state', 'merged', '已并案', 'Merged'),
  ('state', 'assigned', '已交办', 'Assigned'), ('state', 'in_progress', '整改中', 'In progress'),
  ('state', 'returned', '已退回', 'Returned'), ('state', 'deferred', '挂账', 'Deferred'),
  ('state', 'awaiting_check', '待核查', 'Awaiting check'), ('state', 'closed', '已销号', 'Closed'),
  ('event', 'reported', '上报', 'reported'), ('event', 'fixed_on_the_spot', '当场整改', 'fixed on the spot'),
  ('event', 'accepted', '受理', 'accepted'), ('event', 'rejected', '不予受理', 'rejected'),
  ('event', 'merged', '并案', 'merged'), ('event', 'assigned', '交办', 'assigned'),
  ('event', 'started', '开始整改', 'started'), ('event', 'returned', '退回', 'returned'),
  ('event', 'extension_requested', '申请延期', 'asked for an extension'),
  ('event', 'extension_granted', '同意延期', 'granted the extension'),
  ('event', 'extension_refused', '不同意延期', 'refused the extension'),
  ('event', 'deferral_requested', '申请挂账', 'asked for a deferral'),
  ('event', 'deferred', '同意挂账', 'deferred'), ('event', 'deferral_refused', '不同意挂账', 'refused the deferral'),
  ('event', 'resumed', '恢复整改', 'resumed'), ('event', 'submitted', '整改完成报核', 'submitted for a check'),
  ('event', 'verified', '核查通过、销号', 'verified and closed'), ('event', 'rework', '返工', 'sent back for rework'),
  ('event', 'recheck_scheduled', '安排回头看', 'scheduled a re-check'),
  ('event', 'recheck_passed', '回头看通过', 'passed the re-check'), ('event', 'relapsed', '反弹', 'relapsed'),
  ('event', 'supervised', '督办', 'put under supervision'), ('event', 'reminder', '提醒', 'reminder'),
  ('event', 'warning', '预警', 'warning'), ('event', 'yellow_card', '黄牌', 'yellow card'),
  ('event', 'red_card', '红牌', 'red card'), ('event', 'commented', '备注', 'commented'),
  ('event', 'photo_waived', '免传照片', 'waived the photo');

create type private.refusal as (zh text, en text);
create function private.refusal_of(p_zh text, p_en text) returns private.refusal
language sql immutable set search_path = ''
as $$ select p_zh, p_en $$;
comment on function private.refusal_of(text, text) is 'One line in Chinese and in English.';

create function private.word_zh(p_kind text, p_id text) returns text
language sql stable security definer set search_path = ''
as $$ select coalesce((select w.name_zh from public.issue_words w where w.kind = p_kind and w.id = p_id), p_id) $$;
comment on function private.word_zh(text, text) is
  'What the city calls a state or an event. security definer: refusals name states to whoever is refused.';

create function private.minute_text(p_at timestamptz) returns text
language sql stable set search_path = ''
as $$ select to_char(p_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI') $$;
comment on function private.minute_text(timestamptz) is 'A moment as people read it, in Asia/Shanghai.';

-- Clocks that stop and go on -----------------------------------------------------------------------

create function private.working_time(p_from timestamptz, p_to timestamptz) returns interval
language sql stable security definer set search_path = ''
as $$
  select coalesce(sum(
    least((d.day + w.ends) at time zone 'Asia/Shanghai', p_to)
      - greatest((d.day + w.starts) at time zone 'Asia/Shanghai', p_from)), interval '0')
  from generate_series(private.local_day(p_from)::timestamp, private.local_day(p_to)::timestamp, interval '1 day') g (at)
  cross join lateral (select g.at::date as day) d
  cross join public.working_hours w
  -- As private.is_working_day, joined: called for every day of a long deadline it was a quarter of a step.
  left join public.calendar_days c on c.day = d.day
  where p_to > p_from and coalesce(c.kind = 'workday', extract(isodow from d.day) < 6)
    and (d.day + w.starts) at time zone 'Asia/Shanghai' < p_to
    and (d.day + w.ends) at time zone 'Asia/Shanghai' > p_from
$$;
comment on function private.working_time(timestamptz, timestamptz) is
  'The working time between two moments. security definer: clocks do not depend on who reads.';

create function private.time_on_clock(p_from timestamptz, p_to timestamptz, p_clock public.clock_kind) returns interval
language sql stable set search_path = ''
as $$
  select case
    when p_to <= p_from then interval '0'
    when p_clock in ('working_hours', 'working_days') then private.working_time(p_from, p_to)
    else make_interval(secs => extract(epoch from p_to - p_from)::double precision) end
$$;
comment on function private.time_on_clock(timestamptz, timestamptz, public.clock_kind) is
  'What passes between two moments in a clock''s own time: working time for the two working clocks.';

create function private.add_time_on_clock(p_from timestamptz, p_time interval, p_clock public.clock_kind) returns timestamptz
language sql stable set search_path = ''
as $$
  select case
    when p_time <= interval '0' then p_from
    when p_clock in ('working_hours', 'working_days') then
      private.add_to_clock(p_from, 'working_hours', extract(epoch from p_time)::numeric / 3600)
    else p_from + p_time end
$$;
comment on function private.add_time_on_clock(timestamptz, interval, public.clock_kind) is
  'The earliest moment by which this much of a clock''s own time has passed.';

create function private.deadline_after_pause(
  p_deadline timestamptz, p_stopped timestamptz, p_resumes timestamptz, p_clock public.clock_kind)
returns timestamptz
language sql stable set search_path = ''
as $$
  select private.add_time_on_clock(p_resumes, private.time_on_clock(p_stopped, p_deadline, p_clock), p_clock)
$$;
comment on function private.deadline_after_pause(timestamptz, timestamptz, timestamptz, public.clock_kind) is
  'The deadline after a clock stood still: what was left, counted on from where it resumes; a clock that had run out leaves nothing.';

create function private.hour_band(p_at timestamptz) returns text
language sql stable security definer set search_path = ''
as $$
  select b.id from public.hour_bands b
  where (p_at at time zone 'Asia/Shanghai')::time >= b.starts and (p_at at time zone 'Asia/Shanghai')::time < b.ends
$$;
comment on function private.hour_band(timestamptz) is
  'The hour band a moment lies in; null at night outside them. security definer: a guard does not depend on who reads.';

-- Who ----------------------------------------------------------------------------------------------

create function private.may_see_issue(i public.issues) returns boolean
language plpgsql stable security definer set search_path = ''
as $$
declare
  me public.members := private.my_member();
begin
  return coalesce(me.id is not null and private.sees_status() and (
    private.sees_all_sites()
    or (i.site_id is not null and private.sees_site(i.site_id))
    or i.lead_unit_id = me.unit_id
    or i.assisting_unit_ids operator(pg_catalog.@>) array[me.unit_id]
    or i.reported_by = me.id
    or (i.site_id is null and me.role in ('community', 'patrol')
        and i.area_id in (select private.my_area_ids()))), false);
end
$$;
comment on function private.may_see_issue(public.issues) is
  'What the policy issues_read says, for one issue, inside a function that runs as the owner; supabase/tests/issue_transitions.sql holds them equal. security definer: as visible_site_ids.';

create function private.acts_for_unit(i public.issues, me public.members) returns boolean
language sql immutable set search_path = ''
as $$ select coalesce(me.role <> 'assessor' and me.role <> 'leader' and me.unit_id = i.lead_unit_id, false) $$;
comment on function private.acts_for_unit(public.issues, public.members) is 'Whether a member acts for the unit in charge.';

create function private.last_fix(p_issue_id bigint) returns public.issue_events
language sql stable security definer set search_path = ''
as $$
  select e.* from public.issue_events e
  where e.issue_id = p_issue_id and e.kind in ('submitted', 'fixed_on_the_spot')
  order by e.recorded_at desc, e.id desc limit 1
$$;
comment on function private.last_fix(bigint) is
  'The event in which somebody said that it is fixed. security definer: a guard does not depend on who reads.';

create function private.return_by(p_issue_id bigint) returns timestamptz
language sql stable security definer set search_path = ''
as $$
  -- Of the assignment and not of the state: who is assigned by a redirection has a day as well.
  select private.add_to_clock(e.occurred_at, 'working_days', 1) from public.issue_events e
  where e.issue_id = p_issue_id and e.kind = 'assigned'
  order by e.recorded_at desc, e.id desc limit 1
$$;
comment on function private.return_by(bigint) is
  'Until when the unit in charge may return an issue: one working day from its assignment. security definer: a guard does not depend on who reads.';

create function private.why_not_verify(i public.issues, me public.members) returns private.refusal
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
    where e.issue_id = i.id and e.kind in ('reported', 'relapsed') order by e.recorded_at desc, e.id desc limit 1;
    v_then := private.hour_band(v_reported);
    if v_then is not null and private.hour_band(private.clock()) is distinct from v_then then
      return (select private.refusal_of(
        format('该项须同时段核查：请在 %s—%s 之间核查', to_char(b.starts, 'HH24:MI'), to_char(b.ends, 'HH24:MI')),
        format('this item is verified in the hours it was reported in: between %s and %s', to_char(b.starts, 'HH24:MI'), to_char(b.ends, 'HH24:MI')))
        from public.hour_bands b where b.id = v_then);
    end if;
  end if;
  return null;
end
$$;
comment on function private.why_not_verify(public.issues, public.members) is
  'Why a member may not verify a fix; null when they may. security definer: a guard does not depend on who reads.';

create function private.why_not_state(i public.issues, variadic p_states text[]) returns private.refusal
language sql stable set search_path = ''
as $$
  select case when not (i.state::text = any (p_states)) then private.refusal_of(
    format('问题 %s 现为“%s”，须为%s', i.number, private.word_zh('state', i.state::text),
      (select string_agg('“' || private.word_zh('state', s) || '”', '或') from unnest(p_states) s)),
    format('issue %s is %s; it must be %s', i.number, i.state, array_to_string(p_states, ' or '))) end
$$;
comment on function private.why_not_state(public.issues, text[]) is 'Refuses an issue that is in none of these states.';

create function private.why_not_role(me public.members, p_role public.member_role) returns private.refusal
language sql immutable set search_path = ''
as $$
  select case when me.role is distinct from p_role then
    case p_role
      when 'office' then private.refusal_of('只有创城办可以办理', 'only the office may do this')
      when 'leader' then private.refusal_of('只有领导可以办理', 'only a leader may do this') end end
$$;
comment on function private.why_not_role(public.members, public.member_role) is 'Refuses a member of another role.';

create function private.why_not_unit(i public.issues, me public.members) returns private.refusal
language sql stable security definer set search_path = ''
as $$
  select case when not private.acts_for_unit(i, me) then private.refusal_of(
    format('只有责任单位%s可以办理', coalesce('（' || (select u.name from public.units u where u.id = i.lead_unit_id) || '）', '')),
    'only the unit in charge may do this') end
$$;
comment on function private.why_not_unit(public.issues, public.members) is
  'Refuses who does not act for the unit in charge. security definer: names the unit to whoever is refused.';

create function private.why_not(p_action text, i public.issues, me public.members) returns private.refusal
language plpgsql stable security definer set search_path = ''
as $$
declare
  k public.indicators;
  r private.refusal;
begin
  -- The state first: whoever comes second is told that it has been done.
  r := case p_action
    when 'accept_issue' then private.why_not_state(i, 'reported')
    when 'reject_issue' then private.why_not_state(i, 'reported')
    when 'merge_issue' then private.why_not_state(i, 'reported', 'accepted')
    when 'assign_issue' then private.why_not_state(i, 'accepted', 'returned', 'assigned', 'in_progress')
    when 'start_issue' then private.why_not_state(i, 'assigned')
    when 'return_issue' then private.why_not_state(i, 'assigned')
    when 'waive_photo' then private.why_not_state(i, 'assigned', 'in_progress')
    when 'request_extension' then private.why_not_state(i, 'in_progress')
    when 'grant_extension' then private.why_not_state(i, 'in_progress')
    when 'refuse_extension' then private.why_not_state(i, 'in_progress')
    when 'request_deferral' then private.why_not_state(i, 'in_progress')
    when 'grant_deferral' then private.why_not_state(i, 'in_progress')
    when 'refuse_deferral' then private.why_not_state(i, 'in_progress')
    when 'resume_issue' then private.why_not_state(i, 'deferred')
    when 'submit_fix' then private.why_not_state(i, 'in_progress')
    when 'verify_fix' then private.why_not_state(i, 'awaiting_check')
    when 'rework_fix' then private.why_not_state(i, 'awaiting_check')
    when 'pass_recheck' then private.why_not_state(i, 'closed')
    when 'relapse_issue' then private.why_not_state(i, 'closed')
    when 'supervise_issue' then private.why_not_state(i, 'reported', 'accepted', 'assigned', 'in_progress', 'returned', 'deferred', 'awaiting_check')
  end;
  if r is not null then
    return r;
  end if;
  r := case
    when p_action in ('accept_issue', 'reject_issue', 'merge_issue', 'assign_issue', 'waive_photo') then private.why_not_role(me, 'office')
    when p_action in ('grant_deferral', 'refuse_deferral', 'resume_issue', 'supervise_issue') then private.why_not_role(me, 'leader')
    when p_action in ('start_issue', 'return_issue', 'request_extension', 'request_deferral') then private.why_not_unit(i, me)
    when p_action in ('grant_extension', 'refuse_extension') then
      private.why_not_role(me, case when i.extension_count = 0 then 'office' else 'leader' end::public.member_role)
    when p_action = 'submit_fix' and not (me.role = 'owner' and me.site_id = i.site_id) then private.why_not_unit(i, me)
    when p_action in ('verify_fix', 'rework_fix', 'pass_recheck', 'relapse_issue') then private.why_not_verify(i, me)
  end;
  if r is not null then
    return r;
  end if;
  case p_action
    when 'waive_photo' then
      if i.photo_waived then
        return private.refusal_of('已经免传照片', 'the photo is already waived');
      end if;
    when 'return_issue' then
      if private.clock() > private.return_by(i.id) then
        return private.refusal_of(
          format('退回须在交办后一个工作日内（%s 前）', private.minute_text(private.return_by(i.id))),
          format('an issue is returned within one working day of its assignment (by %s)', private.minute_text(private.return_by(i.id))));
      end if;
    when 'request_extension' then
      if i.extension_asked then
        return private.refusal_of('延期申请正在等待决定', 'an extension has been asked for and is not decided yet');
      elsif i.extension_count >= 2 then
        return private.refusal_of('已延期两次，不能再延', 'it has been extended twice, which is the most');
      end if;
    when 'grant_extension', 'refuse_extension' then
      if not i.extension_asked then
        return private.refusal_of('没有待决定的延期申请', 'no extension is asked for');
      end if;
    when 'request_deferral' then
      select * into k from public.indicators where catalogue_id = i.catalogue_id and code = i.code;
      if k.veto then
        return private.refusal_of('一票否决项不能挂账', 'a veto item is never deferred');
      elsif i.deferral_asked then
        return private.refusal_of('挂账申请正在等待决定', 'a deferral has been asked for and is not decided yet');
      end if;
    when 'grant_deferral', 'refuse_deferral' then
      if not i.deferral_asked then
        return private.refusal_of('没有待决定的挂账申请', 'no deferral is asked for');
      end if;
    when 'pass_recheck', 'relapse_issue' then
      if i.recheck_due_at is null then
        return private.refusal_of('没有安排回头看', 'no re-check is scheduled');
      elsif private.local_day(i.recheck_due_at) > private.local_day(private.clock()) then
        return private.refusal_of(
          format('回头看定于 %s，届时再查', to_char(private.local_day(i.recheck_due_at), 'YYYY-MM-DD')),
          format('the re-check is due on %s', to_char(private.local_day(i.recheck_due_at), 'YYYY-MM-DD')));
      end if;
    when 'supervise_issue' then
      if i.supervised then
        return private.refusal_of('已在督办中', 'it is already under supervision');
      end if;
    else null;
  end case;
  return null;
end
$$;
comment on function private.why_not(text, public.issues, public.members) is
  'Which rule of domain.md forbids a step to a member, in one line; null when none does. The transitions refuse by it and issue_actions() tells by it. security definer: a rule does not depend on who reads.';
