import { beforeAll, describe, expect, it } from 'vitest';
import { addToClock, dayNumberOf, timeOfDay } from '../../src/domain/issues/clocks.ts';
import { foldEvents } from '../../src/domain/issues/lifecycle.ts';
import { SAMPLE_CALENDAR } from './calendar.ts';
import { indicatorOf } from './catalogue.ts';
import { generateCity, type CityOptions, type SampleCity } from './generate-city.ts';
import { MixCounter } from './files.ts';
import { historyTables } from './history-tables.ts';
import type { Issue } from './history/model.ts';
import { drawPhotos } from './photos.ts';

const UNTIL = Date.parse('2026-11-23T00:00:00+08:00');
const options: CityOptions = {
  sites: 1530,
  seed: 20261122,
  until: UNTIL,
  issues: null,
  observationsPerSite: null,
};

let city: SampleCity;
beforeAll(() => {
  city = generateCity(options);
});

const dayOf = (moment: number) => dayNumberOf(moment) - city.history.firstDay;

describe('every issue', () => {
  it('lives by the rules, and its projection is the fold of its events', () => {
    for (const issue of city.history.issues) {
      expect(foldEvents(issue.events)).toEqual(issue.projections);
    }
  });

  it('was numbered and recorded in order, and nothing after the end', () => {
    const { issues, events, inspections, observations } = city.history;
    const ascending = (list: readonly { id: number }[]) =>
      list.every(({ id }, index) => id === index + 1);
    for (const list of [issues, inspections, observations]) expect(ascending(list)).toBe(true);
    events.forEach(({ event }, index) => {
      expect(event.id).toBe(index + 1);
      if (index > 0) {
        expect(event.recordedAt).toBeGreaterThanOrEqual(events[index - 1]!.event.recordedAt);
      }
    });
    const last = Math.max(
      events.at(-1)!.event.recordedAt,
      inspections.at(-1)!.recordedAt,
      observations.at(-1)!.recordedAt,
    );
    expect(last).toBeLessThanOrEqual(UNTIL);
  });

  it('was assigned with the deadline of its indicator', () => {
    for (const { code, events } of city.history.issues) {
      const { clock, clockAmount } = indicatorOf(code);
      for (const event of events) {
        if (event.kind !== 'assigned') continue;
        // The clerk's minutes: the clock started when the assignment was made.
        const exact = addToClock(event.occurredAt, clock, clockAmount, SAMPLE_CALENDAR);
        expect(Math.abs(event.deadlineAt - exact)).toBeLessThan(1000);
      }
    }
  });

  it('that is a veto item was accepted and assigned the moment it was reported', () => {
    const vetoes = city.history.issues.filter(({ code }) => indicatorOf(code).veto);
    expect(vetoes.length).toBeGreaterThan(100);
    for (const { events } of vetoes) {
      expect(events.slice(0, 3).map(({ kind }) => kind)).toEqual([
        'reported',
        'accepted',
        'assigned',
      ]);
      expect(new Set(events.slice(0, 3).map(({ recordedAt }) => recordedAt)).size).toBe(1);
      expect(events.some(({ kind }) => kind === 'deferred')).toBe(false);
    }
  });

  it('was not checked by the unit that mended it', () => {
    for (const { events } of city.history.issues) {
      let rectifier: number | null = null;
      for (const event of events) {
        if (event.kind === 'submitted') rectifier = event.unitId;
        if (event.kind === 'verified' || event.kind === 'rework') {
          expect(event.unitId).not.toBe(rectifier);
        }
      }
    }
  });

  it('that was verified wrote a pass at that moment', () => {
    const passes = new Set(
      city.history.observations
        .filter(({ inspection, result }) => inspection === null && result === 'pass')
        .map(({ issue, observedAt, recordedAt }) => `${issue?.id} ${observedAt} ${recordedAt}`),
    );
    for (const { id, site, events } of city.history.issues) {
      if (!site) continue;
      for (const { kind, occurredAt, recordedAt } of events) {
        if (kind !== 'verified' && kind !== 'fixed_on_the_spot') continue;
        expect(passes.has(`${id} ${occurredAt} ${recordedAt}`)).toBe(true);
      }
    }
  });

  it('that was merged names another about the same indicator at the same site', () => {
    const byId = new Map(city.history.issues.map((issue) => [issue.id, issue]));
    const merged = city.history.issues.filter(
      ({ projections }) => projections.at(-1)!.state === 'merged',
    );
    expect(merged.length).toBeGreaterThan(20);
    for (const issue of merged) {
      const survivor = byId.get(issue.projections.at(-1)!.mergedInto!)!;
      expect(survivor).not.toBe(issue);
      expect([survivor.code, survivor.site]).toEqual([issue.code, issue.site]);
    }
  });

  it('shows every event of the vocabulary somewhere', () => {
    expect(new Set(city.history.events.map(({ event }) => event.kind)).size).toBe(27);
  });
});

describe('inspections', () => {
  it('never have one person at two places at once', () => {
    const byMember = new Map<number, [number, number][]>();
    for (const { kind, memberId, startedAt, finishedAt } of city.history.inspections) {
      // Re-checks are fitted in by hand.
      if (kind === 'recheck') continue;
      byMember.set(memberId, [...(byMember.get(memberId) ?? []), [startedAt, finishedAt]]);
    }
    for (const visits of byMember.values()) {
      visits.sort((a, b) => a[0] - b[0]);
      visits.forEach(([start], index) => {
        if (index > 0) expect(start).toBeGreaterThanOrEqual(visits[index - 1]![1]);
      });
    }
  });

  it('are made on working days, patrols at odd hours', () => {
    const share = (kind: string, fits: (moment: number) => boolean) => {
      const visits = city.history.inspections.filter((inspection) => inspection.kind === kind);
      return visits.filter(({ startedAt }) => fits(startedAt)).length / visits.length;
    };
    const inOffice = (moment: number) => SAMPLE_CALENDAR.isWorkingTime(moment);
    expect(share('routine', inOffice)).toBe(1);
    expect(share('self', inOffice)).toBe(1);
    expect(share('staggered', inOffice)).toBeLessThan(0.1);
    expect(share('staggered', (moment) => timeOfDay(moment) < 7 * 3_600_000)).toBe(0);
  });

  it('that are mock neither open issues nor count', () => {
    const mock = city.history.inspections.filter(({ kind }) => kind === 'mock');
    expect(mock).toHaveLength(120);
    for (const { observations } of mock) {
      for (const observation of observations) {
        expect(observation.mock).toBe(true);
        expect(observation.issue).toBeNull();
      }
    }
  });

  it('are partly uploaded late', () => {
    const late = city.history.inspections.filter(
      ({ finishedAt, recordedAt }) => recordedAt - finishedAt > 3_600_000,
    );
    const share = late.length / city.history.inspections.length;
    expect(share).toBeGreaterThan(0.01);
    expect(share).toBeLessThan(0.05);
  });

  it('open an issue for every failure', () => {
    for (const { result, mock, issue } of city.history.observations) {
      if (result === 'fail' && !mock) expect(issue).not.toBeNull();
    }
  });
});

describe('the default city', () => {
  it('has a year that fits the map', () => {
    const { observations, issues, events } = city.history;
    expect(observations.length).toBeGreaterThan(250_000);
    expect(observations.length).toBeLessThanOrEqual(350_000);
    expect(issues.length).toBeGreaterThan(8000);
    expect(events.length / issues.length).toBeGreaterThan(5);
  });

  it('pairs 185 courtyards with 115 supporting units, some of which changed hands', () => {
    const { pairings, units } = city.organisation;
    const standing = pairings.filter(({ to }) => to === null);
    expect(new Set(standing.map(({ siteId }) => siteId)).size).toBe(185);
    expect(new Set(standing.map(({ unitId }) => unitId)).size).toBe(115);
    expect(units.filter(({ kind }) => kind === 'sponsor')).toHaveLength(115);
    expect(pairings.length).toBeGreaterThan(190);
    expect(city.organisation.accounts).toHaveLength(9);
  });

  it('reads like a real one: mostly known, in a believable mix', () => {
    const counter = new MixCounter();
    const periods = historyTables(city, drawPhotos()).find(
      ({ table }) => table === 'public.site_status_periods',
    )!;
    for (const _row of counter.watch(periods)) void _row;
    const mix = counter.mix();
    expect(mix.known).toBeGreaterThanOrEqual(70);
    expect(mix.compliant).toBeGreaterThan(52);
    expect(mix.compliant).toBeLessThan(68);
    expect(mix.attention).toBeGreaterThan(17);
    expect(mix.attention).toBeLessThan(29);
    expect(mix.serious).toBeGreaterThan(4);
    expect(mix.serious).toBeLessThan(11);
    expect(mix.unknown).toBeGreaterThan(7);
    expect(mix.unknown).toBeLessThan(16);
  });
});

describe('what was planted is there', () => {
  /** Issues per hundred observations of these indicators, at these sites, on these days. */
  function rate(
    isAt: (siteId: number) => boolean,
    isAbout: (code: number) => boolean,
    from = 0,
    to = 365,
  ): { issues: number; observations: number; rate: number } {
    const counts = (siteId: number, code: number, moment: number) =>
      isAt(siteId) && isAbout(code) && dayOf(moment) >= from && dayOf(moment) < to;
    const issues = city.history.issues.filter(
      ({ site, code, reportedAt }) => site !== null && counts(site.id, code, reportedAt),
    ).length;
    const observations = city.history.observations.filter(
      ({ site, code, observedAt, inspection, mock }) =>
        inspection !== null && !mock && counts(site.id, code, observedAt),
    ).length;
    return { issues, observations, rate: (100 * issues) / observations };
  }
  const any = () => true;

  it.each(['litter', 'flying_wires', 'vending'])('the hotspot %s', (id) => {
    const spot = city.planted.hotspots.find((candidate) => candidate.id === id)!;
    const sites = new Set(spot.siteIds);
    const codes = new Set(spot.codes);
    const inside = rate(
      (site) => sites.has(site),
      (code) => codes.has(code),
      spot.fromDay,
      spot.toDay,
    );
    const outside = rate(
      (site) => !sites.has(site),
      (code) => codes.has(code),
      spot.fromDay,
      spot.toDay,
    );
    expect(inside.issues).toBeGreaterThan(25);
    expect(inside.rate / outside.rate).toBeGreaterThan(3);
  });

  it('the place that is patrolled often and is no worse for it', () => {
    const sites = new Set(city.planted.wellPatrolled.siteIds);
    const patrols = (isAt: (id: number) => boolean) =>
      city.history.inspections.filter(({ kind, site }) => kind === 'staggered' && isAt(site.id))
        .length;
    const perSite = patrols((id) => sites.has(id)) / sites.size;
    const elsewhere = patrols((id) => !sites.has(id)) / (1530 - sites.size);
    expect(perSite / elsewhere).toBeGreaterThan(5);
    const inside = rate((site) => sites.has(site), any);
    const outside = rate((site) => !sites.has(site), any);
    expect(inside.rate / outside.rate).toBeLessThan(1.25);
    expect(inside.issues / sites.size).toBeGreaterThan(
      1.3 * (outside.issues / (1530 - sites.size)),
    );
  });

  it('the improving and the worsening neighbourhood', () => {
    const trend = (siteIds: readonly number[]) => {
      const sites = new Set(siteIds);
      const isAt = (site: number) => sites.has(site);
      return rate(isAt, any, 220, 310).rate / rate(isAt, any, 0, 90).rate;
    };
    expect(trend(city.planted.improving.siteIds)).toBeLessThan(0.6);
    expect(trend(city.planted.worsening.siteIds)).toBeGreaterThan(1.8);
  });

  it('the unit that is late', () => {
    const onTime = (unitId: number) => {
      const submitted = city.history.issues.flatMap(({ events, projections }: Issue) =>
        events.flatMap((event, index) =>
          event.kind === 'submitted' && projections[index]!.leadUnitId === unitId
            ? [event.occurredAt <= projections[index]!.deadlineAt!]
            : [],
        ),
      );
      return {
        count: submitted.length,
        share: submitted.filter(Boolean).length / submitted.length,
      };
    };
    const late = onTime(city.planted.lateUnit.id);
    expect(late.count).toBeGreaterThan(30);
    expect(late.share).toBeLessThan(0.4);
    const others = city.organisation.units
      .filter(({ id, kind }) => kind === 'community' && id !== city.planted.lateUnit.id)
      .map(({ id }) => onTime(id))
      .filter(({ count }) => count > 30);
    expect(Math.min(...others.map(({ share }) => share))).toBeGreaterThan(late.share + 0.1);
  });
});
