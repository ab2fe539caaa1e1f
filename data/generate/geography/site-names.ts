import type { Random } from '../random.ts';
import type { PlaceNames } from './street-names.ts';

/** Every name is invented; no brand that trades under it is meant. */
const HOTEL_STEMS = [
  '雅鹿',
  '青衣江',
  '雨润',
  '江畔',
  '蓉雅',
  '云栖',
  '听雨',
  '望山',
  '茶马',
  '锦秀',
  '悦溪',
  '安澜',
  '鹿鸣',
  '闲庭',
  '清漪',
  '枕江',
  '西蜀',
  '暖阳',
  '客来',
  '双桥',
  '金桂',
  '竹里',
  '晴川',
  '小城',
];
const HOTEL_KINDS: readonly (readonly [string, number])[] = [
  ['酒店', 5],
  ['宾馆', 4],
  ['商务酒店', 3],
  ['旅馆', 2],
  ['客栈', 2],
  ['快捷酒店', 3],
  ['民宿', 1],
];
const MARKET_BRANDS = [
  '惠邻超市',
  '雨润生鲜',
  '万家好超市',
  '青江便利',
  '鲜每日',
  '邻里优选',
  '佳乐购',
  '四季鲜超市',
  '好又近便利店',
  '百顺超市',
  '乐家生活超市',
  '天天平价',
  '绿源生鲜',
  '盛丰购物中心',
];

/** Names no two sites of a type share. */
export class SiteNames {
  private readonly used = new Set<string>();

  constructor(
    private readonly places: PlaceNames,
    private readonly random: Random,
  ) {}

  reserve(name: string): string {
    this.used.add(name);
    return name;
  }

  courtyard(streetName: string, houseNumber: number): string {
    const gate = `${streetName}${houseNumber}号院`;
    if (this.random.chance(0.58)) return this.unique(() => gate);
    return this.unique(
      () =>
        `${this.places.next()}${this.random.pick(['小区', '苑', '花园', '家园', '雅居', '里', '新村'])}`,
    );
  }

  hotel(streetName: string): string {
    return this.unique((attempt) => {
      const stem = this.random.pick(HOTEL_STEMS);
      const kind = this.random.weighted(HOTEL_KINDS);
      return attempt < 2 && this.random.chance(0.5)
        ? `${stem}${kind}`
        : `${stem}${kind}(${streetName}店)`;
    });
  }

  supermarket(streetName: string): string {
    return this.unique((attempt) => {
      const brand = this.random.pick(MARKET_BRANDS);
      return `${brand}(${streetName}${attempt > 6 ? `${attempt}号` : ''}店)`;
    });
  }

  private unique(make: (attempt: number) => string): string {
    for (let attempt = 0; ; attempt += 1) {
      const name = make(attempt);
      const distinct = attempt > 30 ? `${name}${attempt}` : name;
      if (this.used.has(distinct)) continue;
      this.used.add(distinct);
      return distinct;
    }
  }
}
