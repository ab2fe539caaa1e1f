/** What a camera might write; left out: not written. */
export interface MadeExif {
  readonly little?: boolean;
  readonly dateTime?: string;
  readonly offset?: string;
  /** Degrees, minutes, seconds as fractions, and the reference. */
  readonly latitude?: readonly [ref: string, ...rational: number[]];
  readonly longitude?: readonly [ref: string, ...rational: number[]];
  /** How the camera was held: 1 upright, 6 turned so that the picture lies on its side. */
  readonly orientation?: number;
}

/**
 * The segment APP1 of a JPEG, laid out by the standard (4.6.2 of Exif 2.32): IFD0 with the pointers to the Exif and
 * the GPS IFD, values longer than four bytes at the end. Both
 * orders of bytes were read alike by exif-reader 2.0.3.
 */
export function madeApp1({
  little = false,
  dateTime,
  offset,
  latitude,
  longitude,
  orientation = 1,
}: MadeExif): Uint8Array {
  const view = new DataView(new ArrayBuffer(600));
  let end = 8;
  const ascii = (at: number, value: string) => {
    for (let n = 0; n < value.length; n++) view.setUint8(at + n, value.charCodeAt(n));
  };
  const values: (() => void)[] = [];
  const directory = (
    entries: readonly (readonly [tag: number, value: string | number[] | number])[],
  ) => {
    const start = end;
    view.setUint16(start, entries.length, little);
    end = start + 2 + entries.length * 12 + 4;
    entries.forEach(([tag, value], n) => {
      const at = start + 2 + n * 12;
      view.setUint16(at, tag, little);
      if (typeof value === 'number') {
        view.setUint16(at + 2, 4, little);
        view.setUint32(at + 4, 1, little);
        view.setUint32(at + 8, value, little);
      } else if (typeof value === 'string') {
        view.setUint16(at + 2, 2, little);
        view.setUint32(at + 4, value.length + 1, little);
        if (value.length < 4) ascii(at + 8, value);
        else
          values.push(() => {
            view.setUint32(at + 8, end, little);
            ascii(end, value);
            end += value.length + 1;
          });
      } else {
        view.setUint16(at + 2, 5, little);
        view.setUint32(at + 4, value.length / 2, little);
        values.push(() => {
          view.setUint32(at + 8, end, little);
          value.forEach((number, index) => view.setUint32(end + index * 4, number, little));
          end += value.length * 4;
        });
      }
    });
    return start;
  };
  ascii(0, little ? 'II' : 'MM');
  view.setUint16(2, 42, little);
  view.setUint32(4, 8, little);
  const main = directory([
    [0x0112, orientation],
    [0x8769, 0],
    [0x8825, 0],
  ]);
  // A short stands in the first two of the entry's four bytes.
  view.setUint16(main + 2 + 2, 3, little);
  view.setUint32(main + 2 + 8, 0);
  view.setUint16(main + 2 + 8, orientation, little);
  const exif = directory([
    ...(dateTime === undefined ? [] : [[0x9003, dateTime] as const]),
    ...(offset === undefined ? [] : [[0x9011, offset] as const]),
  ]);
  const gps = directory([
    ...(latitude ? [[1, latitude[0]] as const, [2, latitude.slice(1) as number[]] as const] : []),
    ...(longitude
      ? [[3, longitude[0]] as const, [4, longitude.slice(1) as number[]] as const]
      : []),
  ]);
  view.setUint32(main + 2 + 12 + 8, exif, little);
  view.setUint32(main + 2 + 24 + 8, gps, little);
  for (const place of values) place();

  const length = end + 8;
  const head = [0xff, 0xe1, length >> 8, length & 255, 0x45, 0x78, 0x69, 0x66, 0, 0];
  return Uint8Array.from([...head, ...new Uint8Array(view.buffer, 0, end)]);
}

/** A JPEG of nothing but its beginning and that segment. */
export function madeJpeg(exif: MadeExif): Uint8Array {
  const jfif = [0xff, 0xe0, 0x00, 0x10, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0];
  return Uint8Array.from([0xff, 0xd8, ...jfif, ...madeApp1(exif), 0xff, 0xda]);
}
