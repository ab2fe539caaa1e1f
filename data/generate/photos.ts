import { createHash } from 'node:crypto';
import { encode } from 'fast-png';
import { PICTURES, type Motif } from './history/pictures.ts';

export interface PhotoFile {
  readonly sha256: string;
  readonly mime: 'image/png';
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array;
}

const WIDTH = 240;
const HEIGHT = 180;

type Colour = readonly [red: number, green: number, blue: number];

/** 示例照片, 96 × 24 points, a row a line. */
const CAPTION = [
  '000000000000000000000000',
  '000000000008000000000400',
  '0000000600081f9ff8060600',
  '0ffff007fe081ffff8060600',
  '0ffff004fec818c308060600',
  '0000000c20c818c618060600',
  '0000000c60c818c618060600',
  '0000001c60c818cc1807fff8',
  '0000001c7ec81ff8f007fff8',
  '3ffffc3c7ec81fd000060000',
  '3ffffc3cc6c818dff8060000',
  '0018002cc4c818dff8060000',
  '0018000d8cc818d818060000',
  '0318c00decc818d81807ffc0',
  '0618600d7cc81fd81807ffc0',
  '0618600c38c81f9ff80c00c0',
  '0c18300c18c8181ff00c00c0',
  '0c18300c18080400300c00c0',
  '1818180c30080cc6301c00c0',
  '3018180c60080c42181800c0',
  '1018080ce0081843183800c0',
  '01f8000cc07830630c3000c0',
  '00f0000c8070100008000080',
  '000000000000000000000000',
] as const;

const WALLS: readonly Colour[] = [
  [226, 221, 208],
  [213, 222, 228],
  [228, 214, 206],
];
const GROUNDS: readonly Colour[] = [
  [176, 176, 170],
  [168, 176, 178],
  [184, 172, 160],
];
const INK: Colour = [62, 66, 72];
const WRONG: Colour = [176, 92, 60];
const RIGHT: Colour = [74, 140, 96];
const METAL: Colour = [120, 128, 138];
const SHEET: Colour = [247, 246, 240];

/**
 * The sample photos: flat pictograms that nobody takes for a photograph of a real place, each with
 * 示例照片 written on it. Drawn by code, 240 × 180, one or two kilobytes each.
 */
export function drawPhotos(): PhotoFile[] {
  return Array.from({ length: PICTURES.count }, (_, picture) => {
    const { motif, take, isAfter } = PICTURES.describe(picture);
    const canvas = new Canvas(WALLS[take] as Colour);
    canvas.box(0, 122, WIDTH, HEIGHT, GROUNDS[take] as Colour);
    canvas.shift = take * 9 - 9;
    MOTIF_DRAWINGS[motif](canvas, isAfter);
    canvas.shift = 0;
    canvas.caption(isAfter ? RIGHT : WRONG);
    const bytes = encode({
      width: WIDTH,
      height: HEIGHT,
      data: canvas.pixels,
      channels: 3,
      depth: 8,
    });
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return { sha256, mime: 'image/png', width: WIDTH, height: HEIGHT, bytes };
  });
}

const MOTIF_DRAWINGS: Readonly<Record<Motif, (canvas: Canvas, isAfter: boolean) => void>> = {
  litter(canvas, isAfter) {
    canvas.box(30, 40, 44, 122, METAL);
    canvas.disc(37, 34, 16, RIGHT);
    if (isAfter) return;
    for (const [x, y, size] of [
      [92, 138, 7],
      [116, 132, 5],
      [134, 142, 8],
      [158, 134, 5],
      [104, 146, 4],
      [172, 144, 6],
    ] as const) {
      canvas.box(x - size, y - size / 2, x + size, y + size / 2, WRONG);
    }
  },
  bin(canvas, isAfter) {
    const lids: Colour[] = [[52, 104, 170], [74, 140, 96], [150, 70, 60], METAL];
    lids.forEach((lid, index) => {
      const x = 40 + index * 42;
      canvas.box(x, 82, x + 32, 136, lid);
      canvas.box(x - 2, isAfter ? 74 : 66, x + 34, isAfter ? 82 : 72, INK);
      if (!isAfter) canvas.box(x + 6, 72, x + 26, 82, SHEET);
    });
    if (!isAfter) canvas.box(58, 136, 120, 146, WRONG);
  },
  wire(canvas, isAfter) {
    canvas.box(24, 24, 108, 92, SHEET);
    canvas.box(62, 24, 66, 92, METAL);
    canvas.box(150, 96, 200, 118, INK);
    canvas.disc(158, 126, 13, INK);
    canvas.disc(196, 126, 13, INK);
    canvas.box(190, 78, 196, 100, INK);
    if (isAfter) canvas.box(206, 60, 224, 118, RIGHT);
    else
      for (let step = 0; step < 60; step += 1)
        canvas.box(96 + step, 60 + step * 0.7, 100 + step, 64 + step * 0.7, WRONG);
  },
  exit(canvas, isAfter) {
    canvas.box(86, 30, 150, 124, SHEET);
    canvas.box(92, 38, 144, 124, METAL);
    canvas.box(100, 14, 136, 28, RIGHT);
    if (isAfter) return;
    canvas.box(70, 96, 112, 136, WRONG);
    canvas.box(108, 106, 158, 138, [196, 150, 96]);
    canvas.box(78, 78, 104, 98, [150, 110, 70]);
  },
  board(canvas, isAfter) {
    canvas.box(56, 34, 60, 136, METAL);
    canvas.box(180, 34, 184, 136, METAL);
    canvas.box(48, 30, 192, 96, isAfter ? [176, 48, 44] : [190, 150, 140]);
    for (let column = 0; column < 3; column += 1) {
      const x = 56 + column * 44;
      canvas.box(x, 42, x + 38, 88, SHEET);
      for (let line = 0; line < 5; line += 1)
        canvas.box(x + 5, 50 + line * 7, x + 32, 52 + line * 7, METAL);
    }
    if (!isAfter) {
      canvas.box(112, 56, 142, 88, [190, 150, 140]);
      canvas.box(60, 62, 76, 74, WRONG);
    }
  },
  poster(canvas, isAfter) {
    canvas.box(40, 26, 120, 110, isAfter ? [186, 56, 50] : [212, 168, 158]);
    canvas.disc(80, 58, 18, isAfter ? [240, 204, 90] : [230, 216, 190]);
    canvas.box(52, 88, 108, 96, SHEET);
    if (isAfter) {
      canvas.box(140, 40, 206, 100, [60, 110, 160]);
      canvas.box(150, 60, 196, 68, SHEET);
    } else {
      canvas.box(100, 26, 120, 52, [226, 221, 208]);
      for (const [x, y] of [
        [146, 44],
        [172, 62],
        [150, 82],
        [186, 92],
      ] as const) {
        canvas.box(x, y, x + 22, y + 12, WRONG);
      }
    }
  },
  car(canvas, isAfter) {
    for (let line = 0; line < 4; line += 1)
      canvas.box(40 + line * 52, 126, 44 + line * 52, 156, SHEET);
    const x = isAfter ? 54 : 82;
    const y = isAfter ? 0 : -10;
    canvas.box(x, 108 + y, x + 74, 134 + y, isAfter ? [70, 110, 160] : WRONG);
    canvas.box(x + 14, 90 + y, x + 58, 110 + y, isAfter ? [110, 150, 190] : [206, 130, 100]);
    canvas.disc(x + 16, 134 + y, 9, INK);
    canvas.disc(x + 58, 134 + y, 9, INK);
  },
  stall(canvas, isAfter) {
    canvas.box(20, 20, 220, 96, [206, 196, 178]);
    canvas.box(30, 40, 120, 112, [120, 90, 60]);
    canvas.box(130, 40, 210, 84, [150, 190, 210]);
    if (isAfter) return;
    canvas.box(96, 92, 180, 98, WRONG);
    canvas.box(104, 98, 110, 136, INK);
    canvas.box(166, 98, 172, 136, INK);
    for (let index = 0; index < 4; index += 1) canvas.disc(112 + index * 18, 86, 8, [210, 150, 60]);
    canvas.box(90, 60, 186, 68, [200, 70, 60]);
  },
  lamp(canvas, isAfter) {
    canvas.box(0, 0, WIDTH, 122, isAfter ? [70, 78, 104] : [36, 40, 56]);
    canvas.box(116, 40, 124, 136, METAL);
    if (isAfter) canvas.disc(120, 42, 40, [120, 118, 104]);
    canvas.disc(120, 38, 14, isAfter ? [255, 232, 150] : [80, 84, 92]);
    canvas.box(104, 22, 136, 28, INK);
  },
  paving(canvas, isAfter) {
    for (let row = 0; row < 3; row += 1) {
      for (let column = 0; column < 6; column += 1) {
        canvas.box(
          10 + column * 38 + row * 8,
          96 + row * 18,
          44 + column * 38 + row * 8,
          110 + row * 18,
          [204, 200, 190],
        );
      }
    }
    if (isAfter) return;
    canvas.disc(118, 124, 24, [120, 144, 160]);
    canvas.disc(146, 128, 16, [120, 144, 160]);
    canvas.box(60, 116, 78, 124, INK);
  },
  stairs(canvas, isAfter) {
    for (let step = 0; step < 6; step += 1) {
      canvas.box(
        60 + step * 24,
        124 - step * 16,
        WIDTH,
        140 - step * 16,
        step % 2 ? [190, 186, 178] : [204, 200, 192],
      );
    }
    if (isAfter) return;
    canvas.box(96, 76, 132, 108, [180, 140, 92]);
    canvas.box(120, 62, 150, 92, WRONG);
    canvas.box(64, 96, 90, 124, [150, 120, 84]);
  },
};

class Canvas {
  readonly pixels = new Uint8Array(WIDTH * HEIGHT * 3);
  /** Moves what is drawn to the right. */
  shift = 0;

  constructor(ground: Colour) {
    this.box(0, 0, WIDTH, HEIGHT, ground);
  }

  box(left: number, top: number, right: number, bottom: number, colour: Colour): void {
    const wide = left === 0 && right === WIDTH ? 0 : this.shift;
    for (let y = Math.max(0, Math.round(top)); y < Math.min(HEIGHT, Math.round(bottom)); y += 1) {
      const from = Math.max(0, Math.round(left + wide));
      const to = Math.min(WIDTH, Math.round(right + wide));
      for (let x = from; x < to; x += 1) this.pixels.set(colour, (y * WIDTH + x) * 3);
    }
  }

  disc(centreX: number, centreY: number, radius: number, colour: Colour): void {
    for (let y = -radius; y <= radius; y += 1) {
      const half = Math.sqrt(radius * radius - y * y);
      this.box(centreX - half, centreY + y, centreX + half, centreY + y + 1, colour);
    }
  }

  caption(colour: Colour): void {
    this.box(0, HEIGHT - 30, 112, HEIGHT, SHEET);
    CAPTION.forEach((row, line) => {
      [...row].forEach((digit, index) => {
        const bits = Number.parseInt(digit, 16);
        for (let bit = 0; bit < 4; bit += 1) {
          if (bits & (8 >> bit)) {
            const x = 8 + index * 4 + bit;
            this.pixels.set(colour, ((HEIGHT - 27 + line) * WIDTH + x) * 3);
          }
        }
      });
    });
  }
}
