/** Type of geometry in the low half of a line's first byte. */
const LINE_STRING = 2;

/**
 * Lines in tiny well-known binary (TWKB), as PostGIS writes them without boxes and sizes: a byte of type and
 * precision, a byte of flags, the number of points, then the differences of longitude and latitude from point
 * to point in zigzag, all in 7-bit groups. https://github.com/TWKB/Specification
 *
 * @returns the points of all lines, longitude and latitude in turn, and where each line begins, in points
 * @throws RangeError when there are fewer or more than `count` lines, or something that is no line
 */
export function readLines(
  bytes: Uint8Array,
  count: number,
): { readonly points: Float64Array; readonly firstPoint: Uint32Array } {
  let at = 0;
  /** Numbers above 2^31 occur: longitudes in 1e-7 degrees, doubled by the zigzag. */
  const unsigned = (): number => {
    let value = 0;
    let weight = 1;
    for (;;) {
      const byte = bytes[at++];
      if (byte === undefined) throw new RangeError(`the lines end before line ${count}`);
      value += (byte & 0x7f) * weight;
      if (byte < 0x80) return value;
      weight *= 128;
    }
  };
  const signed = (): number => {
    const value = unsigned();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  };

  const firstPoint = new Uint32Array(count + 1);
  // A coordinate takes a byte at least.
  const coordinates = new Float64Array(bytes.length);
  let written = 0;
  for (let line = 0; line < count; line++) {
    const type = bytes[at++] ?? 0;
    const flags = bytes[at++];
    if ((type & 0xf) !== LINE_STRING || flags !== 0) {
      throw new RangeError(`line ${line} has type ${type & 0xf} and flags ${flags}`);
    }
    const precision = type >> 4;
    const scale = 10 ** (precision % 2 === 0 ? precision / 2 : -(precision + 1) / 2);
    const pointCount = unsigned();
    let [x, y] = [0, 0];
    for (let point = 0; point < pointCount; point++) {
      x += signed();
      y += signed();
      coordinates[written++] = x / scale;
      coordinates[written++] = y / scale;
    }
    firstPoint[line + 1] = written / 2;
  }
  if (at !== bytes.length) throw new RangeError(`${bytes.length - at} bytes follow the last line`);
  return { points: coordinates.slice(0, written), firstPoint };
}
