import type { ExportedRoute } from '../../../domain/patrol/export/exported-route.ts';
import type { VisitReason } from '../../../domain/patrol/plans/candidate.ts';
import type { PlannedRoute } from '../../../domain/patrol/plans/plan.ts';
import { walkedStops, type WalkedStop } from '../../../domain/patrol/walking/walked-stops.ts';
import type { SiteType } from '../../../domain/members/who-am-i.ts';
import {
  formatClock,
  formatCount,
  formatShortDay,
  inLanguage,
  language,
  words,
} from '../../../i18n/index.ts';

/** Why a stop is there, the weightiest first. @param now ISO 8601 */
export function reasonWords(reasons: readonly VisitReason[], now: string): string {
  const text = words().walk;
  return reasons.map((reason) => wordsOf(reason, now)).join(text.between);
}

function wordsOf(reason: VisitReason, now: string): string {
  const text = words().walk.reason;
  const day = (moment: string) => formatShortDay(moment, now, language());
  switch (reason.code) {
    case 'veto':
      return text.veto(formatCount(reason.count));
    case 'overdue':
      return text.overdue(formatCount(reason.count), day(reason.since));
    case 'recheck':
      return text.recheck(formatCount(reason.count), day(reason.dueAt));
    case 'due':
      return text.due(formatCount(reason.count), day(reason.dueAt));
    case 'check':
      return text.check(formatCount(reason.count));
    case 'hotspot':
      return text.hotspot;
    case 'stale':
      return reason.days === null ? text.never : text.stale(formatCount(reason.days));
    case 'frequency':
      return text.frequency(formatCount(reason.per14Days));
    case 'added':
      return text.added;
  }
}

/** How a stop stands, with its hour and the reason of a skip. */
export function standingWords({ state, late, at, reason }: WalkedStop): string {
  const text = words().walk;
  const word = text.state[late ? (state === 'open' ? 'behind' : 'late') : state];
  const stood = at === null ? word : text.stood(word, formatClock(at));
  return reason === null ? stood : `${stood}${text.between}${reason}`;
}

/** 2 小时 10 分, to the minute. */
export function durationWords(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  return words().walk.duration(Math.floor(minutes / 60), minutes % 60);
}

export function typeWords(id: string, types: readonly SiteType[]): string {
  const type = types.find((one) => one.id === id);
  return type ? inLanguage(type.nameZh, type.nameEn) : id;
}

/** A route as files tell it, in the language of the screen. @param now ISO 8601 */
export function exportedRoute(
  route: PlannedRoute,
  planName: string,
  types: readonly SiteType[],
  now: string,
): ExportedRoute {
  const { id, crewName, date, distanceMeters, path } = route;
  return {
    id,
    planName,
    crewName,
    name: `${crewName} ${formatShortDay(route.departsAt, now, language())}`,
    date,
    distanceMeters,
    path,
    stops: walkedStops(route, [], []).map((walked) => ({
      id: walked.stop.id,
      number: walked.number,
      siteId: walked.stop.siteId,
      name: walked.stop.siteName,
      type: typeWords(walked.stop.siteType, types),
      address: walked.stop.address,
      lon: walked.stop.lon,
      lat: walked.stop.lat,
      arrivesAt: walked.stop.arrivesAt,
      serviceSeconds: walked.stop.serviceSeconds,
      why: reasonWords(walked.stop.reasons, now),
      standing: standingWords(walked),
    })),
  };
}
