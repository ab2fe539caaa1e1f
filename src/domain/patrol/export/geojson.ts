import type { Feature, FeatureCollection, LineString, Point } from 'geojson';
import { straightPath, type ExportedRoute } from './exported-route.ts';

/**
 * Routes as GeoJSON (RFC 7946, WGS-84): a line for each, then its stops as points. `straight` says that no way
 * on the roads is known and the line merely joins the stops.
 */
export function geojsonOf(routes: readonly ExportedRoute[]): string {
  const features = routes.flatMap((route): Feature<LineString | Point>[] => {
    const { id, planName, crewName, date, distanceMeters, path, stops } = route;
    const points = stops.map(({ id: stopId, lon, lat, ...told }): Feature<Point> => ({
      type: 'Feature',
      id: `stop-${stopId}`,
      geometry: { type: 'Point', coordinates: [lon, lat] },
      properties: { kind: 'stop', routeId: id, ...told },
    }));
    // A line has two ends.
    if (path === null && stops.length < 2) return points;
    return [
      {
        type: 'Feature',
        id: `route-${id}`,
        geometry: path ?? straightPath(stops),
        properties: {
          kind: 'route',
          planName,
          crewName,
          date,
          distanceMeters,
          straight: path === null,
        },
      },
      ...points,
    ];
  });
  const all: FeatureCollection = { type: 'FeatureCollection', features };
  return `${JSON.stringify(all)}\n`;
}
