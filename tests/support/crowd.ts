/** Fifty people who take steps at once, on the same issues, for a while; and what became of them. */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Dice } from './dice';
import { rounded, type LargeCity } from './large-city';

const CONNECTIONS = 50;
/** So few that people meet, so many that most do not. */
const SITES = 150;
const REPEATED = 0.05;

export type CrowdRole = 'leader' | 'office' | 'community' | 'patrol';

/** What each role does in a state, mostly; `comment_issue` where it has nothing to do. */
const habits: Readonly<Record<CrowdRole, Readonly<Record<string, readonly string[]>>>> = {
  leader: {
    in_progress: [
      'grant_deferral(:issue, :uuid, :seen)',
      `refuse_deferral(:issue, :uuid, :seen, '不宜挂账')`,
      `supervise_issue(:issue, :uuid, :seen, '限期办结')`,
    ],
    deferred: ['resume_issue(:issue, :uuid, :seen)'],
  },
  office: {
    reported: ['accept_issue(:issue, :uuid, :seen)', 'accept_issue(:issue, :uuid, :seen)'],
    accepted: ['assign_issue(:issue, :uuid, :seen, 250)'],
    returned: [`assign_issue(:issue, :uuid, :seen, 250, reason => '确属该单位')`],
    in_progress: [
      `waive_photo(:issue, :uuid, :seen, '现场核查')`,
      'grant_extension(:issue, :uuid, :seen)',
    ],
    awaiting_check: ['verify_fix(:issue, :uuid, :seen)'],
  },
  community: {
    assigned: [
      'start_issue(:issue, :uuid, :seen)',
      'start_issue(:issue, :uuid, :seen)',
      `return_issue(:issue, :uuid, :seen, 8, '不归本单位')`,
    ],
    in_progress: [
      'submit_fix(:issue, :uuid, :seen)',
      'submit_fix(:issue, :uuid, :seen)',
      `request_extension(:issue, :uuid, :seen, now() + interval '40 days', '待料')`,
      `request_deferral(:issue, :uuid, :seen, now() + interval '90 days', '待改造')`,
    ],
  },
  patrol: {
    awaiting_check: [
      'verify_fix(:issue, :uuid, :seen)',
      `rework_fix(:issue, :uuid, :seen, '仍有积水')`,
    ],
    closed: [`report_issue(:uuid, :code, :site, description => '路面积水')`],
  },
};

interface Standing {
  readonly id: number;
  readonly state: string;
  readonly eventCount: number;
  readonly eventId: number;
  readonly repeated: boolean;
}

export async function crowd(
  city: LargeCity,
  people: Readonly<Record<CrowdRole, { readonly userId: string }>>,
  code: number,
  seconds: number,
  dice: Dice,
  print: (figures: object) => void,
): Promise<void> {
  // Courtyards at the end of the city, where nothing else is measured.
  const sites = Array.from(
    { length: SITES },
    (_, n) => 1000 * (91 + (n % 9)) + 8 * Math.floor(n / 9) + 2,
  );
  const pool: { client: pg.Client; role: CrowdRole }[] = [];
  const roles: readonly CrowdRole[] = [
    'community',
    'office',
    'patrol',
    'community',
    'office',
    'patrol',
    'leader',
  ];
  for (let index = 0; index < CONNECTIONS; index++) {
    const role = roles[index % roles.length]!;
    pool.push({ client: await city.connectAs(people[role].userId), role });
  }
  // Over which a role's lost answers are asked for again, one after another.
  const spares = {} as Record<CrowdRole, { readonly client: pg.Client; free: Promise<unknown> }>;
  for (const role of new Set(roles)) {
    spares[role] = { client: await city.connectAs(people[role].userId), free: Promise.resolve() };
  }
  const standings = new Map<number, Standing | null>(sites.map((site) => [site, null]));
  /** By the request's id, the event that was answered. */
  const answered = new Map<string, number>();
  const times: number[] = [];
  const failures = new Map<string, number>();
  let refused = 0;
  let repeated = 0;
  const ends = performance.now() + seconds * 1000;

  async function ask(client: pg.Client, uuid: string, call: string): Promise<Standing | null> {
    const started = performance.now();
    try {
      const { rows } = await client.query<{ answer: Standing }>(`select public.${call} as answer`);
      times.push(performance.now() - started);
      const { answer } = rows[0]!;
      const before = answered.get(uuid);
      if (before !== undefined && before !== answer.eventId) {
        failures.set('answered otherwise', (failures.get('answered otherwise') ?? 0) + 1);
      }
      if (answer.repeated) repeated += 1;
      answered.set(uuid, answer.eventId);
      return answer;
    } catch (error) {
      if (!(error instanceof pg.DatabaseError)) throw error;
      if (error.code === 'P0001') refused += 1;
      else {
        const why = `${error.code} ${error.message}`;
        failures.set(why, (failures.get(why) ?? 0) + 1);
      }
      return null;
    }
  }

  function askAgain(role: CrowdRole, uuid: string, call: string): Promise<Standing | null> {
    const spare = spares[role];
    const answer = spare.free.then(() => ask(spare.client, uuid, call));
    spare.free = answer;
    return answer;
  }

  async function act({ client, role }: (typeof pool)[number]): Promise<void> {
    while (performance.now() < ends) {
      const site = dice.any(sites);
      const standing = standings.get(site) ?? null;
      const report = standing === null || standing.state === 'closed';
      if (report && role !== 'patrol') {
        // The others see nothing to do there; a turn of the loop lets everybody else go on.
        await new Promise(setImmediate);
        continue;
      }
      const habit = report
        ? habits.patrol['closed']!
        : (habits[role][standing.state] ?? [`comment_issue(:issue, :uuid, '看过')`]);
      const uuid = randomUUID();
      const call = dice
        .any(habit)
        .replace(':issue', String(standing?.id))
        .replace(':uuid', `'${uuid}'`)
        .replace(':seen', String(standing?.eventCount))
        .replace(':code', String(code))
        .replace(':site', String(site));
      // A lost answer: the same person asks the same again, over another connection, at once.
      const [answer, again] = await Promise.all([
        ask(client, uuid, call),
        dice.chance(REPEATED) ? askAgain(role, uuid, call) : null,
      ]);
      const told = answer ?? again;
      if (told === null && standing === null) continue;
      if (told !== null && (standings.get(site)?.eventCount ?? 0) <= told.eventCount)
        standings.set(site, told);
      if (told !== null && report) standings.set(site, told);
      // Whoever was refused looks again.
      if (told === null && standing !== null)
        standings.set(site, await standingOf(city, standing.id));
    }
  }

  const [{ before } = { before: 0 }] = await city.backend.sql.query<{ before: number }>(
    'select coalesce(max(id), 0) as before from public.issue_events',
  );
  const started = performance.now();
  await Promise.all(pool.map(act));
  const took = (performance.now() - started) / 1000;

  const [row] = await city.backend.sql.query<
    Record<'kept' | 'others' | 'wrong' | 'issues', number>
  >(
    `with mine as (select * from public.issue_events where id > $1),
       asked as (select key::uuid as uuid, value::bigint as event from jsonb_each_text($2::text::jsonb))
     select (select count(*) from asked a join mine e on e.id = a.event and e.client_id = a.uuid) as kept,
       (select count(*) from mine e where e.member_id is not null
          and not exists (select from asked a where a.event = e.id)) as others,
       (select count(*) from public.issues i where i.id in (select issue_id from mine) and (
          i.* is distinct from private.fold_issue(i.id)
          or i.event_count <> (select count(*) from public.issue_events e where e.issue_id = i.id))) as wrong,
       (select count(distinct issue_id) from mine) as issues`,
    [before, JSON.stringify(Object.fromEntries(answered))],
  );
  const sorted = times.toSorted((a, b) => a - b);
  const share = (of: number) =>
    rounded(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * of))]!);
  print({
    what: `${CONNECTIONS} people at once`,
    seconds: rounded(took),
    steps: answered.size,
    stepsPerSecond: rounded(answered.size / took),
    p50Milliseconds: share(0.5),
    p95Milliseconds: share(0.95),
    p99Milliseconds: share(0.99),
    refused,
    repeated,
    issues: row!.issues,
    lost: answered.size - row!.kept,
    doubled: row!.others,
    projectionsWrong: row!.wrong,
    failures: Object.fromEntries(failures),
  });
  if (answered.size !== row!.kept || row!.others > 0 || row!.wrong > 0 || failures.size > 0) {
    throw new Error('Steps were lost, doubled, wrongly kept, or failed: see the figures.');
  }
}

async function standingOf({ backend }: LargeCity, issueId: number): Promise<Standing> {
  const [row] = await backend.sql.query<Standing>(
    `select id, state::text, event_count as "eventCount", 0 as "eventId", false as repeated
     from public.issues where id = $1`,
    [issueId],
  );
  return row!;
}
