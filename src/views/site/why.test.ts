import { afterEach, describe, expect, test, vi } from 'vitest';
import type { SiteStatusDetail } from '../../domain/sites/site-card.ts';
import { speak } from '../../i18n/index.ts';
import { whySentence } from './why.ts';

const NOW = '2026-11-23T10:00:00+08:00';

const FIRE_ROUTES: SiteStatusDetail = {
  status: 'serious',
  reason: 'veto',
  code: 15,
  indicatorZh: '消防通道、安全出口畅通',
  indicatorEn: 'Fire routes clear',
  issue: {
    id: 7,
    number: '2026-000123',
    state: 'assigned',
    deadlineAt: '2026-11-23T12:30:00+08:00',
    unitName: '东城街道',
    description: null,
  },
  deadlineAt: '2026-11-23T12:30:00+08:00',
  score: 0.9,
  coverage: 1,
  recheckDue: false,
  deferred: false,
  since: '2026-11-23T08:30:00+08:00',
  lapsesAt: '2026-11-23T12:30:00+08:00',
};

vi.stubGlobal('localStorage', { setItem: () => undefined });
afterEach(() => speak('zh'));

describe('why a site stands as it does', () => {
  test('names the veto item, the issue, the unit and the time left', () => {
    expect(whySentence(FIRE_ROUTES, NOW)).toBe(
      '问题突出：消防通道、安全出口畅通（一票否决）不达标，问题 2026-000123 由东城街道整改，2小时后到期。',
    );
  });

  test('says by how much it is late', () => {
    const late = { ...FIRE_ROUTES, deadlineAt: '2026-11-23T06:59:00+08:00' };
    expect(whySentence(late, NOW)).toContain('由东城街道整改，已超期3小时。');
  });

  test('a fix that awaits its check has no deadline to tell', () => {
    const issue = { ...FIRE_ROUTES.issue!, state: 'awaiting_check' as const };
    expect(whySentence({ ...FIRE_ROUTES, issue }, NOW)).toBe(
      '问题突出：消防通道、安全出口畅通（一票否决）不达标，问题 2026-000123 已由东城街道整改，等待核查。',
    );
  });

  test('a veto item may fail without an issue', () => {
    expect(whySentence({ ...FIRE_ROUTES, issue: null, deadlineAt: null }, NOW)).toBe(
      '问题突出：消防通道、安全出口畅通（一票否决）不达标。',
    );
  });

  test('a low score tells the score and what costs most', () => {
    const low: SiteStatusDetail = {
      ...FIRE_ROUTES,
      reason: 'low_score',
      indicatorZh: '照明完好',
      score: 0.7451,
      issue: null,
    };
    expect(whySentence(low, NOW)).toBe('问题突出：得分 74.5%，低于 80%，扣分最多的是“照明完好”。');
  });

  test('what is not known tells how much is', () => {
    const lapsed: SiteStatusDetail = {
      ...FIRE_ROUTES,
      status: 'unknown',
      reason: 'lapsed',
      indicatorZh: null,
      issue: null,
      score: null,
      coverage: 0.42,
    };
    expect(whySentence(lapsed, NOW)).toBe(
      '待检查：部分检查已过有效期，检查覆盖率只有 42%，不足 60%。',
    );
  });

  test('in English too', () => {
    speak('en');
    expect(whySentence(FIRE_ROUTES, NOW)).toBe(
      'Serious: “Fire routes clear” (veto item) fails; issue 2026-000123 is with 东城街道; due in 2 hours.',
    );
  });
});
