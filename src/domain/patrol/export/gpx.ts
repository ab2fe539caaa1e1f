import type { ExportedRoute, ExportedStop } from './exported-route.ts';

/**
 * Routes as GPX 1.1 (topografix.com/GPX/1/1): a `rte` of the stops in order, and a `trk` of the way where the
 * roads are known. WGS-84, as GPX demands.
 *
 * @param madeAt ISO 8601
 */
export function gpxOf(routes: readonly ExportedRoute[], title: string, madeAt: string): string {
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<gpx version="1.1" creator="Chuangcheng Map" xmlns="http://www.topografix.com/GPX/1/1">',
    `<metadata><name>${text(title)}</name><time>${new Date(madeAt).toISOString()}</time></metadata>`,
    ...routes.map(({ name, planName, stops }) =>
      [
        `<rte><name>${text(name)}</name><desc>${text(planName)}</desc>`,
        ...stops.map(point),
        '</rte>',
      ].join('\n'),
    ),
    ...routes.flatMap(({ name, path }) =>
      path === null
        ? []
        : [
            `<trk><name>${text(name)}</name><trkseg>`,
            ...path.coordinates.map(([lon = 0, lat = 0]) => `<trkpt lat="${lat}" lon="${lon}"/>`),
            '</trkseg></trk>',
          ],
    ),
    '</gpx>',
  ];
  return `${lines.join('\n')}\n`;
}

function point({ number, name, type, address, lon, lat, why }: ExportedStop): string {
  const told = [address, why].filter((part) => part !== null && part !== '').join('\n');
  return `<rtept lat="${lat}" lon="${lon}"><name>${number} ${text(name)}</name><desc>${text(told)}</desc><type>${text(type)}</type></rtept>`;
}

/** XML 1.0: escaped, and without what it cannot hold at all. */
function text(value: string): string {
  return value
    .replace(/(?![\t\n\r])[\p{Cc}\ufffe\uffff]|\p{Surrogate}/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
