import { expect, it } from 'vitest';
import { buildProblem } from '../domain/patrol/plans/build-problem.ts';
import { candidate, HOTEL, question } from '../domain/patrol/plans/question.fixture.ts';
import { Hand } from './hand-choices.svelte.ts';

it('a site left out and put back presses no more than before, and both steps can be taken back', () => {
  const hand = new Hand();
  const priority = () =>
    buildProblem(question({ ...hand.now }, [candidate(HOTEL)])).jobs.map((job) => job.priority);
  expect(priority()).toEqual([40]);
  hand.exclude(HOTEL);
  expect(priority()).toEqual([]);
  hand.restore(HOTEL);
  expect(priority()).toEqual([40]);
  hand.undo();
  expect(priority()).toEqual([]);
  hand.undo();
  expect(hand.canUndo).toBe(false);
});
