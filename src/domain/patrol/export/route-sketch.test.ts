import type { FeatureCollection } from 'geojson';
import { describe, expect, it } from 'vitest';
import { routeSketch } from './route-sketch.ts';

const stop = (number: number, lon: number, lat: number) => ({ number, lon, lat });
const road = (kind: string, coordinates: number[][]): FeatureCollection['features'][number] => ({
  type: 'Feature',
  properties: { class: kind },
  geometry: { type: 'LineString', coordinates },
});
const none: FeatureCollection = { type: 'FeatureCollection', features: [] };

describe('the sketch of a route', () => {
  it('has north up and is true to scale: at 60° a degree of longitude is half as wide', () => {
    const { stops, way, metersPerUnit } = routeSketch(
      { path: null, stops: [stop(1, 10, 59.9), stop(2, 10.4, 60.1)] },
      null,
      500,
      500,
    );
    // Both sides are 0.2° of latitude: 82 % of 500 units, centred.
    expect(stops).toEqual([
      { number: 1, x: 45, y: 455 },
      { number: 2, x: 455, y: 45 },
    ]);
    expect(way).toBe('M45 455L455 45');
    // 0.2° of latitude are 22,239 m on the mean sphere.
    expect(metersPerUnit * 410).toBeCloseTo(22_239, 0);
  });

  it('draws the roads that are in sight, wide ones apart', () => {
    const roads: FeatureCollection = {
      ...none,
      features: [
        road('primary', [
          [103, 30],
          [103.01, 30],
        ]),
        road('residential', [
          [103.005, 29.995],
          [103.005, 30.005],
        ]),
        road('secondary_link', [
          [104, 31],
          [104.1, 31],
        ]),
      ],
    };
    const sketch = routeSketch(
      { path: null, stops: [stop(1, 103, 30), stop(2, 103.01, 30)] },
      { roads, water: none },
      500,
      300,
    );
    expect(sketch.majorRoads).toBe(sketch.way);
    expect(sketch.minorRoads.match(/M/g)).toHaveLength(1);
  });

  it('shows something around a single stop', () => {
    const { stops, way, metersPerUnit } = routeSketch(
      { path: null, stops: [stop(1, 103, 30)] },
      null,
      400,
      200,
    );
    expect(stops).toEqual([{ number: 1, x: 200, y: 100 }]);
    expect(way).toBe('');
    expect(metersPerUnit * 200).toBeGreaterThan(300);
  });
});
