import { describe, expect, it } from 'vitest';
import { listed, quoted } from './sheet.ts';

describe('what a message says back', () => {
  it('is one line of at most 30 characters, whole ones', () => {
    expect(quoted('单元楼道\n堆物')).toBe('单元楼道 堆物');
    expect(quoted('xl/\u0000she\r\u0014ets')).toBe('xl/sheets');
    expect(quoted('长'.repeat(30))).toBe('长'.repeat(30));
    expect(quoted('🏨'.repeat(31))).toBe(`${'🏨'.repeat(29)}…`);
  });
  it('names twelve columns at most', () => {
    expect(listed(['序号', '', '点位'])).toBe('序号、点位');
    expect(listed(Array.from({ length: 13 }, (_, n) => `列${n}`))).toMatch(/^列0、.*、列11…$/u);
  });
});
