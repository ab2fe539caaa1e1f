/** Problems of one cell; more than this is no list of problems. */
const MOST_PARTS = 50;

/** A mark before an item: (1) （2） 1. 2、 ① 一是 — in that order of preference. */
const MARKS: readonly { readonly mark: RegExp; readonly ordinal: (text: string) => number }[] = [
  { mark: /[(（]\s*(\d{1,2})\s*[)）]\s*[、.．]?/gu, ordinal: Number },
  { mark: /([①-⑳])\s*[、.．]?/gu, ordinal: (text) => text.charCodeAt(0) - 0x2460 + 1 },
  { mark: /(?<=^|[\n;；。\s])(\d{1,2})\s*(?:[、．]|[.](?!\d)|[)）])\s*/gu, ordinal: Number },
  {
    mark: /(?<=^|[\n;；。，,])(一|二|三|四|五|六|七|八|九|十)是\s*/gu,
    ordinal: (text) => '一二三四五六七八九十'.indexOf(text) + 1,
  },
];

/**
 * The problems that one cell lists: `(1)… (2)…`, `1、… 2、…`, `①…②…`, `一是…二是…`. The marks must
 * count up from 1 without a gap, else the cell is one problem: a text may well speak of (2). What
 * stands before the first mark is said of each (`楼道：(1)…`).
 */
export function splitProblems(text: string): string[] {
  for (const { mark, ordinal } of MARKS) {
    const found = [...text.matchAll(mark)];
    const marks: RegExpExecArray[] = [];
    for (const match of found) {
      if (ordinal(match[1] ?? '') === marks.length + 1) marks.push(match);
    }
    if (marks.length < 2 || marks.length > MOST_PARTS) continue;
    const lead = trimmed(text.slice(0, marks[0]?.index));
    const parts = marks.map((match, index) =>
      trimmed(text.slice(match.index + match[0].length, marks[index + 1]?.index)),
    );
    if (parts.some((part) => part === '')) continue;
    // A long beginning is a paragraph, not a name for the list.
    const isName = lead !== '' && lead.length <= 20;
    return parts.map((part) => (isName ? `${lead}:${part}` : part));
  }
  return [trimmed(text)];
}

function trimmed(text: string): string {
  return text.replace(/^[\s:：;；,，、]+|[\s;；,，、:：]+$/gu, '');
}
