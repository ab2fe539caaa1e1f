import type {
  PlanProblem,
  PlanSolution,
  PlanUnassigned,
} from '../domain/patrol/problem/problem.ts';
import { Refusal } from '../domain/refusal.ts';
import { askOutside, malformed, quoted } from './outside-server.ts';
import type { VroomServer } from './read-routing.ts';

/** What VROOM says of a plan: it gives no reasons for what is left out, and has another objective. */
export interface VroomSolution extends Omit<PlanSolution, 'summary' | 'unassigned'> {
  readonly summary: Omit<PlanSolution['summary'], 'objective'>;
  readonly unassigned: readonly Omit<PlanUnassigned, 'reason' | 'visits'>[];
}

/** As long as vroom-express lets it work. */
const WITHIN_SECONDS = 300;

/** Its error codes; vroom-express adds that of a problem beyond its limits. */
const CODES: Readonly<Record<number, { readonly zh: string; readonly en: string }>> = {
  1: { zh: '内部错误', en: 'internal error' },
  2: { zh: '问题有误', en: 'the problem is wrong' },
  3: { zh: '路径计算失败', en: 'its routing failed' },
  4: { zh: '问题太大', en: 'the problem is too large' },
};

/**
 * Lets a VROOM server solve a problem of one day: POST of the problem, the solution in return.
 * https://github.com/VROOM-Project/vroom/blob/master/docs/API.md
 *
 * @throws Refusal in one line: before asking, for what VROOM does not know (several days, visits, pins, the
 *   longest duration, staggering, holes in a matrix), since it would silently leave that out; afterwards for
 *   whatever goes wrong with the server. The signal's reason when it was called off.
 */
export async function solveByVroom(
  { url }: VroomServer,
  problem: PlanProblem,
  {
    signal,
    withinSeconds = WITHIN_SECONDS,
  }: { signal?: AbortSignal | undefined; withinSeconds?: number } = {},
): Promise<VroomSolution> {
  const unknown = unknownToVroom(problem);
  if (unknown) {
    throw new Refusal(
      `VROOM 服务不支持${unknown.zh}，请改用内置求解器`,
      `a VROOM server knows no ${unknown.en}: use the built-in solver`,
    );
  }
  // Its address may have a path, and vroom-express listens on the slash.
  const address = `${url}/`;
  const { status, json } = await askOutside({
    url: address,
    body: wholeNumbers(problem),
    withinSeconds,
    signal,
  });
  const { code, error } = json;
  if (code !== 0) {
    const { host } = new URL(url);
    const known = CODES[Number(code)] ?? { zh: `HTTP ${status}`, en: `HTTP ${status}` };
    const said = error ? `: ${quoted(error)}` : '';
    throw new Refusal(
      `VROOM 服务 ${host} ${known.zh}${said}`,
      `the VROOM server ${host}: ${known.en}${said}`,
    );
  }
  const { summary, routes, unassigned } = json;
  const isSolution =
    typeof summary === 'object' &&
    summary !== null &&
    Array.isArray(unassigned) &&
    Array.isArray(routes) &&
    routes.every((route: { steps?: unknown }) => Array.isArray(route.steps));
  if (!isSolution) throw malformed(address, '没有 routes 或 unassigned', 'no routes or unassigned');
  return json as unknown as VroomSolution;
}

function unknownToVroom(problem: PlanProblem): { zh: string; en: string } | undefined {
  const { jobs, vehicles, matrices } = problem;
  if (problem.days !== undefined) return { zh: '多日计划', en: 'plans of several days' };
  if ((problem.stagger?.weight ?? 0) > 0) return { zh: '错时', en: 'staggering' };
  if (jobs.some(({ visits }) => (visits ?? 1) > 1)) return { zh: '多次走访', en: 'several visits' };
  if (jobs.some(({ pins }) => (pins?.length ?? 0) > 0)) return { zh: '固定安排', en: 'pins' };
  if (vehicles.some((vehicle) => vehicle.max_duration !== undefined)) {
    return { zh: '最长工时', en: 'longest duration of a route' };
  }
  const tables = Object.values(matrices ?? {}).flatMap(({ durations, distances, costs }) =>
    [durations, distances, costs].flat(2),
  );
  if (tables.includes(null)) return { zh: '有空缺的路程表', en: 'matrix with holes' };
  return undefined;
}

/** VROOM takes whole seconds and metres alone. */
function wholeNumbers(problem: PlanProblem): PlanProblem {
  const rounded = (table: readonly (readonly (number | null)[])[]) =>
    table.map((row) => row.map((cell) => Math.round(cell ?? 0)));
  const matrices = Object.entries(problem.matrices ?? {}).map(([profile, matrix]) => [
    profile,
    Object.fromEntries(Object.entries(matrix).map(([name, table]) => [name, rounded(table)])),
  ]);
  if (matrices.length === 0) return problem;
  return { ...problem, matrices: Object.fromEntries(matrices) as PlanProblem['matrices'] & object };
}
