import type { PlanJob, PlanProblem, PlanStagger } from '../problem/problem.ts';

/**
 * The staggering loss in units, worked out once more from its definition (see `solver/stagger-term.ts`),
 * with words for keys and nothing kept between visits.
 */
export function lossOfStaggering(
  problem: PlanProblem,
  stagger: PlanStagger,
  visitsOf: (job: PlanJob) => readonly { readonly day: number; readonly begin: number }[],
): number {
  const monday = Date.parse(`${stagger.start_date ?? '2026-11-23'}T12:00:00Z`);
  const weekday = (day: number) => (new Date(monday + day * 86_400_000).getUTCDay() + 6) % 7;
  const bandOf = (second: number) =>
    stagger.bands.findIndex(([from, to]) => second >= from && second < to);
  const name = (day: number, second: number) =>
    bandOf(second) < 0 ? 'outside' : `${weekday(day)} ${bandOf(second)}`;
  const isOff = (day: number, second: number) =>
    (stagger.off_days === undefined ? weekday(day) >= 5 : stagger.off_days.includes(day)) ||
    bandOf(second) < 0 ||
    !(stagger.working_bands ?? [1, 3]).includes(bandOf(second));

  let loss = 0;
  let counted = 0;
  let off = 0;
  for (const job of problem.jobs) {
    const planned = visitsOf(job);
    const open = openTimes(problem, job, stagger);
    const known = [...(job.last_visits ?? [])]
      .sort((a, b) => Date.parse(a) - Date.parse(b))
      .slice(-20)
      .map((visit) => {
        const local = new Date(Date.parse(visit) + 8 * 3_600_000);
        const day = Math.floor((local.getTime() - monday) / 86_400_000 + 0.5);
        return name(day, (local.getTime() % 86_400_000) / 1000);
      });
    const names = planned.map(({ day, begin }) => name(day, begin));
    if ([...open].some((each) => each.isOff)) {
      counted += planned.length;
      off += planned.filter(({ day, begin }) => isOff(day, begin)).length;
    }
    if (planned.length === 0) continue;
    loss += 1 - evenness([...known, ...names], new Set(open.map((each) => each.name)).size);
    names.forEach((seen, at) => {
      loss +=
        (0.5 / 2) *
        guesses([...known, ...names.slice(0, at)]).filter(
          (guess) => guess === seen && guess !== 'outside',
        ).length;
    });
  }
  return loss + Math.max(0, (stagger.off_hours_target ?? 0) * counted - off);

  function openTimes({ days }: PlanProblem, job: PlanJob, { bands }: PlanStagger) {
    const allowed = new Set(
      job.patterns?.flat() ?? Array.from({ length: days ?? 1 }, (_, day) => day),
    );
    return [...allowed]
      .filter((day) => job.days === undefined || job.days.includes(day))
      .flatMap((day) =>
        bands
          .filter(([from, to]) =>
            (job.time_windows ?? [[0, Infinity]]).some(([start, end]) => start < to && end >= from),
          )
          .map(([from]) => ({ name: name(day, from), isOff: isOff(day, from) })),
      );
  }
}

function evenness(names: readonly string[], open: number): number {
  if (names.length < 2 || open < 2) return 1;
  const entropy = (shares: readonly number[]) =>
    shares.reduce((sum, share) => sum - (share > 0 ? share * Math.log(share) : 0), 0);
  const counts = [...new Set(names)].map((each) => names.filter((other) => other === each).length);
  const fullest = Array.from(
    { length: open },
    (_, at) => Math.floor(names.length / open) + (at < names.length % open ? 1 : 0),
  );
  return Math.min(
    1,
    entropy(counts.map((count) => count / names.length)) /
      entropy(fullest.map((count) => count / names.length)),
  );
}

/** What the four guessers name after these visits; nothing where there was none. */
function guesses(before: readonly string[]): string[] {
  const last = before.at(-1);
  if (last === undefined) return [];
  const found = [last];
  const named = before.filter((each) => each !== 'outside');
  const often = mostOften(named);
  if (often !== undefined) found.push(often);
  const earlier = before.slice(0, -1).lastIndexOf(last);
  if (earlier >= 0) found.push(before[earlier + 1]!);
  const band = mostOften(named.map((each) => each.split(' ')[1]!));
  if (last !== 'outside' && band !== undefined) found.push(`${last.split(' ')[0]} ${band}`);
  return found;
}

/** Of equals the one seen last. */
function mostOften(names: readonly string[]): string | undefined {
  const count = (name: string) => names.filter((other) => other === name).length;
  return [...names]
    .reverse()
    .reduce<string | undefined>(
      (best, name) => (best === undefined || count(name) > count(best) ? name : best),
      undefined,
    );
}
