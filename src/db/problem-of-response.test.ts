import { expect, it } from 'vitest';
import { problemOfResponse } from './problem-of-response.ts';

it('takes a refusal with both lines and the place', () => {
  const error = {
    code: 'P0001',
    message: '片区边界在此处自相交',
    hint: 'The outline crosses itself here',
    details: '{"corner":[103.0,29.9]}',
  };
  expect(problemOfResponse(error, 400)).toEqual({
    kind: 'refused',
    zh: '片区边界在此处自相交',
    en: 'The outline crosses itself here',
    place: { corner: [103, 29.9] },
  });
});

it('takes a refusal without hint and place', () => {
  const error = { code: 'P0001', message: '名称应为 1–40 个字', hint: null, details: 'not json' };
  expect(problemOfResponse(error, 400)).toEqual({
    kind: 'refused',
    zh: '名称应为 1–40 个字',
    en: '名称应为 1–40 个字',
    place: null,
  });
});

it.each([
  [401, 'PGRST301', 'expired'],
  [403, '42501', 'forbidden'],
  [400, '42501', 'forbidden'],
  [429, '', 'limited'],
  [0, '', 'away'],
  [502, '', 'away'],
  [503, '', 'away'],
  [504, '', 'away'],
  [400, '22023', 'fault'],
  [500, 'XX000', 'fault'],
])('status %i with code %j is %s', (status, code, kind) => {
  expect(problemOfResponse({ message: 'x', code }, status).kind).toBe(kind);
});
