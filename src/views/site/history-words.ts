import type {
  ActivityItem,
  HistoryItem,
  HistoryObservation,
  HistoryPhoto,
  InspectionItem,
  IssueEventItem,
} from '../../domain/sites/site-history.ts';
import { localDayOf, type LocalDay } from '../../domain/time/local-time.ts';
import { formatMoment, language, words } from '../../i18n/index.ts';

/** An upload within so long is of the same moment as far as anybody cares. */
const PROMPT_MILLISECONDS = 30 * 60_000;

/** The items of one local day, in their order. */
export interface HistoryDay {
  readonly day: LocalDay;
  readonly items: readonly HistoryItem[];
}

export function byDay(items: readonly HistoryItem[]): HistoryDay[] {
  const days: { day: LocalDay; items: HistoryItem[] }[] = [];
  for (const item of items) {
    const day = localDayOf(item.at);
    const last = days.at(-1);
    if (last?.day === day) last.items.push(item);
    else days.push({ day, items: [item] });
  }
  return days;
}

/** Says when something was recorded much later than it happened; null where it was not. */
export function lateWords(item: InspectionItem | IssueEventItem | ActivityItem): string | null {
  const happenedAt = item.kind === 'inspection' ? (item.finishedAt ?? item.at) : item.at;
  if (Date.parse(item.recordedAt) - Date.parse(happenedAt) < PROMPT_MILLISECONDS) return null;
  const text = words().site;
  const happened = formatMoment(item.at, language());
  const recorded = formatMoment(item.recordedAt, language());
  return item.kind === 'inspection'
    ? text.lateUpload(happened, recorded)
    : text.lateRecord(happened, recorded);
}

/** 王巡查（东城巡查队）; the system where nobody did it. */
export function whoWords(memberName: string | null, unitName: string | null): string {
  const text = words().site;
  if (memberName === null) return unitName ?? text.system;
  return unitName === null ? memberName : text.by(memberName, unitName);
}

/** What was counted, sampled and noted, beside the result itself. */
export function observationDetails(observation: HistoryObservation): string[] {
  const text = words().site;
  const { grade, counted, samplesGood, samplesTotal, note } = observation;
  return [
    grade === null ? null : text.grade(grade),
    counted === null ? null : text.counted(counted),
    samplesGood === null || samplesTotal === null ? null : text.samples(samplesGood, samplesTotal),
    note,
  ].filter((part): part is string => part !== null && part !== '');
}

/** To whom, until when, and why: what the event settled. */
export function eventDetails(event: IssueEventItem): string[] {
  const text = words().site;
  const moment = (at: string) => formatMoment(at, language());
  const { eventKind, toUnitName, deadlineAt, resumesAt, recheckDueAt } = event;
  return [
    toUnitName === null
      ? null
      : eventKind === 'returned'
        ? text.backFrom(toUnitName)
        : text.toUnit(toUnitName),
    deadlineAt === null ? null : text.deadlineSet(moment(deadlineAt)),
    resumesAt === null ? null : text.resumesAt(moment(resumesAt)),
    recheckDueAt === null ? null : text.recheckDueAt(moment(recheckDueAt)),
  ].filter((part): part is string => part !== null);
}

/** A photo as the dialog shows it. */
export function photoWords({ id, stage, caption, takenAt }: HistoryPhoto) {
  return {
    id,
    stage: words().vocabulary.photoStage[stage],
    caption,
    taken: takenAt === null ? null : words().site.photoTaken(formatMoment(takenAt, language())),
  };
}
