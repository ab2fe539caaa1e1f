import { describe, expect, it } from 'vitest';
import type { PlannedVisit } from '../../../domain/patrol/plans/planned-visits.ts';
import { draggedTo, neighbourOf } from './timeline-moves.ts';

function visit(key: string, crewId: number, begins: number): PlannedVisit {
  return {
    key,
    siteId: 1,
    name: '',
    type: 'hotel',
    position: [103, 30],
    crewId,
    day: 2,
    sequence: 1,
    begins,
    serviceSeconds: 1800,
    reasons: [],
    isRecheck: false,
    pin: null,
  };
}

const NINE = 9 * 3600;
const pull = { seconds: 0, rows: 0, crewIds: [1, 2, 3], earliest: 7 * 3600, latest: 21 * 3600 };

describe('a stop that is dragged', () => {
  it('goes to five minutes, to a crew that there is, and stays within the hours', () => {
    const at = visit('a', 2, NINE);
    expect(draggedTo(at, { ...pull, seconds: 1000 })).toEqual({
      crewId: 2,
      day: 2,
      begins: NINE + 900,
    });
    expect(draggedTo(at, { ...pull, rows: 9 })).toEqual({ crewId: 3, day: 2, begins: NINE });
    expect(draggedTo(at, { ...pull, rows: -1 })).toEqual({ crewId: 1, day: 2, begins: NINE });
    expect(draggedTo(at, { ...pull, seconds: -9e4 })?.begins).toBe(7 * 3600);
    expect(draggedTo(at, { ...pull, seconds: 9e4 })?.begins).toBe(21 * 3600 - 1800);
  });

  it('stays where it is when it was hardly moved', () => {
    expect(draggedTo(visit('a', 2, NINE), { ...pull, seconds: 140 })).toBeNull();
    // The visit's own minutes are no move.
    expect(draggedTo(visit('a', 2, NINE + 80), pull)).toBeNull();
  });
});

it('arrows lead along the route, and to the nearest hour of the next crew that walks', () => {
  const own = [visit('a', 1, NINE), visit('b', 1, NINE + 3600)];
  const theirs = [visit('c', 3, NINE), visit('d', 3, NINE + 4000)];
  const route = (visits: PlannedVisit[]) => ({ visits }) as never;
  const rows = [
    { crewId: 1, route: route(own) },
    { crewId: 2, route: null },
    { crewId: 3, route: route(theirs) },
  ];
  expect(neighbourOf(own[0]!, rows, 1, 0)?.key).toBe('b');
  expect(neighbourOf(own[1]!, rows, 1, 0)).toBeNull();
  expect(neighbourOf(own[1]!, rows, 0, 1)?.key).toBe('d');
  expect(neighbourOf(theirs[0]!, rows, 0, -1)?.key).toBe('a');
  expect(neighbourOf(own[0]!, rows, 0, -1)).toBeNull();
});
