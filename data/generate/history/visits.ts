import { startOfDay, weekday } from '../../../src/domain/issues/clocks.ts';
import type { InspectionKind } from '../../../src/domain/issues/vocabulary.ts';
import { SAMPLE_CALENDAR } from '../calendar.ts';
import type { Site } from '../city-model.ts';
import type { Member, Organisation, Unit } from '../organisation.ts';
import type { Random } from '../random.ts';
import { HISTORY_DAYS, type Character } from './character.ts';
import type { Visit, VisitScope } from './model.ts';

/** A visit with its day and who sends somebody, before people and hours are given out. */
interface Errand {
  readonly site: Site;
  readonly kind: InspectionKind;
  readonly unitId: number;
  readonly scope: VisitScope;
  /** Days after 1970-01-01. */
  readonly day: number;
}

const MINUTE = 60_000;
const DAYS_PER_MONTH = 30.4;

/** Hours in which a kind of visit is made, in minutes after midnight. */
const OFFICE_HOURS: readonly (readonly [number, number])[] = [
  [8 * 60 + 45, 11 * 60 + 40],
  [14 * 60 + 10, 17 * 60 + 30],
];
/** 错时: before, between and after office hours. */
const OFF_HOURS: readonly (readonly [number, number])[] = [
  [7 * 60, 8 * 60 + 20],
  [12 * 60 + 5, 13 * 60 + 50],
  [18 * 60 + 10, 21 * 60 + 40],
];

/**
 * The year's visits: a whole check a month, partial ones between, patrols at odd hours, supervision
 * and two mock assessments.
 *
 * @param firstDay first day of the history, days after 1970-01-01
 * @param fromDay day of the history on which visits begin: 0, or later where the history is thin
 */
export function planVisits(
  characters: readonly Character[],
  organisation: Organisation,
  firstDay: number,
  fromDay: number,
  random: Random,
): Visit[] {
  const errands: Errand[] = [];
  const office = organisation.unitNamed('区创城办');
  const patrols = organisation.units.filter(({ kind }) => kind === 'patrol');
  const senders = new Senders(organisation);
  for (const character of characters) {
    siteErrands(character, senders, patrols, office, firstDay, fromDay, random, errands);
  }
  errands.push(...mockErrands(characters, patrols[0] as Unit, firstDay, random.stream('mock')));
  return giveOut(errands, organisation, random.stream('rounds'));
}

function siteErrands(
  character: Character,
  senders: Senders,
  patrols: readonly Unit[],
  office: Unit,
  firstDay: number,
  fromDay: number,
  random: Random,
  errands: Errand[],
): void {
  const { site } = character;
  const stream = random.stream('visits').stream(site.id);
  const opened = Math.max(character.openedDay, fromDay);
  const closed = character.closedDay ?? HISTORY_DAYS;
  const add = (kind: InspectionKind, unitId: number, scope: VisitScope, day: number) => {
    if (day < opened || day >= closed) return;
    errands.push({ site, kind, unitId, scope, day: firstDay + day });
  };
  const own = senders.own(site);
  const upper = senders.upper(site);
  if (character.wholeEveryDays !== null) {
    const lastWhole = Math.min(closed, character.neglectedFromDay ?? HISTORY_DAYS);
    const step = character.wholeEveryDays;
    for (let due = opened + stream.between(1, step); due < lastWhole; due += step) {
      const day = workingDayNear(firstDay, Math.round(due + stream.between(-2, 2)));
      const who = stream.next();
      if (who < 0.62) add('routine', own, 'whole', day);
      else if (who < 0.8) add('self', senders.community(site), 'whole', day);
      else add('routine', upper, 'whole', day);
    }
    const months = HISTORY_DAYS / DAYS_PER_MONTH;
    for (let count = poisson(character.partialsPerMonth * months, stream); count > 0; count -= 1) {
      const day = workingDayNear(firstDay, stream.integer(0, HISTORY_DAYS - 1));
      add(stream.chance(0.7) ? 'self' : 'routine', senders.community(site), 'short_lived', day);
    }
    for (let count = poisson(0.035 * months, stream); count > 0; count -= 1) {
      const day = workingDayNear(firstDay, stream.integer(0, HISTORY_DAYS - 1));
      add('supervision', stream.chance(0.4) ? office.id : upper, 'short_lived', day);
    }
  }
  const patrolCount = poisson((character.patrolsPerMonth * HISTORY_DAYS) / DAYS_PER_MONTH, stream);
  for (let count = patrolCount; count > 0; count -= 1) {
    add('staggered', stream.pick(patrols).id, 'patrol', stream.integer(0, HISTORY_DAYS - 1));
  }
}

/** Two rounds of mock assessment, 60 sites each, made blind by assessors within a week. */
function mockErrands(
  characters: readonly Character[],
  unit: Unit,
  firstDay: number,
  random: Random,
): Errand[] {
  return [118, 276].flatMap((start) =>
    random
      .shuffled(characters)
      .filter(({ openedDay, closedDay }) => openedDay <= start && (closedDay ?? 999) > start + 7)
      .slice(0, 60)
      .map(({ site }) => ({
        site,
        kind: 'mock' as const,
        unitId: unit.id,
        scope: 'whole' as const,
        day: firstDay + workingDayNear(firstDay, start + random.integer(0, 6)),
      })),
  );
}

/** Which units come to a site. */
class Senders {
  private readonly communityOfArea = new Map<number, number>();
  private readonly upperOfArea = new Map<number, number>();

  constructor(private readonly organisation: Organisation) {
    for (const unit of organisation.units) {
      if (unit.areaId === null) continue;
      if (unit.kind === 'community') this.communityOfArea.set(unit.areaId, unit.id);
    }
    for (const [community, street] of organisation.streetUnitOfCommunity) {
      this.upperOfArea.set(community, street);
    }
  }

  community(site: Site): number {
    return this.communityOfArea.get(site.areaId) ?? this.own(site);
  }

  own(site: Site): number {
    return this.organisation.unitOfSite.get(site.id) ?? 1;
  }

  /** Whoever stands above: the street office. */
  upper(site: Site): number {
    return this.upperOfArea.get(site.areaId) ?? this.own(site);
  }
}

/** Offices send nobody out on days off: the next working day, counted in days of the history. */
function workingDayNear(firstDay: number, day: number): number {
  let number = Math.max(0, day);
  while (!SAMPLE_CALENDAR.isWorkingDay(firstDay + number)) number += 1;
  return number;
}

/** Gives each errand a person and an hour: nobody is at two places at once. */
function giveOut(errands: Errand[], organisation: Organisation, random: Random): Visit[] {
  const assessors = organisation.members.filter(({ role }) => role === 'assessor');
  errands.sort(
    (a, b) =>
      a.day - b.day ||
      a.unitId - b.unitId ||
      (a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : 0) ||
      a.site.areaId - b.site.areaId ||
      a.site.id - b.site.id,
  );
  // Minutes of the day from which each person is free again, by day.
  let today = -1;
  let freeFrom = new Map<number, number>();
  const visits: Visit[] = [];
  for (const errand of errands) {
    if (errand.day !== today) {
      today = errand.day;
      freeFrom = new Map();
    }
    const isMock = errand.kind === 'mock';
    const people = isMock ? assessors : (organisation.membersOf.get(errand.unitId) ?? []);
    if (people.length === 0) continue;
    const hours = errand.kind === 'staggered' && !isQuietDay(errand.day) ? OFF_HOURS : OFFICE_HOURS;
    const minutes = errand.scope === 'whole' ? random.integer(16, 30) : random.integer(8, 15);
    const person = people.reduce((best: Member, candidate) =>
      (freeFrom.get(candidate.id) ?? 0) < (freeFrom.get(best.id) ?? 0) ? candidate : best,
    );
    const earliest = Math.max(
      freeFrom.get(person.id) ?? 0,
      errand.kind === 'staggered' ? (random.pick(hours)[0] ?? 0) : 0,
    );
    const start = slot(hours, earliest + random.integer(2, 14), minutes);
    // A round that does not fit the day is not made.
    if (start === null) continue;
    freeFrom.set(person.id, start + minutes + 4);
    visits.push({
      site: errand.site,
      kind: errand.kind,
      unitId: errand.unitId,
      memberId: person.id,
      startedAt: startOfDay(errand.day) + start * MINUTE + random.integer(0, 59) * 1000,
      scope: errand.scope,
    });
  }
  return visits;
}

/** On Sundays patrols walk by day as well. */
function isQuietDay(day: number): boolean {
  return weekday(day) === 0;
}

function slot(
  hours: readonly (readonly [number, number])[],
  earliest: number,
  minutes: number,
): number | null {
  for (const [start, end] of hours) {
    const begin = Math.max(start, earliest);
    if (begin + minutes <= end) return begin;
  }
  return null;
}

/** Knuth's method; means here are small. */
function poisson(mean: number, random: Random): number {
  const limit = Math.exp(-mean);
  let product = random.next();
  let count = 0;
  while (product > limit) {
    product *= random.next();
    count += 1;
  }
  return count;
}
