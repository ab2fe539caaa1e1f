import Flatbush from 'flatbush';
import { onSegment, type Point } from './plane.ts';

export interface Segment<Owner> {
  readonly a: Point;
  readonly b: Point;
  readonly owner: Owner;
}

/** Segments by place: which lie near a point or a box. */
export class SegmentIndex<Owner> {
  private readonly tree: Flatbush | null;

  constructor(readonly segments: readonly Segment<Owner>[]) {
    if (segments.length === 0) {
      this.tree = null;
      return;
    }
    this.tree = new Flatbush(segments.length);
    for (const { a, b } of segments) {
      this.tree.add(Math.min(a.x, b.x), Math.min(a.y, b.y), Math.max(a.x, b.x), Math.max(a.y, b.y));
    }
    this.tree.finish();
  }

  static ofLines<Owner>(
    lines: Iterable<readonly [owner: Owner, line: readonly Point[]]>,
  ): SegmentIndex<Owner> {
    const segments: Segment<Owner>[] = [];
    for (const [owner, line] of lines) {
      for (let index = 1; index < line.length; index += 1) {
        segments.push({ a: line[index - 1] as Point, b: line[index] as Point, owner });
      }
    }
    return new SegmentIndex(segments);
  }

  /** Positions of the segments whose box meets the given one, in ascending order. */
  inBox(minX: number, minY: number, maxX: number, maxY: number): number[] {
    return (this.tree?.search(minX, minY, maxX, maxY) ?? []).sort((left, right) => left - right);
  }

  /** The nearest segment within `radiusMeters`, the first of equally near ones. */
  nearest(
    point: Point,
    radiusMeters: number,
    accept: (owner: Owner) => boolean = () => true,
  ): { segment: Segment<Owner>; position: number; share: number; distance: number } | null {
    let best: ReturnType<SegmentIndex<Owner>['nearest']> = null;
    let bestDistance = radiusMeters;
    for (const position of this.inBox(
      point.x - radiusMeters,
      point.y - radiusMeters,
      point.x + radiusMeters,
      point.y + radiusMeters,
    )) {
      const segment = this.segments[position] as Segment<Owner>;
      if (!accept(segment.owner)) continue;
      const { share, distance } = onSegment(point, segment.a, segment.b);
      if (distance < bestDistance) {
        bestDistance = distance;
        best = { segment, position, share, distance };
      }
    }
    return best;
  }
}
