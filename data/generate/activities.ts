import {
  dayNumber,
  dayNumberOf,
  dayText,
  startOfDay,
  weekday,
} from '../../src/domain/issues/clocks.ts';
import type { Geography, Site } from './city-model.ts';
import { HISTORY_DAYS, type Character } from './history/character.ts';
import type { Organisation, Unit } from './organisation.ts';
import type { Random } from './random.ts';

export interface SamplePlan {
  readonly id: number;
  readonly clientId: string;
  readonly kind: string;
  readonly siteId: number | null;
  readonly areaId: number;
  readonly unitId: number;
  readonly memberId: number;
  readonly recurs: 'weekly' | 'monthly';
  /** Epoch milliseconds, as all moments here. */
  readonly startsAt: number;
  readonly createdAt: number;
  readonly note: string | null;
}

export interface SampleActivity {
  readonly id: number;
  readonly clientId: string;
  readonly plan: SamplePlan | null;
  readonly plannedAt: number | null;
  readonly kind: string;
  readonly siteId: number | null;
  readonly areaId: number;
  readonly unitId: number;
  readonly memberId: number;
  readonly heldAt: number;
  readonly recordedAt: number;
  readonly people: number | null;
  readonly note: string | null;
}

export interface SampleActivities {
  readonly plans: readonly SamplePlan[];
  /** In the order in which they were held. */
  readonly held: readonly SampleActivity[];
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Enough to see whether a unit keeps what it planned; a year of it would be no news. */
const WEEKS = 8;
const MONTHS = 3;
const FRIDAY = 5;

const NOTES: Readonly<Record<string, readonly string[]>> = {
  cleanup: ['清理楼道杂物和卫生死角', '清扫院内道路，擦洗宣传栏', '清理绿化带垃圾和小广告'],
  leaflets: ['入户发放创建宣传折页，抽问知晓率', '逐户讲解居民公约', '发放文明养犬倡议书'],
  publicity: ['设点宣传创建知识，现场答题', '更换宣传栏，讲解移风易俗'],
  training: ['学习实地考察标准和常见问题', '志愿服务岗规范培训'],
  persuasion: ['路口劝导不礼让、不戴头盔', '劝导乱停乱放'],
};

/** What a plan is made of, before its times are gone through. */
interface Draft {
  readonly kind: string;
  readonly unit: Unit;
  readonly site: Site | null;
  readonly areaId: number;
  readonly recurs: 'weekly' | 'monthly';
  /** Day numbers and the minute of the day of its times up to the end of the history. */
  readonly days: readonly number[];
  readonly minute: number;
  /** How many of the times are recorded, 0 to 1. */
  readonly diligence: number;
  /** Whether its last time is missing, whatever the diligence: somebody has something to do. */
  readonly missesLast?: boolean;
}

/**
 * What the units of the sample city hold: communities a clean-up on Fridays, streets publicity once a month,
 * supporting units in their paired courtyards. Invented, like everything else; from a stream of its own.
 */
export function holdActivities(
  { areas, sites }: Geography,
  organisation: Organisation,
  characters: readonly Character[],
  until: number,
  random: Random,
): SampleActivities {
  const lastDay = dayNumberOf(until - 1);
  // Sites that were there the whole time.
  const standing = new Set(
    characters
      .filter(
        ({ openedDay, closedDay }) =>
          closedDay === null && openedDay < HISTORY_DAYS - 31 * (MONTHS + 1),
      )
      .map(({ site }) => site.id),
  );
  const inArea = new Map<number, Site[]>();
  for (const site of sites) {
    if (standing.has(site.id)) inArea.set(site.areaId, [...(inArea.get(site.areaId) ?? []), site]);
  }
  const fridays = weekdaysBefore(lastDay, FRIDAY);
  const drafts: Draft[] = [];
  for (const unit of organisation.units) {
    const stream = random.stream(unit.id);
    const areaId = unit.areaId ?? areas[0]?.id;
    if (areaId === undefined) continue;
    if (unit.kind === 'community') {
      const here = inArea.get(areaId) ?? [];
      const courtyards = here.filter(({ type }) => type === 'courtyard');
      const own = here.find(({ type }) => type === 'community') ?? null;
      drafts.push({
        kind: 'cleanup',
        unit,
        site: stream.chance(0.5) && courtyards.length > 0 ? stream.pick(courtyards) : own,
        areaId,
        recurs: 'weekly',
        days: fridays,
        minute: stream.pick([14 * 60 + 30, 15 * 60, 16 * 60]),
        diligence: stream.between(0.7, 1),
      });
    } else if (unit.kind === 'street') {
      drafts.push({
        kind: 'publicity',
        unit,
        site: null,
        areaId,
        recurs: 'monthly',
        days: monthDaysBefore(lastDay, stream.integer(5, 25)),
        minute: 9 * 60 + 30,
        diligence: 0.9,
      });
    }
  }
  drafts.push(...ofSampleAccounts(organisation, sites, standing, lastDay));
  return live(drafts, organisation, until, random.stream('held'));
}

/** Whoever signs in as a community or a supporting unit finds something of its own that is overdue. */
function ofSampleAccounts(
  organisation: Organisation,
  sites: readonly Site[],
  standing: ReadonlySet<number>,
  lastDay: number,
): Draft[] {
  const members = organisation.accounts.map(({ memberId }) => organisation.members[memberId - 1]);
  return members.flatMap((member): Draft[] => {
    const unit = organisation.units.find(({ id }) => id === member?.unitId);
    if (!member || !unit) return [];
    const paired = new Set(
      organisation.pairings
        .filter(({ unitId, to }) => unitId === unit.id && to === null)
        .map(({ siteId }) => siteId),
    );
    const isTheirs = (site: Site) =>
      member.role === 'sponsor'
        ? paired.has(site.id)
        : member.role === 'community' && site.areaId === unit.areaId;
    const site = sites.find(
      (one) => one.type === 'courtyard' && standing.has(one.id) && isTheirs(one),
    );
    if (!site) return [];
    const common = { unit, site, areaId: site.areaId, diligence: 1, missesLast: true };
    return member.role === 'community'
      ? [
          {
            ...common,
            kind: 'leaflets',
            recurs: 'weekly',
            days: weekdaysBefore(lastDay - 1, 3),
            minute: 18 * 60 + 30,
          },
        ]
      : [
          {
            ...common,
            kind: 'persuasion',
            recurs: 'monthly',
            days: monthDaysBefore(lastDay - 1, 12),
            minute: 8 * 60,
          },
        ];
  });
}

/** Goes through the times of the plans. */
function live(
  drafts: readonly Draft[],
  organisation: Organisation,
  until: number,
  random: Random,
): SampleActivities {
  const plans: SamplePlan[] = [];
  const held: Omit<SampleActivity, 'id'>[] = [];
  for (const draft of drafts) {
    const { kind, unit, site, areaId, recurs, days, minute, diligence, missesLast } = draft;
    const member = organisation.membersOf.get(unit.id)?.[0];
    const [first] = days;
    if (!member || first === undefined) continue;
    const what = { kind, siteId: site?.id ?? null, areaId, unitId: unit.id, memberId: member.id };
    const startsAt = startOfDay(first) + minute * MINUTE;
    const plan: SamplePlan = {
      ...what,
      id: plans.length + 1,
      clientId: uuid(random),
      recurs,
      startsAt,
      createdAt: startsAt - 76 * HOUR,
      note: random.chance(0.4) ? random.pick(NOTES[kind] ?? ['']) : null,
    };
    plans.push(plan);
    for (const [at, day] of days.entries()) {
      const plannedAt = startOfDay(day) + minute * MINUTE;
      const heldAt = plannedAt + random.integer(-10, 20) * MINUTE;
      const recordedAt = heldAt + random.integer(60, 300) * MINUTE;
      const isMissed = random.next() >= diligence || (missesLast && at === days.length - 1);
      const people = random.chance(0.85) ? random.integer(6, 45) : null;
      const note = random.chance(0.5) ? random.pick(NOTES[kind] ?? ['']) : null;
      const clientId = uuid(random);
      if (isMissed || recordedAt > until) continue;
      held.push({ ...what, clientId, plan, plannedAt, heldAt, recordedAt, people, note });
    }
  }
  held.sort((a, b) => a.heldAt - b.heldAt || a.unitId - b.unitId);
  return { plans, held: held.map((activity, at) => ({ ...activity, id: at + 1 })) };
}

/** The last `WEEKS` of that weekday up to a day, the earliest first. */
function weekdaysBefore(lastDay: number, wanted: number): number[] {
  const last = lastDay - ((weekday(lastDay) - wanted + 7) % 7);
  return Array.from({ length: WEEKS }, (_, back) => last - 7 * (WEEKS - 1 - back));
}

/** That day of the last `MONTHS` months up to a day, the earliest first. @param of at most 28 */
function monthDaysBefore(lastDay: number, of: number): number[] {
  const [year = 0, month = 0] = dayText(lastDay).split('-').map(Number);
  const days = Array.from({ length: MONTHS + 1 }, (_, back) => {
    const first = new Date(Date.UTC(year, month - 1 - back, 1)).toISOString();
    return dayNumber(`${first.slice(0, 8)}${String(of).padStart(2, '0')}`);
  });
  return days
    .filter((day) => day <= lastDay)
    .slice(0, MONTHS)
    .reverse();
}

/** Version 4, RFC 9562, of the stream: the same city has the same ones. */
function uuid(random: Random): string {
  const hex = (digits: number) =>
    Array.from({ length: digits }, () => random.integer(0, 15).toString(16)).join('');
  return `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`;
}
