-- Editing the catalogue makes a new edition that begins in the future; the editions before it, and all that
-- was observed under them, stay as they are. An edition that has not begun may be withdrawn.

alter table public.catalogues
  add column client_id uuid unique,
  add column member_id integer references public.members (id) on delete set null;
comment on column public.catalogues.client_id is 'Made by the client: repeating a request changes nothing.';
comment on column public.catalogues.member_id is 'Who of the office made it; null for what was shipped.';
create index catalogues_member on public.catalogues (member_id);

create function private.indicator_json(k public.indicators) returns jsonb
language sql immutable set search_path = ''
as $$
  select jsonb_build_object('code', k.code, 'nameZh', k.name_zh, 'nameEn', k.name_en, 'appliesTo', to_jsonb(k.applies_to),
    'weight', k.weight, 'veto', k.veto, 'clock', k.clock, 'clockAmount', k.clock_amount, 'validDays', k.valid_days,
    'rule', k.rule, 'ruleCount', k.rule_count, 'ruleCountByType', k.rule_count_by_type, 'hourSensitive', k.hour_sensitive)
$$;
comment on function private.indicator_json(public.indicators) is
  'An indicator as the API writes it: {code, nameZh, nameEn, appliesTo, weight, veto, clock, clockAmount, validDays, rule, ruleCount, ruleCountByType, hourSensitive}.';

create function private.refuse_indicator(p_code text, p_key text, p_zh text, p_en text) returns void
language sql volatile set search_path = ''
as $$
  select private.refuse(format('第 %s 项：%s', coalesce(p_code, '？'), p_zh), format('item %s: %s', coalesce(p_code, '?'), p_en),
    jsonb_build_object('field', 'changes.' || p_key, 'code', p_code))
$$;
comment on function private.refuse_indicator(text, text, text, text) is 'Refuses an item of a draft: which, and why.';

create function private.is_whole(p_value jsonb, p_least integer, p_most integer) returns boolean
language sql immutable set search_path = ''
as $$
  select coalesce(jsonb_typeof(p_value) = 'number' and p_value::text ~ '^\d{1,6}$'
    and case when p_value::text ~ '^\d{1,6}$' then p_value::text::integer between p_least and p_most end, false)
$$;
comment on function private.is_whole(jsonb, integer, integer) is 'Whether a JSON value is a whole number within limits.';

create function private.check_rule(p_code text, p_line jsonb) returns void
language plpgsql stable set search_path = ''
as $$
declare
  v_rule text := p_line ->> 'rule';
  v_count jsonb := nullif(p_line -> 'ruleCount', 'null');
  v_by_type jsonb := coalesce(nullif(p_line -> 'ruleCountByType', 'null'), '{}');
  v_least integer := case when v_rule = 'max_count' then 0 else 1 end;
  v_most integer := case when v_rule = 'graded' then 100 else 999 end;
  v record;
begin
  if v_rule is null or v_rule not in ('pass_fail', 'min_count', 'max_count', 'graded') then
    perform private.refuse_indicator(p_code, 'rule', '判定方式须为合格与否、至少几处、至多几处或抽样评级', 'the rule is pass_fail, min_count, max_count or graded');
  elsif jsonb_typeof(v_by_type) <> 'object' then
    perform private.refuse_indicator(p_code, 'ruleCountByType', '分类型的数量应按类型填写', 'counts by type are an object');
  elsif v_rule = 'pass_fail' and (v_count is not null or v_by_type <> '{}') then
    perform private.refuse_indicator(p_code, 'ruleCount', '合格与否的项不填数量', 'a pass or fail item has no count');
  elsif v_rule <> 'pass_fail' and not private.is_whole(v_count, v_least, v_most) then
    perform private.refuse_indicator(p_code, 'ruleCount', format('数量须为 %s 至 %s 的整数', v_least, v_most),
      format('the count is a whole number from %s to %s', v_least, v_most));
  end if;
  for v in select * from jsonb_each(v_by_type) loop
    if not (p_line -> 'appliesTo') ? v.key or not private.is_whole(v.value, v_least, v_most) then
      perform private.refuse_indicator(p_code, 'ruleCountByType',
        format('分类型的数量须属适用类型，且为 %s 至 %s 的整数', v_least, v_most),
        format('a count by type is of a type it applies to, a whole number from %s to %s', v_least, v_most));
    end if;
  end loop;
end
$$;
comment on function private.check_rule(text, jsonb) is
  'Refuses a rule that its kind does not fit: pass_fail has no count; min_count at least 1; max_count at least 0; graded 1 to 100 samples; other counts only for types it applies to.';

create function private.indicator_of(p_line jsonb, p_catalogue_id integer) returns public.indicators
language plpgsql stable set search_path = ''
as $$
declare
  v_code text := p_line ->> 'code';
  v_types text[];
  k public.indicators;
begin
  if jsonb_typeof(p_line -> 'appliesTo') = 'array' then
    v_types := array(select distinct x from jsonb_array_elements_text(p_line -> 'appliesTo') x order by x);
  end if;
  case
    when not private.is_whole(p_line -> 'code', 1, 255) then
      perform private.refuse_indicator(v_code, 'code', '编号须为 1 至 255 的整数', 'the code is a whole number from 1 to 255');
    when jsonb_typeof(p_line -> 'nameZh') is distinct from 'string' or char_length(btrim(p_line ->> 'nameZh')) not between 1 and 80 then
      perform private.refuse_indicator(v_code, 'nameZh', '中文名称须为 1 至 80 字', 'the Chinese name has 1 to 80 characters');
    when jsonb_typeof(p_line -> 'nameEn') is distinct from 'string' or char_length(btrim(p_line ->> 'nameEn')) not between 1 and 120 then
      perform private.refuse_indicator(v_code, 'nameEn', '英文名称须为 1 至 120 个字符', 'the English name has 1 to 120 characters');
    when coalesce(cardinality(v_types), 0) = 0 or not v_types <@ array(select t.id from public.site_types t) then
      perform private.refuse_indicator(v_code, 'appliesTo', '至少选一种已有的点位类型', 'choose at least one site type that exists');
    when jsonb_typeof(p_line -> 'weight') is distinct from 'number' or (p_line ->> 'weight') !~ '^\d{1,3}(\.\d{1,2})?$'
      or (p_line ->> 'weight')::numeric not between 0.01 and 100 then
      perform private.refuse_indicator(v_code, 'weight', '权重须在 0.01 至 100 之间，最多两位小数', 'the weight lies between 0.01 and 100, with at most two decimals');
    when jsonb_typeof(p_line -> 'veto') is distinct from 'boolean' then
      perform private.refuse_indicator(v_code, 'veto', '请选择是否一票否决', 'say whether it is a veto item');
    when jsonb_typeof(p_line -> 'hourSensitive') is distinct from 'boolean' then
      perform private.refuse_indicator(v_code, 'hourSensitive', '请选择是否同时段核查', 'say whether it is checked in the same hours');
    when coalesce(p_line ->> 'clock', '') not in ('urgent_hours', 'working_hours', 'working_days', 'calendar_days') then
      perform private.refuse_indicator(v_code, 'clock', '期限单位须为紧急小时、工作小时、工作日或自然日', 'the clock is urgent_hours, working_hours, working_days or calendar_days');
    when not private.is_whole(p_line -> 'clockAmount', 1, 365) then
      perform private.refuse_indicator(v_code, 'clockAmount', '期限须为 1 至 365 的整数', 'the deadline is a whole number from 1 to 365');
    when not private.is_whole(p_line -> 'validDays', 1, 730) then
      perform private.refuse_indicator(v_code, 'validDays', '有效天数须为 1 至 730 的整数', 'valid days are a whole number from 1 to 730');
    else null;
  end case;
  perform private.check_rule(v_code, p_line);
  k.catalogue_id := p_catalogue_id;
  k.code := v_code::smallint;
  k.name_zh := btrim(p_line ->> 'nameZh');
  k.name_en := btrim(p_line ->> 'nameEn');
  k.applies_to := v_types;
  k.weight := (p_line ->> 'weight')::numeric;
  k.veto := (p_line -> 'veto')::boolean;
  k.clock := (p_line ->> 'clock')::public.clock_kind;
  k.clock_amount := (p_line ->> 'clockAmount')::integer;
  k.valid_days := (p_line ->> 'validDays')::integer;
  k.rule := (p_line ->> 'rule')::public.rule_kind;
  k.rule_count := (p_line ->> 'ruleCount')::integer;
  k.rule_count_by_type := coalesce(nullif(p_line -> 'ruleCountByType', 'null'), '{}');
  k.hour_sensitive := (p_line -> 'hourSensitive')::boolean;
  return k;
end
$$;
comment on function private.indicator_of(jsonb, integer) is 'An item of a draft as a row, every field checked.';

create function private.edition_answer(p_catalogue_id integer, p_repeated boolean) returns json
language sql stable security definer set search_path = ''
as $$
  select json_build_object('id', c.id, 'edition', c.edition, 'inForceFrom', c.in_force_from,
    'indicatorCount', (select count(*) from public.indicators k where k.catalogue_id = c.id), 'repeated', p_repeated)
  from public.catalogues c where c.id = p_catalogue_id
$$;
comment on function private.edition_answer(integer, boolean) is 'What save_edition answers. security definer: answers whoever just saved it.';

create function public.save_edition(
  client_id uuid, edition text, in_force_from timestamptz, base_id integer,
  changes jsonb default '[]', removed integer[] default '{}', note text default null)
returns json
language plpgsql security definer set search_path = ''
as $$
declare
  me public.members := private.asking_office();
  v_edition text := btrim(coalesce(edition, ''));
  v_change jsonb;
  v_line jsonb;
  v_item public.indicators;
  v_codes integer[] := '{}';
  v_id integer;
begin
  if client_id is null then
    perform private.refuse('缺少请求编号 client_id', 'client_id is missing', '{"field": "client_id"}');
  end if;
  perform private.lock_setting('catalogues');
  select c.id into v_id from public.catalogues c where c.client_id = save_edition.client_id;
  if found then
    return private.edition_answer(v_id, true);
  end if;
  if char_length(v_edition) not between 1 and 40 or exists (select from public.catalogues c where c.edition = v_edition) then
    perform private.refuse('版本名称须为 1 至 40 字，且不与已有版本重名', 'an edition''s name has 1 to 40 characters and is not used yet', '{"field": "edition"}');
  elsif in_force_from is null or in_force_from <= private.clock() or in_force_from > private.clock() + interval '2 years' then
    perform private.refuse('生效时间须在将来、两年以内', 'an edition begins in the future, within two years', '{"field": "in_force_from"}');
  elsif exists (select from public.catalogues c where c.in_force_from = save_edition.in_force_from) then
    perform private.refuse('已有版本在同一时间生效', 'another edition begins at the same moment', '{"field": "in_force_from"}');
  elsif base_id is distinct from private.catalogue_at(save_edition.in_force_from) then
    perform private.refuse(
      format('修改须以届时有效的版本“%s”为基础，请重新打开后再改',
        (select c.edition from public.catalogues c where c.id = private.catalogue_at(save_edition.in_force_from))),
      format('the draft must be based on edition “%s”, which will be in force then; open it again',
        (select c.edition from public.catalogues c where c.id = private.catalogue_at(save_edition.in_force_from))), '{"field": "base_id"}');
  elsif jsonb_typeof(changes) is distinct from 'array' or jsonb_array_length(changes) > 255
     or jsonb_array_length(changes) + cardinality(coalesce(removed, '{}')) = 0 then
    perform private.refuse('草稿没有改动', 'the draft changes nothing', '{"field": "changes"}');
  elsif char_length(note) > 1000 then
    perform private.refuse('说明最多 1000 字', 'a note has at most 1000 characters', '{"field": "note"}');
  elsif exists (select from unnest(removed) r (code)
      where not exists (select from public.indicators k where k.catalogue_id = base_id and k.code = r.code)) then
    perform private.refuse('要删除的检查项不在原版本中', 'an item to be removed is not in the edition', '{"field": "removed"}');
  end if;
  insert into public.catalogues (edition, in_force_from, note, client_id, member_id)
  values (v_edition, save_edition.in_force_from, nullif(btrim(save_edition.note), ''), save_edition.client_id, me.id)
  returning id into v_id;
  for v_change in select x from jsonb_array_elements(changes) x loop
    if jsonb_typeof(v_change) <> 'object' or exists (select from jsonb_object_keys(v_change) x where x <> all (array['code', 'nameZh',
        'nameEn', 'appliesTo', 'weight', 'veto', 'clock', 'clockAmount', 'validDays', 'rule', 'ruleCount', 'ruleCountByType', 'hourSensitive'])) then
      perform private.refuse_indicator(v_change ->> 'code', 'code', '含有不认识的内容', 'it holds something unknown');
    end if;
    v_line := coalesce((select private.indicator_json(k) from public.indicators k
      where k.catalogue_id = base_id and k.code::text = v_change ->> 'code'),
      '{"veto": false, "hourSensitive": false, "rule": "pass_fail"}') || v_change;
    v_item := private.indicator_of(v_line, v_id);
    if v_item.code = any (v_codes || removed) then
      perform private.refuse_indicator(v_item.code::text, 'code', '同一项不能改两次或又改又删', 'an item is changed once, and not removed as well');
    end if;
    insert into public.indicators select v_item.*;
    v_codes := v_codes || v_item.code::integer;
  end loop;
  insert into public.indicators
  select v_id, k.code, k.name_zh, k.name_en, k.applies_to, k.weight, k.veto, k.clock, k.clock_amount, k.valid_days, k.rule,
    k.rule_count, k.rule_count_by_type, k.hour_sensitive
  from public.indicators k
  where k.catalogue_id = base_id and k.code <> all (v_codes) and k.code <> all (coalesce(removed, '{}'));
  if not exists (select from public.indicators k where k.catalogue_id = v_id) then
    perform private.refuse('目录至少要有一项', 'an edition holds at least one item', '{"field": "removed"}');
  end if;
  return private.edition_answer(v_id, false);
end
$$;
comment on function public.save_edition(uuid, text, timestamptz, integer, jsonb, integer[], text) is
  'Makes a new edition of the catalogue: that of base_id (the one in force when it begins) with changes: [{code, and of the fields of edition_indicators those that change; all of them for a new code}], without the codes removed; in force from a future moment; by the office. Answers {id, edition, inForceFrom, indicatorCount, repeated}. security definer: clients may not write catalogues; what was observed keeps its edition.';

create function public.withdraw_edition(catalogue_id integer) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  c public.catalogues;
begin
  perform private.asking_office();
  perform private.lock_setting('catalogues');
  select * into c from public.catalogues x where x.id = withdraw_edition.catalogue_id;
  if not found or c.in_force_from <= private.clock() then
    perform private.refuse('只能撤回还没有生效的版本', 'only an edition that has not begun can be withdrawn', '{"field": "catalogue_id"}');
  end if;
  -- Periods that were to lapse when it began lapse then all the same, into what they were.
  delete from public.indicators k where k.catalogue_id = c.id;
  delete from public.catalogues x where x.id = c.id;
  return json_build_object('id', c.id, 'edition', c.edition);
end
$$;
comment on function public.withdraw_edition(integer) is
  'Takes back an edition that has not begun; by the office. security definer: clients may not write catalogues.';

create function public.edition_indicators(catalogue_id integer) returns json
language sql stable set search_path = ''
as $$
  select coalesce(json_agg(private.indicator_json(k) order by k.code), '[]')
  from public.indicators k where k.catalogue_id = edition_indicators.catalogue_id
$$;
comment on function public.edition_indicators(integer) is
  'The items of an edition, through the policies: [{code, nameZh, nameEn, appliesTo, weight, veto, clock, clockAmount, validDays, rule, ruleCount, ruleCountByType, hourSensitive}].';

revoke execute on function private.indicator_json(public.indicators), private.refuse_indicator(text, text, text, text),
  private.is_whole(jsonb, integer, integer), private.check_rule(text, jsonb), private.indicator_of(jsonb, integer),
  private.edition_answer(integer, boolean),
  public.save_edition(uuid, text, timestamptz, integer, jsonb, integer[], text), public.withdraw_edition(integer),
  public.edition_indicators(integer) from public;
grant execute on function private.indicator_json(public.indicators) to authenticated;
grant execute on function public.save_edition(uuid, text, timestamptz, integer, jsonb, integer[], text),
  public.withdraw_edition(integer), public.edition_indicators(integer) to authenticated;
