-- What the office edits of its own: the calendar, working hours, hour bands, default units and the words of
-- states and events. One function each, which asks the role, checks the whole and refuses in one line.
-- security definer throughout: nobody writes these tables but through them. What was fixed by an event
-- (a deadline) stays as it was fixed; the new rules hold from the next event on.

create function private.asking_office() returns public.members
language plpgsql stable set search_path = ''
as $$
declare
  me public.members := private.my_member();
begin
  if me.id is null then
    perform private.refuse('请先登录，停用的账号不能修改设置', 'sign in first; a deactivated account may do nothing', '{"field": "role"}');
  elsif me.role <> 'office' then
    perform private.refuse('只有创城办可以修改设置', 'only the office edits the settings', '{"field": "role"}');
  end if;
  return me;
end
$$;
comment on function private.asking_office() is 'The member of the office who edits; refuses everybody else.';

create function private.lock_setting(p_name text) returns void
language sql volatile set search_path = ''
as $$ select pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('setting ' || p_name, 0)) $$;
comment on function private.lock_setting(text) is 'Two who save the same setting do so one after the other.';

create function private.setting_list(p_list jsonb, p_field text, p_most integer) returns void
language plpgsql immutable set search_path = ''
as $$
begin
  if jsonb_typeof(p_list) is distinct from 'array' or jsonb_array_length(p_list) not between 1 and p_most
     or exists (select from jsonb_array_elements(p_list) x where jsonb_typeof(x) <> 'object') then
    perform private.refuse(format('请填写 1 至 %s 行', p_most), format('give 1 to %s lines', p_most), jsonb_build_object('field', p_field));
  end if;
end
$$;
comment on function private.setting_list(jsonb, text, integer) is 'Refuses what is not a list of 1 to so many lines.';

-- Hours --------------------------------------------------------------------------------------------

create function private.stretches(p_list jsonb, p_field text) returns table (at integer, id text, starts time, ends time)
language plpgsql immutable set search_path = ''
as $$
declare
  v record;
begin
  for v in
    select x.n::integer as n, x.line ->> 'id' as id, x.line ->> 'starts' as starts, x.line ->> 'ends' as ends
    from jsonb_array_elements(p_list) with ordinality x (line, n)
  loop
    if coalesce(v.starts !~ '^([01]\d|2[0-3]):[0-5]\d$', true) or coalesce(v.ends !~ '^(([01]\d|2[0-3]):[0-5]\d|24:00)$', true)
       or v.ends <= v.starts then
      perform private.refuse(
        format('第 %s 行的时段“%s—%s”无效：须为 HH:MM，且结束晚于开始', v.n, left(v.starts, 10), left(v.ends, 10)),
        format('line %s: “%s–%s” must be HH:MM and end after it starts', v.n, left(v.starts, 10), left(v.ends, 10)),
        jsonb_build_object('field', p_field, 'at', v.n - 1));
    end if;
  end loop;
  select * into v from (
    select lag(x.line ->> 'starts') over w as starts_before, lag(x.line ->> 'ends') over w as ends_before,
      x.line ->> 'starts' as starts, x.line ->> 'ends' as ends
    from jsonb_array_elements(p_list) x (line) window w as (order by x.line ->> 'starts')) o
  where o.ends_before > o.starts limit 1;
  if found then
    perform private.refuse(
      format('时段 %s—%s 与 %s—%s 重叠', v.starts_before, v.ends_before, v.starts, v.ends),
      format('%s–%s and %s–%s overlap', v.starts_before, v.ends_before, v.starts, v.ends), jsonb_build_object('field', p_field));
  end if;
  return query
    select (x.n - 1)::integer, x.line ->> 'id', (x.line ->> 'starts')::time, (x.line ->> 'ends')::time
    from jsonb_array_elements(p_list) with ordinality x (line, n);
end
$$;
comment on function private.stretches(jsonb, text) is 'Stretches of a day, HH:MM to HH:MM or 24:00, none of which overlap.';

create function public.save_working_hours(hours jsonb) returns json
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.asking_office();
  perform private.setting_list(hours, 'hours', 6);
  perform private.lock_setting('working_hours');
  delete from public.working_hours;
  insert into public.working_hours (starts, ends) select s.starts, s.ends from private.stretches(hours, 'hours') s;
  return private.working_hours_json();
end
$$;
comment on function public.save_working_hours(jsonb) is
  'The hours of a working day, whole: [{starts, ends}], HH:MM, none overlapping; by the office. Deadlines already set stay. security definer: see the head of this file.';

create function private.working_hours_json() returns json
language sql stable set search_path = ''
as $$
  select coalesce(json_agg(json_build_object('starts', to_char(w.starts, 'HH24:MI'), 'ends',
    case w.ends when '24:00' then '24:00' else to_char(w.ends, 'HH24:MI') end) order by w.starts), '[]')
  from public.working_hours w
$$;
comment on function private.working_hours_json() is 'The hours of a working day, [{starts, ends}].';

create function public.save_hour_bands(bands jsonb) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  v_ids text[];
begin
  perform private.asking_office();
  perform private.setting_list(bands, 'bands', 6);
  v_ids := array(select x ->> 'id' from jsonb_array_elements(bands) x);
  -- The interface has words for these six.
  if not coalesce(v_ids <@ array['early', 'morning', 'noon', 'afternoon', 'evening', 'night'], false)
     or cardinality(v_ids) <> (select count(distinct i) from unnest(v_ids) i) then
    perform private.refuse('时段只能是清晨、上午、中午、下午、傍晚、夜间，各最多一个',
      'bands are early, morning, noon, afternoon, evening and night, each at most once', '{"field": "bands"}');
  end if;
  perform private.lock_setting('hour_bands');
  delete from public.hour_bands;
  insert into public.hour_bands (id, starts, ends) select s.id, s.starts, s.ends from private.stretches(bands, 'bands') s;
  return private.hour_bands_json();
end
$$;
comment on function public.save_hour_bands(jsonb) is
  'The hour bands of staggering and same-hour checks, whole: [{id, starts, ends}], none overlapping; by the office. security definer: see the head of this file.';

create function private.hour_bands_json() returns json
language sql stable set search_path = ''
as $$
  select coalesce(json_agg(json_build_object('id', b.id, 'starts', to_char(b.starts, 'HH24:MI'), 'ends',
    case b.ends when '24:00' then '24:00' else to_char(b.ends, 'HH24:MI') end) order by b.starts), '[]')
  from public.hour_bands b
$$;
comment on function private.hour_bands_json() is 'The hour bands, [{id, starts, ends}].';

-- The calendar -------------------------------------------------------------------------------------

create function public.save_calendar_days(days jsonb) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  v record;
  v_today date := private.local_day(private.clock());
  v_day date;
begin
  perform private.asking_office();
  perform private.setting_list(days, 'days', 400);
  perform private.lock_setting('calendar_days');
  for v in
    select x.n::integer as n, x.line ->> 'day' as day, x.line ->> 'kind' as kind, btrim(coalesce(x.line ->> 'name', '')) as name
    from jsonb_array_elements(days) with ordinality x (line, n)
  loop
    begin
      v_day := case when v.day ~ '^\d{4}-\d{2}-\d{2}$' then v.day::date end;
    exception when datetime_field_overflow then
      v_day := null;
    end;
    if v_day is null or v_day > v_today + 1100 then
      perform private.refuse(format('第 %s 行的日期“%s”无效：须为 YYYY-MM-DD，三年以内', v.n, left(v.day, 20)),
        format('line %s: “%s” is no date YYYY-MM-DD within three years', v.n, left(v.day, 20)), jsonb_build_object('field', 'days', 'at', v.n - 1));
    elsif v_day < v_today then
      -- Clocks have run by what it was.
      perform private.refuse(format('%s 已经过去，不能再改', v.day), format('%s has passed and stays as it was', v.day),
        jsonb_build_object('field', 'days', 'at', v.n - 1));
    elsif v.kind is null or v.kind not in ('holiday', 'workday', 'usual') then
      perform private.refuse(format('%s 须为 holiday（放假）、workday（上班）或 usual（照常）', v.day),
        format('%s is a holiday, a workday or usual', v.day), jsonb_build_object('field', 'days', 'at', v.n - 1));
    elsif v.kind <> 'usual' and char_length(v.name) not between 1 and 40 then
      perform private.refuse(format('请写明 %s 是什么日子，最多 40 字', v.day), format('say what %s is, in at most 40 characters', v.day),
        jsonb_build_object('field', 'days', 'at', v.n - 1));
    end if;
    if v.kind = 'usual' then
      delete from public.calendar_days c where c.day = v_day;
    else
      insert into public.calendar_days (day, kind, name) values (v_day, v.kind, v.name)
      on conflict (day) do update set kind = excluded.kind, name = excluded.name;
    end if;
  end loop;
  return json_build_object('saved', jsonb_array_length(days));
end
$$;
comment on function public.save_calendar_days(jsonb) is
  'Days that are not as their weekday: [{day, kind: holiday, workday or usual, name}], from today on; all or none; by the office. usual takes a day off the list. security definer: see the head of this file.';

-- Default units ------------------------------------------------------------------------------------

create function public.save_default_unit(
  code integer default null, site_type text default null, area_id integer default null, unit_id integer default null)
returns json
language plpgsql security definer set search_path = ''
as $$
declare
  v_id integer;
begin
  perform private.asking_office();
  if code is not null and not exists (select from public.indicators k where k.code = save_default_unit.code) then
    perform private.refuse(format('没有第 %s 项检查', code), format('there is no indicator %s', code), '{"field": "code"}');
  elsif site_type is not null and not exists (select from public.site_types t where t.id = site_type) then
    perform private.refuse(format('没有点位类型“%s”', left(site_type, 40)), format('there is no site type “%s”', left(site_type, 40)), '{"field": "site_type"}');
  elsif area_id is not null and not exists (select from public.areas a where a.id = area_id) then
    perform private.refuse(format('没有区域 %s', area_id), format('there is no area %s', area_id), '{"field": "area_id"}');
  elsif unit_id is not null and not exists (select from public.units u where u.id = unit_id) then
    perform private.refuse(format('没有单位 %s', unit_id), format('there is no unit %s', unit_id), '{"field": "unit_id"}');
  end if;
  perform private.lock_setting('default_units');
  if unit_id is null then
    delete from public.default_units d
    where d.code is not distinct from save_default_unit.code and d.site_type is not distinct from save_default_unit.site_type
      and d.area_id is not distinct from save_default_unit.area_id
    returning d.id into v_id;
    return json_build_object('id', v_id, 'removed', v_id is not null);
  end if;
  update public.default_units d set unit_id = save_default_unit.unit_id
  where d.code is not distinct from save_default_unit.code and d.site_type is not distinct from save_default_unit.site_type
    and d.area_id is not distinct from save_default_unit.area_id
  returning d.id into v_id;
  if v_id is null then
    insert into public.default_units (code, site_type, area_id, unit_id)
    values (save_default_unit.code, save_default_unit.site_type, save_default_unit.area_id, save_default_unit.unit_id)
    returning id into v_id;
  end if;
  return json_build_object('id', v_id, 'removed', false);
end
$$;
comment on function public.save_default_unit(integer, text, integer, integer) is
  'Who is proposed for issues of an indicator, site type and area, null for any; without a unit the rule is removed; by the office. security definer: see the head of this file.';

-- Words --------------------------------------------------------------------------------------------

create function public.save_issue_word(kind text, id text, name_zh text, name_en text) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  v_zh text := btrim(coalesce(name_zh, ''));
  v_en text := btrim(coalesce(name_en, ''));
begin
  perform private.asking_office();
  if not exists (select from public.issue_words w where w.kind = save_issue_word.kind and w.id = save_issue_word.id) then
    perform private.refuse('没有这个状态或事件', 'there is no such state or event', '{"field": "id"}');
  elsif char_length(v_zh) not between 1 and 20 or v_zh ~ '[[:cntrl:]]' then
    perform private.refuse('中文用语须为 1 至 20 字', 'the Chinese word has 1 to 20 characters', '{"field": "name_zh"}');
  elsif char_length(v_en) not between 1 and 40 or v_en ~ '[[:cntrl:]]' then
    perform private.refuse('英文用语须为 1 至 40 个字符', 'the English word has 1 to 40 characters', '{"field": "name_en"}');
  end if;
  perform private.lock_setting('issue_words');
  -- Two states of one name could not be told apart in the ledger.
  if kind = 'state' and exists (select from public.issue_words w where w.kind = 'state' and w.id <> save_issue_word.id
      and (w.name_zh = v_zh or lower(w.name_en) = lower(v_en))) then
    perform private.refuse(format('“%s”或“%s”已是另一状态的用语', v_zh, v_en), format('“%s” or “%s” already names another state', v_zh, v_en),
      '{"field": "name_zh"}');
  end if;
  update public.issue_words w set name_zh = v_zh, name_en = v_en
  where w.kind = save_issue_word.kind and w.id = save_issue_word.id;
  return json_build_object('kind', kind, 'id', id, 'nameZh', v_zh, 'nameEn', v_en);
end
$$;
comment on function public.save_issue_word(text, text, text, text) is
  'What the city calls a state or an event; no two states alike; by the office. security definer: see the head of this file.';

-- Reading ------------------------------------------------------------------------------------------

create function public.office_settings() returns json
language sql stable set search_path = ''
as $$
  select json_build_object(
    'today', private.local_day(private.clock()),
    'editions', (select coalesce(json_agg(json_build_object('id', c.id, 'edition', c.edition, 'inForceFrom', c.in_force_from,
        'note', c.note, 'standing', case when c.in_force_from > private.clock() then 'coming'
          when c.id = private.catalogue_at(private.clock()) then 'in_force' else 'past' end,
        'indicatorCount', (select count(*) from public.indicators k where k.catalogue_id = c.id)) order by c.in_force_from desc), '[]')
      from public.catalogues c),
    'workingHours', private.working_hours_json(),
    'hourBands', private.hour_bands_json(),
    'calendarDays', (select coalesce(json_agg(json_build_object('day', d.day, 'kind', d.kind, 'name', d.name) order by d.day), '[]')
      from public.calendar_days d),
    'defaultUnits', (select coalesce(json_agg(json_build_object('id', d.id, 'code', d.code, 'siteType', d.site_type,
        'areaId', d.area_id, 'areaName', a.name, 'unitId', d.unit_id, 'unitName', u.name)
        order by d.code nulls first, d.site_type nulls first, d.area_id nulls first), '[]')
      from public.default_units d left join public.areas a on a.id = d.area_id left join public.units u on u.id = d.unit_id),
    'issueWords', (select coalesce(json_agg(json_build_object('kind', w.kind, 'id', w.id, 'nameZh', w.name_zh, 'nameEn', w.name_en)
        order by w.kind desc, w.id), '[]') from public.issue_words w))
$$;
comment on function public.office_settings() is
  'What the office edits, through the policies: {today, editions: [{id, edition, inForceFrom, note, standing: coming, in_force or past, indicatorCount}], workingHours, hourBands, calendarDays, defaultUnits, issueWords}.';

revoke execute on function private.asking_office(), private.lock_setting(text), private.setting_list(jsonb, text, integer),
  private.stretches(jsonb, text), private.working_hours_json(), private.hour_bands_json(),
  public.save_working_hours(jsonb), public.save_hour_bands(jsonb), public.save_calendar_days(jsonb),
  public.save_default_unit(integer, text, integer, integer), public.save_issue_word(text, text, text, text),
  public.office_settings() from public;
grant execute on function private.working_hours_json(), private.hour_bands_json() to authenticated;
grant execute on function public.save_working_hours(jsonb), public.save_hour_bands(jsonb), public.save_calendar_days(jsonb),
  public.save_default_unit(integer, text, integer, integer), public.save_issue_word(text, text, text, text),
  public.office_settings() to authenticated;
