import { counted } from '../counted.ts';

export const zh = {
  loading: '正在加载各区域达标情况…',
  level: '按',
  levels: { street: '街道/乡镇', community: '社区' },
  wholeCity: '全市',
  path: '当前范围',
  drill: (name: string) => `查看${name}各社区`,
  back: '返回街道/乡镇',
  sortBy: '排序',
  sorts: {
    rate: '达标率从低到高',
    serious: '问题突出从多到少',
    openIssues: '未销号问题从多到少',
    overdue: '超期从多到少',
    name: '名称',
  },
  definition:
    '达标率＝达标点位 ÷ 已知点位（达标＋待整改＋问题突出），待检查的不计。圆点为原始达标率，横线为 95% 置信区间（Wilson），点位越少横线越长。',
  shrinkage:
    '地图颜色使用经验贝叶斯收缩后的达标率（竖线）：点位少的区域向所列区域的平均水平靠拢，以免三五个点位就排到最前或最后。名次和打印一律用原始数。',
  about: '这些数怎么算',
  rate: '达标率',
  knownOf: (k: string, n: string) => `${k} / ${n}`,
  interval: (low: string, high: string, shrunk: string) =>
    `95% 置信区间 ${low}～${high}，收缩后 ${shrunk}`,
  noneKnown: '没有已知状态的点位',
  openIssues: (count: string) => `未销号 ${count}`,
  overdue: (count: string) => `超期 ${count}`,
  unknown: (count: string) => `待检查 ${count}`,
  empty: '没有可显示的区域',
  emptyHint: '还没有导入街道和社区的边界，请联系创城办。',
  showSites: '查看点位清单',
  flyTo: '在地图上查看',
  total: (areas: string) => `${areas} 个区域`,
};

export const en: typeof zh = {
  loading: 'Loading the areas’ compliance…',
  level: 'By',
  levels: { street: 'Streets', community: 'Communities' },
  wholeCity: 'Whole city',
  path: 'Where this is',
  drill: (name) => `Communities of ${name}`,
  back: 'Back to the streets',
  sortBy: 'Sort',
  sorts: {
    rate: 'Lowest compliance first',
    serious: 'Most serious sites first',
    openIssues: 'Most open issues first',
    overdue: 'Most overdue first',
    name: 'Name',
  },
  definition:
    'Compliance = compliant ÷ known sites (compliant + needs fixing + serious); sites to inspect are left out. The dot is the raw rate, the line its 95% interval (Wilson): the fewer sites, the longer.',
  shrinkage:
    'The map’s colour uses the rate shrunk by empirical Bayes (upright mark): areas of few sites move toward the mean of those listed, so that three sites make neither the first nor the last. Ranks and prints use the raw figures.',
  about: 'How these are reckoned',
  rate: 'Compliance',
  knownOf: (k, n) => `${k} of ${n}`,
  interval: (low, high, shrunk) => `95% interval ${low} to ${high}, shrunk ${shrunk}`,
  noneKnown: 'No site with a known status',
  openIssues: (count) => `${count} open`,
  overdue: (count) => `${count} overdue`,
  unknown: (count) => `${count} to inspect`,
  empty: 'No areas to show',
  emptyHint: 'Outlines of streets and communities are not imported yet; ask the campaign office.',
  showSites: 'List its sites',
  flyTo: 'Show on the map',
  total: (areas) => counted(areas, 'area'),
};
