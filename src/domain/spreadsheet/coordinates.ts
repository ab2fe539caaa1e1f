import { cellText, quoted, type Cell, type Words } from './sheet.ts';

type Position = readonly [longitude: number, latitude: number];

/** The bounds of China, with room: what lies outside is swapped, scaled or of another system. */
const CHINA = { west: 73, east: 136, south: 3, north: 54 } as const;

/**
 * The position of two cells, in the file's own datum; both in one cell (`102.99,29.98`) as well.
 * Undefined when both are empty. Latitude and longitude in each other's place are refused, not
 * turned round: the next row might be right.
 */
export function readCoordinates(
  longitude: Cell,
  latitude: Cell,
):
  | { readonly position: Position }
  | ({ readonly field: 'longitude' | 'latitude' } & Words)
  | undefined {
  let [x, y] = [cellText(longitude), cellText(latitude)];
  const [, first, second] = /^(-?[\d.]+)\s*[,，;\s]\s*(-?[\d.]+)$/u.exec(x) ?? [];
  if (y === '' && first !== undefined && second !== undefined) [x, y] = [first, second];
  if (x === '' && y === '') return undefined;
  for (const [field, text, name] of [
    ['longitude', x, '经度'],
    ['latitude', y, '纬度'],
  ] as const) {
    if (text === '') return { field, zh: `缺少${name}`, en: `the ${field} is missing` };
    if (!/^-?\d{1,3}(\.\d+)?$/.test(text)) {
      return {
        field,
        zh: `${name}应为十进制度数，实为“${quoted(text)}”`,
        en: `the ${field} should be decimal degrees, not “${quoted(text)}”`,
      };
    }
  }
  const position = [Number(x), Number(y)] as const;
  if (isInChina(position)) return { position };
  if (isInChina([position[1], position[0]])) {
    return { field: 'longitude', zh: '经度和纬度写反了', en: 'longitude and latitude are swapped' };
  }
  return {
    field: 'longitude',
    zh: `(${x}, ${y}) 不在中国境内，应为度数，如 102.99, 29.98`,
    en: `(${x}, ${y}) is not in China; degrees such as 102.99, 29.98`,
  };
}

function isInChina([longitude, latitude]: Position): boolean {
  return (
    longitude >= CHINA.west &&
    longitude <= CHINA.east &&
    latitude >= CHINA.south &&
    latitude <= CHINA.north
  );
}
