import {
  WORK_RATES,
  type WorkFigures,
  type WorkRate,
  type WorkRow,
} from '../../domain/issues/work-figures.ts';
import { formatChange, formatCount, formatRate, words } from '../../i18n/index.ts';

/** One figure as it is shown: its value, what it was made of, and how it moved. */
export interface FigureWords {
  readonly name: string;
  readonly value: string;
  readonly made: string;
  readonly moved: string;
  readonly explained: string;
}

const COUNTS = ['accepted', 'closed', 'fixedOnTheSpot'] as const;

export function rateWords(rate: WorkRate): string {
  return rate.value === null ? words().workFigures.none : formatRate(rate.value);
}

/** k/n, so that whoever it is about can recompute it. */
export function partsWords(rate: WorkRate): string {
  return words().workFigures.of(formatCount(rate.numerator), formatCount(rate.denominator));
}

export function hoursWords(hours: number | null): string {
  const text = words().workFigures;
  return hours === null ? text.none : text.hours(hours.toFixed(1));
}

/** Whether anything at all is to be said of a row. */
export function isEmpty({ accepted, closed, fixedOnTheSpot, ...rates }: WorkFigures): boolean {
  const counted = WORK_RATES.reduce((sum, name) => sum + rates[name].n, 0);
  return accepted + closed + fixedOnTheSpot + counted === 0;
}

/** The eight figures of the whole, in the order in which the office reads them. */
export function figuresOf(row: WorkRow): readonly FigureWords[] {
  const text = words().workFigures;
  return [
    ...COUNTS.map((name) => ({
      name: text.names[name],
      value: formatCount(row.now[name]),
      made: '',
      moved: text.moved(
        countChange(row.now[name], row.before, name),
        countChange(row.now[name], row.yearAgo, name),
      ),
      explained: text.explained[name],
    })),
    ...WORK_RATES.map((name) => ({
      name: text.names[name],
      value: rateWords(row.now[name]),
      made: `${partsWords(row.now[name])} · ${text.basedOn(formatCount(row.now[name].n))}`,
      moved: text.moved(
        pointsWords(row.now[name], row.before[name]),
        pointsWords(row.now[name], row.yearAgo[name]),
      ),
      explained: text.explained[name],
    })),
    {
      name: text.names.medianHours,
      value: hoursWords(row.now.medianHours.value),
      made:
        row.now.medianHours.workingValue === null
          ? text.basedOn('0')
          : `${text.workingHours(row.now.medianHours.workingValue.toFixed(1))} · ${text.basedOn(formatCount(row.now.medianHours.n))}`,
      moved: text.moved(
        hoursWords(row.before.medianHours.value),
        hoursWords(row.yearAgo.medianHours.value),
      ),
      explained: text.explained.medianHours,
    },
  ];
}

/** Where there was nothing yet, there is nothing to compare with. */
function countChange(now: number, then: WorkFigures, name: (typeof COUNTS)[number]): string {
  return isEmpty(then) ? words().workFigures.none : formatChange(now - then[name]);
}

/** Rates are compared in points, never as a rate of rates. */
function pointsWords(now: WorkRate, then: WorkRate): string {
  const text = words().workFigures;
  if (now.value === null || then.value === null) return text.none;
  const points = (now.value - then.value) * 100;
  const sign = points > 0 ? '+' : points < 0 ? '−' : '±';
  return text.points(`${sign}${Math.abs(points).toFixed(1)}`);
}
