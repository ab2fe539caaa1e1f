import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { COLOURED_MEANINGS, MOST_MEANINGS, turnOff, turnOn } from './coloured-meanings.ts';

describe('at most three coloured meanings', () => {
  test('the first three come without asking', () => {
    expect(turnOn(['status', 'zones'], 'rate')).toEqual({
      on: ['status', 'zones', 'rate'],
      turnedOff: null,
    });
  });

  test('a fourth that fills the ground takes the place of the fill that is there', () => {
    expect(turnOn(['status', 'zones', 'density'], 'significance')).toEqual({
      on: ['status', 'zones', 'significance'],
      turnedOff: 'density',
    });
  });

  test('otherwise the one longest on gives way, but never the status of sites', () => {
    expect(turnOn(['status', 'rate', 'zones'], 'crews')).toEqual({
      on: ['status', 'zones', 'crews'],
      turnedOff: 'rate',
    });
  });

  test('what is on already changes nothing', () => {
    expect(turnOn(['status', 'rate', 'zones'], 'rate')).toEqual({
      on: ['status', 'rate', 'zones'],
      turnedOff: null,
    });
  });

  test('turned off is turned off', () => {
    expect(turnOff(['status', 'rate'], 'rate')).toEqual(['status']);
  });

  test('four on at once are refused', () => {
    expect(() => turnOn(['status', 'rate', 'zones', 'crews'], 'density')).toThrow(
      '4 coloured meanings are on; at most 3 may be',
    );
  });

  test('whatever is clicked, there are never more than three and status stays until turned off', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...COLOURED_MEANINGS)), (clicks) => {
        let on: readonly (typeof COLOURED_MEANINGS)[number][] = ['status'];
        for (const meaning of clicks) {
          const before = on;
          const change = turnOn(on, meaning);
          on = change.on;
          expect(on.length).toBeLessThanOrEqual(MOST_MEANINGS);
          expect(new Set(on).size).toBe(on.length);
          expect(on).toContain(meaning);
          expect(on).toContain('status');
          const gone = before.filter((other) => !on.includes(other));
          expect(gone).toEqual(change.turnedOff === null ? [] : [change.turnedOff]);
        }
      }),
    );
  });
});
