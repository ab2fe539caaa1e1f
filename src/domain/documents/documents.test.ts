import { DOMParser } from '@xmldom/xmldom';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { IssuePage } from '../issues/ledger.ts';
import { docxOf } from './docx.ts';
import { documentsOf, issueDocument, type OfficialWords } from './issue-document.ts';

const words: OfficialWords = {
  moment: (iso) => `[${iso}]`,
  day: (iso) => iso.slice(0, 10),
  source: () => '巡查',
  state: () => '整改中',
};
const NOW = '2026-03-02T10:00:00+08:00';

function aPage(issue: Partial<IssuePage['issue']> = {}): IssuePage {
  return {
    issue: {
      number: '2026-000123',
      source: 'patrol',
      sourceNumber: null,
      areaName: '东街街道',
      description: '桶破 <b>两只</b> & 未分类\u0007',
      reportedAt: '2026-03-02T09:00:00+08:00',
      leadUnitName: '甲社区居委会',
      deadlineAt: '2026-03-03T18:00:00+08:00',
      person: null,
      measures: '换新桶\n加盖',
      assistingUnits: [{ id: 7, name: '城管局' }],
      supervised: false,
      overdue: false,
      reworkCount: 0,
      relapseCount: 0,
      extensionCount: 0,
      ...issue,
    },
    indicator: { code: 10, nameZh: '分类垃圾桶完好', veto: false },
    site: { name: '甲一院', address: '东街1号' },
    events: [{ kind: 'reported' }, { kind: 'assigned' }],
  } as unknown as IssuePage;
}

describe('papers of the office', () => {
  it('are none before somebody is in charge, and a 督办单 only under supervision', () => {
    expect(documentsOf({ ...aPage(), events: [] })).toEqual([]);
    expect(documentsOf(aPage())).toEqual(['assignment', 'notice']);
    expect(documentsOf(aPage({ supervised: true }))).toEqual([
      'assignment',
      'supervision',
      'notice',
    ]);
    expect(() => issueDocument('supervision', aPage(), NOW, words)).toThrow(RangeError);
  });

  it('say to whom, what, where, by when, and leave out what is not known', () => {
    const paper = issueDocument('assignment', aPage(), NOW, words);
    expect(paper.number).toBe('创城交办〔2026〕000123号');
    expect(paper.addressee).toBe('甲社区居委会');
    expect(Object.fromEntries(paper.rows)).toMatchObject({
      问题编号: '2026-000123',
      检查项: '10 分类垃圾桶完好',
      点位: '甲一院，东街1号',
      配合单位: '城管局',
      整改期限: '[2026-03-03T18:00:00+08:00]',
    });
    expect(paper.rows.map(([label]) => label)).not.toContain('责任人');
    expect(paper.demands[0]).toBe(
      '请于[2026-03-03T18:00:00+08:00]前完成整改，整改后上传照片，报请核查。',
    );
  });

  it('under supervision tell what became of it', () => {
    const page = aPage({ supervised: true, overdue: true, reworkCount: 2 });
    const paper = issueDocument('supervision', page, NOW, words);
    expect(Object.fromEntries(paper.rows)['办理情况']).toBe('整改中，已超期，返工2次');
  });
});

describe('as DOCX', () => {
  const parts = unzipSync(docxOf(issueDocument('assignment', aPage(), NOW, words)));

  it('every part is well-formed, and the package names them', () => {
    const problems: string[] = [];
    for (const [path, bytes] of Object.entries(parts)) {
      const onError = (_level: string, message: string) => problems.push(`${path}: ${message}`);
      new DOMParser({ onError }).parseFromString(strFromU8(bytes), 'text/xml');
    }
    expect(problems).toEqual([]);
    expect(Object.keys(parts).sort()).toEqual([
      '[Content_Types].xml',
      '_rels/.rels',
      'word/_rels/document.xml.rels',
      'word/document.xml',
      'word/footer1.xml',
    ]);
  });

  it('text of people is text: no markup, no control characters, line breaks kept', () => {
    const xml = strFromU8(parts['word/document.xml']!);
    const document = new DOMParser().parseFromString(xml, 'text/xml');
    const texts = Array.from(document.getElementsByTagName('w:t'), (one) => one.textContent);
    expect(texts).toContain('桶破 <b>两只</b> & 未分类');
    expect(texts).toContain('换新桶');
    expect(texts).toContain('加盖');
    expect(document.getElementsByTagName('w:br').length).toBe(1);
    expect(document.getElementsByTagName('w:tr').length).toBe(11);
  });
});
