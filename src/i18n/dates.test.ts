import { describe, expect, it } from 'vitest';
import {
  formatAsOf,
  formatClock,
  formatDay,
  formatDeadline,
  formatMoment,
  formatMonth,
  formatShortDay,
  formatWhen,
} from './dates.ts';

const NOW = '2026-11-23T12:00:00+08:00';

describe('dates are those of Shanghai, whatever the computer thinks', () => {
  it.each([
    ['2026-04-25T16:30:00Z', '2026年4月26日', '26 Apr 2026'],
    ['2026-04-26T15:59:00Z', '2026年4月26日', '26 Apr 2026'],
  ])('%s is %s', (moment, zh, en) => {
    expect(formatDay(moment, 'zh')).toBe(zh);
    expect(formatDay(moment, 'en')).toBe(en);
  });

  it('writes a moment to the minute, midnight as the end of the day', () => {
    expect(formatMoment('2026-04-26T10:05:00Z', 'zh')).toBe('2026年4月26日 18:05');
    expect(formatMoment('2026-04-26T16:00:00Z', 'zh')).toBe('2026年4月26日 24:00');
    expect(formatMoment('2026-04-26T16:00:00Z', 'en')).toBe('26 Apr 2026 24:00');
    expect(formatMoment('2026-04-26T16:01:00Z', 'zh')).toBe('2026年4月27日 00:01');
  });

  it('names the day alone where its end is meant', () => {
    expect(formatAsOf('2026-04-26T16:00:00Z', 'zh')).toBe('2026年4月26日');
    expect(formatAsOf('2026-04-26T16:00:01Z', 'zh')).toBe('2026年4月27日 00:00');
    expect(formatAsOf('2026-04-26T04:00:00Z', 'en')).toBe('26 Apr 2026 12:00');
  });

  it('leaves out the year where it is this one, in Shanghai', () => {
    expect(formatShortDay('2026-12-31T15:59:00Z', NOW, 'zh')).toBe('12月31日');
    expect(formatShortDay('2026-12-31T16:00:00Z', NOW, 'zh')).toBe('2027年1月1日');
    expect(formatShortDay('2023-11-26T04:00:00Z', NOW, 'zh')).toBe('2023年11月26日');
    expect(formatShortDay('2023-11-26T04:00:00Z', NOW, 'en')).toBe('26 Nov 2023');
  });

  it('writes months and the clock in figures', () => {
    expect(formatMonth('2026-11-30T16:00:00Z', 'zh')).toBe('12月');
    expect(formatMonth('2026-11-30T16:00:00Z', 'en')).toBe('Dec');
    expect(formatClock('2026-04-25T16:05:09Z')).toBe('00:05');
    expect(formatClock('2026-04-25T16:05:09Z', true)).toBe('00:05:09');
  });
});

describe('relative below 48 hours, absolute from there on', () => {
  it.each([
    ['2026-11-23T15:30:00+08:00', '3小时后到期', 'due in 3 hours'],
    ['2026-11-23T12:59:59+08:00', '59分钟后到期', 'due in 59 minutes'],
    ['2026-11-23T12:00:30+08:00', '即将到期', 'due now'],
    ['2026-11-23T12:00:00+08:00', '刚刚超期', 'overdue just now'],
    ['2026-11-23T11:00:00+08:00', '已超期1小时', '1 hour overdue'],
    ['2026-11-25T11:59:59+08:00', '47小时后到期', 'due in 47 hours'],
    ['2026-11-25T12:00:00+08:00', '2026年11月25日 12:00到期', 'due 25 Nov 2026 12:00'],
    [
      '2026-11-20T24:00:00+08:00',
      '2026年11月20日 24:00到期，已超期2天',
      'was due 20 Nov 2026 24:00, 2 days overdue',
    ],
  ])('a deadline at %s', (deadline, zh, en) => {
    expect(formatDeadline(deadline, NOW, 'zh')).toBe(zh);
    expect(formatDeadline(deadline, NOW, 'en')).toBe(en);
  });

  it.each([
    ['2026-11-23T11:59:40+08:00', '刚刚', 'just now'],
    ['2026-11-23T11:59:00+08:00', '1分钟前', '1 minute ago'],
    ['2026-11-23T09:30:00+08:00', '2小时前', '2 hours ago'],
    ['2026-11-21T12:00:01+08:00', '47小时前', '47 hours ago'],
    ['2026-11-21T12:00:00+08:00', '2026年11月21日 12:00', '21 Nov 2026 12:00'],
    ['2026-11-23T13:00:00+08:00', '1小时后', 'in 1 hour'],
  ])('something at %s', (moment, zh, en) => {
    expect(formatWhen(moment, NOW, 'zh')).toBe(zh);
    expect(formatWhen(moment, NOW, 'en')).toBe(en);
  });
});
