import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitProblems } from './problems.ts';

test.each([
  ['楼道堆物', ['楼道堆物']],
  ['(1)楼道堆物;(2)飞线充电。', ['楼道堆物', '飞线充电。']],
  ['（1）楼道堆物（2）飞线充电（3）无灭火器', ['楼道堆物', '飞线充电', '无灭火器']],
  ['1、楼道堆物\n2、飞线充电', ['楼道堆物', '飞线充电']],
  ['1.楼道堆物；2.飞线充电；', ['楼道堆物', '飞线充电']],
  ['①楼道堆物②飞线充电', ['楼道堆物', '飞线充电']],
  ['一是楼道堆物；二是飞线充电', ['楼道堆物', '飞线充电']],
  ['3单元：(1)堆物(2)飞线', ['3单元:堆物', '3单元:飞线']],
  // Not lists: no 1, a gap in the count, a decimal, a part without text.
  ['(2)飞线充电', ['(2)飞线充电']],
  ['(1)楼道堆物(3)飞线充电', ['(1)楼道堆物(3)飞线充电']],
  ['垃圾桶1.5米外有烟头2.5个', ['垃圾桶1.5米外有烟头2.5个']],
  ['(1)(2)飞线充电', ['(1)(2)飞线充电']],
  ['', ['']],
])('%j', (text, parts) => {
  expect(splitProblems(text)).toEqual(parts);
});

test('takes apart what it would put together', () => {
  const part = fc.stringMatching(/^[堆物飞线充电垃圾桶]{1,12}$/u);
  fc.assert(
    fc.property(fc.array(part, { minLength: 2, maxLength: 20 }), (parts) => {
      expect(splitProblems(parts.map((text, index) => `(${index + 1})${text}`).join(';'))).toEqual(
        parts,
      );
      expect(splitProblems(parts.map((text, index) => `${index + 1}、${text}`).join('\n'))).toEqual(
        parts,
      );
    }),
  );
});
