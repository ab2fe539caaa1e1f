import { plainText } from './sheet.ts';

/**
 * Where an issue of a sheet stands. `standing` is 长期坚持: put right, and to be looked at again,
 * since nothing ends for good what must be kept up.
 */
export type SheetState =
  | 'reported'
  | 'assigned'
  | 'in_progress'
  | 'deferred'
  | 'awaiting_check'
  | 'closed'
  | 'standing'
  | 'on_the_spot';

/** In this order: 未整改 holds 整改, 立行立改 may be 已整改 as well. */
const WORDS: readonly (readonly [SheetState, RegExp])[] = [
  ['on_the_spot', /立行立改|立查立改|即知即改|立即整改完|当场整改|现场整改|立改/],
  ['awaiting_check', /待核查|待验收|待复查|待核实|待销号|已整改待|申请销号/],
  ['deferred', /挂账|暂缓|延后|缓办|纳入规划|待项目/],
  ['standing', /长期坚持|长期整改|持续坚持|长效|常态化|长期/],
  ['assigned', /未整改|未完成|未开始|待整改|已交办|已派|尚未|没有整改|未落实|^未$|^否$|^no?$/],
  ['in_progress', /整改中|正在|持续整改|推进|进行中|办理中|处理中|部分|基本完成|基本整改|序时/],
  [
    'closed',
    /已整改|已完成|整改完成|完成整改|整改到位|已销号|销号|已办结|办结|已落实|已处理|已清理|已解决|完成|整改完毕|^已$|^是$|^y(es)?$|^√$|^100%$/,
  ],
  ['reported', /已上报|待受理|已受理|待交办|退回/],
];

/** The state that a cell's words mean; undefined when they mean none. An empty cell means nothing. */
export function readStatus(text: string): SheetState | undefined {
  const plain = plainText(text);
  if (plain === '') return undefined;
  return WORDS.find(([, words]) => words.test(plain))?.[0];
}

/** What may be written, for a refusal. */
export const STATUS_WORDS = '已整改、整改中、未整改、立行立改、长期坚持、待核查、挂账';

/** The `source` of an issue by the words for it; undefined when they mean none. */
export function readSource(
  text: string,
): 'patrol' | 'self' | 'supervision' | 'hotline' | 'digital' | 'public' | undefined {
  const plain = plainText(text);
  if (/12345|热线/.test(plain)) return 'hotline';
  if (/数字城管|数字化城管|智慧城管|城管平台/.test(plain)) return 'digital';
  if (/自查|自检|自纠/.test(plain)) return 'self';
  if (/督查|督导|省|市|测评|反馈|暗访|考核|通报/.test(plain)) return 'supervision';
  if (/群众|市民|投诉|媒体|曝光|来信/.test(plain)) return 'public';
  if (/巡查|检查|排查|日常/.test(plain)) return 'patrol';
  return undefined;
}
