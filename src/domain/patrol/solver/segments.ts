/** Stretches of routes by their least duration and the departures that attain it. */
export class Segments {
  duration!: Float64Array;
  earliest!: Float64Array;
  latest!: Float64Array;
  /** 1 where no departure keeps all windows. */
  warped!: Uint8Array;

  constructor(size: number) {
    this.resize(size);
  }

  resize(size: number): void {
    this.duration = new Float64Array(size);
    this.earliest = new Float64Array(size);
    this.latest = new Float64Array(size);
    this.warped = new Uint8Array(size);
  }

  set(at: number, duration: number, earliest: number, latest: number): void {
    this.duration[at] = duration;
    this.earliest[at] = earliest;
    this.latest[at] = latest;
    this.warped[at] = 0;
  }

  copy(from: Segments, at: number, to: number): void {
    this.set(to, from.duration[at]!, from.earliest[at]!, from.latest[at]!);
    this.warped[to] = from.warped[at]!;
  }

  append(at: number, travel: number, duration: number, earliest: number, latest: number): void {
    const before = this.duration[at]! + travel;
    const wait = Math.max(0, earliest - before - this.latest[at]!);
    if (isLate(this.earliest[at]! + before, latest)) this.warped[at] = 1;
    this.duration[at] = before + duration + wait;
    this.earliest[at] = Math.max(earliest - before, this.earliest[at]!) - wait;
    this.latest[at] = Math.min(latest - before, this.latest[at]!);
  }
}

/** 1e-9: sums of the same numbers in another order. */
export function isLate(moment: number, latest: number): boolean {
  return moment > latest && moment - latest > 1e-9 * Math.max(1, Math.abs(latest));
}
