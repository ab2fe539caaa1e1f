import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { perceptualHash } from './perceptual-hash.ts';

/** A picture whose grey at (x, y) is told, 0–255. */
function picture(width: number, height: number, grey: (x: number, y: number) => number) {
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++)
      rgba.fill(grey(x, y), (y * width + x) * 4, (y * width + x) * 4 + 3);
  }
  return rgba;
}

function differentBits(one: string, other: string): number {
  const bits = BigInt(`0x${one}`) ^ BigInt(`0x${other}`);
  return bits.toString(2).replaceAll('0', '').length;
}

describe('worked by hand', () => {
  it('brighter from left to right: every bit is set', () => {
    expect(
      perceptualHash(
        picture(9, 8, (x) => x * 20),
        9,
        8,
      ),
    ).toBe('ffffffffffffffff');
  });

  it('darker from left to right, or all the same: none', () => {
    expect(
      perceptualHash(
        picture(9, 8, (x) => 200 - x * 20),
        9,
        8,
      ),
    ).toBe('0000000000000000');
    expect(
      perceptualHash(
        picture(9, 8, () => 90),
        9,
        8,
      ),
    ).toBe('0000000000000000');
  });

  it('stripes: 0 9 0 9 0 9 0 9 0 is up, down, up, …: 10101010', () => {
    expect(
      perceptualHash(
        picture(9, 8, (x) => (x % 2) * 90),
        9,
        8,
      ),
    ).toBe('aaaaaaaaaaaaaaaa');
  });

  it('one row alone, and the first bit is the highest', () => {
    // Row 2: dark, bright, bright, …: only the first step goes up: 1000 0000.
    const rgba = picture(9, 8, (x, y) => (y === 2 && x > 0 ? 200 : 10));
    expect(perceptualHash(rgba, 9, 8)).toBe('0000800000000000');
  });

  it('the last two columns of the last row', () => {
    const rgba = picture(9, 8, (x, y) => (y === 7 && x === 8 ? 200 : 10));
    expect(perceptualHash(rgba, 9, 8)).toBe('0000000000000001');
  });

  it('green counts more than blue', () => {
    const rgba = picture(9, 8, () => 0);
    // Row 0: column 0 blue, column 1 green, the rest black: up once, down once.
    rgba[2] = 255;
    rgba[4 + 1] = 255;
    expect(perceptualHash(rgba, 9, 8)).toBe('8000000000000000');
  });
});

it('is that of the picture, whatever its size', () => {
  const shade = (x: number, y: number) => 128 + 60 * Math.sin(x * 7 + y * 3) + 50 * Math.cos(y * 9);
  const large = perceptualHash(
    picture(720, 640, (x, y) => shade(x / 720, y / 640)),
    720,
    640,
  );
  const small = perceptualHash(
    picture(90, 80, (x, y) => shade(x / 90, y / 80)),
    90,
    80,
  );
  expect(differentBits(large, small)).toBeLessThanOrEqual(3);
});

it('little noise changes few bits, another picture many', () => {
  const cells = fc.array(fc.integer({ min: 0, max: 31 }), { minLength: 72, maxLength: 72 });
  fc.assert(
    fc.property(cells, (grey) => {
      const at = (x: number, y: number) =>
        (grey[Math.floor(y / 8) * 9 + Math.floor(x / 8)] ?? 0) * 8;
      const clean = perceptualHash(picture(72, 64, at), 72, 64);
      const noisy = perceptualHash(
        picture(72, 64, (x, y) => at(x, y) + ((x + y) % 2)),
        72,
        64,
      );
      expect(noisy).toBe(clean);
      expect(clean).toMatch(/^[0-9a-f]{16}$/);
    }),
  );
});

it('refuses what is no picture', () => {
  expect(() => perceptualHash(new Uint8Array(8), 1, 2)).toThrow('at least 9 × 8');
  expect(() => perceptualHash(new Uint8Array(100), 9, 8)).toThrow('got 100 bytes for 9 × 8');
});
