import { beforeAll, describe, expect, it } from 'vitest';
import { dayNumberOf, timeOfDay, weekday } from '../../src/domain/issues/clocks.ts';
import { holdActivities } from './activities.ts';
import { generateCity, type SampleCity } from './generate-city.ts';
import { Random } from './random.ts';

// A Sunday's end.
const UNTIL = Date.parse('2026-11-23T00:00:00+08:00');
const WEEK = 7 * 24 * 3_600_000;

let city: SampleCity;
beforeAll(() => {
  city = generateCity({
    sites: 150,
    seed: 7,
    until: UNTIL,
    issues: null,
    observationsPerSite: 20,
  });
});

describe('the activities of the sample city', () => {
  it('are a clean-up of every community on Fridays, most of them kept', () => {
    const { plans, held } = city.activities;
    const communities = city.organisation.units.filter(({ kind }) => kind === 'community');
    const cleanups = plans.filter(({ kind }) => kind === 'cleanup');
    expect(cleanups.map(({ unitId }) => unitId)).toEqual(communities.map(({ id }) => id));
    for (const { startsAt, recurs } of cleanups) {
      expect([weekday(dayNumberOf(startsAt)), recurs]).toEqual([5, 'weekly']);
      expect(timeOfDay(startsAt) / 3_600_000).toBeGreaterThanOrEqual(14.5);
    }
    const kept = held.filter(({ kind }) => kind === 'cleanup').length / (8 * cleanups.length);
    expect(kept).toBeGreaterThan(0.7);
    expect(kept).toBeLessThan(1);
  });

  it('are times of their plans, each held once and recorded by the end', () => {
    const { plans, held } = city.activities;
    const seen = new Set<string>();
    for (const { plan, plannedAt, heldAt, recordedAt, people } of held) {
      expect(plans).toContain(plan);
      seen.add(`${plan!.id} ${plannedAt}`);
      if (plan!.recurs === 'weekly') expect((plannedAt! - plan!.startsAt) % WEEK).toBe(0);
      else expect(timeOfDay(plannedAt!)).toBe(timeOfDay(plan!.startsAt));
      expect(Math.abs(heldAt - plannedAt!)).toBeLessThanOrEqual(20 * 60_000);
      expect(recordedAt).toBeGreaterThan(heldAt);
      expect(recordedAt).toBeLessThanOrEqual(UNTIL);
      if (people !== null) expect(people).toBeGreaterThan(0);
    }
    expect(seen.size).toBe(held.length);
    expect(held.map(({ id }) => id)).toEqual(held.map((_, at) => at + 1));
  });

  it('lie where their unit may hold them', () => {
    const siteOf = new Map(city.geography.sites.map((site) => [site.id, site]));
    const unitOf = new Map(city.organisation.units.map((unit) => [unit.id, unit]));
    for (const { siteId, areaId, unitId, memberId } of city.activities.plans) {
      const unit = unitOf.get(unitId)!;
      expect(city.organisation.members[memberId - 1]!.unitId).toBe(unitId);
      if (siteId !== null) expect(siteOf.get(siteId)!.areaId).toBe(areaId);
      if (unit.kind === 'sponsor') {
        const pairing = city.organisation.pairings.find(
          (one) => one.unitId === unitId && one.siteId === siteId,
        );
        expect(pairing?.to).toBeNull();
      } else expect(areaId).toBe(unit.areaId);
    }
  });

  it('leave something overdue for whoever signs in as a community', () => {
    const { accounts, members } = city.organisation;
    const account = accounts.find(({ email }) => email.startsWith('community@'));
    const { unitId } = members[account!.memberId - 1]!;
    const [plan] = city.activities.plans.filter(
      (one) => one.unitId === unitId && one.kind === 'leaflets',
    );
    const recorded = city.activities.held.flatMap((one) =>
      one.plan === plan ? [one.plannedAt!] : [],
    );
    // The last Wednesday but one was recorded, the last was not.
    expect(Math.max(...recorded)).toBe(Date.parse('2026-11-11T18:30:00+08:00'));
  });

  it('are the same for the same seed', () => {
    const { geography, organisation, history } = city;
    const held = (seed: number) =>
      holdActivities(
        geography,
        organisation,
        history.characters,
        UNTIL,
        new Random(seed, 'activities'),
      );
    expect(held(7)).toEqual(city.activities);
    expect(held(8)).not.toEqual(city.activities);
  });
});
