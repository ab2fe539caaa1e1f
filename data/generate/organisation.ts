import { dayText } from '../../src/domain/issues/clocks.ts';
import type { Area, Geography, Site, SiteType } from './city-model.ts';
import { initialsOf, SURNAMES } from './names.ts';
import type { Random } from './random.ts';

export type UnitKind = 'office' | 'department' | 'street' | 'community' | 'sponsor' | 'patrol';
export type MemberRole =
  'leader' | 'office' | 'department' | 'community' | 'sponsor' | 'patrol' | 'assessor' | 'owner';

export interface Unit {
  readonly id: number;
  readonly name: string;
  readonly kind: UnitKind;
  readonly areaId: number | null;
  readonly siteTypes: readonly SiteType[];
  readonly initials: string;
}

export interface Member {
  readonly id: number;
  readonly name: string;
  readonly role: MemberRole;
  readonly unitId: number | null;
  readonly areaId: number | null;
  readonly siteId: number | null;
  readonly isCaptain: boolean;
}

/** A courtyard and its supporting unit (联包帮); `to` is the day from which it no longer holds. */
export interface Pairing {
  readonly id: number;
  readonly siteId: number;
  readonly unitId: number;
  readonly leader: string;
  readonly from: string;
  readonly to: string | null;
}

export interface DefaultUnit {
  readonly code: number;
  readonly siteType: SiteType | null;
  readonly unitId: number;
}

/** Somebody with whom a visitor of the sample city may sign in. */
export interface SampleAccount {
  readonly memberId: number;
  readonly email: string;
}

export interface Organisation {
  readonly units: readonly Unit[];
  readonly members: readonly Member[];
  readonly pairings: readonly Pairing[];
  readonly defaultUnits: readonly DefaultUnit[];
  readonly accounts: readonly SampleAccount[];
  /** The unit responsible for each site, by site id. */
  readonly unitOfSite: ReadonlyMap<number, number>;
  readonly membersOf: ReadonlyMap<number, readonly Member[]>;
  /** The street office above each community, by the community's area id. */
  readonly streetUnitOfCommunity: ReadonlyMap<number, number>;
  unitNamed(name: string): Unit;
}

const DEPARTMENTS: readonly (readonly [name: string, types: readonly SiteType[]])[] = [
  ['区经济信息和商务局', ['hotel', 'supermarket']],
  ['区文化和旅游局', ['hotel']],
  ['区住房和城乡建设局', ['courtyard']],
  ['区综合行政执法局', ['community', 'courtyard', 'supermarket']],
  ['区市场监督管理局', ['hotel', 'supermarket']],
  ['区消防救援大队', ['courtyard', 'hotel', 'supermarket']],
  ['区公安分局交警大队', ['courtyard', 'supermarket']],
  ['区民政局', ['community']],
];

/** Who is asked about what; everything else goes to the site's own unit. */
const DEFAULTS: readonly (readonly [code: number, type: SiteType | null, unit: string])[] = [
  [11, 'hotel', '区综合行政执法局'],
  [11, 'supermarket', '区综合行政执法局'],
  [12, null, '区综合行政执法局'],
  [14, 'supermarket', '区消防救援大队'],
  [15, null, '区消防救援大队'],
  [16, null, '区消防救援大队'],
  [18, null, '区住房和城乡建设局'],
  [19, null, '区住房和城乡建设局'],
  [20, null, '区住房和城乡建设局'],
  [21, null, '区住房和城乡建设局'],
  [23, null, '区综合行政执法局'],
  [25, 'hotel', '区公安分局交警大队'],
  [25, 'supermarket', '区公安分局交警大队'],
  [26, null, '区综合行政执法局'],
  [31, null, '区市场监督管理局'],
  [32, null, '区市场监督管理局'],
];

const SPONSOR_COUNT = 115;
export const PAIRED_COURTYARDS = 185;

/** Plain invented names of offices that a district has. */
const SPONSOR_NAMES: readonly string[] = [
  ...'审计局 税务局 教育局 财政局 人社局 农业农村局 水利局 林业局 统计局 司法局 信访局 档案馆 卫生健康局 医疗保障局 应急管理局 自然资源局 生态环境局 交通运输局 退役军人局 行政审批局 政务服务中心 融媒体中心 图书馆 文化馆 博物馆 体育中心 疾控中心 妇幼保健院 人民医院 中医院 红十字会 残联 妇联 总工会 团委 工商联 文联 科协 侨联 党校 史志办 机关事务中心 公共资源交易中心 投资促进局 供销社 气象局 邮政管理局 烟草专卖局 公路养护段 房产交易中心 不动产登记中心 就业服务中心 社保中心 粮食储备中心 防震减灾中心 园林所 环卫所 路灯所 自来水公司 排水公司 公交公司 燃气公司 供电所 广电网络公司 城投公司 农投公司 旅投公司 保安公司 物业协会 个体协会'
    .split(' ')
    .map((name) => `区${name}`),
  ...['第一', '第二', '第三', '第四', '第五', '第六', '第七', '第八'].flatMap((number) => [
    `区${number}小学`,
    `区${number}中学`,
    `区${number}幼儿园`,
  ]),
  ...'东城 西城 青江 南坝 北桥 新湖 草坝 八步 云溪 石马 茶坪 望江'
    .split(' ')
    .flatMap((name) => [`${name}卫生院`, `${name}派出所`]),
];

/** Offices, people and pairings of the city. */
export function organise(
  geography: Geography,
  historyStartDay: number,
  historyEndDay: number,
  random: Random,
): Organisation {
  const { areas, sites } = geography;
  const district = areas[0] as Area;
  const streets = areas.filter(({ level }) => level === 'street');
  const communities = areas.filter(({ level }) => level === 'community');
  const units: Unit[] = [];
  const addUnit = (
    name: string,
    kind: UnitKind,
    areaId: number | null,
    siteTypes: readonly SiteType[] = [],
  ): Unit => {
    const unit = {
      id: units.length + 1,
      name,
      kind,
      areaId,
      siteTypes,
      initials: initialsOf(name),
    };
    units.push(unit);
    return unit;
  };
  const office = addUnit('区创城办', 'office', district.id);
  const departments = DEPARTMENTS.map(([name, types]) =>
    addUnit(name, 'department', district.id, types),
  );
  const streetUnits = streets.map((area) =>
    addUnit(
      area.name.endsWith('镇') ? `${area.name}人民政府` : `${area.name}办事处`,
      'street',
      area.id,
    ),
  );
  const communityUnits = new Map(
    communities.map((area) => [area.id, addUnit(area.name, 'community', area.id)]),
  );
  const sponsors = SPONSOR_NAMES.slice(0, SPONSOR_COUNT).map((name) =>
    addUnit(name, 'sponsor', district.id),
  );
  const patrols = ['一', '二', '三', '四', '五'].map((number) =>
    addUnit(`创城巡查${number}队`, 'patrol', district.id),
  );
  const byName = new Map(units.map((unit) => [unit.name, unit]));
  const unitNamed = (name: string): Unit => {
    const unit = byName.get(name);
    if (!unit) throw new RangeError(`There is no unit ${name}.`);
    return unit;
  };

  const unitOfSite = new Map(
    sites.map((site) => [
      site.id,
      site.type === 'hotel'
        ? unitNamed('区文化和旅游局').id
        : site.type === 'supermarket'
          ? unitNamed('区经济信息和商务局').id
          : (communityUnits.get(site.areaId)?.id ?? office.id),
    ]),
  );

  const members: Member[] = [];
  const people = random.stream('members');
  // A larger city has more hands in the same offices.
  const hands = Math.max(1, Math.round(sites.length / 1530));
  const addMember = (
    title: string,
    role: MemberRole,
    unit: Unit | null,
    areaId: number | null,
    more: { siteId?: number; isCaptain?: boolean } = {},
  ) =>
    members.push({
      id: members.length + 1,
      // Surname and task: nobody could take these for real persons.
      name: `${people.pick(SURNAMES)}${title}`,
      role,
      unitId: unit?.id ?? null,
      areaId,
      siteId: more.siteId ?? null,
      isCaptain: more.isCaptain ?? false,
    });
  for (let count = 0; count < 4; count += 1) addMember('领导', 'leader', office, district.id);
  for (let count = 0; count < 6; count += 1) addMember('专员', 'office', office, district.id);
  for (const unit of departments) {
    const count = (unit.siteTypes.length > 1 ? 4 : 2) * hands;
    for (let index = 0; index < count; index += 1) addMember('科员', 'department', unit, null);
  }
  for (const unit of streetUnits) {
    for (let count = 0; count < 2 * hands; count += 1)
      addMember('干事', 'community', unit, unit.areaId);
  }
  for (const unit of communityUnits.values()) addMember('社工', 'community', unit, unit.areaId);
  for (const unit of sponsors) addMember('联络员', 'sponsor', unit, null);
  for (const unit of patrols) {
    for (let index = 0; index < 5 * hands; index += 1) {
      addMember(index === 0 ? '队长' : '巡查', 'patrol', unit, null, { isCaptain: index === 0 });
    }
  }
  for (let count = 0; count < 4; count += 1) addMember('测评员', 'assessor', null, null);
  const owned = random
    .stream('owners')
    .shuffled(sites.filter(({ type }) => type === 'hotel' || type === 'supermarket'))
    .slice(0, 8);
  for (const site of owned) {
    addMember(site.type === 'hotel' ? '经理' : '店长', 'owner', null, site.areaId, {
      siteId: site.id,
    });
  }

  const membersOf = new Map<number, Member[]>();
  for (const member of members) {
    if (member.unitId === null) continue;
    membersOf.set(member.unitId, [...(membersOf.get(member.unitId) ?? []), member]);
  }
  return {
    units,
    members,
    pairings: pairUp(sites, sponsors, historyStartDay, historyEndDay, random.stream('pairings')),
    defaultUnits: DEFAULTS.map(([code, siteType, name]) => ({
      code,
      siteType,
      unitId: unitNamed(name).id,
    })),
    accounts: chooseAccounts(members, unitNamed, communityUnits, areas),
    unitOfSite,
    membersOf,
    streetUnitOfCommunity: new Map(
      communities.map(({ id, parentId }) => [
        id,
        streetUnits.find(({ areaId }) => areaId === parentId)?.id ?? office.id,
      ]),
    ),
    unitNamed,
  };
}

/** One account for each role, and a captain's. */
function chooseAccounts(
  members: readonly Member[],
  unitNamed: (name: string) => Unit,
  communityUnits: ReadonlyMap<number, Unit>,
  areas: readonly Area[],
): SampleAccount[] {
  const home = areas.find(({ name }) => name === '羌江南路社区') ?? areas[areas.length - 1];
  const community = communityUnits.get(home?.id ?? 0);
  const pick = (email: string, fits: (member: Member) => boolean): SampleAccount[] => {
    const member = members.find(fits);
    return member ? [{ memberId: member.id, email: `${email}@sample.example` }] : [];
  };
  const inUnit = (role: MemberRole, unitId: number | undefined) => (member: Member) =>
    member.role === role && member.unitId === unitId;
  return [
    ...pick('leader', ({ role }) => role === 'leader'),
    ...pick('office', ({ role }) => role === 'office'),
    ...pick('department', inUnit('department', unitNamed('区经济信息和商务局').id)),
    ...pick('community', inUnit('community', community?.id)),
    ...pick('sponsor', inUnit('sponsor', unitNamed('区审计局').id)),
    ...pick('patrol', ({ role, isCaptain }) => role === 'patrol' && !isCaptain),
    ...pick('captain', ({ role, isCaptain }) => role === 'patrol' && isCaptain),
    ...pick('assessor', ({ role }) => role === 'assessor'),
    ...pick('owner', ({ role }) => role === 'owner'),
  ];
}

/** Pairs courtyards of the town with supporting units; a few pairs changed hands during the year. */
function pairUp(
  sites: readonly Site[],
  sponsors: readonly Unit[],
  startDay: number,
  endDay: number,
  random: Random,
): Pairing[] {
  const famous = ['羌江南路215号院', '羌江南路245号院', '斗胆608号院'];
  const courtyards = sites.filter(({ type }) => type === 'courtyard');
  const first = courtyards.filter(({ name }) => famous.includes(name));
  const rest = random.shuffled(courtyards.filter(({ name }) => !famous.includes(name)));
  const chosen = [...first, ...rest].slice(0, Math.min(PAIRED_COURTYARDS, courtyards.length));
  const pairings: Pairing[] = [];
  const add = (site: Site, unit: Unit, from: number, to: number | null) =>
    pairings.push({
      id: pairings.length + 1,
      siteId: site.id,
      unitId: unit.id,
      leader: `${random.pick(SURNAMES)}${random.pick(['局长', '主任', '副局长', '书记'])}`,
      from: dayText(from),
      to: to === null ? null : dayText(to),
    });
  const audit = sponsors[0] as Unit;
  chosen.forEach((site, index) => {
    // Every unit has one courtyard before any has two; the audit office has the three it is known for.
    const unit = famous.includes(site.name)
      ? audit
      : (sponsors[1 + ((index - first.length) % (sponsors.length - 1))] as Unit);
    const from = startDay - random.integer(20, 300);
    const changes = !famous.includes(site.name) && random.chance(0.12);
    if (!changes) {
      add(site, unit, from, null);
      return;
    }
    const day = random.integer(startDay + 60, endDay - 30);
    add(site, random.pick(sponsors.filter(({ id }) => id !== unit.id)), from, day);
    add(site, unit, day, null);
  });
  return pairings;
}
