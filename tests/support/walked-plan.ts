import { randomUUID } from 'node:crypto';
import { localDayOf } from '../../src/domain/time/local-time';
import type { Application } from './application';

interface WalkedPlan {
  readonly name: string;
  /** The two crews of the team, as they are listed. */
  readonly crews: readonly [string, string];
  /** The one that was skipped. */
  readonly site: string;
}

export const SKIPPED_BECAUSE = '大门上锁，电话无人接';

/**
 * A plan of today for the sample city's captain, published twice. Of version 1 (four stops and two) the first
 * crew did one and skipped one; version 2 gives its last stop and a new one to the second crew, which did two
 * of its four. Nothing is late and nothing missed, at any hour of the day.
 */
export async function publishWalkedPlan({ sql }: Application): Promise<WalkedPlan> {
  const crews = await sql.query<{ id: number; name: string; team: number; captain: string }>(
    `select c.id, c.name, c.unit_id as team, u.id as captain
       from public.patrol_crews c
       join public.members m on m.unit_id = c.unit_id and m.is_captain and m.user_id is not null
       join auth.users u on u.id = m.user_id and u.email like 'captain@%'
      where c.active order by c.id limit 2`,
  );
  const [first, second] = [crews[0]!, crews[1]!];
  const sites = await sql.query<{ id: number; name: string }>(
    `select id, name from public.sites where type = 'courtyard' and closed_at is null order by id limit 7`,
  );
  const today = localDayOf(Date.now());
  const at = (clock: string) => `${today}T${clock}:00+08:00`;
  const route = (crewId: number, numbers: readonly number[]) => ({
    day: 0,
    crewId,
    departsAt: at('00:00'),
    returnsAt: at('23:59'),
    travelSeconds: 3000,
    distanceMeters: 4200,
    stops: numbers.map((number, index) => ({
      siteId: sites[number]!.id,
      arrivesAt: at(`23:${50 + 2 * index}`),
      serviceSeconds: 60,
    })),
  });
  const plan = {
    clientId: randomUUID(),
    teamId: first.team,
    name: '示例计划',
    from: today,
    days: 1,
    routes: [route(first.id, [0, 1, 2, 3]), route(second.id, [4, 5])],
  };
  const changed = [route(first.id, [0, 1, 2]), route(second.id, [3, 4, 5, 6])];
  const record = (number: number, how: string) => `
    perform public.record_stop(gen_random_uuid(), s.id, ${how})
      from public.patrol_plan_stops s join public.patrol_plan_routes r on r.id = s.route_id
     where r.plan_id = (plan ->> 'id')::integer and r.version = (plan ->> 'version')::integer
       and s.site_id = ${sites[number]!.id};`;
  await sql.exec(`
    do $$
    declare
      plan json;
    begin
      perform set_config('request.jwt.claim.sub', '${first.captain}', true),
        set_config('request.jwt.claims', json_build_object('sub', '${first.captain}', 'role', 'authenticated')::text, true);
      plan := public.save_plan('${JSON.stringify(plan)}');
      plan := public.publish_plan((plan ->> 'id')::integer, (plan ->> 'revision')::integer);
      ${record(0, "'done'")}
      ${record(1, `'skipped', '${SKIPPED_BECAUSE}'`)}
      plan := public.save_plan('${JSON.stringify({ ...plan, routes: changed })}'::jsonb
        || jsonb_build_object('id', plan -> 'id', 'revision', plan -> 'revision'));
      plan := public.publish_plan((plan ->> 'id')::integer, (plan ->> 'revision')::integer);
      ${record(4, "'done'")}
      ${record(5, "'done'")}
    end $$;`);
  return { name: plan.name, crews: [first.name, second.name], site: sites[1]!.name };
}
