import { startOfDay } from '../../../src/domain/issues/clocks.ts';
import type { IssueSource } from '../../../src/domain/issues/vocabulary.ts';
import { INDICATORS_OF } from '../catalogue.ts';
import type { Random } from '../random.ts';
import type { Character } from './character.ts';
import type { Planted } from './planted.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** What people call 12345 about. */
const CALLED_ABOUT = new Set([11, 13, 14, 15, 22, 23, 25, 26, 34]);
/** A report that does not come from an inspection. */
export interface Call {
  readonly at: number;
  readonly code: number;
  readonly source: IssueSource;
}

/** The number it has outside: of 12345, of 数字城管, of a supervision letter. */
export function outsideNumber(source: IssueSource, at: number, random: Random): string {
  const prefix = source === 'hotline' ? 'YA' : source === 'digital' ? 'SZ' : 'DC';
  const date = new Date(at + 8 * HOUR).toISOString().slice(0, 10).replaceAll('-', '');
  return `${prefix}${date}${String(random.integer(1, 9999)).padStart(4, '0')}`;
}

/** Calls of a year about one site: the more, the more is wrong there. */
export function planCalls(
  character: Character,
  planted: Planted,
  firstDay: number,
  fromDay: number,
  callScale: number,
  random: Random,
): Call[] {
  const stream = random.stream('calls').stream(character.site.id);
  const calls: Call[] = [];
  const applicable = INDICATORS_OF[character.site.type].filter(
    ({ code }) => CALLED_ABOUT.has(code) && !character.notApplicable.has(code),
  );
  const closed = character.closedDay ?? 365;
  for (let month = 0; month < 12; month += 1) {
    const day = month * 30 + stream.integer(0, 29);
    const weights = applicable.map(
      (indicator) =>
        [
          indicator.code,
          indicator.failRate * planted.failFactor(character.site, indicator.code, day),
        ] as const,
    );
    const mean =
      weights.reduce((sum, [, weight]) => sum + weight, 0) * 0.3 * callScale * character.trouble;
    if (!stream.chance(Math.min(0.9, mean))) continue;
    if (day <= Math.max(character.openedDay, fromDay) || day >= closed) continue;
    calls.push({
      at: startOfDay(firstDay + day) + stream.integer(7 * 60, 21 * 60) * MINUTE,
      code: stream.weighted(weights),
      source: stream.weighted([
        ['hotline', 5],
        ['digital', 3],
        ['public', 2],
      ]),
    });
  }
  return calls;
}
