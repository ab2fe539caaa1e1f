-- The ledger's answers: pages, counts, groups, sites, and what one must do now.
-- All are security definer for the reason given in …2100; none takes SQL from its caller.

create function private.ledger_rows(p_ids bigint[], p_sees_site text, p_now timestamptz) returns json
language plpgsql stable set search_path = ''
as $$
declare
  v_rows json;
begin
  execute format($q$
    select coalesce(json_agg(json_build_object('id', i.id, 'number', i.number, 'state', i.state,
      'siteId', s.id, 'siteName', s.name, 'siteType', s.type, 'areaId', i.area_id, 'areaName', a.name,
      'code', i.code, 'indicatorZh', k.name_zh, 'indicatorEn', k.name_en, 'veto', k.veto,
      'source', i.source, 'sourceNumber', i.source_number, 'description', i.description,
      'leadUnitId', i.lead_unit_id, 'leadUnitName', u.name, 'reportedAt', i.reported_at,
      'stateSince', i.state_since, 'deadlineAt', i.deadline_at, 'checkByAt', i.check_by_at,
      'recheckDueAt', i.recheck_due_at, 'closedAt', i.closed_at, 'overdue', coalesce(%2$s, false),
      'reworkCount', i.rework_count, 'relapseCount', i.relapse_count, 'extensionCount', i.extension_count,
      'supervised', i.supervised,
      'photoCount', (select count(*) from public.photos p where p.issue_id = i.id),
      'lon', extensions.st_x(i.point), 'lat', extensions.st_y(i.point), 'eventCount', i.event_count) order by w.n), '[]')
    from unnest($1) with ordinality as w (id, n)
    join public.issues i on i.id = w.id
    join public.indicators k on k.catalogue_id = i.catalogue_id and k.code = i.code
    left join public.sites s on s.id = i.site_id and %1$s
    left join public.areas a on a.id = i.area_id
    left join public.units u on u.id = i.lead_unit_id$q$, p_sees_site, private.overdue_at(p_now))
  into v_rows using p_ids;
  return v_rows;
end
$$;
comment on function private.ledger_rows(bigint[], text, timestamptz) is
  'The rows of these issues, in their order; whoever calls has made sure that the asker sees them. The site stays hidden from whom the policies hide it.';

create function private.ledger_key(p_sort text, p_descending boolean) returns text
language sql immutable set search_path = ''
as $$
  select case p_sort
    when 'number' then 'i.number collate "C"'
    when 'reported' then 'i.reported_at'
    -- What has no deadline and what is not closed comes last either way.
    when 'deadline' then case when p_descending then 'coalesce(i.deadline_at, ''-infinity''::timestamptz)'
      else 'coalesce(i.deadline_at, ''infinity''::timestamptz)' end
    when 'closed' then case when p_descending then 'coalesce(i.closed_at, ''-infinity''::timestamptz)'
      else 'coalesce(i.closed_at, ''infinity''::timestamptz)' end
    when 'state' then 'i.state'
    when 'area' then 'coalesce(i.area_id, 0)'
    when 'unit' then 'coalesce(i.lead_unit_id, 0)'
    when 'site' then 'coalesce(i.site_id, 0)'
    when 'indicator' then 'i.code'
  end
$$;
comment on function private.ledger_key(text, boolean) is
  'What the ledger is sorted by, as its index has it. Areas, units and sites stand together, in the order of their ids.';

create function private.is_rare(q private.ledger_question) returns boolean
language plpgsql stable set search_path = ''
as $$
declare
  v_rare boolean;
begin
  if q.sees = 'true' and q.wanted = 'true' then
    return false;
  end if;
  -- The planner takes conditions for independent of each other; a sample knows better. Always the same pages.
  execute format('select coalesce(count(*) filter (where %s and %s) < 0.012 * count(*), true)
    from public.issues i tablesample system (0.5) repeatable (1)', q.sees, q.wanted)
  into v_rare;
  return v_rare;
end
$$;
comment on function private.is_rare(private.ledger_question) is
  'Whether fewer than about one issue in eighty matches, so that it is quicker to find and sort them than to walk along the order until a page is full. Judged by a two-hundredth of the issues.';

create function private.ledger_by_key(q private.ledger_question, p_sort text, p_key text, p_way text,
  p_after_key text, p_after_id bigint, p_offset integer, p_size integer, out ids bigint[], out last text)
language plpgsql stable set search_path = ''
as $$
declare
  v_counted text := case p_sort when 'area' then 'area_id' when 'unit' then 'unit_id' when 'indicator' then 'code' else 'state' end;
  v_issues text := case p_sort when 'unit' then 'lead_unit_id' else v_counted end;
  v_none text := case p_sort when 'state' then '''reported''::public.issue_state' else '0' end;
  v_skip bigint := p_offset;
  v_known private.ledger_question := q;
  v_more bigint[];
  v record;
begin
  -- An area's or a unit's issues lie together in this order, so that whoever sees or asks for few of
  -- them would read past all the others: the counts say which to go to.
  -- Where they do not know all that is asked, they still know where nothing can be.
  v_known.known := true;
  ids := '{}';
  for v in execute format('select coalesce(t.key, %1$s)::text as key, sum(t.n) as n from (%2$s) t
      where $1 is null or coalesce(t.key, %1$s) %3$s= $1::%4$s group by coalesce(t.key, %1$s) order by coalesce(t.key, %1$s) %5$s',
      v_none, private.ledger_tally(v_known, v_counted, v_issues), case p_way when 'asc' then '>' else '<' end,
      case p_sort when 'state' then 'public.issue_state' else 'integer' end, p_way) using p_after_key
  loop
    if v.n <= v_skip then
      v_skip := v_skip - v.n;
      continue;
    end if;
    execute format(case when v.n <= 12000 then
        'with found as materialized (select i.id from public.issues i where %1$s = %2$L and %3$s and %4$s and %5$s)
         select array(select f.id from found f order by f.id %6$s limit %7$s offset %8$s)'
      else 'select array(select i.id from public.issues i where %1$s = %2$L and %3$s and %4$s and %5$s order by %1$s %6$s, i.id %6$s limit %7$s offset %8$s)' end,
      p_key, v.key, q.sees, q.wanted,
      case when v.key = p_after_key then format('i.id %s %s', case p_way when 'asc' then '>' else '<' end, p_after_id) else 'true' end,
      p_way, p_size + 1 - cardinality(ids), v_skip)
    into v_more;
    v_skip := 0;
    ids := ids || v_more;
    if cardinality(ids) >= p_size and last is null then
      last := v.key;
    end if;
    exit when cardinality(ids) > p_size;
  end loop;
end
$$;
comment on function private.ledger_by_key(private.ledger_question, text, text, text, text, bigint, integer, integer) is
  'A page in the order of area, unit, indicator or state, from one of them to the next; `last` is the key of the page''s last row.';

create function public.ledger_page(filters jsonb default '{}', sort text default 'deadline',
  descending boolean default false, after jsonb default null, page_size integer default 100) returns json
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_now timestamptz := private.clock();
  q private.ledger_question := private.ledger_question(filters, v_now);
  v_key text := private.ledger_key(sort, coalesce(descending, false));
  v_kind text := case sort when 'number' then 'text' when 'state' then 'public.issue_state'
    when 'area' then 'integer' when 'unit' then 'integer' when 'site' then 'integer' when 'indicator' then 'smallint'
    else 'timestamptz' end;
  v_way text := case when descending then 'desc' else 'asc' end;
  v_from text := 'true';
  v_offset integer := 0;
  v_ids bigint[];
  v_last text;
begin
  if v_key is null then
    perform private.refuse(format('不能按“%s”排序，可用 number、reported、deadline、state、area、unit、site、indicator、closed', left(sort, 40)),
      format('cannot sort by “%s”; use number, reported, deadline, state, area, unit, site, indicator or closed', left(sort, 40)), '{"field": "sort"}');
  end if;
  if page_size is null or page_size not between 1 and 500 then
    perform private.refuse('每页应为 1～500 行', 'a page has 1 to 500 rows', '{"field": "page_size"}');
  end if;
  begin
    if after ? 'offset' then
      v_offset := (after ->> 'offset')::integer;
      if v_offset not between 0 and 10000000 then
        raise invalid_parameter_value;
      end if;
    elsif after is not null and after <> 'null' then
      if after ->> 'key' is null or after ->> 'id' is null then
        raise invalid_parameter_value;
      end if;
      execute format('select format(%L, $1::%s, $2::bigint)', '(%L::' || v_kind || case sort when 'number' then ' collate "C"' else '' end || ', %s)', v_kind)
        into v_from using after ->> 'key', after ->> 'id';
      v_from := format('(%s, i.id) %s %s', v_key, case when descending then '<' else '>' end, v_from);
    end if;
  exception
    when invalid_parameter_value or invalid_text_representation or numeric_value_out_of_range
      or datetime_field_overflow or invalid_datetime_format then
      perform private.refuse('翻页标记无效，请从头加载', 'the page cursor is not valid; load from the start', '{"field": "after"}');
  end;
  if not q.few and not (q.known and sort in ('area', 'unit', 'indicator', 'state')) then
    q.few := private.is_rare(q);
  end if;
  if not q.few and sort in ('area', 'unit', 'indicator', 'state') and (q.known or v_offset = 0) then
    select n.ids, n.last into v_ids, v_last
    from private.ledger_by_key(q, sort, v_key, v_way, after ->> 'key', (after ->> 'id')::bigint, v_offset, page_size) n;
  else
    execute format(case when q.few then
      'with found as materialized (select i.id, %1$s as key from public.issues i where %2$s and %3$s and %4$s)
       select array_agg(x.id order by x.key %5$s, x.id %5$s), (array_agg(x.key::text order by x.key %5$s, x.id %5$s))[%6$s]
       from (select f.id, f.key from found f order by f.key %5$s, f.id %5$s limit %7$s offset %8$s) x'
      else
      'select array_agg(x.id order by x.key %5$s, x.id %5$s), (array_agg(x.key::text order by x.key %5$s, x.id %5$s))[%6$s]
       from (select i.id, %1$s as key from public.issues i where %2$s and %3$s and %4$s
         order by %1$s %5$s, i.id %5$s limit %7$s offset %8$s) x' end,
      v_key, q.sees, case when q.few then q.wanted || ' and ' || q.search else q.wanted end, v_from, v_way,
      page_size, page_size + 1, v_offset)
    into v_ids, v_last;
  end if;
  return json_build_object(
    'rows', private.ledger_rows(v_ids[1:page_size], q.sees_site, v_now),
    'next', case when cardinality(v_ids) > page_size then json_build_object('key', v_last, 'id', v_ids[page_size]) end);
end
$$;
comment on function public.ledger_page(jsonb, text, boolean, jsonb, integer) is
  'A page of the ledger. `next` is the cursor of the following page; {"offset": n} jumps. security definer: by private.ledger_sight, the rule of the policies.';

create function public.ledger_counts(filters jsonb default '{}') returns json
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_now timestamptz := private.clock();
  q private.ledger_question := private.ledger_question(filters, v_now);
  v_tomorrow timestamptz := (private.local_day(v_now) + 1)::timestamp at time zone 'Asia/Shanghai';
  v_counts json;
  v_urgent record;
begin
  execute format('select coalesce(json_object_agg(t.key, t.n order by t.key), ''{}'') from (%s) t', private.ledger_tally(q, 'state', 'state'))
  into v_counts;
  execute format(
    'select count(*) filter (where %3$s) as overdue,
       count(*) filter (where i.state in (''assigned'', ''in_progress'') and i.deadline_at >= %4$L and i.deadline_at < %5$L) as today
     from public.issues i
     where i.state in (''assigned'', ''in_progress'', ''deferred'') and i.deadline_at < %5$L and %1$s and %2$s',
    q.sees, q.wanted, private.overdue_at(v_now), v_tomorrow - interval '1 day', v_tomorrow)
  into v_urgent;
  return json_build_object(
    'total', (select coalesce(sum(x.value::bigint), 0) from json_each_text(v_counts) x),
    'byState', v_counts,
    'overdue', v_urgent.overdue, 'dueToday', v_urgent.today,
    'waitingForMe', private.ledger_waiting(q));
end
$$;
comment on function public.ledger_counts(jsonb) is
  'How many issues match: in all, by state, overdue at their unit, due today, waiting for the asker. security definer: as ledger_page.';

create function private.ledger_tally(q private.ledger_question, p_counted text, p_issues text) returns text
language sql stable set search_path = ''
as $$
  select case
    when not q.known then
      format('select i.%1$s as key, count(*) as n from public.issues i where %2$s and %3$s group by 1', p_issues, q.sees, q.wanted || ' and ' || q.search)
    else
      format('select x.key, sum(x.n)::bigint as n from (
          select c.%1$s as key, sum(c.n) as n from private.issue_counts c where c.code is %7$s and %2$s and %3$s group by 1
          union all
          select i.%4$s, count(*) from public.issues i where %5$s and %6$s group by 1) x
        group by x.key having sum(x.n) > 0',
        p_counted, q.sees_counted, q.counted, p_issues, q.sees_besides, q.wanted,
        case when p_counted = 'code' or q.counted ~ 'c\.(code|source)' then 'not null' else 'null' end)
  end
$$;
comment on function private.ledger_tally(private.ledger_question, text, text) is
  'The statement that counts what matches by a column: from the counts where they know all that is asked, and what they do not know one by one.';

create function private.ledger_waiting(q private.ledger_question) returns bigint
language plpgsql stable set search_path = ''
as $$
declare
  v_count bigint;
begin
  -- Two parts, so that each has its index.
  execute format('select
      (select count(*) from public.issues i where i.state not in (''closed'', ''rejected'', ''merged'') and %1$s and %2$s and %3$s)
      + (select count(*) from public.issues i where i.state = ''closed'' and i.recheck_due_at is not null and %1$s and %2$s and %3$s)',
    q.sees, q.wanted, q.waits)
  into v_count;
  return v_count;
end
$$;
comment on function private.ledger_waiting(private.ledger_question) is 'How many of those that match wait for the asker.';

create function public.ledger_groups(filters jsonb default '{}', by text default 'unit') returns json
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_now timestamptz := private.clock();
  q private.ledger_question := private.ledger_question(filters, v_now);
  v_counted text := case ledger_groups.by when 'unit' then 'unit_id' when 'area' then 'area_id' when 'indicator' then 'code'
    when 'state' then 'state' when 'type' then 'site_type' end;
  v_issues text := case ledger_groups.by when 'unit' then 'lead_unit_id' else v_counted end;
  v_result json;
begin
  if v_counted is null then
    perform private.refuse(format('不能按“%s”分组，可用 unit、area、indicator、state、type', left(ledger_groups.by, 40)),
      format('cannot group by “%s”; use unit, area, indicator, state or type', left(ledger_groups.by, 40)), '{"field": "by"}');
  end if;
  execute format($q$
    with tally as (%1$s),
    late as (select i.%2$s as key, count(*) as n from public.issues i
      where i.state in ('assigned', 'in_progress', 'deferred') and %3$s and %4$s and %5$s group by 1)
    select coalesce(json_agg(json_build_object('id', t.key, 'name', %6$s, 'count', t.n, 'overdue', coalesce(l.n, 0))
      order by t.n desc, t.key), '[]')
    from tally t left join late l on l.key is not distinct from t.key$q$,
    private.ledger_tally(q, v_counted, v_issues), v_issues, private.overdue_at(v_now), q.sees, q.wanted,
    case ledger_groups.by
      when 'unit' then '(select u.name from public.units u where u.id = t.key)'
      when 'area' then '(select a.name from public.areas a where a.id = t.key)'
      when 'indicator' then '(select k.name_zh from public.indicators k where k.code = t.key order by k.catalogue_id desc limit 1)'
      else 'null' end)
  into v_result;
  return v_result;
end
$$;
comment on function public.ledger_groups(jsonb, text) is
  'How many issues match, and how many are overdue, by unit, area, indicator, state or site type; most first. security definer: as ledger_page.';

create function public.ledger_site_ids(filters jsonb default '{}') returns json
language plpgsql stable security definer set search_path = ''
as $$
declare
  q private.ledger_question := private.ledger_question(filters, private.clock());
  v_ids integer[];
begin
  execute format('select array_agg(x.id order by x.id) from (select s.id from public.sites s where %s
      and exists (select from public.issues i where i.site_id = s.id and %s and %s) limit 20001) x',
    q.sees_site, q.sees, q.wanted)
  into v_ids;
  return json_build_object('siteIds', to_json(coalesce(v_ids[1:20000], '{}')), 'truncated', coalesce(cardinality(v_ids), 0) > 20000);
end
$$;
comment on function public.ledger_site_ids(jsonb) is
  'The sites that have an issue that matches, at most 20,000. security definer: as ledger_page.';

create function public.my_work() returns json
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_now timestamptz := private.clock();
  q private.ledger_question := private.ledger_question('{}', v_now);
  me public.members := private.my_member();
  v_mine text := case when me.unit_id is not null then format('i.lead_unit_id = %s', me.unit_id) else 'false' end;
  v_late text := private.overdue_at(v_now);
  v_kind text;
  v_wanted text;
  v_count bigint;
  v_ids bigint[];
  v_lists json[] := '{}';
begin
  if me.role = 'owner' and me.site_id is not null then
    v_mine := format('(%s or i.site_id = %s)', v_mine, me.site_id);
  end if;
  for v_kind, v_wanted in
    select k.kind, k.wanted
    from (values
      (1, '{leader}', 'deferral_asked', 'i.state = ''in_progress'' and i.deferral_asked'),
      (2, '{leader}', 'extension_asked', 'i.state in (''assigned'', ''in_progress'') and i.extension_asked and i.extension_count > 0'),
      (3, '{leader}', 'overdue', v_late || ' and not i.supervised'),
      (4, '{office}', 'to_accept', 'i.state = ''reported'''),
      (5, '{office}', 'to_assign', 'i.state = ''accepted'''),
      (6, '{office}', 'returned', 'i.state = ''returned'''),
      (7, '{office}', 'extension_asked', 'i.state in (''assigned'', ''in_progress'') and i.extension_asked and i.extension_count = 0'),
      (8, '{department,community,sponsor,owner}', 'overdue', format('i.state in (''assigned'', ''in_progress'') and i.deadline_at <= %L and %s', v_now, v_mine)),
      (9, '{department,community,sponsor,owner}', 'to_start', format('i.state = ''assigned'' and coalesce(i.deadline_at > %L, true) and %s', v_now, v_mine)),
      (10, '{department,community,sponsor,owner}', 'to_fix', format('i.state = ''in_progress'' and coalesce(i.deadline_at > %L, true) and %s', v_now, v_mine)),
      (11, '{office,department,community,patrol}', 'to_verify', private.to_verify_by(me)),
      (12, '{office,department,community,patrol}', 'to_recheck', private.to_recheck_by(me, v_now))
    ) as k (n, roles, kind, wanted)
    where me.role = any (k.roles::public.member_role[]) order by k.n
  loop
    v_wanted := case v_kind when 'to_recheck' then 'i.recheck_due_at is not null'
      else 'i.state not in (''closed'', ''rejected'', ''merged'')' end || ' and ' || v_wanted;
    execute format('with found as materialized (
        select i.id, coalesce(i.check_by_at, i.recheck_due_at, i.deadline_at, i.reported_at) as due
        from public.issues i where (%s) and %s)
      select (select count(*) from found), array(select f.id from found f order by f.due, f.id limit 20)', v_wanted, q.sees)
    into v_count, v_ids;
    v_lists := v_lists || json_build_object('kind', v_kind, 'count', v_count,
      'issues', private.ledger_rows(v_ids, q.sees_site, v_now));
  end loop;
  return array_to_json(v_lists);
end
$$;
comment on function public.my_work() is
  'What the asker must do now, by what it is, with the twenty most pressing of each. security definer: as ledger_page.';

revoke execute on function private.is_rare(private.ledger_question), private.ledger_rows(bigint[], text, timestamptz), private.ledger_key(text, boolean),
  private.ledger_by_key(private.ledger_question, text, text, text, text, bigint, integer, integer),
  private.ledger_tally(private.ledger_question, text, text), private.ledger_waiting(private.ledger_question),
  public.ledger_page(jsonb, text, boolean, jsonb, integer), public.ledger_counts(jsonb), public.ledger_groups(jsonb, text),
  public.ledger_site_ids(jsonb), public.my_work() from public;
grant execute on function public.ledger_page(jsonb, text, boolean, jsonb, integer), public.ledger_counts(jsonb),
  public.ledger_groups(jsonb, text), public.ledger_site_ids(jsonb), public.my_work() to authenticated;
