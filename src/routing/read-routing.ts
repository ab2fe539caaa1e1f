import { TRAVEL_PROFILES, type TravelProfile } from '../domain/roads/travel-profile.ts';

/** A server that speaks OSRM's HTTP API, for one profile. */
export interface OsrmServer {
  /** Without a slash at the end; what follows is `/table/v1/…`. */
  readonly url: string;
  /** As the server names it; OSRM itself has one a process and takes any name. */
  readonly profile: string;
  /** How many places it takes in one request (`--max-table-size`). */
  readonly maxPlaces: number;
}

/** A server that speaks VROOM's format over HTTP, as vroom-express does. */
export interface VroomServer {
  readonly url: string;
}

/** The outside servers that a deployment uses in place of what is built in. */
export interface RoutingServers {
  /** A profile without a server is computed from the imported roads. */
  readonly osrm: Readonly<Partial<Record<TravelProfile, OsrmServer>>>;
  readonly vroom: VroomServer | null;
}

export interface ReadRouting {
  readonly servers: RoutingServers;
  /** One line for each entry that was left out. */
  readonly problems: readonly { readonly zh: string; readonly en: string }[];
}

/** What OSRM takes unless it is told otherwise. */
const USUAL_MAX_PLACES = 100;

/**
 * The `routing` of config.json: what is wrong is left out and named, the rest works.
 *
 * @param value whatever stood in the file
 */
export function readRouting(value: unknown): ReadRouting {
  const osrm: Partial<Record<TravelProfile, OsrmServer>> = {};
  let vroom: VroomServer | null = null;
  const problems: { zh: string; en: string }[] = [];
  const complain = (where: string, zh: string, en: string) =>
    problems.push({ zh: `路径服务配置 ${where} 有误：${zh}`, en: `routing ${where}: ${en}` });

  if (value !== undefined && value !== null && !isObject(value)) {
    complain('routing', '应为对象', 'must be an object');
  }
  const settings = isObject(value) ? value : {};
  const servers = settings['osrm'] ?? {};
  for (const [name, entry] of Object.entries(isObject(servers) ? servers : { osrm: servers })) {
    const profile = TRAVEL_PROFILES.find((known) => known === name);
    const url = isObject(entry) ? addressOf(entry['url']) : undefined;
    const max = isObject(entry) ? (entry['maxPlaces'] ?? USUAL_MAX_PLACES) : undefined;
    const called = isObject(entry) ? (entry['profile'] ?? name) : undefined;
    if (!profile) {
      complain(
        `osrm.${name}`,
        `方式应为 ${TRAVEL_PROFILES.join('、')} 之一`,
        `must be one of ${TRAVEL_PROFILES.join(', ')}`,
      );
    } else if (url === undefined) {
      complain(`osrm.${name}`, 'url 应为 http(s) 地址', 'url must be an http(s) address');
    } else if (typeof called !== 'string' || !/^[\w-]+$/.test(called)) {
      complain(`osrm.${name}`, 'profile 应为字母和数字', 'profile must be letters and digits');
    } else if (typeof max !== 'number' || !Number.isInteger(max) || max < 2) {
      complain(
        `osrm.${name}`,
        'maxPlaces 应为不小于 2 的整数',
        'maxPlaces must be a whole number from 2',
      );
    } else {
      osrm[profile] = { url, profile: called, maxPlaces: max };
    }
  }
  const planner = settings['vroom'];
  if (planner !== undefined && planner !== null) {
    const url = isObject(planner) ? addressOf(planner['url']) : undefined;
    if (url === undefined) {
      complain('vroom', 'url 应为 http(s) 地址', 'url must be an http(s) address');
    } else {
      vroom = { url };
    }
  }
  return { servers: { osrm, vroom }, problems };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Without slashes at the end; undefined for anything but an http(s) address without a query. */
function addressOf(value: unknown): string | undefined {
  if (typeof value !== 'string' || !URL.canParse(value)) return undefined;
  const { protocol, search, hash } = new URL(value);
  if (!/^https?:$/.test(protocol) || search !== '' || hash !== '') return undefined;
  return value.replace(/\/+$/, '');
}
