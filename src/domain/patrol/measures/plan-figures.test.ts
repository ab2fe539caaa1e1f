import { describe, expect, it } from 'vitest';
import { readPlanFigures } from './plan-figures.ts';

/** As a plan was saved in November 2026. */
const KEPT = {
  plan: {
    visits: 30,
    offHoursShare: 0.4,
    closedThen: 2,
    spread: 0.92,
    guess: 0.1,
    idealGuess: 0.04,
    longestGapDays: null,
    shortestGapDays: null,
    sites: [],
    crews: [
      {
        crew: 1,
        visits: 10,
        offHoursShare: 0.5,
        travelSeconds: 3600,
        workSeconds: 18_000,
        spread: 1,
      },
      {
        crew: 2,
        visits: 20,
        offHoursShare: 0.35,
        travelSeconds: 1800,
        workSeconds: 22_000,
        spread: 1,
      },
    ],
  },
};

describe('figures of kept measures', () => {
  it('adds up travel, and sets the difference in work against its mean', () => {
    expect(readPlanFigures(JSON.parse(JSON.stringify(KEPT.plan)))).toEqual({
      visits: 30,
      offHoursShare: 0.4,
      spread: 0.92,
      guess: 0.1,
      longestGapDays: null,
      travelSeconds: 5400,
      unevenWork: 0.2,
    });
  });

  it.each([
    ['nothing kept', undefined],
    ['a search that had no measures', null],
    ['another list', []],
    ['without crews', { ...KEPT.plan, crews: undefined }],
    ['a crew without its work', { ...KEPT.plan, crews: [{ crew: 1, travelSeconds: 10 }] }],
    ['a crew that is none', { ...KEPT.plan, crews: [null] }],
    ['a share in percent', { ...KEPT.plan, offHoursShare: 40 }],
    ['a figure as text', { ...KEPT.plan, visits: '30' }],
    ['a gap never measured', { ...KEPT.plan, longestGapDays: undefined }],
    ['what JSON made null', { ...KEPT.plan, spread: null }],
  ])('refuses %s', (_, kept) => {
    expect(readPlanFigures(kept)).toBeNull();
  });
});
