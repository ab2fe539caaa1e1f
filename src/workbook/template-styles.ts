/** Number formats of dates that every workbook has (ECMA-376, 18.8.30; 27–36 and 50–58 are Chinese ones). */
const BUILT_IN_DATES = new Set([
  ...[14, 15, 16, 17, 18, 19, 20, 21, 22],
  ...[27, 28, 29, 30, 31, 32, 33, 34, 35, 36],
  ...[45, 46, 47, 50, 51, 52, 53, 54, 55, 56, 57, 58],
]);
/** yyyy"年"m"月"d"日" in Chinese Excel and WPS, a date elsewhere. */
const CHINESE_DAY = 31;

export interface DateStyles {
  /** A style like this one that shows a date; the same where it shows one already. */
  dateStyleOf(style: number): number;
  /** The part with what was added. */
  text(): string;
}

/** @param styles the text of `xl/styles.xml`; empty where a workbook has none, and no date is shown as one */
export function dateStyles(styles: string): DateStyles {
  const list = /<((?:\w+:)?)cellXfs\b[^>]*>([\s\S]*?)<\/(?:\w+:)?cellXfs>/.exec(styles);
  if (list === null) return { dateStyleOf: (style) => style, text: () => styles };
  const [whole, prefix = '', inner = ''] = list;
  const formats = [...inner.matchAll(/<(?:\w+:)?xf\b[^>]*?(?:\/>|>[\s\S]*?<\/(?:\w+:)?xf>)/g)].map(
    ([xf]) => xf,
  );
  const ownDates = new Set(
    [...styles.matchAll(/<(?:\w+:)?numFmt\b[^>]*?numFmtId="(\d+)"[^>]*?formatCode="([^"]*)"/g)]
      .filter(([, , code = '']) =>
        /[yd年日]/i.test(code.replace(/&quot;.*?&quot;|\[[^\]]*\]/g, '')),
      )
      .map(([, id]) => Number(id)),
  );
  const made = new Map<number, number>();

  return {
    dateStyleOf(style) {
      const known = made.get(style);
      if (known !== undefined) return known;
      const format = formats[style] ?? formats[0] ?? '<xf numFmtId="0"/>';
      const id = Number(/\bnumFmtId="(\d+)"/.exec(format)?.[1] ?? 0);
      if (BUILT_IN_DATES.has(id) || ownDates.has(id)) return style;
      const dated = format
        .replace(/\snumFmtId="\d+"|\sapplyNumberFormat="\w+"/g, '')
        .replace(/^<((?:\w+:)?)xf/, `<$1xf numFmtId="${CHINESE_DAY}" applyNumberFormat="1"`);
      formats.push(dated);
      made.set(style, formats.length - 1);
      return formats.length - 1;
    },
    text: () =>
      styles.replace(
        whole,
        () => `<${prefix}cellXfs count="${formats.length}">${formats.join('')}</${prefix}cellXfs>`,
      ),
  };
}
