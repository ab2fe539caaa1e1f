-- Escalation: reminder at half of the time, warning at four fifths, yellow card when overdue, red card
-- at one and a half; three red cards in 30 days propose the unit for a talk (约谈), which a leader decides.

alter table public.issues add column alert_level smallint check (alert_level between 0 and 4);
alter table public.issues add column alert_at timestamptz;
comment on column public.issues.alert_level is
  'How far it has escalated: 0 nothing, 1 reminder, 2 warning, 3 yellow card, 4 red card; null: not worked out yet. A projection of the events.';
comment on column public.issues.alert_at is 'When the next escalation is due, while the unit''s clock runs.';
create index issues_alert on public.issues (alert_at) where alert_at is not null;
create index issues_alert_unknown on public.issues (id) where alert_level is null and state in ('assigned', 'in_progress');
create index issue_events_cards on public.issue_events (to_unit_id, occurred_at) where kind = 'red_card';

create type private.alert as (level smallint, at timestamptz);

create function private.alert_of(p_issue_id bigint) returns private.alert
language plpgsql stable security definer set search_path = ''
as $$
declare
  i public.issues;
  e record;
  v_clock public.clock_kind;
  v_total interval;
  v_left interval;
  v_need interval;
  v_from timestamptz;
  v_deadline timestamptz;
  a private.alert := row(0::smallint, null)::private.alert;
begin
  select * into i from public.issues where id = p_issue_id;
  v_clock := (private.clock_of(i)).clock;
  for e in
    select v.kind, v.occurred_at, v.deadline_after from public.issue_events v
    where v.issue_id = p_issue_id and v.kind in
      ('assigned', 'relapsed', 'extension_granted', 'rework', 'resumed', 'reminder', 'warning', 'yellow_card', 'red_card')
    order by v.recorded_at, v.id
  loop
    case
      when e.kind in ('assigned', 'relapsed') then
        a.level := 0;
        v_total := private.time_on_clock(e.occurred_at, e.deadline_after, v_clock);
      when e.kind = 'extension_granted' then
        a.level := 0;
        v_total := v_total + private.time_on_clock(v_deadline, e.deadline_after, v_clock);
      when e.kind = 'reminder' then a.level := 1;
      when e.kind = 'warning' then a.level := 2;
      when e.kind = 'yellow_card' then a.level := 3;
      when e.kind = 'red_card' then a.level := 4;
      else null;
    end case;
    v_from := e.occurred_at;
    v_deadline := e.deadline_after;
  end loop;
  if i.state not in ('assigned', 'in_progress') or v_deadline is null or v_total is null or a.level = 4 then
    return a;
  end if;
  v_left := private.time_on_clock(v_from, v_deadline, v_clock);
  while a.level < 2 loop
    v_need := v_left - v_total * case a.level when 0 then 0.5 else 0.2 end;
    -- After a pause so little may be left that a step lies behind already: it is passed over.
    if v_need > interval '0' then
      a.at := private.add_time_on_clock(v_from, v_need, v_clock);
      return a;
    end if;
    a.level := a.level + 1;
  end loop;
  a.at := case a.level when 2 then v_deadline else private.add_time_on_clock(v_deadline, v_total * 0.5, v_clock) end;
  return a;
end
$$;
comment on function private.alert_of(bigint) is
  'How far an issue has escalated and when it does next, from its events: shares of the time the unit was given, in its clock''s own time. security definer: the schedule acts for nobody.';

create function private.set_alert() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  a private.alert;
begin
  if new.kind = 'commented' or new.kind = 'recheck_scheduled' then
    return null;
  end if;
  a := private.alert_of(new.issue_id);
  update public.issues set alert_level = a.level, alert_at = a.at
  where id = new.issue_id and (alert_level, alert_at) is distinct from (a.level, a.at);
  return null;
end
$$;
comment on function private.set_alert() is 'Keeps the escalation with the events. security definer: the projection is written by the database alone.';
create trigger alert after insert on public.issue_events for each row execute function private.set_alert();

create table private.schedule (
  name text primary key,
  done_at timestamptz not null
);
comment on table private.schedule is 'When the tick last did what it does only now and then.';
comment on column private.schedule.name is 'What was done.';
comment on column private.schedule.done_at is 'When.';
alter table private.schedule enable row level security;
create policy schedule_read on private.schedule for select to authenticated using (false);
comment on policy schedule_read on private.schedule is 'Nobody; the schedule acts as the owner.';

create function private.escalate(p_limit integer) returns integer
language plpgsql security definer set search_path = ''
as $$
declare
  v record;
  a private.alert;
  i public.issues;
  v_done integer := 0;
begin
  for v in
    select x.id, x.site_id from (
      (select c.id, c.site_id from public.issues c where c.alert_at <= private.clock() order by c.alert_at limit p_limit)
      union
      (select c.id, c.site_id from public.issues c
       where c.alert_level is null and c.state in ('assigned', 'in_progress') order by c.id limit p_limit)) x
    order by x.site_id, x.id
  loop
    perform private.lock_site(v.site_id);
    select * into i from public.issues where id = v.id for no key update;
    a := private.alert_of(v.id);
    if a.at <= private.clock() then
      insert into public.issue_events (issue_id, kind, to_unit_id, occurred_at)
      values (v.id, (array['reminder', 'warning', 'yellow_card', 'red_card'])[a.level + 1]::public.issue_event_kind, i.lead_unit_id, a.at);
    else
      update public.issues set alert_level = a.level, alert_at = a.at where id = v.id;
    end if;
    v_done := v_done + 1;
  end loop;
  return v_done;
end
$$;
comment on function private.escalate(integer) is
  'Writes the reminders, warnings and cards that are due, each with its exact moment. security definer: the schedule acts for nobody.';

create function private.hourly() returns void
language plpgsql security definer set search_path = ''
as $$
begin
  insert into private.schedule as s (name, done_at) values ('relapse_rates', private.clock())
  on conflict (name) do update set done_at = excluded.done_at
  where s.done_at < private.clock() - interval '1 hour';
  if found then
    perform private.refresh_relapse_rates();
  end if;
end
$$;
comment on function private.hourly() is 'What the tick does once an hour: counts relapses. security definer: the schedule acts for nobody.';

-- pg_cron and the server call private.tick(); from now on it does all of this.
alter function private.tick(integer) rename to lapse;
create function private.tick(p_limit integer default 500) returns integer
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.hourly();
  return private.lapse(p_limit) + private.escalate(p_limit);
end
$$;
comment on function private.tick(integer) is
  'All that time brings about by itself: closes lapsed periods at their exact moments, resumes deferred issues, escalates. Returns how much it worked on; call again while it is not 0. security definer: the schedule acts for nobody.';

-- Talks ----------------------------------------------------------------------------------------------

create table public.talks (
  id integer generated by default as identity primary key,
  unit_id integer not null references public.units (id) on delete restrict,
  decision text not null check (decision in ('held', 'dismissed')),
  note text check (char_length(note) <= 1000),
  red_cards integer not null check (red_cards > 0),
  member_id integer not null references public.members (id) on delete restrict,
  decided_at timestamptz not null default private.clock(),
  client_id uuid not null unique
);
comment on table public.talks is '约谈: what leaders decided about units with three red cards in 30 days.';
comment on column public.talks.unit_id is 'The unit that was proposed.';
comment on column public.talks.decision is 'held: the talk is held; dismissed: it is not.';
comment on column public.talks.note is 'Why, or what was agreed.';
comment on column public.talks.red_cards is 'How many there were when it was decided.';
comment on column public.talks.member_id is 'The leader who decided.';
comment on column public.talks.decided_at is 'When; red cards before it count no more.';
comment on column public.talks.client_id is 'Repeating the request changes nothing.';
create index talks_unit on public.talks (unit_id, decided_at desc);
create index talks_member on public.talks (member_id);
alter table public.talks enable row level security;
create policy talks_read on public.talks for select to authenticated
  using ((select private.my_role()) in ('leader', 'office') or unit_id = (select private.my_unit_id()));
comment on policy talks_read on public.talks is 'Leaders, the office, and the unit itself.';
grant select on public.talks to authenticated;
grant select, insert on public.talks to service_role;

create function private.red_cards(p_unit_id integer default null) returns table (unit_id integer, cards integer, issue_ids bigint[])
language sql stable security definer set search_path = ''
as $$
  select e.to_unit_id, count(*)::integer, array_agg(e.issue_id order by e.occurred_at)
  from public.issue_events e
  where e.kind = 'red_card' and e.occurred_at > private.clock() - interval '30 days'
    and e.to_unit_id is not null and (p_unit_id is null or e.to_unit_id = p_unit_id)
    and e.occurred_at > coalesce((select max(t.decided_at) from public.talks t where t.unit_id = e.to_unit_id), '-infinity')
  group by e.to_unit_id
$$;
comment on function private.red_cards(integer) is
  'Red cards of the last 30 days since the last decision, by unit. security definer: counts of the whole city, for leaders and the office only.';

create function public.talk_proposals() returns json
language plpgsql stable security definer set search_path = ''
as $$
begin
  if private.my_role() is null or private.my_role() not in ('leader', 'office') then
    perform private.refuse('约谈名单仅领导和创城办可看', 'only leaders and the office see who is proposed for a talk');
  end if;
  return (
    select coalesce(json_agg(json_build_object('unitId', u.id, 'unitName', u.name, 'redCards', c.cards, 'issueIds', c.issue_ids)
      order by c.cards desc, u.id), '[]')
    from private.red_cards() c join public.units u on u.id = c.unit_id where c.cards >= 3);
end
$$;
comment on function public.talk_proposals() is
  'Units with three red cards or more in 30 days, proposed for 约谈. security definer: events of the whole city.';

create function public.decide_talk(client_id uuid, unit_id integer, decision text, note text default null) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  me public.members := private.asking_member();
  v_cards integer;
  t public.talks;
begin
  if me.role <> 'leader' then
    perform private.refuse('只有领导可以决定约谈', 'only a leader decides a talk');
  elsif client_id is null then
    perform private.refuse('缺少请求编号 client_id', 'client_id is missing', '{"field": "client_id"}');
  elsif decision is null or decision not in ('held', 'dismissed') then
    perform private.refuse('决定须为 held（约谈）或 dismissed（不约谈）', 'the decision is held or dismissed', '{"field": "decision"}');
  end if;
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('talk of unit ' || unit_id, 0));
  select * into t from public.talks x where x.client_id = decide_talk.client_id;
  if not found then
    select c.cards into v_cards from private.red_cards(decide_talk.unit_id) c;
    if v_cards is null or v_cards < 3 then
      perform private.refuse('该单位 30 天内红牌不足三张，或已作决定', 'the unit has fewer than three red cards in 30 days, or it is decided', '{"field": "unit_id"}');
    end if;
    insert into public.talks (unit_id, decision, note, red_cards, member_id, client_id)
    values (decide_talk.unit_id, decide_talk.decision, nullif(btrim(decide_talk.note), ''), v_cards, me.id, decide_talk.client_id)
    returning * into t;
  end if;
  return json_build_object('id', t.id, 'unitId', t.unit_id, 'decision', t.decision, 'decidedAt', t.decided_at);
end
$$;
comment on function public.decide_talk(uuid, integer, text, text) is
  'A leader holds the talk that was proposed, or dismisses it. security definer: clients may not write talks.';

do $$
declare
  v_function regprocedure;
begin
  for v_function in
    select p.oid::regprocedure from pg_catalog.pg_proc p
    where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace) and p.proowner = current_user::regrole
      and p.proname in ('alert_of', 'set_alert', 'escalate', 'hourly', 'tick', 'lapse', 'red_cards', 'talk_proposals', 'decide_talk')
  loop
    execute format('revoke execute on function %s from public', v_function);
  end loop;
end
$$;
grant execute on function public.talk_proposals(), public.decide_talk(uuid, integer, text, text) to authenticated;
