import { decodeRoadNetwork, type RoadNetworkMessage } from '../../src/db/road-network';
import { RoadTravel } from '../../src/domain/roads/road-travel';
import { localDayOf } from '../../src/domain/time/local-time';
import type { Application } from './application';

const STOPS = 9;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const MINUTES_BETWEEN = 28;

interface Stop {
  readonly id: number;
  readonly lon: number;
  readonly lat: number;
}

/**
 * A published plan of today for the sample city's patrol member: the courtyards nearest to where the crew sets
 * out, along the roads. The first two hours lie behind.
 */
export async function publishRouteOfToday({ sql, sampleAccounts }: Application): Promise<void> {
  const account = sampleAccounts.find(({ role }) => role === 'patrol');
  const [crew] = await sql.query<{ id: number; unit_id: number }>(
    `select c.id, c.unit_id from public.patrol_crews c join public.members m on m.id = any (c.member_ids)
       join auth.users u on u.id = m.user_id where u.email = $1 order by c.id limit 1`,
    [account?.email],
  );
  if (!crew) throw new Error('The sample city has no crew with an account.');
  const stops = await sql.query<Stop>(
    `select s.id, extensions.st_x(s.point) as lon, extensions.st_y(s.point) as lat
       from public.sites s, public.patrol_crews c
      where c.id = $1 and s.type in ('courtyard', 'supermarket')
      order by s.point operator(extensions.<->) c.start_point, s.id limit ${STOPS}`,
    [crew.id],
  );
  const walked = nearestFirst(stops);
  const [row] = await sql.query<{ network: RoadNetworkMessage }>(
    'select public.road_network() as network',
  );
  const travel = new RoadTravel(decodeRoadNetwork(row!.network));
  const asked = {
    stops: walked.map(({ lon, lat }) => [lon, lat] as const),
    profile: 'foot' as const,
  };
  const paths = travel.paths(asked);
  let step = paths.next();
  while (!step.done) step = paths.next();
  const legs = step.value;

  const now = Date.now();
  // Within one local day, whatever the hour.
  const midnight = Date.parse(`${localDayOf(now)}T00:00:00+08:00`);
  const latest = midnight + (24 * 60 - STOPS * MINUTES_BETWEEN - 10) * MINUTE;
  const departs = Math.min(Math.max(now - 40 * MINUTE, midnight), latest);
  const moment = (at: number) => new Date(at).toISOString();
  const plan = {
    clientId: '3f0f6d6e-6f1c-4d6b-9a53-5a1c8a1d2f10',
    teamId: crew.unit_id,
    name: '晚高峰错时巡查',
    from: localDayOf(now),
    days: 2,
    routes: [
      {
        day: 0,
        crewId: crew.id,
        departsAt: moment(departs),
        returnsAt: moment(departs + STOPS * MINUTES_BETWEEN * MINUTE),
        travelSeconds: Math.round(legs.reduce((sum, { seconds }) => sum + seconds, 0)),
        distanceMeters: Math.round(legs.reduce((sum, { meters }) => sum + meters, 0)),
        path: { type: 'LineString', coordinates: legs.flatMap(({ coordinates }) => coordinates) },
        stops: walked.map(({ id }, index) => ({
          siteId: id,
          arrivesAt: moment(departs + (index * MINUTES_BETWEEN + 5) * MINUTE),
          serviceSeconds: 1200,
          kind: index === 3 ? 'recheck' : 'visit',
          reasons: reasonsOf(index, moment(now)),
        })),
      },
      ...(await routesOfOthers(sql, crew, walked, moment(departs))),
    ],
  };
  await sql.exec(`
    do $$
    declare
      me uuid := (select user_id from public.members where role = 'office' and active and user_id is not null order by id limit 1);
      plan json;
      own json;
    begin
      perform set_config('request.jwt.claim.sub', me::text, true),
        set_config('request.jwt.claims', json_build_object('sub', me, 'role', 'authenticated')::text, true);
      plan := public.save_plan('${JSON.stringify(plan)}');
      plan := public.publish_plan((plan ->> 'id')::integer, (plan ->> 'revision')::integer);
      own := (select r from json_array_elements(plan -> 'routes') r where (r ->> 'crewId')::integer = ${crew.id} and (r ->> 'day')::integer = 0);
      me := (select u.id from auth.users u where u.email = '${account!.email}');
      perform set_config('request.jwt.claim.sub', me::text, true),
        set_config('request.jwt.claims', json_build_object('sub', me, 'role', 'authenticated')::text, true);
      perform public.record_stop(gen_random_uuid(), (own -> 'stops' -> 0 ->> 'id')::bigint, 'done');
      perform public.record_stop(gen_random_uuid(), (own -> 'stops' -> 1 ->> 'id')::bigint, 'skipped', '关门或停业');
      -- The others of the team, as their phones would tell it.
      insert into public.patrol_stop_events (stop_id, member_id, kind, reason, occurred_at, recorded_at)
        select s.id, r.member_ids[1], case s.sequence when 4 then 'skipped' else 'done' end, case s.sequence when 4 then '正在施工，无法进入' end,
            e.at, e.at
          from public.patrol_plan_stops s join public.patrol_plan_routes r on r.id = s.route_id,
            lateral (select least(s.arrives_at + s.sequence * interval '9 minutes', now()) as at) e
          where r.plan_id = (plan ->> 'id')::integer and r.crew_id <> ${crew.id} and r.on_day = '${localDayOf(now)}' and s.sequence < 6;
    end $$;`);
}

/** Of the team's other crews today and of all of them tomorrow, straight from site to site. */
async function routesOfOthers(
  sql: Application['sql'],
  own: { readonly id: number; readonly unit_id: number },
  walked: readonly Stop[],
  departs: string,
): Promise<object[]> {
  const crews = await sql.query<{ id: number }>(
    'select id from public.patrol_crews where unit_id = $1 and active order by id',
    [own.unit_id],
  );
  const stops = await sql.query<{ id: number }>(
    `select s.id from public.sites s, public.patrol_crews c
      where c.id = $1 and s.type in ('courtyard', 'hotel') and not s.id = any ($2)
      order by s.point operator(extensions.<->) c.start_point, s.id`,
    [own.id, walked.map(({ id }) => id)],
  );
  const later = (minutes: number) => new Date(Date.parse(departs) + minutes * MINUTE).toISOString();
  return [0, 1].flatMap((day) =>
    crews
      .filter(({ id }) => day === 1 || id !== own.id)
      .map(({ id }, at) => {
        const count = STOPS - 1 - at;
        const first = (day * crews.length + at) * STOPS;
        return {
          day,
          crewId: id,
          departsAt: later(day * 24 * 60),
          returnsAt: later(day * 24 * 60 + STOPS * MINUTES_BETWEEN),
          travelSeconds: 4000,
          distanceMeters: 5000,
          stops: stops.slice(first, first + count).map((stop, index) => ({
            siteId: stop.id,
            arrivesAt: later(day * 24 * 60 + index * MINUTES_BETWEEN + 5),
            serviceSeconds: 1200,
          })),
        };
      }),
  );
}

function reasonsOf(index: number, now: string): readonly object[] {
  const since = new Date(Date.parse(now) - 5 * DAY).toISOString();
  return [
    [{ code: 'veto', count: 1, indicators: [15] }],
    [{ code: 'stale', days: 16 }],
    [{ code: 'overdue', count: 2, since }, { code: 'hotspot' }],
    [{ code: 'recheck', count: 1, dueAt: now }],
    [{ code: 'frequency', visits: 1, per14Days: 2 }],
  ][index % 5]!;
}

function nearestFirst(stops: readonly Stop[]): readonly Stop[] {
  const left = [...stops];
  const walked = left.splice(0, 1);
  while (left.length > 0) {
    const from = walked.at(-1)!;
    const away = ({ lon, lat }: Stop) => Math.hypot((lon - from.lon) * 0.866, lat - from.lat);
    const nearest = left.reduce((best, stop) => (away(stop) < away(best) ? stop : best));
    walked.push(...left.splice(left.indexOf(nearest), 1));
  }
  return walked;
}
