import { plainText } from './sheet.ts';

export interface KnownIndicator {
  readonly code: number;
  readonly nameZh: string;
  /** Ids of site types. */
  readonly appliesTo: readonly string[];
}

/** The words by which sheets speak of each check of the catalogue; a code means the same across editions. */
const WORDS: Readonly<Record<number, readonly string[]>> = {
  1: [
    '核心价值观',
    '公益广告数量',
    '公益广告不足',
    '缺少公益广告',
    '无公益广告',
    '氛围营造',
    '创城氛围',
    '宣传氛围',
    '公益广告氛围',
  ],
  2: ['未成年人', '关爱未成年'],
  3: ['褪色', '掉色', '破损', '错字', '错别字', '广告陈旧', '标语破', '标语老旧', '公益广告破'],
  4: ['诚信经营', '诚信宣传', '诚信'],
  5: ['文明餐桌', '光盘', '公筷', '餐饮浪费', '节约粮食'],
  6: ['居民公约', '公约上墙', '市民公约'],
  7: ['志愿服务岗', '志愿服务站', '雷锋志愿', '学雷锋', '志愿者', '志愿服务'],
  8: ['文明实践站', '实践站', '活动记录'],
  9: ['宣传栏', '公示栏', '展板过期', '宣传展板'],
  10: ['垃圾桶', '垃圾箱', '果皮箱', '分类桶', '垃圾分类'],
  11: [
    '烟蒂',
    '烟头',
    '积存垃圾',
    '垃圾未清',
    '有垃圾',
    '白色垃圾',
    '卫生死角',
    '环境卫生',
    '清扫',
    '落叶',
    '果皮',
    '纸屑',
    '垃圾',
    '保洁',
    '脏乱差',
  ],
  12: ['公厕', '厕所', '卫生间', '垃圾站', '垃圾房', '中转站', '异味'],
  13: ['乱张贴', '乱贴', '小广告', '牛皮癣', '涂写', '乱涂', '乱画', '野广告'],
  14: ['飞线充电', '飞线', '私拉电线', '电动车充电', '电瓶车充电', '私拉乱接'],
  15: ['消防通道', '安全出口', '疏散通道', '安全通道', '生命通道', '消防车通道'],
  16: ['灭火器', '消防设施', '消防栓', '消火栓', '消防器材', '应急灯', '消防设备'],
  17: ['楼道堆', '楼道杂物', '楼道', '单元门', '楼梯间'],
  18: ['路灯', '照明', '亮灯', '楼道灯', '灯不亮'],
  19: ['路面', '坑洼', '破损路', '积水', '地砖', '道路破', '地面破'],
  20: ['排水', '下水道', '污水', '井盖', '堵塞', '窨井'],
  21: ['缆线', '线缆', '电线杂乱', '弱电线', '蜘蛛网', '管线', '线路杂乱', '电线凌乱'],
  22: ['乱堆乱放', '堆放杂物', '乱堆', '杂物', '建筑垃圾', '堆物'],
  23: ['私搭乱建', '违章建筑', '违建', '违法建筑', '乱搭乱建', '搭建'],
  24: ['绿化', '毁绿', '草坪', '花坛', '绿地', '种菜', '黄土裸露'],
  25: ['乱停乱放', '乱停', '停放', '停车', '车辆', '违停', '非机动车'],
  26: ['占道经营', '流动摊', '摊贩', '出店经营', '店外经营', '占道', '游商'],
  27: ['无障碍', '盲道', '坡道', '轮椅'],
  28: ['母婴室', '母婴', '哺乳', '第三卫生间'],
  29: ['禁烟', '控烟', '吸烟', '抽烟'],
  30: ['排队', '一米线', '秩序'],
  31: ['行业规范', '服务规范', '营业执照', '价格公示', '明码标价', '公示'],
  32: ['投诉', '举报电话', '监督电话'],
  33: ['文明用语', '推诿', '服务态度', '窗口服务'],
  34: ['养犬', '遛狗', '犬', '狗'],
  35: ['知晓率', '满意度', '不知晓', '应知应会', '居民公约知晓'],
};

export type IndicatorMatch =
  | { readonly kind: 'known'; readonly code: number; readonly by: 'code' | 'name' | 'words' }
  | { readonly kind: 'several'; readonly codes: readonly number[] }
  | { readonly kind: 'unknown' };

/**
 * The check of the catalogue that a row means: by the code or name in its own column, else by the
 * words of the problem. The words that say most decide (the sum of the lengths of those found); a
 * check that does not apply to the type of the place is no candidate.
 *
 * @param type of the site, undefined where no site stands
 */
export function findIndicator(
  indicators: readonly KnownIndicator[],
  column: string,
  description: string,
  type: string | undefined,
): IndicatorMatch {
  const candidates = indicators.filter(
    ({ appliesTo }) => type === undefined || appliesTo.includes(type),
  );
  const plain = plainText(column);
  const [, digits] = /^(?:第|no\.?|#)?0*(\d{1,3})(?:项|号)?(?:[、.:\s-]|$)/u.exec(plain) ?? [];
  const byCode = candidates.find(({ code }) => code === Number(digits));
  if (byCode !== undefined) return { kind: 'known', code: byCode.code, by: 'code' };
  if (plain !== '') {
    const byName = candidates.filter(
      ({ nameZh }) => plainText(nameZh) === plain || nameStem(nameZh) === plain,
    );
    if (byName.length === 1 && byName[0] !== undefined)
      return { kind: 'known', code: byName[0].code, by: 'name' };
  }
  for (const text of [plain, plainText(description), plain + plainText(description)]) {
    const match = byWords(candidates, text);
    if (match.kind === 'known') return match;
    if (match.kind === 'several' && text !== plain) return match;
  }
  return { kind: 'unknown' };
}

function byWords(candidates: readonly KnownIndicator[], text: string): IndicatorMatch {
  if (text === '') return { kind: 'unknown' };
  const scored = candidates
    .map(({ code, nameZh }) => {
      const words = [...(WORDS[code] ?? []), nameStem(nameZh)];
      const found = words.filter((word) => word.length > 0 && text.includes(word));
      // 垃圾 within 垃圾桶 counts once.
      const own = found.filter(
        (word) => !found.some((other) => other !== word && other.includes(word)),
      );
      return {
        code,
        score: own.reduce((sum, word) => sum + word.length, 0),
        longest: Math.max(0, ...own.map(({ length }) => length)),
      };
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.longest - a.longest || b.score - a.score || a.code - b.code);
  const [first, second] = scored;
  if (first === undefined) return { kind: 'unknown' };
  if (second !== undefined && second.longest === first.longest && second.score === first.score) {
    return {
      kind: 'several',
      codes: scored
        .filter(({ longest, score }) => longest === first.longest && score === first.score)
        .map(({ code }) => code),
    };
  }
  return { kind: 'known', code: first.code, by: 'words' };
}

/** 无乱张贴涂写 is 乱张贴涂写; brackets say how it is counted. */
function nameStem(name: string): string {
  return plainText(name)
    .replace(/\([^)]*\)/g, '')
    .replace(/^无/u, '');
}
