import { expect, test } from 'vitest';
import { findIndicator, type KnownIndicator } from './indicator-words.ts';

const all = ['community', 'courtyard', 'hotel', 'supermarket'];
const indicators: KnownIndicator[] = [
  { code: 7, nameZh: '学雷锋志愿服务岗规范', appliesTo: ['community', 'hotel', 'supermarket'] },
  { code: 10, nameZh: '分类垃圾桶完好', appliesTo: all },
  { code: 11, nameZh: '无积存垃圾烟蒂（200米计数）', appliesTo: all },
  { code: 13, nameZh: '无乱张贴涂写', appliesTo: ['community', 'courtyard', 'supermarket'] },
  { code: 14, nameZh: '无飞线充电', appliesTo: ['community', 'courtyard', 'supermarket'] },
  { code: 17, nameZh: '楼道无堆物（抽2个单元）', appliesTo: ['courtyard'] },
  { code: 22, nameZh: '无乱堆乱放', appliesTo: ['courtyard'] },
];
const say = (column: string, text: string, type: string | undefined) => {
  const match = findIndicator(indicators, column, text, type);
  return match.kind === 'known' ? `${match.code} ${match.by}` : match.kind;
};

test.each([
  ['14', '见照片', 'courtyard', '14 code'],
  ['第14项', '见照片', 'courtyard', '14 code'],
  ['14.无飞线充电', '见照片', 'courtyard', '14 code'],
  ['无乱张贴涂写', '见照片', 'courtyard', '13 name'],
  ['', '3单元有飞线充电现象', 'courtyard', '14 words'],
  ['', '垃圾桶破损', 'courtyard', '10 words'],
  ['', '院内有垃圾', 'courtyard', '11 words'],
  ['环境卫生', '楼道内牛皮癣较多', 'courtyard', '11 words'],
  ['', '志愿服务岗不规范', 'hotel', '7 words'],
  // The check does not apply to courtyards.
  ['', '志愿服务岗不规范', 'courtyard', 'unknown'],
  ['17', '', 'hotel', 'unknown'],
  ['', '墙面问题', 'courtyard', 'unknown'],
  ['', '飞线充电', undefined, '14 words'],
])('%s, %s at a %s', (column, text, type, expected) => {
  expect(say(column, text, type)).toBe(expected);
});
