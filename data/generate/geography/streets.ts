import type { Random } from '../random.ts';
import { type Plan } from './plan.ts';
import { OLD_TOWN, type RoadClass } from './plan-sketch.ts';
import { distance, lengthOf, type Point } from './plane.ts';
import type { StreetField } from './street-field.ts';

/** A street as it was traced, before it is cut where it meets others. */
export interface Street {
  readonly class: RoadClass;
  readonly line: readonly Point[];
  /** Given to great roads; other streets are named later, when it is known where they run. */
  readonly name: string | null;
  readonly ref: string | null;
  readonly bridgeName: string | null;
}

interface Level {
  readonly class: RoadClass;
  /** Metres between neighbouring streets of this level at a density. */
  readonly spacing: (density: number) => number;
  /** Streets of this level end where the town does. */
  readonly leastDensity: number;
  readonly crossesTributary: boolean;
}

const STEP_METERS = 15;

const LEVELS: readonly Level[] = [
  {
    class: 'secondary',
    spacing: (density) => 1900 - 1350 * Math.min(1, density * 1.6),
    leastDensity: 0,
    crossesTributary: true,
  },
  {
    class: 'tertiary',
    spacing: (density) => 860 - 560 * Math.min(1, density * 1.45),
    leastDensity: 0,
    crossesTributary: true,
  },
  {
    class: 'residential',
    spacing: (density) => 128 / (0.4 + 0.6 * density),
    leastDensity: 0.2,
    crossesTributary: false,
  },
];

/**
 * Grows streets along the field, level by level, each keeping its distance from those before
 * (Jobard and Lefer: Creating evenly-spaced streamlines of arbitrary density, 1997).
 */
export function growStreets(plan: Plan, field: StreetField, random: Random): Street[] {
  const streets: Street[] = plan.greatRoads.map((road) => ({ ...road }));
  const traces = new TraceGrid();
  for (const street of streets) traces.add(street.line);

  const centre = { x: OLD_TOWN[0] * plan.scale, y: OLD_TOWN[1] * plan.scale };
  for (const level of LEVELS) {
    const stream = random.stream(level.class);
    for (const seed of seeds(plan, field, level, stream)) {
      for (const turn of [0, Math.PI / 2]) {
        const direction = field.direction(seed, turn);
        const spacing = level.spacing(field.density(seed));
        if (traces.crowded(seed, direction, spacing * 0.9)) continue;
        const line = trace(seed, direction, level, field, traces, centre);
        if (lengthOf(line) < spacing * 1.1) continue;
        traces.add(line);
        streets.push({ class: level.class, line, name: null, ref: null, bridgeName: null });
      }
    }
  }
  return streets;
}

/** Places to start from: a jittered grid as fine as the level's streets, in random order. */
function seeds(plan: Plan, field: StreetField, level: Level, random: Random): Point[] {
  const pitch = level.spacing(1) * 0.8;
  const xs = plan.outline.map(({ x }) => x);
  const ys = plan.outline.map(({ y }) => y);
  const places: Point[] = [];
  for (let x = Math.min(...xs); x < Math.max(...xs); x += pitch) {
    for (let y = Math.min(...ys); y < Math.max(...ys); y += pitch) {
      const place = { x: x + random.between(0, pitch), y: y + random.between(0, pitch) };
      if (!field.inside(place) || field.riverDistance(place) < 60) continue;
      if (field.density(place) < level.leastDensity) continue;
      places.push(place);
    }
  }
  return random.shuffled(places);
}

function trace(
  seed: Point,
  direction: number,
  level: Level,
  field: StreetField,
  traces: TraceGrid,
  centre: Point,
): Point[] {
  const forward = follow(seed, direction, level, field, traces, centre);
  const closed =
    forward.length > 12 && distance(forward[forward.length - 1] as Point, seed) < STEP_METERS * 1.6;
  if (closed) return [seed, ...forward, seed];
  const backward = follow(seed, direction + Math.PI, level, field, traces, centre);
  return [...backward.reverse(), seed, ...forward];
}

function follow(
  seed: Point,
  startDirection: number,
  level: Level,
  field: StreetField,
  traces: TraceGrid,
  centre: Point,
): Point[] {
  const line: Point[] = [];
  let place = seed;
  let direction = startDirection;
  /** Steps still allowed once too near a neighbour: enough to reach the next cross street. */
  let grace = Number.POSITIVE_INFINITY;
  for (let step = 0; step < 3000 && grace > 0; step += 1, grace -= 1) {
    // Midpoint rule.
    const half = {
      x: place.x + (Math.cos(direction) * STEP_METERS) / 2,
      y: place.y + (Math.sin(direction) * STEP_METERS) / 2,
    };
    const turned = field.direction(half, direction);
    // A sharp turn is a singularity of the field, not a bend of a street.
    if (Math.abs(turned - direction) > 0.6) break;
    direction = turned;
    const next = {
      x: place.x + Math.cos(direction) * STEP_METERS,
      y: place.y + Math.sin(direction) * STEP_METERS,
    };
    const density = field.density(next);
    const spacing = level.spacing(density);
    if (field.riverDistance(next) < 30) break;
    if (!level.crossesTributary && field.tributaryDistance(next) < 22) break;
    if (distance(next, centre) < 90) break;
    if (density < level.leastDensity - 0.04) break;
    if (grace === Number.POSITIVE_INFINITY && traces.crowded(next, direction, spacing * 0.58)) {
      grace = Math.ceil((spacing * 1.1) / STEP_METERS);
    }
    if (grace !== Number.POSITIVE_INFINITY && traces.crowded(next, direction, spacing * 0.36))
      break;
    line.push(next);
    place = next;
    if (!field.inside(next)) break;
    if (step > 10 && distance(next, seed) < STEP_METERS * 1.2) break;
    if (nearOwn(line, next, direction, spacing * 0.5)) break;
  }
  return line;
}

/** Whether a line comes back beside itself: a spiral. */
function nearOwn(line: readonly Point[], place: Point, direction: number, radius: number): boolean {
  const skip = Math.ceil((radius * 2.5) / STEP_METERS);
  for (let index = 0; index < line.length - skip; index += 3) {
    const other = line[index] as Point;
    if (distance(other, place) > radius) continue;
    const after = line[index + 1] as Point;
    if (alike(Math.atan2(after.y - other.y, after.x - other.x), direction)) return true;
  }
  return false;
}

/** Within 45 degrees of each other, whichever way they are walked. */
function alike(a: number, b: number): boolean {
  return Math.abs(Math.cos(a - b)) > Math.SQRT1_2;
}

/** The points of all streets by place, with the direction of the street there. */
class TraceGrid {
  private readonly cells = new Map<number, { x: number; y: number; direction: number }[]>();
  private static readonly cellMeters = 150;

  private static key(column: number, row: number): number {
    return (column + 4096) * 8192 + row + 4096;
  }

  add(line: readonly Point[]): void {
    for (let index = 0; index < line.length; index += 1) {
      const a = line[Math.max(0, index - 1)] as Point;
      const b = line[Math.min(line.length - 1, index + 1)] as Point;
      const { x, y } = line[index] as Point;
      const key = TraceGrid.key(
        Math.floor(x / TraceGrid.cellMeters),
        Math.floor(y / TraceGrid.cellMeters),
      );
      const point = { x, y, direction: Math.atan2(b.y - a.y, b.x - a.x) };
      const cell = this.cells.get(key);
      if (cell) cell.push(point);
      else this.cells.set(key, [point]);
    }
  }

  /** Whether a street of like direction runs within `radius`. */
  crowded(place: Point, direction: number, radius: number): boolean {
    const size = TraceGrid.cellMeters;
    for (
      let column = Math.floor((place.x - radius) / size);
      column <= Math.floor((place.x + radius) / size);
      column += 1
    ) {
      for (
        let row = Math.floor((place.y - radius) / size);
        row <= Math.floor((place.y + radius) / size);
        row += 1
      ) {
        for (const point of this.cells.get(TraceGrid.key(column, row)) ?? []) {
          const dx = point.x - place.x;
          const dy = point.y - place.y;
          if (dx * dx + dy * dy < radius * radius && alike(point.direction, direction)) return true;
        }
      }
    }
    return false;
  }
}
