import { expect, it } from 'vitest';
import type { Shift } from '../domain/patrol/plans/roster.ts';
import { ProblemError } from '../domain/problem.ts';
import type { Connection } from './connection.svelte.ts';
import { RosterDesk } from './roster-desk.svelte.ts';

const SHIFT: Shift = {
  id: 4,
  teamId: 5,
  name: '早班',
  starts: '07:00',
  ends: '12:00',
  weekdays: [1, 2, 3],
  break: null,
};

it('keeps what was taken out until it is put back', async () => {
  let isAway = false;
  const connection = {
    write: () => (isAway ? Promise.reject(new ProblemError({ kind: 'away' })) : Promise.resolve()),
  };
  const desk = new RosterDesk(connection as unknown as Connection, () => Promise.resolve());
  await desk.removeShift(SHIFT);
  expect(desk.removed).toMatchObject({ kind: 'shift', name: '早班' });
  isAway = true;
  await desk.putBack();
  expect(desk.problem).toEqual({ kind: 'away' });
  expect(desk.removed).toMatchObject({ kind: 'shift', name: '早班' });
  isAway = false;
  await desk.putBack();
  expect([desk.problem, desk.removed]).toEqual([null, null]);
});
