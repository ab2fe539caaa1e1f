import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import {
  COURTYARD,
  EARLY_CREW,
  HOTEL,
  LATE_CREW,
  MARKET,
} from '../domain/patrol/plans/question.fixture.ts';
import type { PlanProblem } from '../domain/patrol/problem/problem.ts';
import { addDays } from '../domain/time/local-time.ts';
import { captain, shown, TODAY } from './planning.fixture.ts';

let server: Server | null = null;
afterEach(() => server?.close());

/** A server in VROOM's format (docs/API.md of the VROOM project): it sends its first vehicle everywhere. */
async function vroom(order: readonly number[]) {
  const asked: PlanProblem[] = [];
  const started = (server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      const problem = JSON.parse(body) as PlanProblem;
      asked.push(problem);
      const jobs = order.map((id) => ({ type: 'job', id, job: id, arrival: 30_000, duration: 0 }));
      const steps = [{ type: 'start', arrival: 30_000 }, ...jobs, { type: 'end', arrival: 50_000 }];
      const routes = [{ vehicle: problem.vehicles[0]!.id, cost: 9, steps }];
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ code: 0, summary: { cost: 9 }, routes, unassigned: [] }));
    });
  }));
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  const { port } = started.address() as AddressInfo;
  return { asked, url: `http://127.0.0.1:${port}` };
}

async function planned(url: string, days: number) {
  const { planning } = captain({}, { vroom: { url } });
  await planning.loadTeam();
  planning.from = addDays(TODAY, 1);
  planning.days = days;
  planning.going.sites = () => [HOTEL, MARKET, COURTYARD];
  planning.seconds = 0;
  await planning.loadCandidates();
  await planning.plan();
  return planning;
}

it('begins a plan of one day with the routes of the VROOM server', async () => {
  const order = [COURTYARD, HOTEL, MARKET];
  const { asked, url } = await vroom(order);
  const planning = await planned(url, 1);
  expect(planning.problem).toBeNull();
  expect(shown(planning)).toEqual(order.map((siteId) => [0, EARLY_CREW, siteId]));
  // Asked in its own format alone.
  const [{ days, stagger, jobs, vehicles, matrices }] = asked as [PlanProblem];
  expect([days, stagger]).toEqual([undefined, undefined]);
  expect(jobs.map(({ id }) => id)).toEqual([HOTEL, MARKET, COURTYARD]);
  expect(vehicles.map(({ profile }) => profile)).toEqual(['ebike', 'ebike']);
  expect(matrices!['ebike']!.durations.flat().every(Number.isInteger)).toBe(true);
});

it('asks it neither for several days nor for what was settled by hand', async () => {
  const { asked, url } = await vroom([]);
  await planned(url, 2);
  expect(asked).toEqual([]);
  const planning = await planned(url, 1);
  expect(asked).toHaveLength(1);
  planning.found = null;
  planning.hand.pin({ siteId: HOTEL, crewId: LATE_CREW }, null);
  await planning.plan();
  expect(asked).toHaveLength(1);
  expect(shown(planning)).toContainEqual([0, LATE_CREW, HOTEL]);
});

it('says so when the VROOM server does not answer, and puts nothing else in its stead', async () => {
  const planning = await planned('http://127.0.0.1:1', 1);
  expect(planning.found).toBeNull();
  expect(planning.work).toBeNull();
  expect(planning.problem).toMatchObject({ kind: 'refused' });
});

it('names what is wrong with the configuration', () => {
  const { planning } = captain({}, { vroom: { url: 'not an address' } });
  expect(planning.routingProblems).toEqual([
    {
      zh: '路径服务配置 vroom 有误：url 应为 http(s) 地址',
      en: 'routing vroom: url must be an http(s) address',
    },
  ]);
});
