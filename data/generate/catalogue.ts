import type { ClockKind } from '../../src/domain/issues/clocks.ts';
import type { SiteType } from './city-model.ts';

/** An indicator of edition 2024, with how the sample city fares at it. */
export interface Indicator {
  readonly code: number;
  readonly types: readonly SiteType[];
  readonly weight: number;
  readonly veto: boolean;
  readonly clock: ClockKind;
  readonly clockAmount: number;
  readonly validDays: number;
  readonly rule: 'pass_fail' | 'min_count' | 'max_count' | 'graded';
  readonly hourSensitive: boolean;
  /** How often an ordinary site fails it at a check. */
  readonly failRate: number;
  /** How often it does not apply to a site at all. */
  readonly notApplicableRate: number;
  /** What an inspector writes. */
  readonly notes: readonly string[];
}

export const CATALOGUE_ID = 1;
/** Edition 2024 is in force from here. */
export const CATALOGUE_IN_FORCE_FROM = Date.parse('2024-01-01T00:00:00+08:00');

const TYPES: Readonly<Record<string, SiteType>> = {
  SQ: 'community',
  YL: 'courtyard',
  JD: 'hotel',
  CS: 'supermarket',
};
const CLOCKS: Readonly<Record<string, ClockKind>> = {
  uh: 'urgent_hours',
  wh: 'working_hours',
  wd: 'working_days',
};

type Row = readonly [
  code: number,
  types: string,
  weight: number,
  clock: string,
  validDays: number,
  failRate: number,
  notApplicableRate: number,
  notes: readonly string[],
];

const ROWS: readonly Row[] = [
  [1, 'SQ YL JD CS', 3, '3 wd', 30, 0.045, 0, ['公益广告数量不足', '入口处未见核心价值观公益广告']],
  [2, 'SQ YL CS', 2, '3 wd', 30, 0.04, 0, ['缺少关爱未成年人公益广告']],
  [
    3,
    'SQ YL JD CS',
    2,
    '3 wd',
    30,
    0.075,
    0,
    ['公益广告褪色', '公益广告破损一处', '宣传画边角翘起'],
  ],
  [4, 'JD CS', 2, '3 wd', 30, 0.045, 0, ['未张贴诚信经营宣传']],
  [5, 'JD', 2, '3 wd', 30, 0.05, 0.25, ['餐桌上无光盘行动提示']],
  [6, 'SQ', 1, '3 wd', 90, 0.05, 0, ['居民公约未上墙']],
  [
    7,
    'SQ JD CS',
    4,
    '1 wd',
    30,
    0.042,
    0,
    ['学雷锋志愿服务岗无人值守', '志愿服务岗物品不齐', '志愿服务岗标识不规范'],
  ],
  [8, 'SQ', 2, '3 wd', 30, 0.05, 0, ['实践站活动记录未更新']],
  [9, 'SQ YL', 1, '3 wd', 30, 0.075, 0, ['宣传栏内容过期', '宣传栏玻璃破损']],
  [10, 'SQ YL JD CS', 2, '1 wd', 30, 0.034, 0, ['分类垃圾桶破损', '垃圾桶满溢', '分类标识缺失']],
  [
    11,
    'SQ YL JD CS',
    3,
    '4 wh',
    14,
    0.034,
    0,
    ['门前烟蒂较多', '绿化带内有积存垃圾', '楼栋后有散落垃圾'],
  ],
  [12, 'SQ JD CS', 2, '4 wh', 14, 0.026, 0.3, ['公厕地面有污渍', '公厕异味明显']],
  [13, 'SQ YL CS', 2, '1 wd', 30, 0.042, 0, ['墙面有小广告', '楼道张贴牛皮癣']],
  [14, 'SQ YL CS', 5, '4 uh', 14, 0.006, 0, ['一楼住户飞线充电', '电动车从窗口拉线充电']],
  [
    15,
    'SQ YL JD CS',
    5,
    '4 uh',
    14,
    0.005,
    0,
    ['消防通道停放车辆', '安全出口堆放杂物', '安全出口上锁'],
  ],
  [16, 'YL JD CS', 5, '1 wd', 90, 0.03, 0, ['灭火器压力不足', '消火栓箱缺水带']],
  [17, 'YL', 4, '1 wd', 30, 0.034, 0, ['楼道堆放杂物', '单元门口堆放纸箱']],
  [18, 'YL', 2, '3 wd', 30, 0.06, 0, ['楼道灯不亮', '院内路灯损坏一盏']],
  [19, 'YL', 2, '5 wd', 180, 0.11, 0, ['路面破损积水', '院内道路坑洼']],
  [20, 'YL', 2, '5 wd', 180, 0.09, 0, ['雨水篦子堵塞', '下水道返水']],
  [21, 'YL CS', 2, '5 wd', 90, 0.1, 0, ['缆线垂落', '弱电线缆杂乱']],
  [22, 'YL', 3, '1 wd', 14, 0.034, 0, ['院内堆放旧家具', '公共区域堆放建筑垃圾']],
  [23, 'YL', 4, '20 wd', 90, 0.012, 0, ['楼顶搭建雨棚', '一楼私自扩建']],
  [24, 'YL', 2, '5 wd', 90, 0.07, 0.12, ['绿化带被踩踏', '绿地种菜']],
  [25, 'YL JD CS', 3, '1 wd', 14, 0.034, 0.05, ['车辆停在线外', '非机动车乱停放']],
  [26, 'CS', 3, '1 wd', 14, 0.034, 0, ['门前占道摆摊', '商品摆出店外']],
  [27, 'SQ JD CS', 3, '1 wd', 30, 0.03, 0.15, ['无障碍坡道被占用', '无障碍通道停放电动车']],
  [28, 'CS', 2, '5 wd', 180, 0.1, 0.6, ['母婴室设施不全']],
  [29, 'JD CS', 3, '1 wd', 30, 0.026, 0, ['大厅有人吸烟未劝阻', '禁烟标识不足']],
  [30, 'CS', 1, '1 wd', 30, 0.015, 0, ['收银台前未有序排队']],
  [31, 'JD CS', 2, '3 wd', 90, 0.06, 0, ['服务规范未公示']],
  [32, 'CS', 3, '1 wd', 30, 0.025, 0, ['投诉电话未公示', '投诉答复超过24小时']],
  [33, 'JD CS', 3, '1 wd', 30, 0.015, 0, ['工作人员用语不文明']],
  [34, 'SQ YL', 1, '1 wd', 30, 0.02, 0, ['遛犬未牵绳', '犬只粪便未清理']],
  [35, 'SQ YL', 2, '5 wd', 90, 0.08, 0, ['居民知晓率偏低']],
];

const RULES: Readonly<Record<number, Indicator['rule']>> = {
  1: 'min_count',
  11: 'max_count',
  17: 'graded',
  35: 'graded',
};
const HOUR_SENSITIVE = new Set([14, 18, 25, 26, 30]);

export const INDICATORS: readonly Indicator[] = ROWS.map(
  ([code, types, weight, clock, validDays, failRate, notApplicableRate, notes]) => {
    const [amount = '', unit = ''] = clock.split(' ');
    return {
      code,
      types: types.split(' ').map((id) => TYPES[id] as SiteType),
      weight,
      veto: code === 14 || code === 15,
      clock: CLOCKS[unit] as ClockKind,
      clockAmount: Number(amount),
      validDays,
      rule: RULES[code] ?? 'pass_fail',
      hourSensitive: HOUR_SENSITIVE.has(code),
      failRate,
      notApplicableRate,
      notes,
    };
  },
);

export const INDICATORS_OF: Readonly<Record<SiteType, readonly Indicator[]>> = {
  community: INDICATORS.filter(({ types }) => types.includes('community')),
  courtyard: INDICATORS.filter(({ types }) => types.includes('courtyard')),
  hotel: INDICATORS.filter(({ types }) => types.includes('hotel')),
  supermarket: INDICATORS.filter(({ types }) => types.includes('supermarket')),
};

const BY_CODE = new Map(INDICATORS.map((indicator) => [indicator.code, indicator]));

export function indicatorOf(code: number): Indicator {
  const indicator = BY_CODE.get(code);
  if (!indicator) throw new RangeError(`There is no indicator ${code}; 1 to 35 are known.`);
  return indicator;
}
