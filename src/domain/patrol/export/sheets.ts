import { exportSheets, type ExportSheet } from '../../spreadsheet/export.ts';
import type { ExportedRoute, ExportedStop } from './exported-route.ts';

/** What the columns are called. */
export interface RouteSheetWords {
  readonly number: string;
  readonly site: string;
  readonly type: string;
  readonly address: string;
  readonly planned: string;
  readonly minutes: string;
  readonly why: string;
  readonly standing: string;
  readonly longitude: string;
  readonly latitude: string;
}

/** Routes as sheets of a workbook, one each, a row a stop. */
export function routeSheets(
  routes: readonly ExportedRoute[],
  words: RouteSheetWords,
): ExportSheet[] {
  const rows = routes.flatMap((route) => route.stops.map((stop) => ({ route, stop })));
  const column = (
    name: string,
    width: number,
    value: (stop: ExportedStop) => string | number | { at: string } | null,
  ) => ({ name, width, value: ({ stop }: (typeof rows)[number]) => value(stop) });
  return exportSheets(
    rows,
    [
      column(words.number, 6, ({ number }) => number),
      column(words.planned, 17, ({ arrivesAt }) => ({ at: arrivesAt })),
      column(words.minutes, 8, ({ serviceSeconds }) => Math.round(serviceSeconds / 60)),
      column(words.site, 24, ({ name }) => name),
      column(words.type, 10, ({ type }) => type),
      column(words.address, 30, ({ address }) => address),
      column(words.why, 40, ({ why }) => why),
      column(words.standing, 24, ({ standing }) => standing),
      column(words.longitude, 12, ({ lon }) => lon),
      column(words.latitude, 12, ({ lat }) => lat),
    ],
    routes[0]?.name ?? '',
    ({ route }) => route.name,
  );
}
