/**
 * When and where a photo was taken, as the camera wrote it into the JPEG (Exif 2.32, CIPA DC-008-2019).
 *
 * Read here, by what four values need: the libraries that are kept bring a dictionary of some hundred
 * tags (17 kB and more) or want Node's Buffer, and the page has no room for either.
 */
export interface CameraData {
  /** ISO 8601 with an offset; null where the picture does not say. */
  readonly takenAt: string | null;
  /** Degrees, as the camera's receiver gave them; both null where the picture does not say. */
  readonly longitude: number | null;
  readonly latitude: number | null;
}

const NOTHING: CameraData = { takenAt: null, longitude: null, latitude: null };

const TAG = {
  exif: 0x8769,
  gps: 0x8825,
  dateTimeOriginal: 0x9003,
  offsetTimeOriginal: 0x9011,
  latitudeRef: 1,
  latitude: 2,
  longitudeRef: 3,
  longitude: 4,
} as const;

const ASCII = 2;
const SHORT = 3;
const LONG = 4;
const RATIONAL = 5;

/** Broken data says nothing; it never throws. */
export function readCameraData(jpeg: Uint8Array): CameraData {
  try {
    const tiff = findTiff(jpeg);
    return tiff ? readTiff(tiff) : NOTHING;
  } catch (error) {
    if (error instanceof RangeError) return NOTHING;
    throw error;
  }
}

/** The data of the segment APP1 that begins with "Exif", after that word. */
function findTiff(jpeg: Uint8Array): DataView | null {
  const view = new DataView(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength);
  if (view.getUint16(0) !== 0xffd8) return null;
  let at = 2;
  // Up to the scan; every round goes on by two bytes at least.
  while (view.getUint8(at) === 0xff && view.getUint8(at + 1) !== 0xda) {
    const length = view.getUint16(at + 2);
    if (view.getUint8(at + 1) === 0xe1 && text(view, at + 4, 6) === 'Exif\0\0') {
      return new DataView(view.buffer, view.byteOffset + at + 10, length - 8);
    }
    at += 2 + length;
  }
  return null;
}

interface Entry {
  readonly type: number;
  readonly count: number;
  /** Where the value is, from the beginning of the TIFF. */
  readonly at: number;
}

interface Tiff {
  readonly view: DataView;
  readonly little: boolean;
}

function readTiff(view: DataView): CameraData {
  const order = text(view, 0, 2);
  if (order !== 'II' && order !== 'MM') return NOTHING;
  const tiff: Tiff = { view, little: order === 'II' };
  const main = readDirectory(tiff, view.getUint32(4, tiff.little));
  const exif = subdirectory(tiff, main.get(TAG.exif));
  const gps = subdirectory(tiff, main.get(TAG.gps));
  const latitude = degrees(tiff, gps.get(TAG.latitude), gps.get(TAG.latitudeRef), 'S', 90);
  const longitude = degrees(tiff, gps.get(TAG.longitude), gps.get(TAG.longitudeRef), 'W', 180);
  // 0, 0 is what cameras write that do not know.
  const isKnown = latitude !== null && longitude !== null && (latitude !== 0 || longitude !== 0);
  return {
    takenAt: moment(
      ascii(tiff, exif.get(TAG.dateTimeOriginal)),
      ascii(tiff, exif.get(TAG.offsetTimeOriginal)),
    ),
    longitude: isKnown ? longitude : null,
    latitude: isKnown ? latitude : null,
  };
}

function subdirectory(tiff: Tiff, pointer: Entry | undefined): ReadonlyMap<number, Entry> {
  if (pointer?.type !== LONG) return new Map();
  return readDirectory(tiff, tiff.view.getUint32(pointer.at, tiff.little));
}

function readDirectory({ view, little }: Tiff, start: number): ReadonlyMap<number, Entry> {
  const entries = new Map<number, Entry>();
  const count = view.getUint16(start, little);
  for (let n = 0; n < count; n++) {
    const at = start + 2 + n * 12;
    const type = view.getUint16(at + 2, little);
    const values = view.getUint32(at + 4, little);
    const size = { [ASCII]: 1, [SHORT]: 2, [LONG]: 4, [RATIONAL]: 8 }[type];
    if (size === undefined) continue;
    // Up to four bytes stand in the entry itself.
    const valueAt = size * values <= 4 ? at + 8 : view.getUint32(at + 8, little);
    entries.set(view.getUint16(at, little), { type, count: values, at: valueAt });
  }
  return entries;
}

function ascii({ view }: Tiff, entry: Entry | undefined): string | null {
  if (entry?.type !== ASCII || entry.count > 64) return null;
  return text(view, entry.at, entry.count).replace(/\0.*$/s, '');
}

function degrees(
  { view, little }: Tiff,
  value: Entry | undefined,
  reference: Entry | undefined,
  negative: 'S' | 'W',
  most: number,
): number | null {
  if (value?.type !== RATIONAL || value.count !== 3 || reference?.type !== ASCII) return null;
  let sum = 0;
  for (let part = 0; part < 3; part++) {
    const at = value.at + part * 8;
    sum += view.getUint32(at, little) / view.getUint32(at + 4, little) / 60 ** part;
  }
  // Also what was divided by nothing.
  if (!(sum <= most)) return null;
  return text(view, reference.at, 1) === negative ? -sum : sum;
}

/** A camera's clock shows local time; the zone is seldom written, and then it is Shanghai's. */
function moment(dateTime: string | null, offset: string | null): string | null {
  const match = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)$/.exec(dateTime ?? '');
  if (!match) return null;
  const zone = offset !== null && /^[+-]\d\d:\d\d$/.test(offset) ? offset : '+08:00';
  const iso = `${match[1]}-${match[2]}-${match[3]}T${match[4]}${zone}`;
  return Number.isNaN(Date.parse(iso)) ? null : iso;
}

function text(view: DataView, at: number, length: number): string {
  let found = '';
  for (let n = 0; n < length; n++) found += String.fromCharCode(view.getUint8(at + n));
  return found;
}
