/** The first character of each letter in the order of pinyin; no syllable begins with i, u or v. */
const FIRST = '吖丷嚓咑妸发旮哈讥咔垃呣拏噢妑七呥仨他屲夕丫帀';
const LETTERS = 'abcdefghjklmnopqrstwxyz';

const order = new Intl.Collator('zh-Hans-CN-u-co-pinyin');

/**
 * Initials for the search box: 羌江南路215号院 → qjnl215hy. By the runtime's own order of Chinese
 * characters, which a dictionary of 300 kB would only better for characters of two readings.
 */
export function initialsOf(name: string): string {
  return [...name.normalize('NFKC').toLowerCase()]
    .map((letter) => (/\p{Script=Han}/u.test(letter) ? initialOf(letter) : letter))
    .join('')
    .replace(/[^a-z0-9]/g, '');
}

function initialOf(character: string): string {
  for (let at = FIRST.length - 1; at >= 0; at -= 1) {
    if (order.compare(FIRST[at] ?? '', character) <= 0) return LETTERS[at] ?? '';
  }
  return '';
}
