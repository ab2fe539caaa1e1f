import type { VisitPin } from '../domain/patrol/plans/build-problem.ts';
import { daysBetween } from '../domain/time/local-time.ts';

/** What the captain settled by hand; the search keeps to it. */
export interface HandChoices {
  readonly pins: readonly VisitPin[];
  readonly excluded: ReadonlySet<number>;
  readonly added: ReadonlySet<number>;
}

const NOTHING: HandChoices = { pins: [], excluded: new Set(), added: new Set() };
const MOST_STEPS = 50;

/** Pins, exclusions and additions, step by step to be taken back. */
export class Hand {
  now = $state.raw<HandChoices>(NOTHING);
  #before = $state.raw<readonly HandChoices[]>([]);
  #after = $state.raw<readonly HandChoices[]>([]);
  /** YYYY-MM-DD, from which the days of pins are counted. */
  #from = '';

  readonly canUndo: boolean = $derived(this.#before.length > 0);
  readonly canRedo: boolean = $derived(this.#after.length > 0);

  /** A pin is to a date: when the first day is another, it is another day of the plan. @param from YYYY-MM-DD */
  beginOn(from: string): void {
    const later = this.#from === '' ? 0 : daysBetween(from, this.#from);
    this.#from = from;
    if (later === 0) return;
    const moved = (choices: HandChoices): HandChoices => ({
      ...choices,
      pins: choices.pins.map((pin) => {
        return pin.day === undefined ? pin : { ...pin, day: pin.day + later };
      }),
    });
    this.now = moved(this.now);
    this.#before = this.#before.map(moved);
    this.#after = this.#after.map(moved);
  }

  /** Without pins to days that are none of the plan's. */
  within(days: number): HandChoices {
    const pins = this.now.pins.filter(({ day = 0 }) => day >= 0 && day < days);
    return { ...this.now, pins };
  }

  /** @param old the pin that it replaces */
  pin(pin: VisitPin, old: VisitPin | null): void {
    const { pins } = this.now;
    this.#set({ ...this.now, pins: [...pins.filter((each) => each !== old), pin] });
  }

  unpin(old: VisitPin): void {
    this.#set({ ...this.now, pins: this.now.pins.filter((each) => each !== old) });
  }

  exclude(siteId: number): void {
    const { pins, excluded, added } = this.now;
    this.#set({
      pins: pins.filter((pin) => pin.siteId !== siteId),
      excluded: new Set([...excluded, siteId]),
      added: new Set([...added].filter((id) => id !== siteId)),
    });
  }

  /** To be visited, whether the policy asks for it or it was left out by hand. */
  include(siteId: number): void {
    const { pins, excluded, added } = this.now;
    const rest = new Set([...excluded].filter((id) => id !== siteId));
    this.#set({ pins, excluded: rest, added: new Set([...added, siteId]) });
  }

  /** Left out by hand no more: to be visited as the policy asks for it. */
  restore(siteId: number): void {
    const excluded = new Set([...this.now.excluded].filter((id) => id !== siteId));
    this.#set({ ...this.now, excluded });
  }

  undo(): void {
    const before = this.#before.at(-1);
    if (!before) return;
    this.#after = [...this.#after, this.now];
    this.#before = this.#before.slice(0, -1);
    this.now = before;
  }

  redo(): void {
    const after = this.#after.at(-1);
    if (!after) return;
    this.#before = [...this.#before, this.now];
    this.#after = this.#after.slice(0, -1);
    this.now = after;
  }

  begin(choices: HandChoices = NOTHING): void {
    this.now = choices;
    this.#before = [];
    this.#after = [];
  }

  #set(choices: HandChoices): void {
    this.#before = [...this.#before, this.now].slice(-MOST_STEPS);
    this.#after = [];
    this.now = choices;
  }
}
