// @vitest-environment node
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterEach, describe, expect, it } from 'vitest';

import type { PlanProblem } from '../domain/patrol/problem/problem.ts';
import { guessedLeg } from '../domain/roads/travel-matrix.ts';
import { osrmMatrix, osrmPaths } from './osrm.ts';
import type { OsrmServer } from './read-routing.ts';
import { solveByVroom } from './vroom.ts';

let server: Server | undefined;

afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(null)));
  server = undefined;
});

/** A real HTTP server on a free port. @returns its address */
async function serve(
  answer: (request: IncomingMessage, response: ServerResponse, body: string) => void,
): Promise<string> {
  server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => answer(request, response, body));
  });
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const json = (status: number, value: unknown) => (_: unknown, response: ServerResponse) => {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
};

const stops: [number, number][] = [
  [103.0, 29.98],
  [103.01, 29.98],
  [103.02, 29.99],
  [103.03, 29.99],
  [103.04, 30],
];

/** Seconds and metres between two places, another each way, so that no transposition goes unseen. */
const secondsBetween = (a: string, b: string) => 1000 * indexOf(a) + indexOf(b) + 0.5;
const indexOf = (place: string) => stops.findIndex(([x]) => Number(place.split(',')[0]) === x);

/**
 * OSRM's table service as its documentation has it: sources and destinations are places in the list of
 * coordinates; `TooBig` beyond the limit; no fewer than two coordinates.
 */
const osrm =
  (maxPlaces: number, seen: string[] = []) =>
  (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url!, 'http://x');
    seen.push(url.pathname + url.search);
    const [, service, version, profile, list] = url.pathname.split('/');
    const places = decodeURIComponent(list!).split(';');
    expect([service, version, profile]).toEqual(['table', 'v1', 'bike']);
    expect(url.searchParams.get('annotations')).toBe('duration,distance');
    if (places.length < 2) {
      return json(400, { code: 'InvalidOptions', message: 'too few' })(request, response);
    }
    const some = (name: string) =>
      url.searchParams.get(name)?.split(';').map(Number) ?? places.map((_, at) => at);
    const [sources, destinations] = [some('sources'), some('destinations')];
    if (sources.length * destinations.length > maxPlaces ** 2 || places.length > maxPlaces) {
      const message = `Number of entries ${sources.length * destinations.length} is higher than current maximum (${maxPlaces ** 2})`;
      return json(400, { code: 'TooBig', message })(request, response);
    }
    const durations = sources.map((i) =>
      destinations.map((j) => (i === j ? 0 : secondsBetween(places[i]!, places[j]!))),
    );
    const distances = durations.map((row) => row.map((seconds) => 10 * seconds));
    json(200, { code: 'Ok', durations, distances, sources: [], destinations: [] })(
      request,
      response,
    );
  };

const at = (url: string, maxPlaces = 100): OsrmServer => ({ url, profile: 'bike', maxPlaces });

describe('a table from OSRM', () => {
  it.each([100, 4, 3, 2])('is put together from pieces of %d places', async (maxPlaces) => {
    const seen: string[] = [];
    const url = await serve(osrm(maxPlaces, seen));
    const told: number[] = [];
    const { matrix, notes } = await osrmMatrix(
      at(url, maxPlaces),
      { stops, profile: 'ebike' },
      { onProgress: (done) => told.push(done) },
    );
    expect([...matrix.durations]).toEqual(
      stops.flatMap((_, i) => stops.map((__, j) => (i === j ? 0 : 1000 * i + j + 0.5))),
    );
    expect(matrix.distances[7]).toBe(10_025);
    expect(notes).toEqual([]);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    if (maxPlaces === 100) {
      expect(seen).toEqual([
        '/table/v1/bike/103.000000,29.980000;103.010000,29.980000;103.020000,29.990000;103.030000,29.990000;103.040000,30.000000?annotations=duration,distance',
      ]);
    }
  });

  it('guesses what it does not know, and names the one stop that explains it', async () => {
    const durations = stops.map((_, i) =>
      stops.map((__, j) => (i === 3 || j === 3 ? null : i + j)),
    );
    durations[3]![3] = 0;
    const url = await serve(json(200, { code: 'Ok', durations, distances: durations }));
    const { matrix, notes } = await osrmMatrix(at(url), { stops, profile: 'ebike' });
    expect(notes).toEqual([{ stop: 3, kind: 'unreachable', meters: null }]);
    const guess = guessedLeg(stops[1]!, stops[3]!, 'ebike');
    expect(matrix.durations[8]).toBe(guess.seconds);
    expect(matrix.distances[16]).toBe(guess.meters);
    expect(matrix.durations[9]).toBe(5);
  });

  const table = [
    [0, 1],
    [1, 0],
  ];
  it.each([
    [
      400,
      { code: 'NoSegment', message: 'Could not find a matching segment for coordinate 1' },
      'refused the request: NoSegment: Could not find a matching segment for coordinate 1',
    ],
    [
      400,
      { code: 'TooBig', message: 'Too many' },
      'does not take so many places at once: lower maxPlaces in routing.json (TooBig: Too many)',
    ],
    [429, { message: 'Too Many Requests' }, 'refused the request: HTTP 429: Too Many Requests'],
    [200, { code: 'Ok', durations: table }, 'gave a wrong answer: there is no table of distances'],
    [
      200,
      { code: 'Ok', durations: [[0, 1]], distances: table },
      'gave a wrong answer: the table of durations is 1 × 2, not 2 × 2',
    ],
    [
      200,
      { code: 'Ok', durations: [[0, 1], [0]], distances: table },
      'gave a wrong answer: the table of durations is 2 × 1, not 2 × 2',
    ],
    [
      200,
      {
        code: 'Ok',
        durations: table,
        distances: [
          [0, -1],
          [1, 0],
        ],
      },
      'gave a wrong answer: the table of distances holds -1',
    ],
    [
      200,
      {
        code: 'Ok',
        durations: [
          [0, '1'],
          [1, 0],
        ],
        distances: table,
      },
      'gave a wrong answer: the table of durations holds 1',
    ],
    [502, 'Bad Gateway', 'did not answer in JSON (HTTP 502)'],
  ])('HTTP %d %j is told in one line', async (status, value, line) => {
    const url = await serve(json(status, value));
    const refusal = osrmMatrix(at(url), { stops: stops.slice(0, 2), profile: 'ebike' });
    const { host } = new URL(url);
    await expect(refusal).rejects.toMatchObject({
      name: 'Refusal',
      zh: expect.stringContaining(`路径服务 ${host}`) as string,
      en: `the routing server ${host} ${line}`,
    });
  });

  it('that does not come in time, or from nowhere', async () => {
    const url = await serve(() => undefined);
    const request = { stops, profile: 'ebike' } as const;
    await expect(osrmMatrix(at(url), request, { withinSeconds: 0.2 })).rejects.toMatchObject({
      en: `the routing server ${new URL(url).host} did not answer within 0.2 s`,
    });
    const reason = new Error('another zone');
    const control = new AbortController();
    const called = osrmMatrix(at(url), request, { signal: control.signal });
    control.abort(reason);
    await expect(called).rejects.toBe(reason);
    server!.closeAllConnections();
    await new Promise((resolve) => server!.close(resolve));
    server = undefined;
    await expect(osrmMatrix(at(url), request)).rejects.toMatchObject({
      en: expect.stringContaining('cannot be reached') as string,
    });
  });

  it('is not asked for without two places', async () => {
    const request = { stops: stops.slice(0, 1), profile: 'car' } as const;
    const { matrix } = await osrmMatrix(at('http://127.0.0.1:1'), request);
    expect([...matrix.durations]).toEqual([0]);
  });
});

describe('ways from OSRM', () => {
  it('are drawn leg by leg, straight where it knows none', async () => {
    const line = [stops[0]!, [103.005, 29.981], stops[1]!];
    const seen: string[] = [];
    const url = await serve((request, response) => {
      seen.push(request.url!);
      if (request.url!.includes('103.020000')) {
        return json(400, { code: 'NoRoute', message: 'Impossible route.' })(request, response);
      }
      const geometry = { type: 'LineString', coordinates: line };
      json(200, { code: 'Ok', routes: [{ distance: 90, duration: 300, geometry }] })(
        request,
        response,
      );
    });
    const request = { stops: stops.slice(0, 3), profile: 'ebike' } as const;
    const [first, second] = await osrmPaths(at(url), request);
    expect(first).toEqual({ coordinates: line, seconds: 300, meters: 90, isGuessed: false });
    expect(second).toMatchObject({ coordinates: [stops[1], stops[2]], isGuessed: true });
    expect(seen[0]).toBe(
      '/route/v1/bike/103.000000,29.980000;103.010000,29.980000?overview=full&geometries=geojson',
    );
  });

  it.each([[{ code: 'Ok' }], [{ code: 'Ok', routes: [{ duration: 1, distance: 1 }] }]])(
    '%j is no way',
    async (value) => {
      const url = await serve(json(200, value));
      const request = { stops: stops.slice(0, 2), profile: 'ebike' } as const;
      await expect(osrmPaths(at(url), request)).rejects.toMatchObject({
        en: expect.stringContaining('gave a wrong answer: there is no route') as string,
      });
    },
  );
});

describe('a plan from VROOM', () => {
  const problem: PlanProblem = {
    vehicles: [{ id: 1, start_index: 0, end_index: 0, profile: 'foot' }],
    jobs: [{ id: 7, location_index: 1, service: 600 }],
    matrices: {
      foot: {
        durations: [
          [0, 60.4],
          [59.6, 0],
        ],
      },
    },
  };
  const solution = {
    code: 0,
    summary: {
      cost: 120,
      routes: 1,
      unassigned: 0,
      setup: 0,
      service: 600,
      duration: 120,
      waiting_time: 0,
      priority: 0,
    },
    routes: [{ vehicle: 1, cost: 120, steps: [{ type: 'start', arrival: 0 }] }],
    unassigned: [],
  };

  it('is what it answers to the problem in whole numbers', async () => {
    let asked: unknown;
    const url = await serve((request, response, body) => {
      asked = {
        method: request.method,
        path: request.url,
        type: request.headers['content-type'],
        body: JSON.parse(body) as unknown,
      };
      json(200, solution)(request, response);
    });
    expect(await solveByVroom({ url: `${url}/vroom` }, problem)).toEqual(solution);
    expect(asked).toEqual({
      method: 'POST',
      path: '/vroom/',
      type: 'application/json',
      body: {
        ...problem,
        matrices: {
          foot: {
            durations: [
              [0, 60],
              [60, 0],
            ],
          },
        },
      },
    });
  });

  it.each([
    [500, { code: 1, error: 'Internal error' }, ': internal error: Internal error'],
    [400, { code: 2, error: 'Invalid jobs.' }, ': the problem is wrong: Invalid jobs.'],
    [
      500,
      { code: 3, error: 'Failed to connect to\n0.0.0.0:5000' },
      ': its routing failed: Failed to connect to 0.0.0.0:5000',
    ],
    [
      413,
      { code: 4, error: 'Too many locations (2) in query, maximum is set to 1' },
      ': the problem is too large: Too many locations (2) in query, maximum is set to 1',
    ],
    [404, { message: 'x' }, ': HTTP 404'],
  ])('HTTP %d %j is told in one line', async (status, value, line) => {
    const url = await serve(json(status, value));
    await expect(solveByVroom({ url }, problem)).rejects.toMatchObject({
      name: 'Refusal',
      zh: expect.stringContaining(`VROOM 服务 ${new URL(url).host} `) as string,
      en: `the VROOM server ${new URL(url).host}${line}`,
    });
  });

  it('is none without routes', async () => {
    const url = await serve(json(200, { code: 0, summary: {}, unassigned: [] }));
    await expect(solveByVroom({ url }, problem)).rejects.toMatchObject({
      en: expect.stringContaining('no routes or unassigned') as string,
    });
  });

  it.each<[string, Partial<PlanProblem>]>([
    ['several days', { days: 7 }],
    ['staggering', { stagger: { weight: 1, bands: [] } }],
    ['several visits', { jobs: [{ id: 7, visits: 2 }] }],
    ['pins', { jobs: [{ id: 7, pins: [{ vehicle: 1 }] }] }],
    ['longest duration', { vehicles: [{ id: 1, max_duration: 3600 }] }],
    [
      'matrix with holes',
      {
        matrices: {
          foot: {
            durations: [
              [0, null],
              [1, 0],
            ],
          },
        },
      },
    ],
  ])('is not asked for when %s would be lost', async (words, change) => {
    const refusal = solveByVroom({ url: 'http://127.0.0.1:1' }, { ...problem, ...change });
    await expect(refusal).rejects.toMatchObject({ en: expect.stringContaining(words) as string });
  });
});
