import { expect, test } from 'vitest';
import { shortDeadline } from './short-deadline.ts';

const NOW = '2026-11-23T10:00:00+08:00';

test.each([
  ['2026-11-23T13:30:00+08:00', '3小时后到期'],
  ['2026-11-23T04:00:00+08:00', '已超期6小时'],
  ['2026-11-25T09:59:00+08:00', '47小时后到期'],
  ['2026-11-25T10:00:00+08:00', '11月25日到期'],
  ['2026-11-21T10:00:00+08:00', '已超期2天'],
  ['2026-11-17T01:34:00+08:00', '已超期6天'],
])('a deadline at %s is told as %s', (deadline, expected) => {
  expect(shortDeadline(deadline, NOW)).toBe(expected);
});
