import type { ExportedRoute } from '../../../domain/patrol/export/exported-route.ts';
import type { PlannedRoute } from '../../../domain/patrol/plans/plan.ts';
import { walkedStops, type WalkedStop } from '../../../domain/patrol/walking/walked-stops.ts';
import type { SiteType } from '../../../domain/members/who-am-i.ts';
import { formatClock, formatShortDay, inLanguage, language, words } from '../../../i18n/index.ts';
import { reasonWords } from '../reason-words.ts';

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
