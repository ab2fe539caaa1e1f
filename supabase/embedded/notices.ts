// The same refusal as everywhere; what runs in Node finds it with the other notices.
export { Refusal } from '../../src/domain/refusal.ts';

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
