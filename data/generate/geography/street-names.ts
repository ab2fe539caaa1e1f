import type { Random } from '../random.ts';
import { STREET_SEATS, type Division } from './communities.ts';
import type { Network } from './network.ts';
import type { RoadClass } from './plan-sketch.ts';
import { lengthOf } from './plane.ts';
import type { Street } from './streets.ts';

const FIRST = [
  ...'文康安新永福明光青云玉金龙凤桂竹松梅兰荷雅和平顺泰祥瑞春秋朝望迎临锦翠宁德仁义信',
];
const SECOND = [...'阳宁乐兴盛华庆明山泉溪林园庭苑台门桥井坪湾江川岭霞辉露秀丰昌竹柳槐枫棠'];

/** Names of the notices, given to a street in the street or town that they belong to. */
const GIVEN: readonly { readonly name: string; readonly in: string; readonly class: RoadClass }[] =
  [
    { name: '上坝路', in: '东城街道', class: 'tertiary' },
    { name: '斗胆路', in: '西城街道', class: 'tertiary' },
    { name: '桐梓林路', in: '青江街道', class: 'tertiary' },
  ];

/** A stock of invented two-syllable names, each given once. */
export class PlaceNames {
  private readonly stock: string[];
  private used = 0;

  constructor(random: Random) {
    const pairs = FIRST.flatMap((first) =>
      SECOND.filter((second) => second !== first).map((second) => first + second),
    );
    this.stock = random.shuffled(pairs);
  }

  next(): string {
    const round = Math.floor(this.used / this.stock.length);
    const name = this.stock[this.used % this.stock.length] as string;
    this.used += 1;
    return round === 0 ? name : `${name}${'东西南北中上下前后新'[(round - 1) % 10]}`;
  }
}

/** Which street or town most of each street's length lies in; -1 where none. */
function homes(network: Network, division: Division, streetCount: number): Int32Array {
  const { graph, left } = network.subdivision;
  const lengths = Array.from({ length: streetCount }, () => new Map<number, number>());
  graph.edges.forEach(({ tag, line }, edge) => {
    const face = left[edge] as number;
    if (tag.kind !== 'street' || face === -1) return;
    const home = division.streetOfCommunity[division.communityOfFace[face] as number] as number;
    const counts = lengths[tag.street] as Map<number, number>;
    counts.set(home, (counts.get(home) ?? 0) + lengthOf(line));
  });
  return Int32Array.from(lengths, (counts) => {
    let best = -1;
    for (const [home, length] of counts) {
      if (best === -1 || length > (counts.get(best) ?? 0)) best = home;
    }
    return best;
  });
}

/** A name for every street; great roads keep theirs. */
export function nameStreets(
  streets: readonly Street[],
  network: Network,
  division: Division,
  names: PlaceNames,
  random: Random,
): string[] {
  const home = homes(network, division, streets.length);
  const given = new Map<number, string>();
  for (const wish of GIVEN) {
    const seat = STREET_SEATS.findIndex(({ name }) => name === wish.in);
    const candidates = streets
      .map((street, index) => ({ street, index, length: lengthOf(street.line) }))
      .filter(
        ({ street, index }) => street.name === null && home[index] === seat && !given.has(index),
      )
      .sort(
        (a, b) =>
          Number(b.street.class === wish.class) - Number(a.street.class === wish.class) ||
          b.length - a.length,
      );
    if (candidates[0]) given.set(candidates[0].index, wish.name);
  }
  const stream = random.stream('street-names');
  return streets.map((street, index) => {
    if (street.name !== null) return street.name;
    const wished = given.get(index);
    if (wished !== undefined) return wished;
    const stem = names.next();
    switch (street.class) {
      case 'trunk':
      case 'primary':
        return `${stem}大道`;
      case 'secondary':
      case 'tertiary':
        return `${stem}路`;
      case 'residential':
        return `${stem}${lengthOf(street.line) < 350 ? '巷' : stream.pick(['街', '街', '路', '巷'])}`;
      case 'footway':
        return `${stem}步道`;
    }
  });
}
