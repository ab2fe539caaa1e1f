import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { madeJpeg } from './exif.fixture.ts';
import { readCameraData } from './exif.ts';

const NOTHING = { takenAt: null, longitude: null, latitude: null };

describe.each([false, true])('little-endian: %s', (little) => {
  it('reads when and where', () => {
    const jpeg = madeJpeg({
      little,
      dateTime: '2026:03:02 09:58:30',
      latitude: ['N', 29, 1, 58, 1, 4812, 100],
      longitude: ['E', 103, 1, 0, 1, 36, 1],
    });
    // 29 + 58/60 + 48.12/3600 and 103 + 36/3600.
    const { takenAt, latitude, longitude } = readCameraData(jpeg);
    expect(takenAt).toBe('2026-03-02T09:58:30+08:00');
    expect(latitude).toBeCloseTo(29.9800333, 6);
    expect(longitude).toBeCloseTo(103.01, 9);
  });

  it('takes the zone that is written', () => {
    const { takenAt } = readCameraData(
      madeJpeg({ little, dateTime: '2026:03:02 09:58:30', offset: '+09:00' }),
    );
    expect(takenAt).toBe('2026-03-02T09:58:30+09:00');
  });

  it('south and west are negative', () => {
    const jpeg = madeJpeg({
      little,
      latitude: ['S', 10, 1, 30, 1, 0, 1],
      longitude: ['W', 20, 1, 0, 1, 0, 1],
    });
    expect(readCameraData(jpeg)).toEqual({ takenAt: null, latitude: -10.5, longitude: -20 });
  });
});

describe('what says nothing', () => {
  const place = {
    latitude: ['N', 29, 1, 0, 1, 0, 1],
    longitude: ['E', 103, 1, 0, 1, 0, 1],
  } as const;

  it.each([
    ['no data at all', {}],
    ['a clock that was never set', { dateTime: '0000:00:00 00:00:00' }],
    ['blanks', { dateTime: '    :  :     :  :  ' }],
    ['half a position', { latitude: place.latitude }],
    ['0, 0', { latitude: ['N', 0, 1, 0, 1, 0, 1], longitude: ['E', 0, 1, 0, 1, 0, 1] }],
    ['divided by nothing', { ...place, latitude: ['N', 0, 0, 0, 0, 0, 0] }],
    ['beyond the pole', { ...place, latitude: ['N', 91, 1, 0, 1, 0, 1] }],
    ['degrees alone', { ...place, latitude: ['N', 29, 1] }],
  ] as const)('%s', (_, made) => {
    expect(readCameraData(madeJpeg(made))).toEqual(NOTHING);
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['a PNG', Uint8Array.of(0x89, 0x50, 0x4e, 0x47)],
    ['a JPEG that WeChat sent', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xda)],
  ])('%s', (_, bytes) => {
    expect(readCameraData(bytes)).toEqual(NOTHING);
  });
});

it('never throws, whatever is broken', () => {
  const whole = madeJpeg({
    dateTime: '2026:03:02 09:58:30',
    latitude: ['N', 29, 1, 58, 1, 4812, 100],
    longitude: ['E', 103, 1, 0, 1, 36, 1],
  });
  const changes = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 8 });
  fc.assert(
    fc.property(changes, fc.nat(whole.length), (broken, length) => {
      const bytes = whole.slice(0, length);
      for (const [at, value] of broken) if (at < length) bytes[at] = value;
      const { longitude, latitude } = readCameraData(bytes);
      expect(longitude === null).toBe(latitude === null);
    }),
    { numRuns: 5_000 },
  );
});
