import { pinyin } from 'pinyin-pro';

/** Initials for the search box: 羌江南路215号院 → qjnl215hy. */
export function initialsOf(name: string): string {
  return pinyin(name, { pattern: 'first', toneType: 'none', type: 'array', nonZh: 'consecutive' })
    .join('')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
}

/** 羌江南 → Qiangjiangnan. */
export function romanised(name: string): string {
  const joined = pinyin(name, { toneType: 'none', type: 'array', nonZh: 'consecutive', v: true })
    .join('')
    .replace(/[^A-Za-z0-9]/g, '');
  return joined.charAt(0).toUpperCase() + joined.slice(1);
}

const ENDINGS: readonly (readonly [zh: string, en: string])[] = [
  ['街道', 'Subdistrict'],
  ['社区', 'Community'],
  ['大道', 'Avenue'],
  ['大桥', 'Bridge'],
  ['步道', 'Walk'],
  ['公园', 'Park'],
  ['广场', 'Square'],
  ['游园', 'Garden'],
  ['西段', 'West Section'],
  ['镇', 'Town'],
  ['村', 'Village'],
  ['路', 'Road'],
  ['街', 'Street'],
  ['巷', 'Lane'],
  ['桥', 'Bridge'],
  ['河', 'River'],
  ['江', 'River'],
  ['湖', 'Lake'],
];

/** 青江大桥 → Qingjiang Bridge: the ending translated, the name romanised. */
export function englishName(name: string): string {
  const ending = ENDINGS.find(([zh]) => name.endsWith(zh) && name.length > zh.length);
  if (!ending) return romanised(name);
  const stem = name.slice(0, -ending[0].length);
  return `${romanised(stem)} ${ending[1]}`;
}

export const SURNAMES = [
  ...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万',
];
