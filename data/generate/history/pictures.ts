import type { PhotoStage } from '../../../src/domain/issues/vocabulary.ts';
import type { Random } from '../random.ts';

/** What a sample photo shows: a plain pictogram, in the state before or after. */
export type Motif =
  | 'litter'
  | 'bin'
  | 'wire'
  | 'exit'
  | 'board'
  | 'poster'
  | 'car'
  | 'stall'
  | 'lamp'
  | 'paving'
  | 'stairs';

export const MOTIFS: readonly Motif[] = [
  'litter',
  'bin',
  'wire',
  'exit',
  'board',
  'poster',
  'car',
  'stall',
  'lamp',
  'paving',
  'stairs',
];

/** Takes of one motif: they differ in hue, so that not all photos look alike. */
export const TAKES = 3;

const MOTIF_OF: Readonly<Record<number, Motif>> = {
  1: 'poster',
  2: 'poster',
  3: 'poster',
  4: 'poster',
  5: 'poster',
  6: 'board',
  7: 'board',
  8: 'board',
  9: 'board',
  10: 'bin',
  11: 'litter',
  12: 'litter',
  13: 'poster',
  14: 'wire',
  15: 'exit',
  16: 'exit',
  17: 'stairs',
  18: 'lamp',
  19: 'paving',
  20: 'paving',
  21: 'wire',
  22: 'litter',
  23: 'stairs',
  24: 'litter',
  25: 'car',
  26: 'stall',
  27: 'exit',
  28: 'board',
  29: 'board',
  30: 'stall',
  31: 'board',
  32: 'board',
  33: 'board',
  34: 'litter',
  35: 'board',
};

/** Pictures are numbered: motif, then take, then before (0) or after (1). */
export const PICTURES = {
  count: MOTIFS.length * TAKES * 2,

  choose(code: number, stage: PhotoStage, random: Random): number {
    const motif = MOTIFS.indexOf(MOTIF_OF[code] ?? 'litter');
    const take = random.integer(0, TAKES - 1);
    return (motif * TAKES + take) * 2 + (stage === 'before' ? 0 : 1);
  },

  describe(picture: number): { motif: Motif; take: number; isAfter: boolean } {
    const pair = Math.floor(picture / 2);
    return {
      motif: MOTIFS[Math.floor(pair / TAKES)] ?? 'litter',
      take: pair % TAKES,
      isAfter: picture % 2 === 1,
    };
  },
};
