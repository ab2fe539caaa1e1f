import { distance, onSegment, type Point } from './plane.ts';
import type { Street } from './streets.ts';

export interface Address {
  readonly street: number;
  readonly streetName: string;
  readonly houseNumber: number;
}

/** Metres of street front to a pair of house numbers, one on each side. */
const METERS_PER_NUMBER = 8;

/** Where numbers are fixed by name: at two places along a street. */
export interface Anchor {
  readonly street: number;
  readonly first: { readonly place: Point; readonly houseNumber: number };
  readonly second: { readonly place: Point; readonly houseNumber: number };
}

/** House numbers that grow along a street, odd to its left and even to its right, each given once. */
export class AddressBook {
  private readonly taken = new Map<string, Set<number>>();
  private readonly chainages = new Map<number, Float64Array>();
  private readonly anchors = new Map<number, Anchor>();

  constructor(
    private readonly streets: readonly Street[],
    private readonly names: readonly string[],
  ) {}

  anchor(anchor: Anchor): void {
    this.anchors.set(anchor.street, anchor);
    this.take(this.names[anchor.street] as string, anchor.first.houseNumber);
    this.take(this.names[anchor.street] as string, anchor.second.houseNumber);
  }

  /** Metres from the start of a street to the place on it nearest to a point. */
  chainage(street: number, place: Point): { meters: number; left: boolean } {
    const { line } = this.streets[street] as Street;
    let along = this.chainages.get(street);
    if (!along) {
      along = new Float64Array(line.length);
      for (let index = 1; index < line.length; index += 1) {
        along[index] =
          (along[index - 1] as number) + distance(line[index - 1] as Point, line[index] as Point);
      }
      this.chainages.set(street, along);
    }
    let best = Number.POSITIVE_INFINITY;
    let meters = 0;
    let left = false;
    for (let index = 1; index < line.length; index += 1) {
      const a = line[index - 1] as Point;
      const b = line[index] as Point;
      const on = onSegment(place, a, b);
      if (on.distance >= best) continue;
      best = on.distance;
      meters = (along[index - 1] as number) + on.share * distance(a, b);
      left = (b.x - a.x) * (place.y - a.y) - (b.y - a.y) * (place.x - a.x) > 0;
    }
    return { meters, left };
  }

  addressOf(street: number, place: Point): Address {
    const { meters, left } = this.chainage(street, place);
    let streetName = this.names[street] as string;
    let position = meters / METERS_PER_NUMBER;
    let odd = left;
    const anchor = this.anchors.get(street);
    if (anchor) {
      const from = this.chainage(street, anchor.first.place);
      const to = this.chainage(street, anchor.second.place);
      const share = (meters - from.meters) / (to.meters - from.meters);
      const number =
        anchor.first.houseNumber + share * (anchor.second.houseNumber - anchor.first.houseNumber);
      odd = left === from.left;
      position = Math.abs(number) / 2;
      // Before number 1 the street has another section, numbered the other way.
      if (number < 1) streetName = `${streetName}西段`;
    }
    const wanted = 2 * Math.max(0, Math.round(position)) + (odd ? 1 : 2);
    for (let step = 0; ; step += 1) {
      for (const houseNumber of [wanted + 2 * step, wanted - 2 * step]) {
        if (houseNumber > 0 && this.take(streetName, houseNumber)) {
          return { street, streetName, houseNumber };
        }
      }
    }
  }

  private take(streetName: string, houseNumber: number): boolean {
    const numbers = this.taken.get(streetName);
    if (!numbers) {
      this.taken.set(streetName, new Set([houseNumber]));
      return true;
    }
    if (numbers.has(houseNumber)) return false;
    numbers.add(houseNumber);
    return true;
  }
}
