import { expect, test } from 'vitest';
import { initialsOf as byDictionary } from '../../../data/generate/names.ts';
import { initialsOf } from './pinyin-initials.ts';

test('a name of every letter', () => {
  expect(initialsOf('羌江南路215号院')).toBe('qjnl215hy');
  expect(initialsOf('安八曹大恩发高哈级开拉妈那欧怕七然三他瓦夕丫匝')).toBe(
    'abcdefghjklmnopqrstwxyz',
  );
  expect(initialsOf('Ａ座 KTV（二期）')).toBe('azktveq');
});

test('agrees with a dictionary on what sites are called, but for characters of two readings', () => {
  const names =
    '东街街道甲社区居委会 雅鹿宾馆 仁明花园 竹溪巷七十五号院 顺溪路社区 临溪路 青江大桥 望江镇农贸市场 石马超市 ' +
    '北桥商场 新湖小区 草坝镇中学 云溪酒店 茶坪村 沿河步道 西康广场 桂花巷 人民路四段 熊猫大道 雨城区政务服务中心 ' +
    '晋阳楼 和平里 滨江苑 幸福家园 富民超市 鑫源宾馆 璟悦府 荟萃里 濛江路 澜庭 犀浦 郫筒 阆苑';
  const letters = [...names.replaceAll(' ', '')];
  const differing = letters.filter((letter) => initialsOf(letter) !== byDictionary(letter));
  expect(differing).toEqual([]);
});
