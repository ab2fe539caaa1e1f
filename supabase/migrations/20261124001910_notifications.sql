-- What concerns me: news of my unit's issues, of what I reported, and of what I am to decide.

create table public.notification_marks (
  member_id integer primary key references public.members (id) on delete cascade,
  read_event_id bigint not null
);
comment on table public.notification_marks is 'Up to which event a member has read the news.';
comment on column public.notification_marks.member_id is 'Whose mark it is.';
comment on column public.notification_marks.read_event_id is 'The last event read.';
alter table public.notification_marks enable row level security;
create policy notification_marks_read on public.notification_marks for select to authenticated
  using (member_id = (select private.my_member_id()));
comment on policy notification_marks_read on public.notification_marks is 'One''s own.';
grant select on public.notification_marks to authenticated;
grant select, insert, update, delete on public.notification_marks to service_role;

create index issues_extension_asked on public.issues (id) where extension_asked;
create index issues_deferral_asked on public.issues (id) where deferral_asked;

create function private.news_of(me public.members, p_before bigint, p_count integer) returns table (event_id bigint, why text)
language sql stable security definer set search_path = ''
as $$
  select n.id, min(n.why) from (
    (select e.id, 'unit' as why from public.issue_events e
     where me.role not in ('leader', 'assessor') and e.to_unit_id = me.unit_id and e.id < p_before
       and e.kind <> 'returned' and e.member_id is distinct from me.id
       and e.recorded_at > private.clock() - interval '30 days'
     order by e.id desc limit p_count)
    union all
    -- What waits for a decision, and no more once it is decided.
    (select e.id, 'decision' from (
       select i.id, i.state, i.extension_asked, i.deferral_asked from public.issues i
       where (me.role = 'office' and (i.state in ('reported', 'returned') or (i.state = 'in_progress' and i.extension_asked and i.extension_count = 0)))
         or (me.role = 'leader' and i.state = 'in_progress' and (i.deferral_asked or (i.extension_asked and i.extension_count > 0)))
       order by i.state_since desc limit 200) i
     cross join lateral (
       select v.id, v.member_id from public.issue_events v
       where v.issue_id = i.id and v.kind = case
         when i.state = 'reported' then 'reported' when i.state = 'returned' then 'returned'
         when me.role = 'leader' and i.deferral_asked then 'deferral_requested' else 'extension_requested' end::public.issue_event_kind
       order by v.recorded_at desc, v.id desc limit 1) e
     where e.id < p_before and e.member_id is distinct from me.id
     order by e.id desc limit p_count)
    union all
    (select e.id, 'reporter' from public.issues i join public.issue_events e on e.issue_id = i.id
     where i.reported_by = me.id and i.state_since > private.clock() - interval '30 days'
       and e.kind in ('rejected', 'merged', 'verified', 'relapsed') and e.id < p_before and e.member_id is distinct from me.id
     order by e.id desc limit p_count)) n
  group by n.id order by n.id desc limit p_count
$$;
comment on function private.news_of(public.members, bigint, integer) is
  'The latest events that concern a member, and why. security definer: a unit is told of its own issues, a reporter of what became of the report; who sees the issue itself is for the policies.';

create function public.my_news(before bigint default null, page_size integer default 30) returns json
language plpgsql stable security definer set search_path = ''
as $$
declare
  me public.members := private.asking_member();
  v_read bigint := coalesce((select m.read_event_id from public.notification_marks m where m.member_id = me.id), 0);
  v_count integer := least(greatest(coalesce(page_size, 30), 1), 100);
begin
  return json_build_object(
    'unread', (select count(*) from private.news_of(me, 9223372036854775807, 100) n where n.event_id > v_read),
    'items', (
      select coalesce(json_agg(json_build_object('eventId', e.id, 'issueId', i.id, 'number', i.number, 'kind', e.kind,
          'why', n.why, 'at', e.occurred_at, 'read', e.id <= v_read, 'memberName', m.name, 'unitName', u.name,
          'siteName', s.name, 'code', i.code, 'indicatorZh', k.name_zh, 'indicatorEn', k.name_en,
          'deadlineAt', e.deadline_after, 'reason', coalesce(e.reason, e.note)) order by e.id desc), '[]')
      from private.news_of(me, coalesce(before, 9223372036854775807), v_count) n
      join public.issue_events e on e.id = n.event_id
      join public.issues i on i.id = e.issue_id
      join public.indicators k on k.catalogue_id = i.catalogue_id and k.code = i.code
      left join public.sites s on s.id = i.site_id
      left join public.members m on m.id = e.member_id
      left join public.units u on u.id = e.unit_id));
end
$$;
comment on function public.my_news(bigint, integer) is
  'What concerns the asker, the latest first: of the unit, of what one reported, of what one is to decide; and how much of the last hundred is unread. security definer: as private.news_of.';

create function public.mark_news_read(up_to bigint) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  me public.members := private.asking_member();
begin
  if up_to is null or up_to < 0 then
    perform private.refuse('缺少已读到的编号', 'the event read last is missing', '{"field": "up_to"}');
  end if;
  insert into public.notification_marks as m (member_id, read_event_id) values (me.id, up_to)
  on conflict (member_id) do update set read_event_id = greatest(m.read_event_id, excluded.read_event_id);
  return json_build_object('readEventId', (select m.read_event_id from public.notification_marks m where m.member_id = me.id));
end
$$;
comment on function public.mark_news_read(bigint) is
  'The news is read up to an event. security definer: clients may not write marks of others.';

revoke execute on function private.news_of(public.members, bigint, integer), public.my_news(bigint, integer),
  public.mark_news_read(bigint) from public;
grant execute on function public.my_news(bigint, integer), public.mark_news_read(bigint) to authenticated;
