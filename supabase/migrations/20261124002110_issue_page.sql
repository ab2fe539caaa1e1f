-- The page of one issue, and the questions to the ledger that a member keeps under a name.

create function public.issue_page(issue_id bigint) returns json
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_now timestamptz := private.clock();
  q private.ledger_question;
  i public.issues;
  k public.indicators;
  v_row jsonb;
  v_related bigint[];
  v_merged bigint[];
begin
  select x.* into i from public.issues x where x.id = issue_page.issue_id;
  if i.id is null or not private.may_see_issue(i) then
    perform private.refuse(format('问题 %s 不存在或无权查看', issue_page.issue_id),
      format('issue %s is not there, or you may not see it', issue_page.issue_id), '{"field": "issue_id"}');
  end if;
  q := private.ledger_sight(v_now);
  select x.* into k from public.indicators x where x.catalogue_id = i.catalogue_id and x.code = i.code;
  v_row := private.ledger_rows(array[i.id], q.sees_site, v_now) -> 0;
  execute format('select
      array(select i.id from public.issues i where i.merged_into = $1 and %1$s order by i.id),
      array(select i.id from public.issues i
        where i.code = $2 and i.id <> $1 and i.merged_into is distinct from $1 and %1$s
          and (i.site_id = $3 or i.point operator(extensions.&&) extensions.st_expand($4, 0.001)
            and extensions.st_dwithin(i.point::extensions.geography, $4::extensions.geography, 50))
        order by i.reported_at desc, i.id desc limit 20)', q.sees)
  into v_merged, v_related using i.id, i.code, i.site_id, i.point;
  return json_build_object(
    'issue', v_row || jsonb_build_object('resumesAt', i.resumes_at, 'person', i.person, 'measures', i.measures,
      'assistingUnits', (select coalesce(jsonb_agg(jsonb_build_object('id', u.id, 'name', u.name) order by u.id), '[]')
        from public.units u where u.id = any (i.assisting_unit_ids)),
      'reportedByName', (select m.name from public.members m where m.id = i.reported_by),
      'waivedPhoto', i.photo_waived, 'extensionAsked', i.extension_asked, 'deferralAsked', i.deferral_asked,
      'mergedInto', (select jsonb_build_object('id', o.id, 'number', o.number) from public.issues o where o.id = i.merged_into)),
    'indicator', json_build_object('code', k.code, 'nameZh', k.name_zh, 'nameEn', k.name_en, 'veto', k.veto, 'weight', k.weight,
      'clock', k.clock, 'clockAmount', k.clock_amount, 'hourSensitive', k.hour_sensitive),
    'site', (select json_build_object('id', s.id, 'name', s.name, 'type', s.type, 'address', s.address,
        'lon', extensions.st_x(s.point), 'lat', extensions.st_y(s.point), 'unitName', u.name)
      from public.sites s left join public.units u on u.id = s.unit_id
      where s.id = i.site_id and private.sees_site(s.id)),
    'events', private.issue_event_lines(i.id, k.clock),
    'photos', (select coalesce(json_agg(private.issue_photo(p) order by p.id), '[]')
      from public.photos p where p.issue_id = i.id and p.event_id is null),
    'merged', private.ledger_rows(v_merged, q.sees_site, v_now),
    'related', private.ledger_rows(v_related, q.sees_site, v_now));
end
$$;
comment on function public.issue_page(bigint) is
  'All of one issue: facts, indicator, site, events, photos, merged and related issues. security definer: asks once whether the asker sees the issue (private.may_see_issue, the policy''s own rule); other issues by private.ledger_sight.';

create function private.issue_photo(p public.photos) returns json
-- plpgsql, which looks up private.photo_flags when it runs: photos come with a later migration.
language plpgsql stable set search_path = ''
as $$
begin
  return json_build_object('id', p.id, 'stage', p.stage, 'takenAt', p.taken_at, 'caption', p.caption,
    'flags', private.photo_flags(p.id));
end
$$;
comment on function private.issue_photo(public.photos) is 'A photo as the issue''s page names it.';

create function private.issue_event_lines(p_issue_id bigint, p_clock public.clock_kind) returns json
language sql stable set search_path = ''
as $$
  with lines as (
    select e.*, lag(e.state_after) over w as state_before, lag(e.deadline_after) over w as deadline_before,
      max(e.occurred_at) filter (where e.kind in ('assigned', 'rework', 'relapsed', 'resumed'))
        over (w rows between unbounded preceding and 1 preceding) as started_at
    from public.issue_events e where e.issue_id = p_issue_id
    window w as (order by e.recorded_at, e.id)
  )
  select coalesce(json_agg(json_build_object('id', e.id, 'kind', e.kind, 'at', e.occurred_at, 'recordedAt', e.recorded_at,
    'memberName', m.name, 'unitName', u.name, 'toUnitName', t.name, 'reason', e.reason, 'note', e.note,
    'deadlineAt', e.deadline_at, 'state', e.state_after,
    'elapsedShare', case when e.state_before in ('assigned', 'in_progress') and e.deadline_before > e.started_at then
      round((extract(epoch from private.time_on_clock(e.started_at, e.occurred_at, p_clock))
        / nullif(extract(epoch from private.time_on_clock(e.started_at, e.deadline_before, p_clock)), 0))::numeric, 3) end,
    'photos', (select coalesce(json_agg(private.issue_photo(p) order by p.id), '[]') from public.photos p where p.event_id = e.id))
    order by e.recorded_at, e.id), '[]')
  from lines e
  left join public.members m on m.id = e.member_id
  left join public.units u on u.id = e.unit_id
  left join public.units t on t.id = e.to_unit_id
$$;
comment on function private.issue_event_lines(bigint, public.clock_kind) is
  'The life of an issue, oldest first. elapsedShare: what of the unit''s time, in the clock''s own time since it last started, had passed when the event happened; null where no unit''s clock ran.';

create table public.saved_filters (
  id integer generated by default as identity primary key,
  member_id integer not null references public.members (id) on delete cascade,
  name text not null check (char_length(name) between 1 and 40),
  view jsonb not null check (jsonb_typeof(view) = 'object' and pg_column_size(view) <= 8192),
  updated_at timestamptz not null default now(),
  unique (member_id, name)
);
comment on table public.saved_filters is 'Questions to the ledger that a member asks again.';
comment on column public.saved_filters.id is 'Number of the saved question.';
comment on column public.saved_filters.member_id is 'Whose it is; nobody else sees it.';
comment on column public.saved_filters.name is 'What the member calls it.';
comment on column public.saved_filters.view is 'Filters, sort, grouping and columns, as the ledger''s view writes them.';
comment on column public.saved_filters.updated_at is 'When it was saved last.';
alter table public.saved_filters enable row level security;
grant select on public.saved_filters to authenticated;
grant select, insert, update, delete on public.saved_filters to service_role;
create policy saved_filters_read on public.saved_filters for select to authenticated
  using (member_id = (select private.my_member_id()));
comment on policy saved_filters_read on public.saved_filters is 'One''s own.';

create function public.my_filters() returns json
language sql stable set search_path = ''
as $$
  select coalesce(json_agg(json_build_object('id', f.id, 'name', f.name, 'view', f.view) order by f.name), '[]')
  from public.saved_filters f
$$;
comment on function public.my_filters() is 'One''s own saved questions, by name.';

create function public.save_filter(name text, view jsonb) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  v_member integer := private.my_member_id();
  v_name text := btrim(save_filter.name);
  v_id integer;
begin
  if v_member is null then
    perform private.refuse('只有在册成员可以保存筛选', 'only members save filters', '{"field": "name"}');
  end if;
  if v_name is null or char_length(v_name) not between 1 and 40 then
    perform private.refuse('名称应为 1～40 个字', 'a name has 1 to 40 characters', '{"field": "name"}');
  end if;
  if save_filter.view is null or jsonb_typeof(save_filter.view) <> 'object' or pg_column_size(save_filter.view) > 8192 then
    perform private.refuse('筛选内容过长或格式不对', 'the filter is too long, or no object', '{"field": "view"}');
  end if;
  if (select count(*) from public.saved_filters f where f.member_id = v_member and f.name <> v_name) >= 50 then
    perform private.refuse('最多保存 50 个筛选，请先删除不用的', 'at most 50 filters are kept; delete one first', '{"field": "name"}');
  end if;
  insert into public.saved_filters as f (member_id, name, view, updated_at)
  values (v_member, v_name, save_filter.view, private.clock())
  on conflict on constraint saved_filters_member_id_name_key do update set view = excluded.view, updated_at = excluded.updated_at
  returning f.id into v_id;
  return json_build_object('id', v_id, 'name', v_name, 'view', save_filter.view);
end
$$;
comment on function public.save_filter(text, jsonb) is
  'Keeps a question under a name; what had the name before is replaced. security definer: writes the asker''s own rows and no others.';

create function public.delete_filter(filter_id integer) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  v_id integer;
begin
  delete from public.saved_filters f
  where f.id = delete_filter.filter_id and f.member_id = private.my_member_id()
  returning f.id into v_id;
  if v_id is null then
    perform private.refuse(format('没有编号为 %s 的筛选', filter_id), format('there is no filter %s of yours', filter_id), '{"field": "filter_id"}');
  end if;
  return json_build_object('id', v_id);
end
$$;
comment on function public.delete_filter(integer) is
  'Deletes one''s own saved question. security definer: deletes the asker''s own rows and no others.';

revoke execute on function public.issue_page(bigint), private.issue_photo(public.photos),
  private.issue_event_lines(bigint, public.clock_kind), public.my_filters(), public.save_filter(text, jsonb),
  public.delete_filter(integer) from public;
grant execute on function public.issue_page(bigint), public.my_filters(), public.save_filter(text, jsonb),
  public.delete_filter(integer) to authenticated;
