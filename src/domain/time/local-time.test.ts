import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  daysBetween,
  endOfDay,
  fieldMinuteOf,
  formatLocalMinute,
  localDayOf,
  parseLocalMinute,
} from './local-time.ts';

describe('local days', () => {
  it.each([
    ['2026-04-25T15:59:59Z', '2026-04-25'],
    ['2026-04-25T16:00:00Z', '2026-04-26'],
    ['2025-12-31T16:00:00Z', '2026-01-01'],
  ])('%s is on %s', (moment, day) => {
    expect(localDayOf(moment)).toBe(day);
  });

  it('end when the next begins', () => {
    expect(endOfDay('2026-02-28')).toBe('2026-03-01T00:00:00+08:00');
    expect(endOfDay('2026-12-31')).toBe('2027-01-01T00:00:00+08:00');
  });

  it('are counted across a leap day', () => {
    expect(daysBetween('2024-02-28', '2024-03-01')).toBe(2);
    expect(addDays('2024-03-01', -1)).toBe('2024-02-29');
  });
});

describe('a local minute', () => {
  it.each([
    ['2026-04-26T18:05', '2026-04-26T18:05:00+08:00'],
    ['2026-04-26T24:00', '2026-04-27T00:00:00+08:00'],
  ])('%s is %s', (text, moment) => {
    expect(parseLocalMinute(text)).toBe(moment);
  });

  it.each([
    '2026-02-30T10:00',
    '2026-04-26T24:01',
    '2026-04-26T18:60',
    '2026-4-26T18:00',
    '2026-04-26',
    '2026-04-26T18:00Z',
    '',
  ])('%j is none', (text) => {
    expect(parseLocalMinute(text)).toBeNull();
  });

  it('comes back as it was written', () => {
    const minutes = fc.integer({
      min: Date.parse('2000-01-01T00:00:00Z') / 60_000,
      max: Date.parse('2100-01-01T00:00:00Z') / 60_000,
    });
    fc.assert(
      fc.property(minutes, (minute) => {
        const back = parseLocalMinute(formatLocalMinute(minute * 60_000));
        expect(back === null ? null : Date.parse(back)).toBe(minute * 60_000);
      }),
    );
  });

  it('is written for the browser’s field with midnight as the day’s beginning', () => {
    expect(fieldMinuteOf('2026-04-26T15:59:59Z')).toBe('2026-04-26T23:59');
    expect(fieldMinuteOf('2026-04-26T16:00:00Z')).toBe('2026-04-27T00:00');
  });
});
