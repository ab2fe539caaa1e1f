/**
 * A city small enough to be known by heart, in the database and in the model, and one function in
 * the database that takes a step as somebody at a moment and tells how the issue stands then.
 */
import type { IssueState } from '../../src/domain/issues/vocabulary';
import { WorkCalendar, type CalendarDay } from '../../src/domain/issues/clocks';
import type { SqlExecutor } from '../../supabase/embedded/sql-executor';
import type { Member, ModelIndicator, ModelIssue, World } from './lifecycle-world';

/** Of the city; a patrol member and a captain of another team, two of the office, two communities. */
export const people: readonly (Member & { readonly userId: string })[] = (
  [
    [1, 'leader', 1, null, null, true],
    [2, 'office', 1, null, null, true],
    [3, 'office', 1, null, null, true],
    [4, 'department', 2, null, null, true],
    [5, 'department', 8, [3, 6], null, true],
    [6, 'community', 3, [4], null, true],
    [7, 'community', 4, [6], null, true],
    [8, 'sponsor', 5, null, null, true],
    [9, 'patrol', 6, [2, 4], null, true],
    [10, 'patrol', 6, null, null, true],
    [11, 'patrol', 7, [3, 6], null, true],
    [12, 'owner', null, null, 3, true],
    [13, 'assessor', null, [2, 4], null, true],
    [14, 'office', 1, null, null, false],
  ] as const
).map(([id, role, unitId, areaIds, siteId, active]) => ({
  id,
  role,
  unitId,
  areaIds,
  siteId,
  active,
  userId: `00000000-0000-4000-8000-${String(id).padStart(12, '0')}`,
}));

const sites = [
  { id: 1, type: 'community', areaId: 4, sponsorId: null, unitId: 3, lon: 103.01 },
  { id: 2, type: 'courtyard', areaId: 4, sponsorId: 5, unitId: 3, lon: 103.02 },
  { id: 3, type: 'hotel', areaId: 4, sponsorId: null, unitId: 3, lon: 103.04 },
  { id: 4, type: 'supermarket', areaId: 6, sponsorId: null, unitId: null, lon: 103.06 },
  { id: 5, type: 'courtyard', areaId: 6, sponsorId: null, unitId: 4, lon: 103.08 },
];

/** In 甲社区, in 丙社区, and outside the city. */
export const positions = [
  { areaId: 4, lon: 103.03 },
  { areaId: 6, lon: 103.07 },
  { areaId: null, lon: 104 },
];
export const LATITUDE = 29.91;

const captain = 10;

const city = `
insert into public.areas (id, parent_id, level, name, name_initials, outline)
select id, parent, level::public.area_level, name, initials,
  extensions.st_multi(extensions.st_makeenvelope(west, 29.90, east, 30.00, 4326))
from (values
  (1, null, 'district', '示例区', 'slq', 103.00, 103.10), (2, 1, 'street', '东街街道', 'djjd', 103.00, 103.05),
  (3, 1, 'street', '西街街道', 'xjjd', 103.05, 103.10), (4, 2, 'community', '甲社区', 'jsq', 103.00, 103.05),
  (6, 3, 'community', '丙社区', 'bsq', 103.05, 103.10)) v (id, parent, level, name, initials, west, east);
insert into public.units (id, name, kind, site_types)
select id, name, kind::public.unit_kind, types::text[] from (values
  (1, '创城办', 'office', '{}'), (2, '商务局', 'department', '{hotel,supermarket}'),
  (3, '甲社区居委会', 'community', '{}'), (4, '丙社区居委会', 'community', '{}'), (5, '帮扶公司', 'sponsor', '{}'),
  (6, '巡查一队', 'patrol', '{}'), (7, '巡查二队', 'patrol', '{}'), (8, '城管局', 'department', '{community,courtyard}')
) v (id, name, kind, types);
insert into public.sites (id, type, name, geom, unit_id, opened_at) values
${sites
  .map(
    ({ id, type, lon, unitId }) =>
      `(${id}, '${type}', '示例点位${id}', extensions.st_setsrid(extensions.st_point(${lon}, ${LATITUDE}), 4326), ${unitId}, '2024-01-01 00:00+08')`,
  )
  .join(',\n')};
insert into public.pairings (site_id, unit_id, valid_from) values (2, 5, '2024-01-01');
insert into auth.users (id, email) values
${people.map(({ id, userId }) => `('${userId}', '${id}@example.invalid')`).join(',\n')};
insert into public.members (id, user_id, name, role, unit_id, area_id, site_id, is_captain, active) values
${people
  .map(
    ({ id, userId, role, unitId, areaIds, siteId, active }) =>
      `(${id}, '${userId}', '${role}${id}', '${role}', ${unitId}, ${areaIds?.[0] ?? null}, ${siteId}, ${id === captain}, ${active})`,
  )
  .join(',\n')};
insert into public.default_units (code, site_type, area_id, unit_id) values (15, null, null, 8), (null, 'hotel', null, 2);
-- No indicator of the starting catalogue runs on calendar days.
update public.indicators set clock = 'calendar_days', clock_amount = 2 where code = 19;

create schema lifecycle_test;
create function lifecycle_test.ms(t timestamptz) returns bigint language sql immutable as $$ select round(extract(epoch from t) * 1000)::bigint $$;
create function lifecycle_test.row_of(p_issue_id bigint) returns jsonb language sql as $$
  select jsonb_build_object('state', state, 'stateSince', lifecycle_test.ms(state_since), 'deadlineAt', lifecycle_test.ms(deadline_at),
    'checkByAt', lifecycle_test.ms(check_by_at), 'resumesAt', lifecycle_test.ms(resumes_at), 'mergedInto', merged_into, 'closedAt', lifecycle_test.ms(closed_at),
    'recheckDueAt', lifecycle_test.ms(recheck_due_at), 'leadUnitId', lead_unit_id, 'assistingUnitIds', assisting_unit_ids,
    'reworkCount', rework_count, 'relapseCount', relapse_count, 'extensionCount', extension_count, 'supervised', supervised,
    'extensionAsked', extension_asked, 'deferralAsked', deferral_asked, 'photoWaived', photo_waived,
    'eventCount', event_count, 'events', (select count(*) from public.issue_events e where e.issue_id = p_issue_id),
    'alertLevel', alert_level, 'alertAt', lifecycle_test.ms(alert_at))
  from public.issues where id = p_issue_id
$$;
-- p_photos: for each a stage, a member, an issue or a site, and whether a step has used it already.
create function lifecycle_test.step(p_user uuid, p_at timestamptz, p_call text, p_issue_id bigint, p_photos jsonb)
returns jsonb language plpgsql as $$
declare
  v_answer jsonb;
  v_refusal text;
  v_ids bigint[] := '{}';
  v_photo jsonb;
  v_id bigint;
  v_file text;
begin
  perform set_config('chuangcheng.clock', p_at::text, true);
  perform set_config('request.jwt.claim.sub', p_user::text, true);
  perform set_config('request.jwt.claims', jsonb_build_object('sub', p_user, 'role', 'authenticated')::text, true);
  for v_photo in select * from jsonb_array_elements(p_photos) loop
    v_id := 999999999;
    if v_photo ->> 'issueId' is not null or v_photo ->> 'siteId' is not null then
      v_file := encode(sha256(convert_to(gen_random_uuid()::text, 'utf8')), 'hex');
      insert into public.photo_files (sha256, mime, width, height, bytes) values (v_file, 'image/png', 1, 1, '1');
      insert into public.photos (stage, member_id, issue_id, site_id, sha256, event_id)
      values (v_photo ->> 'stage', (v_photo ->> 'memberId')::integer, (v_photo ->> 'issueId')::bigint, (v_photo ->> 'siteId')::integer,
        v_file, case when (v_photo ->> 'used')::boolean then (select min(id) from public.issue_events) end)
      returning id into v_id;
    end if;
    v_ids := v_ids || v_id;
  end loop;
  begin
    perform set_config('role', 'authenticated', true);
    execute 'select ' || replace(p_call, ':photos', quote_literal(v_ids::text)) into v_answer;
  exception when raise_exception then
    v_refusal := sqlerrm;
  end;
  reset role;
  return jsonb_build_object('answer', v_answer, 'refusal', v_refusal,
    'row', lifecycle_test.row_of(coalesce(p_issue_id, (v_answer ->> 'id')::bigint)));
end
$$;
create function lifecycle_test.tick(p_at timestamptz) returns void language plpgsql as $$
begin
  perform set_config('chuangcheng.clock', p_at::text, true);
  while private.tick() > 0 loop
  end loop;
end
$$;
-- Issues whose projection is not the fold of their events, or whose alert is not what their events say.
create function lifecycle_test.wrong() returns jsonb language sql as $$
  select coalesce(jsonb_agg(i.id), '[]') from public.issues i cross join lateral private.alert_of(i.id) a
  where i.* is distinct from private.fold_issue(i.id)
    or (i.alert_level, i.alert_at) is distinct from (a.level, a.at)
    or exists (select from public.issue_events e where e.issue_id = i.id and e.client_id is not null
      group by e.client_id having count(*) > 1)
$$;
`;

export async function layOutCity(sql: SqlExecutor): Promise<void> {
  await sql.exec(city);
}

/** What the database holds as data: the catalogue, the calendar, the hour bands. */
export async function readWorld(
  sql: SqlExecutor,
): Promise<{ readonly world: World; readonly calendar: WorkCalendar }> {
  const days = await sql.query<CalendarDay>('select day::text, kind from public.calendar_days');
  const indicators = await sql.query<{ json: ModelIndicator }>(
    `select json_build_object('code', code, 'appliesTo', applies_to, 'veto', veto, 'clock', clock,
       'amount', clock_amount, 'hourSensitive', hour_sensitive) as json from public.indicators order by code`,
  );
  const hourBands = await sql.query<{ starts: number; ends: number }>(
    `select (extract(epoch from starts) / 60)::integer as starts, (extract(epoch from ends) / 60)::integer as ends
     from public.hour_bands`,
  );
  const bySite = new Map(sites.map((site) => [site.id, site]));
  return {
    calendar: new WorkCalendar(days),
    world: {
      sites: bySite,
      indicators: new Map(indicators.map(({ json }) => [json.code, json])),
      unitIds: [1, 2, 3, 4, 5, 6, 7, 8],
      siteTypesOf: new Map([
        [2, ['hotel', 'supermarket']],
        [8, ['community', 'courtyard']],
      ]),
      hourBands,
      // By type before by indicator: the default of all hotels is closer than the one of item 15.
      defaultUnit: ({ code, siteId }) => {
        const site = bySite.get(siteId ?? -1);
        if (site?.type === 'hotel') return 2;
        return code === 15 ? 8 : (site?.unitId ?? null);
      },
    },
  };
}

/** An issue as `lifecycle_test.row_of` tells it. */
export type IssueRow = Readonly<Record<string, unknown>> & { readonly state: IssueState };

/** The same of the model; `alertAt` as the database keeps it while the clock runs. */
export function rowOfModel(
  issue: ModelIssue,
  alertDue: { readonly level: number; readonly at: number } | null,
): Omit<IssueRow, 'alertLevel'> {
  return {
    state: issue.state,
    stateSince: issue.stateSince,
    deadlineAt: issue.deadlineAt,
    checkByAt: issue.checkByAt,
    resumesAt: issue.resumesAt,
    mergedInto: issue.mergedInto,
    closedAt: issue.closedAt,
    recheckDueAt: issue.recheckDueAt,
    leadUnitId: issue.leadUnitId,
    assistingUnitIds: issue.assistingUnitIds,
    reworkCount: issue.reworkCount,
    relapseCount: issue.relapseCount,
    extensionCount: issue.extensionCount,
    supervised: issue.supervised,
    extensionAsked: issue.extensionAsked !== null,
    deferralAsked: issue.deferralAsked !== null,
    photoWaived: issue.photoWaived,
    eventCount: issue.eventCount,
    events: issue.eventCount,
    alertAt: alertDue?.at ?? null,
  };
}
