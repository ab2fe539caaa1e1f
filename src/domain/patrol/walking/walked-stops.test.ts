import { describe, expect, it } from 'vitest';
import type { PlannedStop } from '../plans/plan.ts';
import type { StopRecord } from '../plans/walking.ts';
import { routeFigures, walkedStops } from './walked-stops.ts';

const stop = (id: number, standing: Partial<PlannedStop['standing']> = {}): PlannedStop => ({
  id,
  sequence: id,
  siteId: 100 + id,
  siteName: `示例${id}`,
  siteType: 'hotel',
  address: null,
  lon: 103,
  lat: 29.9 + id / 1000,
  arrivesAt: '2026-11-24T08:00:00+08:00',
  serviceSeconds: 1200,
  kind: 'visit',
  reasons: [],
  pinned: { crew: false, day: false, time: false },
  standing: {
    state: 'open',
    late: false,
    at: null,
    by: null,
    reason: null,
    inspectionId: null,
    ...standing,
  },
});
const record = (stopId: number, kind: StopRecord['kind'], reason?: string): StopRecord => ({
  clientId: `${stopId}`,
  stopId,
  kind,
  at: '2026-11-24T01:00:00.000Z',
  ...(reason === undefined ? {} : { reason }),
});
const stops = [stop(1, { state: 'done', late: true, inspectionId: 9 }), stop(2), stop(3), stop(4)];

describe('the stops of a route on a phone', () => {
  it('are as the server says, until this device knows better', () => {
    const walked = walkedStops(
      { stops },
      [record(2, 'done'), record(2, 'reopened'), record(3, 'skipped', '关门')],
      [],
    );
    expect(
      walked.map(({ state, late, waiting, reason }) => [state, late, waiting, reason]),
    ).toEqual([
      ['done', true, false, null],
      ['open', false, true, null],
      ['skipped', false, true, '关门'],
      ['open', false, false, null],
    ]);
    expect(walked[2]!.at).toBe('2026-11-24T01:00:00.000Z');
  });

  it('are done by a visit that waits for the network, once', () => {
    const walked = walkedStops({ stops }, [], [102, 101]);
    expect(walked.map(({ state, waiting, byVisit }) => [state, waiting, byVisit])).toEqual([
      ['done', false, true],
      ['done', true, true],
      ['open', false, false],
      ['open', false, false],
    ]);
  });
});

describe('what is left of a route', () => {
  it('is the open visits, and their legs with the way back', () => {
    const walked = walkedStops({ stops }, [record(3, 'skipped', '关门')], []);
    // Four visits make five legs; two are open: two visits of 1,200 s and three legs of 300 s.
    const figures = routeFigures({ travelSeconds: 1500 }, walked);
    expect(figures).toMatchObject({
      done: 1,
      skipped: 1,
      open: 2,
      secondsLeft: 2 * 1200 + 3 * 300,
    });
    expect(figures.next?.number).toBe(2);
    // A thousandth of a degree of latitude, 111.2 m on the mean sphere.
    expect(figures.metersToNext).toBeCloseTo(111.2, 1);
  });

  it('is nothing when all is done, and knows no distance to the first', () => {
    const done = walkedStops({ stops: [stop(1, { state: 'done' })] }, [], []);
    expect(routeFigures({ travelSeconds: 600 }, done)).toMatchObject({
      next: null,
      secondsLeft: 0,
    });
    expect(
      routeFigures({ travelSeconds: 600 }, walkedStops({ stops: [stop(1)] }, [], [])),
    ).toMatchObject({
      metersToNext: null,
      secondsLeft: 1200 + 600,
    });
  });
});
