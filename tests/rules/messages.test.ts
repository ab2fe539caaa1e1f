import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { LEDGER_NAMES } from '../../src/domain/spreadsheet/fields';
import { pathsBelow, projectRoot } from './project-files';

/** Texts may be grouped; one that has to choose its words is a function. */
type Messages = Readonly<Record<string, unknown>>;

/** Each message by its key, e.g. `site.status.serious`. */
function flatten(messages: Messages, prefix = ''): Map<string, unknown> {
  return new Map(
    Object.entries(messages).flatMap(([name, value]): [string, unknown][] => {
      const key = prefix + name;
      return typeof value === 'object' && value !== null
        ? [...flatten(value as Messages, `${key}.`)]
        : [[key, value]];
    }),
  );
}

/** What one language has and the other has not: a key, a text, a place to fill in. */
function differences(chinese: Messages, english: Messages): string[] {
  const zh = flatten(chinese);
  const en = flatten(english);
  return [...new Set([...zh.keys(), ...en.keys()])].flatMap((key) => {
    const inChinese = zh.get(key);
    const inEnglish = en.get(key);
    if (isEmpty(inChinese)) return [`${key}: no Chinese`];
    if (isEmpty(inEnglish)) return [`${key}: no English`];
    if (typeof inChinese !== typeof inEnglish) return [`${key}: a text and a function`];
    return placesOf(inChinese) === placesOf(inEnglish) ? [] : [`${key}: other places to fill in`];
  });
}

function isEmpty(message: unknown): boolean {
  return typeof message === 'function' ? false : String(message ?? '').trim() === '';
}

/** The names in braces, each once: a language may name a thing twice. */
function placesOf(message: unknown): string {
  if (typeof message !== 'string') return '';
  const names = [...message.matchAll(/\{\s*(\w+)/g)].map((match) => match[1]);
  return [...new Set(names)].sort().join();
}

const chinesePaths = pathsBelow('src/i18n').filter((path) => /zh-cn[^/]*\.ts$/.test(path));
const englishPathOf = (path: string): string => path.replace(/zh-cn(?=[^/]*$)/, 'en');

async function load(path: string): Promise<Messages> {
  return (await import(pathToFileURL(join(projectRoot, path)).href)) as Messages;
}

describe('both languages are complete', () => {
  it('there are messages', async () => {
    expect(chinesePaths).not.toEqual([]);
    for (const path of chinesePaths)
      expect(flatten(await load(path)).size, path).toBeGreaterThan(0);
  });

  it.each(chinesePaths)('%s and its English counterpart', async (path) => {
    const chinese = await load(path);
    const english = await load(englishPathOf(path));
    // The two may be exported under names of their own, such as zhCn and en.
    expect(differences(withoutExportName(chinese), withoutExportName(english))).toEqual([]);
  });
});

function withoutExportName(module: Messages): Messages {
  const groups = Object.values(module).filter((value) => typeof value === 'object');
  return groups.length === 1 ? (groups[0] as Messages) : module;
}

describe('the rule itself', () => {
  const chinese = { site: { open: '打开{name}', count: (n: number) => `${n}处` }, close: '关闭' };
  const english = { site: { open: 'Open {name}', count: (n: number) => `${n}` }, close: 'Close' };

  it('has nothing against equal ones', () => {
    expect(differences(chinese, english)).toEqual([]);
  });

  it.each([
    [{ ...english, close: undefined }, 'close: no English'],
    [{ ...english, close: ' ' }, 'close: no English'],
    [{ ...english, more: 'More' }, 'more: no Chinese'],
    [{ ...english, site: { ...english.site, open: 'Open' } }, 'site.open: other places to fill in'],
    [{ ...english, site: { ...english.site, count: 'many' } }, 'site.count: a text and a function'],
  ])('finds the difference %#', (changed, complaint) => {
    expect(differences(chinese, changed)).toEqual([complaint]);
  });
});

describe('what goes out comes in again', () => {
  it('the importer knows the columns of an exported ledger by their Chinese names', async () => {
    const { ledgerFile } = (await load('src/i18n/zh-cn.ts'))['zhCn'] as {
      readonly ledgerFile: { readonly columns: Readonly<Record<string, string>> };
    };
    const names = Object.values(ledgerFile.columns);
    const known = LEDGER_NAMES.propose(names).map(({ field, column }) => [field, names[column]]);
    expect(known).toEqual([
      ['ordinal', '序号'],
      ['source', '问题来源'],
      ['sourceNumber', '工单编号'],
      ['community', '所属社区'],
      ['place', '点位'],
      ['indicator', '检查项'],
      ['description', '存在问题'],
      ['measures', '整改措施'],
      ['unit', '责任单位'],
      ['assisting', '配合单位'],
      ['person', '责任人'],
      ['reported', '发现时间'],
      ['deadline', '整改时限'],
      ['status', '状态'],
      ['closed', '销号时间'],
      ['longitude', '经度'],
      ['latitude', '纬度'],
    ]);
  });
});
