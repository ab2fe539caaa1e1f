import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import {
  addToClock,
  CLOCK_KINDS,
  deadlineAfterPause,
  elapsedOnClock,
  momentOfShare,
  WorkCalendar,
  type CalendarDay,
  type ClockKind,
} from '../../src/domain/issues/clocks';
import { startTestBackend, type TestBackend } from '../support/backend';
import { Dice } from '../support/dice';

/**
 * The clocks are written twice, in SQL and in TypeScript for previews: both agree on random moments
 * from 2023 to 2026 over the official calendar, on all four clocks, and again under other working
 * hours and with a longer holiday. All cases of a function go in one statement.
 */
const CASES = 10_000;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const FIRST = Date.UTC(2022, 11, 31, 16);
const DAYS = 1461;

interface Case {
  readonly clock: ClockKind;
  readonly starts: number;
  readonly amount: number;
  readonly ends: number;
  readonly resumes: number;
  readonly share: number;
}

/** To the second, and every other time to where something turns: midnight, opening, closing. */
function randomCases(seed: number): Case[] {
  const dice = new Dice(seed);
  const turns = [0, 8.5, 12, 14, 18].map((hours) => hours * 60 * MINUTE);
  const near = () => {
    const midnight = FIRST + dice.pick(DAYS) * DAY;
    if (dice.chance(0.5)) return midnight + dice.pick(24 * 3600) * 1000;
    return midnight + dice.any(turns) + dice.any([-1000, 0, 1000]);
  };
  const after = (moment: number) =>
    dice.chance(0.1)
      ? moment - dice.pick(DAY)
      : moment + dice.pick(dice.chance(0.3) ? 40 * DAY : 3 * DAY);
  return Array.from({ length: CASES }, (_, index) => {
    const starts = near();
    const ends = dice.chance(0.3) ? near() : after(starts);
    return {
      clock: CLOCK_KINDS[index % CLOCK_KINDS.length]!,
      starts,
      amount: 1 + dice.pick(dice.chance(0.2) ? 200 : 20),
      // No further than the years: the calendar ends there.
      ends: Math.min(ends, starts + 100 * DAY),
      resumes: after(ends),
      share: dice.any([0.5, 0.8, 1.5]),
    };
  });
}

describe.each(['embedded', 'postgres'] as const)('the clocks, %s', (database) => {
  let backend: TestBackend;

  beforeAll(async () => {
    backend = await startTestBackend({ database, postgresUrl: inject('postgresUrl') });
    await backend.sql.exec(`
      create function public.ms(t timestamptz) returns bigint language sql immutable as
        $$ select round(extract(epoch from t) * 1000)::bigint $$;
      create function public.at(ms double precision) returns timestamptz language sql immutable as
        $$ select timestamptz 'epoch' + ms * interval '1 millisecond' $$`);
  });
  afterAll(() => backend.close());

  /** What the database makes of every case, in their order. */
  async function askAll(expression: string, cases: readonly Case[]): Promise<number[]> {
    const rows = await backend.sql.query<{ result: number }>(
      `select (${expression})::double precision as result
       from jsonb_to_recordset($1::text::jsonb)
         c (clock public.clock_kind, starts double precision, amount integer, ends double precision,
            resumes double precision, share double precision, n integer)
       order by n`,
      [JSON.stringify(cases.map((one, n) => ({ ...one, n })))],
    );
    return rows.map(({ result }) => result);
  }

  async function agree(cases: readonly Case[], calendar: WorkCalendar): Promise<void> {
    const functions: readonly (readonly [string, (one: Case) => number])[] = [
      [
        'ms(private.add_to_clock(at(c.starts), c.clock, c.amount))',
        ({ starts, clock, amount }) => addToClock(starts, clock, amount, calendar),
      ],
      [
        'round(extract(epoch from private.time_on_clock(at(c.starts), at(c.ends), c.clock)) * 1000)',
        ({ starts, ends, clock }) => elapsedOnClock(starts, ends, clock, calendar),
      ],
      [
        'ms(private.deadline_after_pause(at(c.ends), at(c.starts), at(c.resumes), c.clock))',
        ({ starts, ends, resumes, clock }) =>
          deadlineAfterPause(ends, starts, resumes, clock, calendar),
      ],
      [
        'ms(private.add_time_on_clock(at(c.starts), private.time_on_clock(at(c.starts), at(c.ends), c.clock) * c.share, c.clock))',
        ({ starts, ends, share, clock }) => momentOfShare(starts, ends, share, clock, calendar),
      ],
    ];
    for (const [expression, inTypeScript] of functions) {
      const answers = await askAll(expression, cases);
      expect(answers).toHaveLength(cases.length);
      const wrong = cases
        .map((one, index) => ({ ...one, database: answers[index]!, wanted: inTypeScript(one) }))
        .filter((one) => one.database !== one.wanted);
      expect(wrong.slice(0, 3), `${expression}: ${wrong.length} differ`).toEqual([]);
    }
  }

  async function calendarOfDatabase(): Promise<WorkCalendar> {
    const days = await backend.sql.query<CalendarDay>(
      'select day::text, kind from public.calendar_days',
    );
    const hours = await backend.sql.query<{ startMinutes: number; endMinutes: number }>(
      `select (extract(epoch from starts) / 60)::integer as "startMinutes",
         (extract(epoch from ends) / 60)::integer as "endMinutes" from public.working_hours`,
    );
    return new WorkCalendar(days, hours);
  }

  it(
    `agree on ${CASES} random cases over the official calendar`,
    { timeout: 300_000 },
    async () => {
      await agree(randomCases(20261124), await calendarOfDatabase());
    },
  );

  it('agree when the office changes the working hours and the calendar', async () => {
    await backend.sql.exec(`
      delete from public.working_hours;
      insert into public.working_hours (starts, ends) values ('06:15', '07:45'), ('09:00', '13:00'), ('15:30', '24:00');
      insert into public.calendar_days (day, kind, name)
      select d, 'holiday', '防汛' from generate_series(date '2024-07-08', '2024-07-26', interval '1 day') d;
      insert into public.calendar_days (day, kind, name) values ('2024-07-27', 'workday', '防汛')`);
    await agree(randomCases(7).slice(0, 2000), await calendarOfDatabase());
  });
});
