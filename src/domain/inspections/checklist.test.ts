import { describe, expect, it } from 'vitest';
import {
  findingOf,
  judge,
  lacksReason,
  NO_ANSWER,
  type Answer,
  type ChecklistItem,
} from './checklist.ts';

const item = (rule: ChecklistItem['rule'], ruleCount: number | null): ChecklistItem => ({
  code: 11,
  nameZh: '检查项',
  nameEn: 'Item',
  weight: 3,
  veto: false,
  rule,
  ruleCount,
  hourSensitive: false,
  last: null,
  openIssue: null,
});
const say = (answer: Partial<Answer>): Answer => ({ ...NO_ANSWER, ...answer });

describe('a verdict, as supabase/tests/inspect.sql has it of the database', () => {
  it.each([
    ['at most 3: 3', item('max_count', 3), { counted: 3 }, 'pass', null],
    ['at most 3: 4', item('max_count', 3), { counted: 4 }, 'fail', null],
    ['at most 0: 0', item('max_count', 0), { counted: 0 }, 'pass', null],
    ['at least 2: 1', item('min_count', 2), { counted: 1 }, 'fail', null],
    ['at least 2: 2', item('min_count', 2), { counted: 2 }, 'pass', null],
    ['2 of 2', item('graded', 2), { samplesGood: 2, samplesTotal: 2 }, 'pass', 'A'],
    ['1 of 2', item('graded', 2), { samplesGood: 1, samplesTotal: 2 }, 'pass', 'B'],
    ['2 of 5', item('graded', 5), { samplesGood: 2, samplesTotal: 5 }, 'fail', 'C'],
    ['3 of 5', item('graded', 5), { samplesGood: 3, samplesTotal: 5 }, 'pass', 'B'],
    ['pass', item('pass_fail', null), { result: 'pass' }, 'pass', null],
    ['none of ours', item('graded', 2), { result: 'not_applicable' }, 'not_applicable', null],
  ] as const)('%s', (_, asked, answer, result, grade) => {
    expect(judge(asked, say(answer))).toEqual({ result, grade });
  });

  it.each([
    ['nothing said', item('pass_fail', null), {}],
    ['not counted', item('max_count', 3), { result: 'pass' }],
    ['no samples', item('graded', 2), { samplesGood: 0, samplesTotal: 0 }],
    ['more good than sampled', item('graded', 2), { samplesGood: 3, samplesTotal: 2 }],
  ] as const)('none: %s', (_, asked, answer) => {
    expect(judge(asked, say(answer))).toBeNull();
  });
});

it('a fail without a count wants a word or a photo, unless it is a mock inspection', () => {
  const plain = item('pass_fail', null);
  const visit = { photoCount: 0, blind: false, settlesRecheck: false };
  const pictured = { ...visit, photoCount: 1 };
  const due = { ...visit, settlesRecheck: true };
  expect(lacksReason(plain, say({ result: 'fail' }), visit)).toBe(true);
  expect(lacksReason(plain, say({ result: 'fail', note: '  ' }), visit)).toBe(true);
  expect(lacksReason(plain, say({ result: 'fail', note: '桶满' }), visit)).toBe(false);
  expect(lacksReason(plain, say({ result: 'fail' }), pictured)).toBe(false);
  expect(lacksReason(plain, say({ result: 'fail' }), { ...visit, blind: true })).toBe(false);
  expect(lacksReason(item('max_count', 3), say({ counted: 9 }), visit)).toBe(false);
  // A relapse wants a word, whatever a photo shows.
  expect(lacksReason(plain, say({ result: 'fail' }), { ...pictured, ...due, photoCount: 1 })).toBe(
    true,
  );
  expect(lacksReason(plain, say({ result: 'fail', note: '又堵' }), due)).toBe(false);
  expect(lacksReason(item('max_count', 3), say({ counted: 9 }), due)).toBe(false);
});

it('sends what belongs to the rule, and nothing that was not said', () => {
  expect(findingOf(item('max_count', 3), say({ counted: 9, samplesGood: 1 }), [])).toEqual({
    code: 11,
    counted: 9,
  });
  const said = say({ result: 'fail', note: ' 桶满 ', fixed: true });
  expect(findingOf(item('pass_fail', null), said, [7])).toEqual({
    code: 11,
    result: 'fail',
    note: '桶满',
    fixed: true,
    photos: [7],
  });
  expect(
    findingOf(item('graded', 2), say({ result: 'not_applicable', samplesGood: 1 }), []),
  ).toEqual({ code: 11, result: 'not_applicable' });
});
