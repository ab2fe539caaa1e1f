-- Taking in the offices' ledgers. The sheet has been read and its places, units and checks found
-- (src/domain/spreadsheet); here each row is judged against what is known, and the whole is taken in
-- or nothing. An issue is made by events alone: reported when the sheet says it was found, then as
-- far as the sheet says it has come, all recorded now, so that nothing that leaders saw is rewritten.

alter table public.imports add column source jsonb not null default '{}';
comment on column public.imports.source is
  'Of a ledger: {"sheet", "sha256", "mapping": {header: field or null}}; the mapping is proposed again for the same headers.';
alter table public.issues
  add column import_id integer references public.imports (id) on delete restrict,
  add column import_key text;
comment on column public.issues.import_id is 'The ledger it came from.';
comment on column public.issues.import_key is
  'What it is in the ledger: place, check, day, text and outside number, hashed. The same again is the same issue.';
create index issues_import on public.issues (import_id) where import_id is not null;
create unique index issues_import_key on public.issues (import_key) where import_key is not null;
-- Without a foreign key: imports are never deleted, and 40,000 checks would cost an import two seconds.
alter table public.issue_events add column import_id integer;
comment on column public.issue_events.import_id is 'The ledger that told of it, an id of imports.';
create index issue_events_import on public.issue_events (import_id) where import_id is not null;

-- Who imports --------------------------------------------------------------------------------------

create function private.importing_member() returns public.members
language plpgsql stable set search_path = ''
as $$
declare
  me public.members := private.my_member();
begin
  if me.role is distinct from 'office' and pg_catalog.current_setting('role', true) <> 'service_role' then
    perform private.refuse('只有创城办可以导入台账', 'only the office imports ledgers', '{"field": "role"}');
  end if;
  return me;
end
$$;
comment on function private.importing_member() is
  'The member of the office who imports; nobody from the command line, which has the secret key.';

create function public.ledger_import_context() returns json
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.importing_member();
  return json_build_object(
    'today', private.local_day(private.clock()),
    'sites', coalesce((select json_agg(json_build_object('id', s.id, 'name', s.name, 'address', s.address, 'type', s.type,
        'areaId', s.area_id, 'lon', extensions.st_x(s.point), 'lat', extensions.st_y(s.point)) order by s.id)
      from public.sites s where s.closed_at is null or s.closed_at > private.clock()), '[]'),
    'areas', coalesce((select json_agg(json_build_object('id', a.id, 'parentId', a.parent_id, 'level', a.level, 'name', a.name) order by a.id)
      from public.areas a), '[]'),
    'units', coalesce((select json_agg(json_build_object('id', u.id, 'name', u.name) order by u.id) from public.units u), '[]'),
    'indicators', coalesce((select json_agg(json_build_object('code', k.code, 'nameZh', k.name_zh, 'appliesTo', k.applies_to) order by k.code)
      from public.indicators k where k.catalogue_id = private.catalogue_at(private.clock())), '[]'),
    'mapping', coalesce((select jsonb_object_agg(e.key, e.value order by m.id)
      from public.imports m cross join lateral jsonb_each(m.source -> 'mapping') e where m.kind = 'ledger'), '{}'));
end
$$;
comment on function public.ledger_import_context() is
  'What a sheet is read against: sites, areas, units, checks, and the field that a person last chose for each header. For the office. security definer: the office sees all of it anyway, without a policy a row.';

-- Judging ------------------------------------------------------------------------------------------

create type private.ledger_row as (
  row_number integer, part integer, cell text, site_id integer, point extensions.geometry, catalogue_id integer, code smallint,
  veto boolean, clock public.clock_kind, clock_amount integer, description text, source public.issue_source, source_number text,
  unit_id integer, assisting integer[], person text, measures text, target text, reported_at timestamptz,
  deadline_at timestamptz, closed_at timestamptz, import_key text, photos jsonb, issue_id bigint, from_rank smallint,
  fate text, field text, zh text, en text);

create function private.ledger_rank(p_state public.issue_state) returns smallint
language sql immutable set search_path = ''
as $$
  select case when p_state is null then 0 else case p_state when 'reported' then 1 when 'accepted' then 2 when 'assigned' then 3
    when 'in_progress' then 4 when 'awaiting_check' then 5 else 6 end end::smallint
$$;
comment on function private.ledger_rank(public.issue_state) is
  'How far an issue has come on the way from report to 销号, 0 for none; what left that way is at its end.';

create function private.ledger_steps(p_target text) returns table (rank smallint, kind public.issue_event_kind, state_after public.issue_state)
language sql immutable rows 5 set search_path = ''
as $$
  select s.rank::smallint, s.kind::public.issue_event_kind, s.state_after::public.issue_state
  from (values
    (1, 'reported', 'reported', '{reported,accepted,assigned,in_progress,deferred,awaiting_check,closed,standing}'),
    (2, 'accepted', 'accepted', '{accepted,assigned,in_progress,deferred,awaiting_check,closed,standing}'),
    (3, 'assigned', 'assigned', '{assigned,in_progress,deferred,awaiting_check,closed,standing}'),
    (4, 'started', 'in_progress', '{in_progress,deferred,awaiting_check,closed,standing}'),
    (5, 'deferred', 'deferred', '{deferred}'),
    (5, 'submitted', 'awaiting_check', '{awaiting_check,closed,standing}'),
    (6, 'verified', 'closed', '{closed,standing}'),
    (7, 'recheck_scheduled', 'closed', '{standing}'),
    (6, 'fixed_on_the_spot', 'closed', '{on_the_spot}')
  ) s (rank, kind, state_after, targets)
  where p_target = any (s.targets::text[])
$$;
comment on function private.ledger_steps(text) is
  'The events that bring an issue to where a sheet says it stands, in their order.';

create function private.judge_ledger(p_rows jsonb, p_now timestamptz) returns setof private.ledger_row
language sql stable security definer set search_path = ''
as $$
  with given as materialized (
    select r.*, t.type, t.point as site_point,
      extensions.st_setsrid(extensions.st_point(r.lon, r.lat), 4326) as own_point,
      coalesce(private.catalogue_at(r."reportedAt"), (select c.id from public.catalogues c order by c.in_force_from limit 1)) as catalogue_id
    from jsonb_to_recordset(p_rows) as r ("row" integer, part integer, cell text, "siteId" integer, lon float8, lat float8,
      code smallint, description text, source text, "sourceNumber" text, "unitId" integer, "assistingUnitIds" jsonb, person text,
      measures text, state text, "reportedAt" timestamptz, "deadlineAt" timestamptz, "closedAt" timestamptz, photos jsonb)
    left join public.sites t on t.id = r."siteId"
  ),
  placed as materialized (
    select g.*, coalesce(g.site_point, g.own_point) as point, k.veto, k.clock, k.clock_amount,
      k.code is not null and (g.type is null or g.type = any (k.applies_to)) as applies,
      coalesce(g."unitId", private.default_unit(g.code, g."siteId", case when g."siteId" is null then (
        select a.id from public.areas a
        where a.outline operator(extensions.&&) g.own_point and extensions.st_covers(a.outline, g.own_point)
        order by extensions.nlevel(a.path) desc limit 1)
        else (select s.area_id from public.sites s where s.id = g."siteId") end)) as unit_id,
      array(select x::integer from jsonb_array_elements_text(coalesce(g."assistingUnitIds", '[]')) x) as assisting,
      -- The key leaves out what a person corrects: spaces, unit, state.
      md5(concat_ws('|', g."siteId", round(g.lon::numeric, 5), round(g.lat::numeric, 5), g.code,
        private.local_day(g."reportedAt"), regexp_replace(g.description, '\s', '', 'g'), g."sourceNumber")) as key
    from given g
    left join public.indicators k on k.catalogue_id = g.catalogue_id and k.code = g.code
  ),
  aimed as materialized (
    select p.*,
      case when p.state = 'reported' and p.veto then case when p.unit_id is null then 'accepted' else 'assigned' end else p.state end as target,
      x.id as existing, x.state as existing_state, x.resumes_at as existing_resumes,
      x.id is not null and exists (select from public.issue_events e
        where e.issue_id = x.id and e.import_id is null and e.member_id is not null) as worked_on,
      row_number() over (partition by p.key order by p."row", p.part) as repetition
    from placed p
    left join public.issues x on x.import_key = p.key
  )
  select a."row", coalesce(a.part, 1), a.cell, a."siteId", a.point, a.catalogue_id, a.code, a.veto, a.clock, a.clock_amount,
    a.description, a.source::public.issue_source, a."sourceNumber", a.unit_id, a.assisting, a.person, a.measures,
    case when a.existing is not null and a.target = 'on_the_spot' then 'closed' else a.target end,
    a."reportedAt", a."deadlineAt", a."closedAt", a.key, coalesce(a.photos, '[]'), a.existing,
    private.ledger_rank(a.existing_state), v.fate, v.field, v.zh, v.en
  from aimed a
  cross join lateral (
    select * from (values
      (1, a."siteId" is not null and a.type is null, 'refused', 'place', '没有该点位', 'there is no such site'),
      (2, a.point is null, 'refused', 'place', '没有点位，也没有坐标', 'neither a site nor coordinates'),
      (3, a."siteId" is null and a.point is not null and not exists (select from public.areas o
          where o.outline operator(extensions.&&) a.point and extensions.st_covers(o.outline, a.point)),
        'refused', 'longitude', '位置不在任何区域内，请核对坐标和坐标系', 'the place lies in no area; check coordinates and datum'),
      (4, not a.applies, 'refused', 'indicator', format('第 %s 项不适用于该类点位', a.code), format('check %s does not apply to this type of site', a.code)),
      (5, a."unitId" is not null and not exists (select from public.units u where u.id = a."unitId")
          or exists (select from unnest(a.assisting) u (id) where not exists (select from public.units y where y.id = u.id)),
        'refused', 'unit', '没有该单位', 'there is no such unit'),
      (6, a."reportedAt" is null or a."reportedAt" > p_now, 'refused', 'reported', '发现时间缺失或在将来', 'found in the future, or no time is given'),
      (7, a."closedAt" > p_now + interval '1 day', 'refused', 'closed', '完成时间在将来', 'closed in the future'),
      (8, a."closedAt" < a."reportedAt" - interval '1 day' or a."deadlineAt" < a."reportedAt" - interval '1 day', 'refused', 'deadline',
        '完成时间或时限早于发现时间', 'closed or due before it was found'),
      (9, coalesce(btrim(a.description), '') = '' or char_length(a.description) > 1000 or char_length(a.measures) > 1000
          or char_length(a.person) > 40 or char_length(a."sourceNumber") > 60, 'refused', 'description',
        '问题为空，或文字过长（问题、措施 1000 字，责任人 40 字，编号 60 字）', 'no text, or too long (1000 characters; person 40, number 60)'),
      (10, a.target is null or a.target <> all ('{reported,accepted,assigned,in_progress,deferred,awaiting_check,closed,standing,on_the_spot}'),
        'refused', 'status', format('没有状态“%s”', a.target), format('there is no state “%s”', a.target)),
      (11, a.source is null or a.source <> all (enum_range(null::public.issue_source)::text[]), 'refused', 'source', '没有该来源', 'there is no such source'),
      (12, a.unit_id is null and a.target not in ('reported', 'accepted', 'on_the_spot'), 'refused', 'unit',
        '没有责任单位，也没有默认单位，请填责任单位', 'no unit is given and none is the default; give the unit'),
      (13, a.target = 'deferred' and (a."deadlineAt" is null or a."deadlineAt" <= p_now or a.veto), 'refused', 'deadline',
        case when a.veto then '一票否决项不能挂账' else '挂账须填将来的计划完成时间' end,
        case when a.veto then 'a veto item cannot be deferred' else 'a deferral needs a planned date to come' end),
      (14, a.repetition > 1, 'same', null, '文件中重复', 'twice in the file'),
      (15, a.existing is not null and a.worked_on
          and private.ledger_rank(a.existing_state) < coalesce((select max(s.rank) from private.ledger_steps(a.target) s where s.rank <= 6), 0),
        'same', 'status', '已在库中，且已有人办理，以系统中的状态为准', 'already there, and people have worked on it since; the state here stands'),
      (16, a.existing is not null and a.existing_state in ('reported', 'accepted', 'assigned', 'in_progress', 'awaiting_check')
          and not (a.existing_state = 'awaiting_check' and a.target = 'deferred')
          and private.ledger_rank(a.existing_state) < coalesce((select max(s.rank) from private.ledger_steps(a.target) s where s.rank <= 6), 0),
        'changed', 'status', '已在库中，状态将更新', 'already there; its state moves on'),
      (17, a.existing is not null, 'same', null, '已在库中', 'already there'),
      (18, true, 'new', null, '新增', 'new')
    ) as w (priority, applies, fate, field, zh, en)
    where w.applies order by w.priority limit 1) v
  order by a."row", a.part
$$;
comment on function private.judge_ledger(jsonb, timestamptz) is
  'What would become of each row of a ledger: new, same, changed, refused and why. security definer: judged alike whoever asks, by importing_member alone.';

-- Taking in ----------------------------------------------------------------------------------------

create function private.lock_ledger_sites(p_site_ids integer[]) returns timestamptz
language plpgsql set search_path = ''
as $$
declare
  v_site integer;
  v_now timestamptz := private.clock();
begin
  -- In one order, so that two writers cannot wait for each other; before the table is locked below.
  for v_site in select distinct s from unnest(p_site_ids) s where s is not null order by s loop
    v_now := greatest(v_now, private.lock_site(v_site));
  end loop;
  perform pg_catalog.set_config('chuangcheng.moment', '', true);
  return v_now;
end
$$;
comment on function private.lock_ledger_sites(integer[]) is
  'Locks the sites and returns one moment of record for all that is written to them.';

create function private.take_in_ledger(p_rows private.ledger_row[], p_import_id integer, p_me public.members, p_now timestamptz) returns void
language plpgsql set search_path = ''
as $$
declare
  v_rows private.ledger_row[];
  v_site integer;
  v_sequence regclass := pg_catalog.pg_get_serial_sequence('public.issues', 'id');
  v_check_by timestamptz := private.add_to_clock(p_now, 'working_days', 1);
  v_look_again timestamptz := (private.local_day(p_now) + 30 + time '09:00') at time zone 'Asia/Shanghai';
begin
  -- Each clock is wound once for all rows that start together.
  with deadlines as materialized (
    select d.reported_at, d.clock, d.clock_amount, private.add_to_clock(d.reported_at, d.clock, d.clock_amount) as deadline_at
    from (select distinct r.reported_at, r.clock, r.clock_amount from unnest(p_rows) r
      where r.deadline_at is null and r.target not in ('reported', 'accepted', 'on_the_spot')) d
  )
  select array_agg((r.row_number, r.part, r.cell, r.site_id, r.point, r.catalogue_id, r.code, r.veto, r.clock, r.clock_amount,
      r.description, r.source, r.source_number, r.unit_id, r.assisting, r.person, r.measures, r.target, r.reported_at,
      coalesce(x.deadline_at, r.deadline_at, d.deadline_at), coalesce(least(r.closed_at, p_now), p_now), r.import_key, r.photos,
      coalesce(r.issue_id, pg_catalog.nextval(v_sequence)), r.from_rank,
      r.fate, r.field, r.zh, r.en)::private.ledger_row order by r.row_number, r.part)
  into v_rows
  from unnest(p_rows) r
  left join public.issues x on x.id = r.issue_id
  left join deadlines d on d.reported_at = r.reported_at and d.clock = r.clock and d.clock_amount = r.clock_amount;

  insert into public.issues (id, site_id, catalogue_id, code, point, source, source_number, description, lead_unit_id,
    assisting_unit_ids, person, measures, reported_at, state, state_since, deadline_at, check_by_at, resumes_at, closed_at,
    recheck_due_at, event_count, import_id, import_key)
  select r.issue_id, r.site_id, r.catalogue_id, r.code, r.point, r.source, r.source_number, r.description, r.unit_id,
    r.assisting, r.person, r.measures, r.reported_at, z.state,
    case when z.state in ('awaiting_check', 'closed') and r.target <> 'on_the_spot' then r.closed_at
      when z.state = 'deferred' then p_now else r.reported_at end,
    case when z.state in ('reported', 'accepted') or r.target = 'on_the_spot' then null
      when z.state = 'deferred' then private.add_to_clock(r.deadline_at, r.clock, r.clock_amount) else r.deadline_at end,
    case when z.state = 'awaiting_check' then v_check_by end,
    case when z.state = 'deferred' then r.deadline_at end,
    case when r.target = 'on_the_spot' then r.reported_at when z.state = 'closed' then r.closed_at end,
    case when r.target = 'standing' then v_look_again end,
    z.events, p_import_id, r.import_key
  from unnest(v_rows) r
  join (
    select t.target, (array_agg(s.state_after order by s.rank desc))[1] as state, count(*)::integer as events
    from (select distinct target from unnest(v_rows)) t cross join lateral private.ledger_steps(t.target) s group by t.target) z
    on z.target = r.target
  where r.fate = 'new'
  order by r.row_number, r.part;

  -- The triggers would do row by row what is done here for all at once, and would let a veto item
  -- assign itself. The table is locked for writing until the import ends; reading goes on.
  alter table public.issue_events disable trigger user;
  alter table public.observations disable trigger user;
  with steps as materialized (
    select t.target, x.* from (select distinct target from unnest(v_rows)) t cross join lateral private.ledger_steps(t.target) x
  )
  insert into public.issue_events (issue_id, kind, member_id, unit_id, to_unit_id, occurred_at, recorded_at, deadline_at, check_by_at,
    resumes_at, recheck_due_at, payload, state_after, deadline_after, resumes_after, recheck_due_after, import_id)
  select r.issue_id, s.kind, p_me.id, p_me.unit_id, case when s.kind = 'assigned' then r.unit_id end,
    case when s.kind in ('submitted', 'verified') then r.closed_at when s.kind in ('deferred', 'recheck_scheduled') then p_now else r.reported_at end,
    p_now,
    case s.kind when 'assigned' then r.deadline_at when 'deferred' then private.add_to_clock(r.deadline_at, r.clock, r.clock_amount) end,
    case when s.kind = 'submitted' then v_check_by end,
    case when s.kind = 'deferred' then r.deadline_at end,
    case when s.kind = 'recheck_scheduled' then v_look_again end,
    jsonb_build_object('import', p_import_id, 'row', r.row_number),
    s.state_after,
    case when s.rank < 3 or s.kind = 'fixed_on_the_spot' then null
      when s.kind = 'deferred' then private.add_to_clock(r.deadline_at, r.clock, r.clock_amount) else r.deadline_at end,
    case when s.kind = 'deferred' then r.deadline_at end,
    case when s.kind = 'recheck_scheduled' then v_look_again end,
    p_import_id
  from unnest(v_rows) r
  join steps s on s.target = r.target and s.rank > r.from_rank
  where r.fate in ('new', 'changed')
  order by r.row_number, r.part, s.rank;
  insert into public.observations (site_id, catalogue_id, code, result, value, observed_at, recorded_at, issue_id)
  select r.site_id, r.catalogue_id, r.code, 'pass', 1, case when r.target = 'on_the_spot' then r.reported_at else r.closed_at end, p_now, r.issue_id
  from unnest(v_rows) r
  where r.fate in ('new', 'changed') and r.site_id is not null and r.target in ('closed', 'standing', 'on_the_spot')
  order by r.row_number, r.part;
  alter table public.issue_events enable trigger user;
  alter table public.observations enable trigger user;

  perform private.refold_issue(r.issue_id) from unnest(v_rows) r where r.fate = 'changed';
  perform private.take_in_ledger_photos(v_rows, p_me, p_now);
  for v_site in select distinct r.site_id from unnest(v_rows) r where r.site_id is not null and r.fate in ('new', 'changed') order by 1 loop
    perform private.advance_site(v_site, p_now, true);
  end loop;
end
$$;
comment on function private.take_in_ledger(private.ledger_row[], integer, public.members, timestamptz) is
  'Writes the rows that are new or changed: issues as their events make them (a test compares with the fold), events, the passes of what is closed, photos, and one period for each site. The caller holds the sites'' locks.';

create function private.refold_issue(p_issue_id bigint) returns void
language plpgsql set search_path = ''
as $$
declare
  i public.issues := private.fold_issue(p_issue_id);
begin
  update public.issues set lead_unit_id = i.lead_unit_id, state = i.state, state_since = i.state_since, deadline_at = i.deadline_at,
    check_by_at = i.check_by_at, resumes_at = i.resumes_at, merged_into = i.merged_into, closed_at = i.closed_at,
    recheck_due_at = i.recheck_due_at, rework_count = i.rework_count, relapse_count = i.relapse_count,
    extension_count = i.extension_count, supervised = i.supervised, event_count = i.event_count, alert_level = null, alert_at = null
  where id = p_issue_id;
end
$$;
comment on function private.refold_issue(bigint) is 'Writes the projection as the events make it, after events came or went past the triggers.';

create function private.take_in_ledger_photos(p_rows private.ledger_row[], p_me public.members, p_now timestamptz) returns void
language sql volatile set search_path = ''
as $$
  with given as materialized (
    select r.issue_id, r.site_id, p.stage, decode(p.base64, 'base64') as bytes, r.row_number, r.part, p.n
    from unnest(p_rows) r
    cross join lateral (select x.stage, x.base64, row_number() over () as n
      from jsonb_to_recordset(r.photos) as x (stage text, base64 text)) p
    where r.fate = 'new' and p.stage in ('before', 'after')
  ),
  judged as materialized (
    select g.*, encode(sha256(g.bytes), 'hex') as sha256, f.mime, f.width, f.height
    from given g cross join lateral private.image_facts(g.bytes) f
    where f.mime is not null and octet_length(g.bytes) <= 2097152
  ),
  kept as (
    insert into public.photo_files (sha256, mime, width, height, bytes)
    select distinct on (j.sha256) j.sha256, j.mime, j.width, j.height, j.bytes from judged j order by j.sha256
    on conflict (sha256) do nothing
  )
  insert into public.photos (site_id, issue_id, event_id, stage, recorded_at, member_id, sha256)
  select j.site_id, j.issue_id, (
      select case j.stage when 'before' then min(e.id) else max(e.id) end from public.issue_events e where e.issue_id = j.issue_id),
    j.stage, p_now, p_me.id, j.sha256
  from judged j order by j.row_number, j.part, j.n
$$;
comment on function private.take_in_ledger_photos(private.ledger_row[], public.members, timestamptz) is
  'The pictures of the new rows, each tied to the report or to the last event; what is no picture by its bytes is passed over.';

create function public.import_ledger("rows" jsonb, source jsonb, dry_run boolean default false) returns json
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me public.members := private.importing_member();
  v_now timestamptz := private.clock();
  v_rows private.ledger_row[];
  v_import integer;
  v_refused integer;
  v_changed integer;
  v_new integer;
begin
  if jsonb_typeof(import_ledger."rows") is distinct from 'array' or jsonb_array_length(import_ledger."rows") > 50000 then
    perform private.refuse('台账最多 50000 行', 'a ledger has at most 50,000 rows', '{"field": "rows"}');
  elsif coalesce(btrim(import_ledger.source ->> 'fileName'), '') = '' then
    perform private.refuse('缺少文件名', 'the file''s name is missing', '{"field": "source"}');
  end if;
  perform private.lock_imports();
  if not dry_run then
    v_now := private.lock_ledger_sites(array(select (r ->> 'siteId')::integer from jsonb_array_elements(import_ledger."rows") r));
  end if;
  select array_agg(j), count(*) filter (where j.fate = 'refused'), count(*) filter (where j.fate = 'changed'), count(*) filter (where j.fate = 'new')
  into v_rows, v_refused, v_changed, v_new
  from private.judge_ledger(import_ledger."rows", v_now) j;
  if v_refused = 0 and v_new + v_changed > 0 and not dry_run then
    insert into public.imports (kind, file_name, datum, row_count, member_id, source)
    values ('ledger', left(import_ledger.source ->> 'fileName', 200), coalesce(import_ledger.source ->> 'datum', 'wgs84'), v_new + v_changed, me.id,
      import_ledger.source - 'fileName' - 'datum')
    returning id into v_import;
    perform private.take_in_ledger(array(select r from unnest(v_rows) r where r.fate in ('new', 'changed')), v_import, me, v_now);
  end if;
  return json_build_object('importId', v_import, 'new', v_new, 'changed', v_changed, 'refused', v_refused,
    'same', coalesce(cardinality(v_rows), 0) - v_new - v_changed - v_refused,
    'fates', coalesce((select json_agg(json_build_object('row', r.row_number, 'part', r.part, 'cell', r.cell, 'fate', r.fate,
        'issueId', r.issue_id, 'field', r.field, 'zh', r.zh, 'en', r.en) order by r.row_number, r.part)
      from unnest(v_rows) r), '[]'));
end
$$;
comment on function public.import_ledger(jsonb, jsonb, boolean) is
  'Takes in a ledger that has been read, all or nothing; fates tells of every row: new, same, changed, refused and why. source: {"fileName", "sheet", "sha256", "datum", "mapping"}. For the office, and the command line. security definer: clients may write neither issues nor events.';

-- Taking back --------------------------------------------------------------------------------------

create function public.undo_ledger_import(import_id integer) returns json
language plpgsql volatile security definer set search_path = ''
as $$
declare
  m public.imports;
  v_now timestamptz;
  v_issues bigint[];
  v_touched bigint[];
  v_kept json;
  v_site integer;
  v_issue bigint;
  v_sites integer[];
  v_hashes text[];
  v_moments timestamptz[];
begin
  perform private.importing_member();
  perform private.lock_imports();
  select * into m from public.imports x where x.id = undo_ledger_import.import_id and x.kind = 'ledger' for update;
  if not found then
    perform private.refuse(format('没有编号为 %s 的台账导入', undo_ledger_import.import_id),
      format('there is no import of a ledger %s', undo_ledger_import.import_id), '{"field": "import_id"}');
  elsif m.undone_at is not null then
    perform private.refuse(format('导入 %s（%s）已于 %s 撤销', m.id, m.file_name, to_char(m.undone_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI')),
      format('import %s (%s) was undone at %s', m.id, m.file_name, to_char(m.undone_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI')),
      '{"field": "import_id"}');
  end if;
  v_issues := array(select i.id from public.issues i where i.import_id = m.id);
  v_touched := array(select distinct e.issue_id from public.issue_events e where e.import_id = m.id);
  v_sites := array(select distinct i.site_id from public.issues i where i.id = any (v_issues || v_touched) and i.site_id is not null);
  v_now := private.lock_ledger_sites(v_sites);
  -- Whatever a person did since, or a later import; what the schedule did of itself goes along.
  select json_agg(json_build_object('id', w.id, 'number', w.number, 'what', w.what) order by w.id) into v_kept
  from (
    select i.id, i.number, min(t.what) as what
    from public.issues i
    cross join lateral (
      select e.kind::text as what from public.issue_events e
      where e.issue_id = i.id and e.import_id is distinct from m.id
        and (i.import_id = m.id or e.id > (select min(o.id) from public.issue_events o where o.issue_id = i.id and o.import_id = m.id))
        and (e.member_id is not null or e.import_id is not null)
      union all
      select '照片 photo' from public.photos p where p.issue_id = i.id and i.import_id = m.id
        and p.event_id is distinct from (select e.id from public.issue_events e where e.id = p.event_id and e.import_id = m.id)
      union all
      select '并入 merged' from public.issues o where o.merged_into = i.id and o.import_id is distinct from m.id) t
    where i.id = any (v_issues || v_touched)
    group by i.id, i.number
    order by i.id limit 20) w;
  if v_kept is not null then
    perform private.refuse(
      format('不能撤销：导入的问题已有人办理（%s%s）', (select string_agg(k ->> 'number', '、') from json_array_elements(v_kept) k),
        case when json_array_length(v_kept) = 20 then ' 等' else '' end),
      format('cannot be undone: people have worked on imported issues (%s%s)', (select string_agg(k ->> 'number', ', ') from json_array_elements(v_kept) k),
        case when json_array_length(v_kept) = 20 then ' …' else '' end),
      jsonb_build_object('field', 'import_id', 'issues', v_kept));
  end if;
  update public.imports set undone_at = v_now where id = m.id;
  -- What leaders saw stays seen; only the name of the issue goes from it.
  update public.site_status_periods set issue_id = null where issue_id = any (v_issues);
  v_hashes := array(select distinct p.sha256 from public.photos p where p.issue_id = any (v_issues));
  delete from public.photos p where p.issue_id = any (v_issues);
  delete from public.photo_files f where f.sha256 = any (v_hashes)
    and not exists (select from public.photos p where p.sha256 = f.sha256);
  -- The one way in which events go: they never happened. To everybody else the tables are append-only.
  v_moments := array(select distinct e.recorded_at from public.issue_events e where e.import_id = m.id);
  alter table public.issue_events disable trigger user;
  alter table public.observations disable trigger user;
  delete from public.observations o
  where o.issue_id = any (v_issues || v_touched) and o.inspection_id is null
    and (o.issue_id = any (v_issues) or o.recorded_at = any (v_moments));
  delete from public.issue_events e where e.issue_id = any (v_issues) or e.import_id = m.id;
  alter table public.issue_events enable trigger user;
  alter table public.observations enable trigger user;
  delete from public.issues i where i.id = any (v_issues);
  foreach v_issue in array v_touched loop
    if v_issue <> all (v_issues) then
      perform private.refold_issue(v_issue);
    end if;
  end loop;
  foreach v_site in array v_sites loop
    perform private.advance_site(v_site, v_now, true);
  end loop;
  return json_build_object('importId', m.id, 'kind', 'ledger', 'fileName', m.file_name, 'removed', cardinality(v_issues),
    'restored', cardinality(v_touched) - cardinality(v_issues), 'kept', '[]'::json);
end
$$;
comment on function public.undo_ledger_import(integer) is
  'Takes a ledger back: its issues go with their events, issues that it moved on return to where they stood; refused, naming the issues, once people have worked on one. For the office. security definer: clients delete nothing.';

create or replace function public.undo_import(import_id integer) returns json
language plpgsql volatile set search_path = ''
as $$
declare
  m public.imports;
  v_removed integer;
  v_kept json := '[]';
begin
  perform private.lock_imports();
  select * into m from public.imports x where x.id = undo_import.import_id for update;
  if not found then
    perform private.refuse(format('没有编号为 %s 的导入', undo_import.import_id), format('there is no import %s', undo_import.import_id), '{"field": "import_id"}');
  elsif m.undone_at is not null then
    perform private.refuse(format('导入 %s（%s）已于 %s 撤销', m.id, m.file_name, to_char(m.undone_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI')),
      format('import %s (%s) was undone at %s', m.id, m.file_name, to_char(m.undone_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI')),
      '{"field": "import_id"}');
  end if;
  if m.kind = 'sites' then
    delete from public.sites s where s.import_id = m.id and cardinality(private.ties_of_site(s.id)) = 0;
    get diagnostics v_removed = row_count;
    select coalesce(json_agg(json_build_object('id', s.id, 'name', s.name, 'ties', private.ties_of_site(s.id)) order by s.id), '[]')
    into v_kept from public.sites s where s.import_id = m.id;
  elsif m.kind = 'features' then
    delete from public.base_features f where f.import_id = m.id;
    get diagnostics v_removed = row_count;
    perform private.build_road_edges();
  elsif m.kind = 'areas' then
    select r.removed, r.kept into v_removed, v_kept from private.remove_areas(m.id) r;
  else
    return public.undo_ledger_import(m.id);
  end if;
  -- What is kept today may be removable tomorrow: the import stays open to another undo.
  if json_array_length(v_kept) = 0 then
    update public.imports set undone_at = private.clock() where id = m.id;
  end if;
  return json_build_object('importId', m.id, 'kind', m.kind, 'fileName', m.file_name, 'removed', v_removed, 'kept', v_kept);
end
$$;

revoke execute on function private.importing_member(), public.ledger_import_context(),
  private.ledger_rank(public.issue_state), private.ledger_steps(text), private.judge_ledger(jsonb, timestamptz),
  private.lock_ledger_sites(integer[]), private.take_in_ledger(private.ledger_row[], integer, public.members, timestamptz),
  private.refold_issue(bigint), private.take_in_ledger_photos(private.ledger_row[], public.members, timestamptz),
  public.import_ledger(jsonb, jsonb, boolean), public.undo_ledger_import(integer) from public;
grant execute on function private.importing_member() to authenticated, service_role;
grant execute on function public.ledger_import_context(), public.import_ledger(jsonb, jsonb, boolean),
  public.undo_ledger_import(integer) to authenticated, service_role;
