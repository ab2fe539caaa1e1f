/**
 * The steps of an issue's life on PostgreSQL with 100,000 sites: what one of each kind costs, as its
 * persona, beside the bare insert of an event; then 50 people at once, of whom nobody's step may be
 * lost or doubled, and who may be refused by the lifecycle alone. With --deep over 1,000,000 issues
 * and 8,000,000 events, and the 50 for 60 seconds.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type pg from 'pg';
import { crowd, type CrowdRole as Role } from '../support/crowd';
import { Dice } from '../support/dice';
import { medianMilliseconds, rounded, withLargeCity, type LargeCity } from '../support/large-city';

const deep = process.env['DEEP'] === '1';
const LIVES = 25;
const ALLOWED_MILLISECONDS = 15;
/** Paving, five working days: at courtyards, at any hour. */
const CODE = 19;

const people: Readonly<Record<Role, { unitId: number; userId: string }>> = {
  leader: { unitId: 1, userId: randomUUID() },
  office: { unitId: 1, userId: randomUUID() },
  community: { unitId: 250, userId: randomUUID() },
  patrol: { unitId: 2, userId: randomUUID() },
};

export default async function bench(print: (figures: object) => void): Promise<void> {
  await withLargeCity(async (city) => {
    if (deep) {
      await city.backend.sql.exec(
        readFileSync(new URL('../support/large-ledger.sql', import.meta.url), 'utf8'),
      );
      await city.backend.sql.exec('vacuum analyze');
    }
    for (const [role, { unitId, userId }] of Object.entries(people)) {
      await city.backend.sql.query(`insert into auth.users (id, email) values ($1, $2)`, [
        userId,
        `${userId}@example.org`,
      ]);
      await city.backend.sql.query(
        `insert into public.members (user_id, name, role, unit_id, area_id)
         values ($1, $2::text, $2::public.member_role, $3, 1)`,
        [userId, role, unitId],
      );
    }
    await benchSteps(city, print);
    await crowd(city, people, CODE, deep ? 60 : 10, new Dice(1), print);
  });
}

/** A life that takes every step, and the shorter ones that end otherwise. */
const lives: readonly (readonly (readonly [Role, string, string])[])[] = [
  [
    ['office', 'accept_issue', ''],
    ['office', 'assign_issue', 'unit_id => 7'],
    ['office', 'assign_issue', `unit_id => 250, reason => '属该单位'`],
    ['leader', 'supervise_issue', `reason => '限期办结'`],
    ['community', 'start_issue', ''],
    ['community', 'request_extension', `until => now() + interval '40 days', reason => '待料'`],
    ['office', 'refuse_extension', `reason => '不宜延期'`],
    ['community', 'request_extension', `until => now() + interval '40 days', reason => '待料'`],
    ['office', 'grant_extension', ''],
    ['community', 'request_deferral', `until => now() + interval '90 days', reason => '待改造'`],
    ['leader', 'refuse_deferral', `reason => '不宜挂账'`],
    ['community', 'request_deferral', `until => now() + interval '90 days', reason => '待改造'`],
    ['leader', 'grant_deferral', ''],
    ['leader', 'resume_issue', ''],
    ['community', 'comment_issue', `note => '已派人'`],
    ['office', 'waive_photo', `reason => '现场核查'`],
    ['community', 'submit_fix', ''],
    ['patrol', 'rework_fix', `reason => '仍有积水'`],
    ['community', 'submit_fix', 'photos => :photo'],
    ['patrol', 'verify_fix', ''],
    ['patrol', 'relapse_issue', `reason => '又有积水'`],
    ['community', 'submit_fix', 'photos => :photo'],
    ['patrol', 'verify_fix', ''],
    ['patrol', 'pass_recheck', ''],
  ],
  [['office', 'reject_issue', `reason => '不属实'`]],
  [['office', 'merge_issue', 'into_id => :other']],
  [
    ['office', 'accept_issue', ''],
    ['office', 'assign_issue', 'unit_id => 250'],
    ['community', 'return_issue', `unit_id => 8, reason => '不归本单位'`],
  ],
];

async function benchSteps(city: LargeCity, print: (figures: object) => void): Promise<void> {
  const bare = await bareInsert(city);
  const clients = {} as Record<Role, pg.Client>;
  for (const role of Object.keys(people) as Role[]) {
    clients[role] = await city.connectAs(people[role].userId);
  }
  const times = new Map<string, number[]>();
  const take = async (role: Role, step: string, call: string) => {
    const started = performance.now();
    const { rows } = await clients[role].query<{ answer: { id: number; state: string } }>(
      `select public.${step}(${call}) as answer`,
    );
    const kind = `${role} ${step}`;
    times.set(kind, [...(times.get(kind) ?? []), performance.now() - started]);
    return rows[0]!.answer;
  };
  const report = (site: number) =>
    take(
      'patrol',
      'report_issue',
      `'${randomUUID()}', ${CODE}, ${site}, description => '路面积水'`,
    );

  for (let life = 0; life < LIVES; life++) {
    for (const [index, steps] of lives.entries()) {
      const site = courtyard(life * lives.length + index);
      const { id } = await report(site);
      const { id: other } = index === 2 ? await report(site) : { id: 0 };
      for (const [role, step, told] of steps) {
        if (step === 'relapse_issue' || step === 'pass_recheck') await dueToday(city, id);
        const photo = told.includes(':photo') ? await addPhoto(city, id) : 0;
        const rest = told.replace(':photo', `'{${photo}}'`).replace(':other', String(other));
        await take(role, step, `${id}, '${randomUUID()}'${rest && `, ${rest}`}`);
      }
    }
  }
  for (const [kind, each] of times) {
    const sorted = each.toSorted((a, b) => a - b);
    const median = sorted[Math.floor(sorted.length / 2)]!;
    const [persona, step] = kind.split(' ');
    print({
      what: `a step: ${step}`,
      persona,
      milliseconds: rounded(median),
      p95Milliseconds: rounded(sorted[Math.floor(sorted.length * 0.95)]!),
      allowedMilliseconds: ALLOWED_MILLISECONDS,
      within: median < ALLOWED_MILLISECONDS,
      against: 'the bare insert of an event, by the owner and without triggers',
      againstMilliseconds: rounded(bare),
    });
  }
}

/** The n-th courtyard; every fifth time one of the first hundred sites, which have a long history. */
function courtyard(n: number): number {
  const thousand = n % 5 === 0 ? 0 : 1 + (n % 90);
  // Of eight sites in a row the second is a courtyard.
  return 1000 * thousand + 8 * (Math.floor(n / 5) % 6) + 2;
}

/** Without triggers, policies, locks or guards: what PostgreSQL itself takes. */
async function bareInsert(city: LargeCity): Promise<number> {
  const owner = await city.owner();
  await owner.query('alter table public.issue_events disable trigger user');
  const milliseconds = await medianMilliseconds(LIVES, (index) =>
    owner.query(
      `insert into public.issue_events (issue_id, kind, occurred_at, state_after, client_id)
       values ($1, 'commented', now(), 'closed', $2)`,
      [1 + index, randomUUID()],
    ),
  );
  await owner.query('alter table public.issue_events enable trigger user');
  return milliseconds;
}

/** A re-check is drawn by risk; here each is due at once. */
async function dueToday({ backend }: LargeCity, issueId: number): Promise<void> {
  await backend.sql.query(
    `insert into public.issue_events (issue_id, kind, recheck_due_at) values ($1, 'recheck_scheduled', now())`,
    [issueId],
  );
}

async function addPhoto({ backend }: LargeCity, issueId: number): Promise<number> {
  const [row] = await backend.sql.query<{ id: number }>(
    `with file as (
       insert into public.photo_files (sha256, mime, width, height, bytes)
       values (encode(sha256(convert_to(gen_random_uuid()::text, 'utf8')), 'hex'), 'image/png', 1, 1, '1') returning sha256)
     insert into public.photos (issue_id, stage, member_id, sha256)
     select $1, 'after', (select id from public.members where user_id = $2), sha256 from file returning id`,
    [issueId, people.community.userId],
  );
  return row!.id;
}
