import { describe, expect, it } from 'vitest';

import { obeysOneway, speedOn } from './travel-profile.ts';

const kilometersPerHour = (roadClass: string, mayWalk = true) =>
  (['foot', 'ebike', 'car'] as const).map((profile) =>
    Number((speedOn(roadClass, mayWalk, profile) * 3.6).toFixed(6)),
  );

describe('speeds', () => {
  it.each([
    ['residential', [5, 15, 18]],
    ['primary_link', [5, 15, 36]],
    ['motorway', [0, 0, 70]],
    ['footway', [5, 4, 0]],
    ['pedestrian', [5, 4, 0]],
    ['path', [5, 4, 0]],
    ['steps', [2.5, 0, 0]],
    ['nobody_knows', [5, 0, 0]],
  ])('on %s are %j', (roadClass, expected) => {
    expect(kilometersPerHour(roadClass)).toEqual(expected);
  });

  it('keep walkers, and e-bikes that are pushed, off where one may not walk', () => {
    expect(kilometersPerHour('residential', false)).toEqual([0, 15, 18]);
    expect(kilometersPerHour('footway', false)).toEqual([0, 0, 0]);
  });

  it('obey one-way streets on wheels alone', () => {
    expect((['foot', 'ebike', 'car'] as const).map(obeysOneway)).toEqual([false, true, true]);
  });
});
