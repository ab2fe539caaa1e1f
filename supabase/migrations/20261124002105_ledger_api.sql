-- The ledger's questions. Each reads the filters into conditions (every value quoted by format), adds
-- what the member may see, and runs them as one statement planned for these very values.

create type private.ledger_question as (
  sees text, sees_counted text, sees_besides text, sees_site text, waits text,
  wanted text, counted text, search text, known boolean, live boolean, few boolean);
comment on type private.ledger_question is
  'Conditions on issues i, issue_counts c and sites s. sees: the policy issues_read; sees_counted: its greater part, of which the counts know; sees_besides: the rest; sees_site: the policy sites_read; waits: it waits for the asker; wanted: the filters; counted: what of them the counts know; known: whether that is all; live: no closed, rejected or merged one; few: few enough to be sorted; search: what the index of texts knows of the filters.';

create function private.ledger_sight(p_now timestamptz) returns private.ledger_question
language plpgsql stable security definer set search_path = ''
as $$
declare
  me public.members := private.my_member();
  q private.ledger_question;
  v_areas integer[];
  v_types text[];
  v_sites integer[] := '{}';
  v_main text := 'false';
  v_more text := 'false';
begin
  q.sees_counted := 'false';
  q.sees_site := 'false';
  q.waits := 'false';
  if me.id is null then
    q.sees := 'false';
    q.sees_besides := 'false';
    return q;
  end if;
  if private.sees_all_sites() then
    q.sees_site := 'true';
    v_main := case when me.role = 'assessor' then 'false' else 'true' end;
    q.sees_counted := v_main;
  else
    if me.area_id is not null then
      v_areas := array(select private.my_area_ids());
    end if;
    if me.role in ('community', 'patrol', 'assessor') then
      q.sees_site := format('s.area_id = any (%L::integer[])', v_areas);
      v_main := format('i.area_id = any (%L::integer[])', v_areas);
    elsif me.role = 'department' then
      select coalesce(u.site_types, '{}') into v_types from public.units u where u.id = me.unit_id;
      q.sees_site := format('s.type = any (%L::text[])', coalesce(v_types, '{}'));
      v_main := format('i.site_type = any (%L::text[])', coalesce(v_types, '{}'));
      if v_areas is not null then
        q.sees_site := q.sees_site || format(' and s.area_id = any (%L::integer[])', v_areas);
        v_main := v_main || format(' and i.area_id = any (%L::integer[])', v_areas);
      end if;
    elsif me.role = 'sponsor' then
      v_sites := array(select p.site_id from public.pairings p
        where p.unit_id = me.unit_id and p.valid_from <= private.local_day(p_now)
          and (p.valid_to is null or p.valid_to > private.local_day(p_now)));
    elsif me.role = 'owner' and me.site_id is not null then
      v_sites := array[me.site_id];
    end if;
    if me.unit_id is not null and me.role <> 'assessor' then
      -- Whoever an issue is assigned to sees its site while it is open, and with the site all its issues.
      v_sites := v_sites || array(select distinct i.site_id from public.issues i
        where (i.lead_unit_id = me.unit_id or i.assisting_unit_ids operator(pg_catalog.@>) array[me.unit_id])
          and i.site_id is not null
          -- Those that are seen anyway need not be named.
          and not coalesce(case when me.role in ('community', 'patrol') then i.area_id = any (v_areas)
            when me.role = 'department' then i.site_type = any (v_types) and (v_areas is null or i.area_id = any (v_areas)) end, false)
          and i.state in ('accepted', 'assigned', 'in_progress', 'returned', 'deferred', 'awaiting_check'));
    end if;
    if v_sites <> '{}' then
      q.sees_site := format('(%s or s.id = any (%L::integer[]))', q.sees_site, v_sites);
      v_more := format('i.site_id = any (%L::integer[])', v_sites);
    end if;
    if me.unit_id is not null then
      v_main := format('(%s or i.lead_unit_id = %s)', v_main, me.unit_id);
      v_more := format('%s or i.assisting_unit_ids operator(pg_catalog.@>) array[%s]', v_more, me.unit_id);
    end if;
    v_more := format('%s or i.reported_by = %s', v_more, me.id);
    q.sees_counted := replace(replace(v_main, 'i.lead_unit_id', 'c.unit_id'), 'i.', 'c.');
    if me.role = 'assessor' then
      v_main := 'false';
      v_more := 'false';
      q.sees_counted := 'false';
    end if;
  end if;
  q.sees := case v_main when 'true' then 'true' else format('(%s or %s)', v_main, v_more) end;
  -- not (null) is null: an issue without a site or a unit is besides.
  q.sees_besides := case v_main when 'true' then 'false'
    else format('((%s) and not coalesce(%s, false))', v_more, v_main) end;
  q.waits := private.waiting_for(me, p_now);
  return q;
end
$$;
comment on function private.ledger_sight(timestamptz) is
  'What the asker may see, as conditions; the same rule as the policies sites_read and issues_read. security definer: it decides what the ledger, which reads as owner, will show.';

create function private.waiting_for(p_member public.members, p_now timestamptz) returns text
language plpgsql stable set search_path = ''
as $$
declare
  me public.members := p_member;
  v text[] := '{}';
begin
  if me.role = 'office' then
    v := v || '(i.state in (''reported'', ''accepted'', ''returned'') or i.state in (''assigned'', ''in_progress'') and i.extension_asked and i.extension_count = 0)'::text;
  elsif me.role = 'leader' then
    v := v || '(i.state in (''assigned'', ''in_progress'') and (i.deferral_asked or i.extension_asked and i.extension_count > 0))'::text;
  elsif me.role = 'owner' and me.site_id is not null then
    v := v || format('(i.state in (''assigned'', ''in_progress'') and i.site_id = %s)', me.site_id);
  end if;
  if me.role in ('department', 'community', 'sponsor', 'owner') and me.unit_id is not null then
    v := v || format('(i.state in (''assigned'', ''in_progress'') and i.lead_unit_id = %s)', me.unit_id);
  end if;
  if me.role in ('patrol', 'office', 'department', 'community') then
    v := v || format('(%s)', private.to_verify_by(me)) || format('(%s)', private.to_recheck_by(me, p_now));
  end if;
  return case when v = '{}' then 'false' else format('(%s)', array_to_string(v, ' or ')) end;
end
$$;
comment on function private.waiting_for(public.members, timestamptz) is 'The condition that an issue waits for a member to act.';

create function private.to_verify_by(p_member public.members) returns text
language sql stable set search_path = ''
as $$
  -- As private.why_not_verify has it, but for the hour: it may wait for its hour and still be one's own.
  select format('i.state = ''awaiting_check'' and i.lead_unit_id is distinct from %1$s
    and not i.assisting_unit_ids operator(pg_catalog.@>) array[%1$s]
    and not coalesce((select e.member_id = %2$s or coalesce(e.unit_id = %1$s, false) from public.issue_events e
      where e.issue_id = i.id and e.kind in (''submitted'', ''fixed_on_the_spot'') order by e.recorded_at desc, e.id desc limit 1), false)',
    coalesce(p_member.unit_id, 0), p_member.id)
$$;
create function private.to_recheck_by(p_member public.members, p_now timestamptz) returns text
language sql stable set search_path = ''
as $$
  select format('i.recheck_due_at <= %1$L::timestamptz and i.state = ''closed'' and i.lead_unit_id is distinct from %2$s
    and not i.assisting_unit_ids operator(pg_catalog.@>) array[%2$s] and not coalesce((select e.member_id = %3$s or coalesce(e.unit_id = %2$s, false) from public.issue_events e
      where e.issue_id = i.id and e.kind in (''submitted'', ''fixed_on_the_spot'') order by e.recorded_at desc, e.id desc limit 1), false)',
    p_now, coalesce(p_member.unit_id, 0), p_member.id)
$$;

comment on function private.to_verify_by(public.members) is 'The condition that a member may verify the fix of an issue.';
comment on function private.to_recheck_by(public.members, timestamptz) is
  'The condition that a re-check (回头看) of an issue is due and a member may do it.';

create function private.overdue_at(p_now timestamptz) returns text
language sql stable set search_path = ''
as $$
  select format('(i.state in (''assigned'', ''in_progress'') or i.state = ''deferred'' and i.resumes_at <= %1$L) and i.deadline_at <= %1$L', p_now)
$$;
comment on function private.overdue_at(timestamptz) is 'The condition that an issue is overdue at its unit, as the compliance rule has it.';

create function private.ledger_question(p_filters jsonb, p_now timestamptz) returns private.ledger_question
language plpgsql stable security definer set search_path = ''
as $$
declare
  q private.ledger_question := private.ledger_sight(p_now);
  f jsonb := coalesce(p_filters, '{}');
  me public.members := private.my_member();
  v_wanted text[] := '{}';
  v_counted text[] := '{}';
  v_known boolean := true;
  v_key text;
  v jsonb;
  v_day timestamptz := private.local_day(p_now)::timestamp at time zone 'Asia/Shanghai';
  v_zone extensions.geometry;
  v_states public.issue_state[];
  v_text text;
begin
  q.live := false;
  q.few := false;
  q.search := 'true';
  if jsonb_typeof(f) <> 'object' then
    perform private.refuse('筛选条件应为对象', 'filters are an object', '{"field": "filters"}');
  end if;
  for v_key, v in select * from jsonb_each(f) loop
    begin
      if v_key in ('states', 'codes', 'types', 'sources', 'siteIds', 'ids') and jsonb_typeof(v) <> 'array'
         or v_key in ('areaId', 'unitId', 'zoneId', 'issueId') and jsonb_typeof(v) <> 'number'
         or v_key in ('text', 'due', 'reportedFrom', 'reportedTo') and jsonb_typeof(v) <> 'string'
         or v_key in ('waitingForMe', 'supervised', 'veto', 'recheckDue', 'reportedByMe') and v <> 'true' then
        raise invalid_parameter_value;
      end if;
      case v_key
        when 'states' then
          v_states := array(select x::public.issue_state from jsonb_array_elements_text(v) x);
          v_wanted := v_wanted || format('i.state = any (%L::public.issue_state[])', v_states);
          v_counted := v_counted || format('c.state = any (%L::public.issue_state[])', v_states);
          q.live := q.live or not v_states && '{closed,rejected,merged}'::public.issue_state[];
          q.few := q.few or not 'closed' = any (v_states);
        when 'codes' then
          v_text := array(select x::smallint from jsonb_array_elements_text(v) x)::text;
          v_wanted := v_wanted || format('i.code = any (%L::smallint[])', v_text);
          v_counted := v_counted || format('c.code = any (%L::smallint[])', v_text);
        when 'types' then
          if exists (select from jsonb_array_elements_text(v) x where x not in (select t.id from public.site_types t)) then
            raise invalid_parameter_value;
          end if;
          v_text := array(select x from jsonb_array_elements_text(v) x)::text;
          v_wanted := v_wanted || format('i.site_type = any (%L::text[])', v_text);
          v_counted := v_counted || format('c.site_type = any (%L::text[])', v_text);
        when 'sources' then
          v_text := array(select x::public.issue_source from jsonb_array_elements_text(v) x)::text;
          v_wanted := v_wanted || format('i.source = any (%L::public.issue_source[])', v_text);
          v_counted := v_counted || format('c.source = any (%L::public.issue_source[])', v_text);
        when 'areaId' then
          v_text := array(select b.id from public.areas a join public.areas b on b.path operator(extensions.<@) a.path
            where a.id = (v #>> '{}')::integer)::text;
          if v_text = '{}' then
            raise invalid_parameter_value;
          end if;
          v_wanted := v_wanted || format('i.area_id = any (%L::integer[])', v_text);
          v_counted := v_counted || format('c.area_id = any (%L::integer[])', v_text);
        when 'unitId' then
          if not exists (select from public.units u where u.id = (v #>> '{}')::integer) then
            raise invalid_parameter_value;
          end if;
          v_wanted := v_wanted || format('i.lead_unit_id = %s', (v #>> '{}')::integer);
          v_counted := v_counted || format('c.unit_id = %s', (v #>> '{}')::integer);
        when 'veto' then
          v_text := array(select distinct k.code from public.indicators k where k.veto)::text;
          v_wanted := v_wanted || format('i.code = any (%L::smallint[])', v_text);
          if exists (select from public.indicators k join public.indicators o on o.code = k.code where k.veto and not o.veto) then
            -- What is a veto item now was none in another edition: the issue's own edition says.
            v_known := false;
            v_wanted := v_wanted || 'exists (select from public.indicators k where k.catalogue_id = i.catalogue_id and k.code = i.code and k.veto)'::text;
          end if;
          v_counted := v_counted || format('c.code = any (%L::smallint[])', v_text);
        else
          v_known := false;
      end case;
      if v_key in ('states', 'codes', 'types', 'sources', 'areaId', 'unitId', 'veto') then
        continue;
      end if;
      case v_key
        when 'text' then
          v_text := lower(btrim(v #>> '{}'));
          if char_length(v_text) not between 2 and 60 then
            raise invalid_parameter_value;
          end if;
          v_wanted := v_wanted || format('strpos(i.search_text, %L) > 0', v_text);
          q.search := format('private.search_pairs(i.search_text) operator(pg_catalog.@>) %L::text[]', private.search_pairs(v_text));
        when 'due' then
          q.live := true;
          q.few := true;
          v_wanted := v_wanted || case v #>> '{}'
            when 'overdue' then private.overdue_at(p_now)
            when 'today' then format('i.state in (''assigned'', ''in_progress'') and i.deadline_at >= %L and i.deadline_at < %L', v_day, v_day + interval '1 day')
            when 'week' then format('i.state in (''assigned'', ''in_progress'') and i.deadline_at >= %L and i.deadline_at < %L', v_day, v_day + interval '7 days')
          end;
          if v #>> '{}' not in ('overdue', 'today', 'week') then
            raise invalid_parameter_value;
          end if;
        when 'waitingForMe' then
          q.few := true;
          v_wanted := v_wanted || q.waits;
        when 'zoneId' then
          select z.area into v_zone from public.zones z
          where z.id = (v #>> '{}')::integer and z.deleted_at is null
            and (me.role in ('leader', 'office') or z.member_id = me.id or z.unit_id = me.unit_id and me.role = 'patrol');
          if v_zone is null then
            perform private.refuse('所选片区不存在或无权查看', 'the chosen zone is not there, or you may not see it', '{"field": "filters.zoneId"}');
          end if;
          q.few := true;
          v_wanted := v_wanted || format('i.point operator(extensions.&&) %1$L::extensions.geometry and extensions.st_intersects(%1$L::extensions.geometry, i.point)', v_zone);
        when 'siteIds' then
          q.few := jsonb_array_length(v) <= 1000;
          v_wanted := v_wanted || format('i.site_id = any (%L::integer[])', array(select x::integer from jsonb_array_elements_text(v) x));
        when 'ids' then
          q.few := true;
          v_wanted := v_wanted || format('i.id = any (%L::bigint[])', array(select x::bigint from jsonb_array_elements_text(v) x));
        when 'issueId' then
          q.few := true;
          v_wanted := v_wanted || format('(i.id = %1$s or i.merged_into = %1$s)', (v #>> '{}')::bigint);
        when 'reportedFrom' then
          v_wanted := v_wanted || format('i.reported_at >= %L', (v #>> '{}')::timestamptz);
        when 'reportedTo' then
          v_wanted := v_wanted || format('i.reported_at < %L', (v #>> '{}')::timestamptz);
        when 'supervised' then
          q.few := true;
          v_wanted := v_wanted || 'i.supervised'::text;
        when 'recheckDue' then
          q.few := true;
          v_wanted := v_wanted || format('i.state = ''closed'' and i.recheck_due_at <= %L', p_now);
        when 'reportedByMe' then
          q.few := true;
          v_wanted := v_wanted || format('i.reported_by = %s', coalesce(me.id, 0));
        else
          perform private.refuse(format('没有名为“%s”的筛选条件', left(v_key, 40)), format('there is no filter “%s”', left(v_key, 40)),
            jsonb_build_object('field', 'filters.' || left(v_key, 40)));
      end case;
    exception
      when invalid_parameter_value or invalid_text_representation or numeric_value_out_of_range
        or datetime_field_overflow or invalid_datetime_format then
        perform private.refuse(format('筛选条件 %s 的取值“%s”无效', v_key, left(v #>> '{}', 40)),
          format('filter %s cannot be “%s”', v_key, left(v #>> '{}', 40)), jsonb_build_object('field', 'filters.' || v_key));
    end;
  end loop;
  -- A month or two lies together on the disk; it would be far down an order by deadline.
  q.few := q.few or q.live
    or coalesce((f ->> 'reportedTo')::timestamptz - (f ->> 'reportedFrom')::timestamptz <= interval '62 days', false);
  if q.live then
    v_wanted := v_wanted || 'i.state not in (''closed'', ''rejected'', ''merged'')'::text;
  end if;
  q.wanted := coalesce(nullif(array_to_string(v_wanted, ' and '), ''), 'true');
  q.counted := coalesce(nullif(array_to_string(v_counted, ' and '), ''), 'true');
  q.known := v_known;
  return q;
end
$$;
comment on function private.ledger_question(jsonb, timestamptz) is
  'Reads the filters; refuses unknown keys and bad values in one line. security definer: as ledger_sight.';

-- Called by the ledger's functions, which are the owner's.
revoke execute on function private.ledger_sight(timestamptz), private.waiting_for(public.members, timestamptz),
  private.to_verify_by(public.members), private.to_recheck_by(public.members, timestamptz), private.overdue_at(timestamptz),
  private.ledger_question(jsonb, timestamptz) from public;
