import type { IssueEventLine, IssuePage } from '../issues/ledger.ts';

/** 交办单, 督办单 and 整改通知书. */
export const DOCUMENT_KINDS = ['assignment', 'supervision', 'notice'] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

/**
 * A paper of the office, in Chinese whatever the language of the screen: it is read by those it is sent
 * to. Printed from the page and saved as DOCX from the same content.
 */
export interface OfficialDocument {
  readonly title: string;
  /** 创城交办〔2026〕000123号 */
  readonly number: string;
  /** The unit it is sent to. */
  readonly addressee: string;
  readonly opening: string;
  readonly rows: readonly (readonly [label: string, value: string])[];
  readonly demands: readonly string[];
  readonly signatory: string;
  readonly signedOn: string;
  /** To be filled in by hand by who receives it. */
  readonly receipt: readonly string[];
  readonly footer: string;
}

/** How moments are written, given by the caller: this knows no language. */
export interface OfficialWords {
  /** 2026年3月3日 18:00 */
  readonly moment: (iso: string) => string;
  /** 2026年3月3日 */
  readonly day: (iso: string) => string;
  readonly source: (source: IssuePage['issue']['source']) => string;
  readonly state: (state: IssuePage['issue']['state']) => string;
}

const TITLES: Readonly<Record<DocumentKind, readonly [title: string, word: string]>> = {
  assignment: ['创建全国文明城市问题交办单', '创城交办'],
  supervision: ['创建全国文明城市问题督办单', '创城督办'],
  notice: ['创建全国文明城市整改通知书', '创城整改'],
};

/** Which papers there are of an issue as it stands: none before somebody is in charge. */
export function documentsOf({ issue, events }: IssuePage): DocumentKind[] {
  const isAssigned = events.some(({ kind }) => kind === 'assigned') && issue.leadUnitName !== null;
  return DOCUMENT_KINDS.filter(
    (kind) => isAssigned && (kind !== 'supervision' || issue.supervised),
  );
}

/**
 * @param now ISO 8601, when it is printed
 * @throws RangeError when there is no such paper of this issue
 */
export function issueDocument(
  kind: DocumentKind,
  page: IssuePage,
  now: string,
  words: OfficialWords,
): OfficialDocument {
  if (!documentsOf(page).includes(kind)) {
    throw new RangeError(`Issue ${page.issue.number} has no document "${kind}".`);
  }
  const { issue, indicator, site } = page;
  const [title, word] = TITLES[kind];
  const deadline = issue.deadlineAt === null ? null : words.moment(issue.deadlineAt);
  const assisting = issue.assistingUnits.map(({ name }) => name).join('、');
  const supervised = last(page.events, 'supervised');
  const rows: [string, string | null][] = [
    ['问题编号', issue.number],
    [
      '检查项',
      `${pad(indicator.code)} ${indicator.nameZh}${indicator.veto ? '（一票否决项）' : ''}`,
    ],
    ['点位', site ? [site.name, site.address].filter(Boolean).join('，') : null],
    ['所在区域', issue.areaName],
    ['问题描述', issue.description],
    ['来源', [words.source(issue.source), issue.sourceNumber].filter(Boolean).join(' ')],
    ['上报时间', words.moment(issue.reportedAt)],
    ['责任单位', issue.leadUnitName],
    ['配合单位', assisting],
    ['责任人', issue.person],
    ['整改措施', issue.measures],
    ['整改期限', deadline],
    ['督办要求', kind === 'supervision' ? (supervised?.reason ?? null) : null],
    ['办理情况', kind === 'supervision' ? standing(page, words) : null],
  ];
  return {
    title,
    number: documentNumber(word, issue.number),
    addressee: issue.leadUnitName ?? '',
    opening: OPENINGS[kind],
    rows: rows.flatMap(([label, value]) => (value ? [[label, value] as const] : [])),
    demands: demandsOf(kind, deadline),
    signatory: '创建全国文明城市工作办公室',
    signedOn: words.day(now),
    receipt: ['签收单位（章）：', '签收人：', '签收时间：'],
    footer: `打印时间 ${words.moment(now)}，以系统当时记录为准`,
  };
}

const OPENINGS: Readonly<Record<DocumentKind, string>> = {
  assignment: '现将下列问题交由你单位牵头整改，请按期办结并报核。',
  supervision: '下列问题已列为督办事项，请主要负责同志亲自过问，限期整改到位。',
  notice: '经检查，你单位（点位）存在下列不符合创建标准的问题，请立即整改。',
};

function demandsOf(kind: DocumentKind, deadline: string | null): string[] {
  const by = deadline === null ? '请尽快完成整改' : `请于${deadline}前完成整改`;
  return [
    `${by}，整改后上传照片，报请核查。`,
    kind === 'supervision'
      ? '整改结果由其他单位核查；未按期整改到位的，列入约谈建议名单。'
      : '整改结果由其他单位核查销号；不属本单位职责的，请在一个工作日内退回并提出责任单位。',
  ];
}

function standing({ issue }: IssuePage, words: OfficialWords): string {
  const counts: readonly (readonly [number, string])[] = [
    [issue.reworkCount, '返工'],
    [issue.relapseCount, '反弹'],
    [issue.extensionCount, '延期'],
  ];
  const told = counts.filter(([count]) => count > 0).map(([count, what]) => `${what}${count}次`);
  return [words.state(issue.state), ...(issue.overdue ? ['已超期'] : []), ...told].join('，');
}

function last(
  events: readonly IssueEventLine[],
  kind: IssueEventLine['kind'],
): IssueEventLine | undefined {
  return events.findLast((event) => event.kind === kind);
}

/** 2026-000123 → 创城交办〔2026〕000123号, with the hexagonal brackets that GB/T 9704 asks for. */
function documentNumber(word: string, issueNumber: string): string {
  const [, year = '', running = issueNumber] = /^(\d{4})-(.+)$/.exec(issueNumber) ?? [];
  return `${word}〔${year}〕${running}号`;
}

function pad(code: number): string {
  return String(code).padStart(2, '0');
}
