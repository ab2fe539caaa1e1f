// @vitest-environment node
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { describe, expect, it, vi } from 'vitest';

import { BrokenWorker, NodeWorker } from '../../tests/support/node-worker.ts';
import { drawNetwork } from '../domain/roads/road-network.fixture.ts';
import { RoadDesk } from '../workers/road-matrix.ts';
import type { DatabaseClient } from '../db/client.ts';
import { MemberTravel, travelPaths, travelTimes } from './travel-times.ts';

const nodes: [number, number][] = [
  [103, 30],
  [103.01, 30],
];
const desk = new RoadDesk(drawNetwork(nodes, [{ from: 0, to: 1, meters: 1000 }]));
const built = { osrm: {}, roads: () => Promise.resolve(desk) };
const away: [number, number] = [104, 30];

describe('travel times', () => {
  it('come from the roads, and say which stop is off them', async () => {
    const times = await travelTimes([...nodes, away], 'ebike', built);
    expect(times.source).toBe('roads');
    expect(times.notes).toEqual([{ stop: 2, kind: 'off-network', meters: null }]);
    expect(times.durations[1]).toBeCloseTo(240, 9);
    expect(times.distances[3]).toBeCloseTo(1000, 9);
    expect((await travelPaths(nodes, 'ebike', built)).source).toBe('roads');
  });

  it('are guesses where there is no road near any stop', async () => {
    const stops: [number, number][] = [away, [104.01, 30]];
    const times = await travelTimes(stops, 'foot', built);
    expect([times.source, times.notes]).toEqual(['great-circle', []]);
    // 0.01° of longitude at 30° N × 1.3 at 5 km/h.
    expect(times.durations[1]).toBeCloseTo((0.01 * 96_297.7 * 1.3 * 3.6) / 5, 0);
    expect(await travelPaths(stops, 'foot', built)).toMatchObject({
      source: 'great-circle',
      legs: [{ coordinates: stops, isGuessed: true }],
    });
  });

  it('come from the server of their profile, and from nowhere else when it fails', async () => {
    const server = createServer((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const table = [
        [0, 7],
        [8, 0],
      ];
      response.end(JSON.stringify({ code: 'Ok', durations: table, distances: table }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const source = { ...built, osrm: { car: { url, profile: 'car', maxPlaces: 100 } } };
    expect(await travelTimes(nodes, 'car', source)).toEqual({
      source: 'osrm',
      durations: Float64Array.of(0, 7, 8, 0),
      distances: Float64Array.of(0, 7, 8, 0),
      notes: [],
    });
    expect((await travelTimes(nodes, 'foot', source)).source).toBe('roads');
    await new Promise((resolve) => server.close(resolve));
    await expect(travelTimes(nodes, 'car', source)).rejects.toMatchObject({ name: 'Refusal' });
  });

  it.each([
    [
      [
        [103, 30],
        [103, 91],
      ],
      'place 2 has no valid longitude and latitude: 103, 91',
    ],
    [[[0, 0]], 'place 1 has no valid longitude and latitude: 0, 0'],
    [[[NaN, 30]], 'place 1 has no valid longitude and latitude: NaN, 30'],
    [
      Array.from({ length: 5000 }, () => nodes[0]!),
      'computed between 2000 places at most, not 5000',
    ],
  ])('are refused for what is no place (%#)', async (stops, line) => {
    await expect(travelTimes(stops as [number, number][], 'car', built)).rejects.toMatchObject({
      en: expect.stringContaining(line) as string,
    });
  });

  it('of nothing are nothing', async () => {
    expect(await travelTimes([], 'foot', built)).toMatchObject({ source: 'roads', notes: [] });
  });
});

it('are asked of another worker once the first is gone', async () => {
  const network = { count: 0, classes: [], ends: '', road: '', lines: '' };
  const rest = { rpc: () => Promise.resolve({ data: network, error: null, status: 200 }) };
  const travel = new MemberTravel({ rest } as unknown as DatabaseClient, {});
  vi.stubGlobal('Worker', BrokenWorker);
  await expect(travelTimes(nodes, 'foot', travel)).rejects.toThrow('路程计算中断');
  vi.stubGlobal('Worker', NodeWorker);
  expect((await travelTimes(nodes, 'foot', travel)).source).toBe('great-circle');
  await travel.close();
  vi.unstubAllGlobals();
  await Promise.all(NodeWorker.ended);
});
