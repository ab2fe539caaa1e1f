/**
 * A refusal or failure that is told to a person in one line, in Chinese and in English; nothing
 * else of it is shown.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly zh: string,
    readonly en: string,
  ) {
    super(`${zh} / ${en}`);
  }
}

/** A moment as the offices write it, in their time zone: `2026-11-23 11:50:02`. */
export function formatMoment(moment: Date): string {
  return new Intl.DateTimeFormat('sv-SE', {
    dateStyle: 'short',
    timeStyle: 'medium',
    timeZone: 'Asia/Shanghai',
  }).format(moment);
}

/** One line for a person, whatever was thrown. */
export function describeError(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
