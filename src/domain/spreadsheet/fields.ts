/** What a ledger says of a problem, each with the names that offices give its column. */
const NAMES = {
  ordinal: ['序号', '编号', 'no', '序'],
  sourceNumber: [
    '工单编号',
    '工单号',
    '案件编号',
    '案件号',
    '问题编号',
    '受理编号',
    '反馈编号',
    '来源编号',
  ],
  source: ['问题来源', '来源', '发现渠道', '反馈渠道', '发现方式'],
  community: ['社区', '所属社区', '所在社区', '社区名称', '村社区', '村(社区)', '辖区社区'],
  street: ['街道', '所属街道', '镇街', '街道(镇)', '乡镇街道', '镇(街道)', '所属街道(镇)'],
  place: [
    '点位',
    '点位名称',
    '地点',
    '问题地点',
    '具体位置',
    '问题点位',
    '位置',
    '地址',
    '大院',
    '大院号',
    '小区',
    '小区名称',
    '大院小区',
    '大院名称',
    '点位地址',
    '发生地点',
    '实地点位',
    '检查点位',
    '问题位置',
    '大院(小区)',
    '小区大院',
    '点位(地址)',
  ],
  longitude: ['经度', 'lon', 'lng', 'longitude', 'x'],
  latitude: ['纬度', 'lat', 'latitude', 'y'],
  indicator: [
    '检查项',
    '检查项目',
    '测评项目',
    '测评指标',
    '问题类别',
    '问题类型',
    '类别',
    '指标',
    '项目',
    '测评标准',
    '检查内容',
    '指标名称',
  ],
  description: [
    '问题',
    '存在问题',
    '存在的问题',
    '问题描述',
    '问题内容',
    '主要问题',
    '发现问题',
    '发现的问题',
    '问题清单',
    '具体问题',
    '反馈问题',
    '整改问题',
    '问题情况',
    '存在问题及不足',
    '问题表现',
  ],
  measures: [
    '整改措施',
    '措施',
    '整改情况',
    '整改落实情况',
    '采取措施',
    '处理情况',
    '处置情况',
    '办理情况',
    '整改进展',
    '工作措施',
    '整改成效',
  ],
  status: [
    '整改状态',
    '状态',
    '是否整改',
    '完成情况',
    '整改完成情况',
    '是否完成',
    '整改结果',
    '是否销号',
    '销号情况',
    '进展',
    '目前状态',
  ],
  unit: [
    '责任单位',
    '牵头单位',
    '整改单位',
    '整改责任单位',
    '主责单位',
    '承办单位',
    '责任部门',
    '牵头部门',
    '主管单位',
    '行业主管部门',
    '责任主体',
    '整改责任部门',
  ],
  assisting: ['配合单位', '协助单位', '协办单位', '责任(配合)单位', '联包帮单位', '配合部门'],
  person: ['责任人', '整改责任人', '负责人', '联系人', '具体负责人', '责任领导', '包保责任人'],
  reported: [
    '发现时间',
    '发现日期',
    '检查时间',
    '检查日期',
    '日期',
    '时间',
    '上报时间',
    '反馈时间',
    '交办时间',
    '巡查时间',
    '督查时间',
    '受理时间',
    '登记时间',
  ],
  deadline: [
    '整改时限',
    '完成时限',
    '整改期限',
    '时限',
    '计划完成时间',
    '整改完成时限',
    '限期',
    '拟完成时间',
    '要求完成时间',
  ],
  closed: [
    '整改时间',
    '完成时间',
    '整改完成时间',
    '完成日期',
    '销号时间',
    '整改日期',
    '办结时间',
    '实际完成时间',
    '销号日期',
  ],
  before: [
    '整改前照片',
    '整改前',
    '问题照片',
    '问题图片',
    '照片',
    '图片',
    '现场照片',
    '整改前图片',
  ],
  after: ['整改后照片', '整改后', '整改照片', '整改图片', '整改后图片', '佐证材料', '整改后佐证'],
  note: ['备注', '说明'],
} as const;

export type LedgerField = keyof typeof NAMES;
export const LEDGER_FIELDS = Object.keys(NAMES) as readonly LedgerField[];

/** Fields without which a row says nothing; one of the two places is enough. */
export const NEEDED_FIELDS: readonly LedgerField[] = ['description'];

/** Field by column, from 0. A column stands for one field, a field for one column. */
export type Mapping = ReadonlyMap<LedgerField, number>;

export interface ProposedField {
  readonly field: LedgerField;
  readonly column: number;
  /** 1: the very name, or what a person chose before; less: nearly. */
  readonly confidence: number;
  readonly why: 'remembered' | 'name' | 'similar';
}

/** How the name of a column is compared: without brackets' contents, points and spaces. */
export function headerKey(header: string): string {
  return header
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s*:：、，,。.“”"'/\\|_-]/gu, '');
}

const EXACT = new Map<string, LedgerField>();
for (const field of LEDGER_FIELDS)
  for (const name of NAMES[field]) EXACT.set(headerKey(name), field);

/** The field that a header names, and how surely; undefined when it names none. */
export function fieldOf(header: string): { field: LedgerField; confidence: number } | undefined {
  const key = headerKey(header);
  if (key === '') return undefined;
  const withoutBrackets = key.replace(/\([^)]*\)/g, '');
  const exact = EXACT.get(key) ?? EXACT.get(withoutBrackets);
  if (exact !== undefined) return { field: exact, confidence: EXACT.has(key) ? 1 : 0.9 };
  let best: { field: LedgerField; confidence: number } | undefined;
  for (const [name, field] of EXACT) {
    // One-character names would be found in anything.
    if (name.length < 2 || !withoutBrackets.includes(name)) continue;
    const share = name.length / withoutBrackets.length;
    // The end of a Chinese compound says what it is: 整改完成时限 is a 时限.
    const confidence = 0.8 * share + (withoutBrackets.endsWith(name) ? 0.1 : 0);
    if (confidence >= 0.35 && (best === undefined || confidence > best.confidence)) {
      best = { field, confidence };
    }
  }
  return best;
}

/**
 * Which column is which field. What a person chose for the same headers before comes first, then
 * the surest names; a field that two columns claim goes to the surer, and the first of equals.
 *
 * @param remembered header key → field, as `rememberedMapping` makes it
 */
export function proposeMapping(
  headers: readonly string[],
  remembered: Readonly<Record<string, LedgerField | null>> = {},
): ProposedField[] {
  const claims: ProposedField[] = [];
  for (const [column, header] of headers.entries()) {
    const key = headerKey(header);
    if (Object.hasOwn(remembered, key)) {
      const field = remembered[key];
      if (field != null && LEDGER_FIELDS.includes(field)) {
        claims.push({ field, column, confidence: 1, why: 'remembered' });
      }
      continue;
    }
    const found = fieldOf(header);
    if (found !== undefined) {
      claims.push({ ...found, column, why: found.confidence === 1 ? 'name' : 'similar' });
    }
  }
  const order = { remembered: 0, name: 1, similar: 2 } as const;
  claims.sort(
    (a, b) => order[a.why] - order[b.why] || b.confidence - a.confidence || a.column - b.column,
  );
  const taken = new Set<LedgerField>();
  const proposed = claims.filter(({ field }) => {
    if (taken.has(field)) return false;
    taken.add(field);
    return true;
  });
  return proposed.sort((a, b) => a.column - b.column);
}

/** What is kept of a mapping: the field of each header, null for a header that was left unused. */
export function rememberedMapping(
  headers: readonly string[],
  mapping: Mapping,
): Record<string, LedgerField | null> {
  const fields = new Map([...mapping].map(([field, column]) => [column, field]));
  return Object.fromEntries(
    headers
      .map((header, column) => [headerKey(header), fields.get(column) ?? null] as const)
      .filter(([key]) => key !== ''),
  );
}

export function mappingOf(proposed: readonly ProposedField[]): Mapping {
  return new Map(proposed.map(({ field, column }) => [field, column]));
}
