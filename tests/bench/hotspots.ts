/**
 * Speed of the hotspot test on 10,000 cells × 52 steps, against R's `spdep::localG` on the same cube on
 * the same machine. R gives z alone where ours gives z, p and bins; its neighbours are made before its
 * clock starts, ours after. Without R and spdep (Debian: r-cran-spdep) the baseline is z written plainly,
 * with values looked up by text keys.
 */
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Cube } from '../../src/domain/hotspots/cube.ts';
import { testCube } from '../../src/domain/hotspots/test-cube.ts';

const WIDTH = 100;
const STEPS = 52;
const SEED = 20261123;
const RUNS = 5;
const ALLOWED_DIFFERENCE = 1e-9;

export default async function bench(print: (figures: object) => void): Promise<void> {
  const cube = sampleCube();
  let z = new Float64Array();
  const milliseconds = median(RUNS, () => {
    const result = testCube(cube);
    if (result.kind !== 'tested') throw new Error(result.english);
    z = result.z;
  });
  const baseline = (await againstSpdep(cube)) ?? againstPlain(cube);
  const difference = greatestDifference(z, baseline.z);
  if (!(difference < ALLOWED_DIFFERENCE)) {
    throw new Error(`z differs from ${baseline.name} by ${difference}`);
  }
  print({
    seed: SEED,
    cells: cube.cellCount,
    steps: cube.stepCount,
    milliseconds: round(milliseconds),
    cellStepsPerSecond: Math.round((cube.counts.length / milliseconds) * 1000),
    against: baseline.name,
    againstMilliseconds: round(baseline.milliseconds),
    timesFaster: round(baseline.milliseconds / milliseconds),
    greatestDifferenceOfZ: difference,
  });
}

interface Baseline {
  name: string;
  milliseconds: number;
  z: ArrayLike<number>;
}

/** A square of cells in which problems are rare, with a wandering hotspot. */
function sampleCube(): Cube {
  const random = mulberry32(SEED);
  const cells = Array.from({ length: WIDTH * WIDTH }, (_, cell) => cell);
  const q = Int32Array.from(cells, (cell) => cell % WIDTH);
  const r = Int32Array.from(
    cells,
    (cell) => Math.floor(cell / WIDTH) - Math.floor((cell % WIDTH) / 2),
  );
  const counts = new Float64Array(cells.length * STEPS);
  for (let step = 0; step < STEPS; step++) {
    for (const cell of cells) {
      const distance = Math.hypot((cell % WIDTH) - step, Math.floor(cell / WIDTH) - 50);
      counts[step * cells.length + cell] = poisson(distance < 4 ? 6 : 0.8, random);
    }
  }
  return { cellCount: cells.length, stepCount: STEPS, q, r, counts, exposure: null };
}

/** Nothing where R or spdep is not installed; an error of R itself is thrown. */
async function againstSpdep(cube: Cube): Promise<Baseline | undefined> {
  const found = spawnSync('Rscript', ['-e', 'library(spdep)'], { stdio: 'ignore' });
  if (found.status !== 0) return undefined;
  const folder = await mkdtemp(join(tmpdir(), 'hotspots-bench-'));
  try {
    const numbers = Float64Array.of(cube.cellCount, cube.stepCount, ...cube.q, ...cube.r);
    await writeFile(join(folder, 'cube'), Buffer.concat([bytes(numbers), bytes(cube.counts)]));
    const { status, stdout, stderr } = spawnSync(
      'Rscript',
      ['-e', SPDEP, join(folder, 'cube'), join(folder, 'z')],
      { encoding: 'utf8' },
    );
    if (status !== 0) throw new Error(`Rscript failed: ${stderr}`);
    const z = await readFile(join(folder, 'z'));
    return {
      name: 'spdep::localG',
      milliseconds: Number(stdout),
      z: new Float64Array(new Uint8Array(z).buffer),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

const SPDEP = `
suppressPackageStartupMessages(library(spdep))
path <- commandArgs(TRUE)
input <- file(path[1], "rb")
size <- readBin(input, "double", 2)
q <- readBin(input, "double", size[1])
r <- readBin(input, "double", size[1])
counts <- matrix(readBin(input, "double", size[1] * size[2]), size[1])
others <- dnearneigh(cbind(1.5 * q, sqrt(3) * (r + q / 2)), 0.1, 1.8)
weights <- nb2listw(include.self(others), style = "B")
invisible(localG(counts[, 1], weights))
times <- replicate(3, {
  z <<- NULL
  system.time(z <<- apply(counts, 2, function(x) as.numeric(localG(x, weights))))[["elapsed"]]
})
writeBin(as.numeric(z), path[2])
cat(1000 * median(times))
`;

function againstPlain(cube: Cube): Baseline {
  let z: number[] = [];
  const milliseconds = median(1, () => {
    z = plainScores(cube);
  });
  return { name: 'plain TypeScript with text keys', milliseconds, z };
}

/** z alone, as one would first write it. */
function plainScores({ cellCount, stepCount, q, r, counts }: Cube): number[] {
  const around = [
    [0, 0],
    [1, 0],
    [0, 1],
    [-1, 1],
    [-1, 0],
    [0, -1],
    [1, -1],
  ] as const;
  const scores: number[] = [];
  for (let step = 0; step < stepCount; step++) {
    const values = new Map<string, number>();
    for (let cell = 0; cell < cellCount; cell++) {
      values.set(`${q[cell]},${r[cell]}`, counts[step * cellCount + cell]!);
    }
    const list = [...values.values()];
    const mean = list.reduce((sum, value) => sum + value, 0) / cellCount;
    const variance = list.reduce((sum, value) => sum + (value - mean) ** 2, 0) / cellCount;
    for (let cell = 0; cell < cellCount; cell++) {
      const near = around
        .map(([dq, dr]) => values.get(`${q[cell]! + dq},${r[cell]! + dr}`))
        .filter((value) => value !== undefined);
      const sum = near.reduce((total, value) => total + value, 0);
      const spread = (variance * near.length * (cellCount - near.length)) / (cellCount - 1);
      scores.push((sum - near.length * mean) / Math.sqrt(spread));
    }
  }
  return scores;
}

function median(runs: number, act: () => void): number {
  const times = Array.from({ length: runs }, () => {
    const began = performance.now();
    act();
    return performance.now() - began;
  });
  return times.sort((a, b) => a - b)[Math.floor(runs / 2)]!;
}

function greatestDifference(ours: ArrayLike<number>, theirs: ArrayLike<number>): number {
  if (ours.length !== theirs.length) return Infinity;
  let greatest = 0;
  for (let at = 0; at < ours.length; at++) {
    const apart = Math.abs(ours[at]! - theirs[at]!);
    if (!(apart <= greatest)) greatest = apart;
  }
  return greatest;
}

function bytes(numbers: Float64Array): Buffer {
  return Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}

/** Knuth's method, fit for small means. */
function poisson(mean: number, random: () => number): number {
  const limit = Math.exp(-mean);
  let product = random();
  let count = 0;
  for (; product > limit; count++) product *= random();
  return count;
}

/** Tommy Ettinger's generator of 32-bit numbers: seeded, so that every run tests the same cube. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
