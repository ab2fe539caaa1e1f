/** What the load benchmark runs inside the browser. */
import { decodeCitySites, type CitySitesMessage } from '../../../src/db/city-sites.ts';
import type { CitySites, CityStatus } from '../../../src/domain/sites/city.ts';
import { filterCity, NO_FILTERS } from '../../../src/domain/sites/filters.ts';

export interface LoadPage {
  signIn(email: string, password: string, key: string): Promise<void>;
  /** Loads the city and keeps it, as the application does. */
  load(): Promise<{ count: number; bytes: number }>;
  /** Median milliseconds of either way, taken in turn. */
  compare(runs: number): Promise<{ columns: number; geoJson: number; geoJsonBytes: number }>;
  filter(runs: number): { milliseconds: number; shown: number };
}

let headers: Record<string, string> = {};
let city: { sites: CitySites; status: CityStatus };

const page: LoadPage = {
  async signIn(email, password, key) {
    const response = await fetch('/auth/v1/token?grant_type=password', {
      method: 'POST',
      headers: { apikey: key, 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    });
    const { access_token: token } = (await response.json()) as { access_token?: string };
    if (token === undefined) throw new Error(`sign-in failed: ${response.status}`);
    headers = { apikey: key, authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  },

  async load() {
    const text = await (await call('city_sites')).text();
    city = decodeCitySites(JSON.parse(text) as CitySitesMessage);
    return { count: city.sites.count, bytes: text.length };
  },

  async compare(runs) {
    const columns: number[] = [];
    const geoJson: number[] = [];
    for (let run = 0; run < runs; run++) {
      const start = performance.now();
      decodeCitySites((await (await call('city_sites')).json()) as CitySitesMessage);
      const middle = performance.now();
      positionsOf((await (await call('bench_geojson')).json()) as FeatureCollection);
      columns.push(middle - start);
      geoJson.push(performance.now() - middle);
    }
    const geoJsonBytes = (await (await call('bench_geojson')).text()).length;
    return { columns: median(columns), geoJson: median(geoJson), geoJsonBytes };
  },

  filter(runs) {
    const filters = {
      ...NO_FILTERS,
      types: new Set(['courtyard', 'hotel']),
      statuses: new Set(['serious', 'attention'] as const),
    };
    const times: number[] = [];
    let shown = 0;
    for (let run = 0; run < runs; run++) {
      const start = performance.now();
      shown = filterCity(city.sites, city.status, filters, []).shown;
      times.push(performance.now() - start);
    }
    return { milliseconds: median(times), shown };
  },
};
Object.assign(window, page);

interface FeatureCollection {
  features: {
    id: number;
    geometry: { coordinates: [number, number] };
    properties: { type: string; status: string; areaId: number; unitId: number };
  }[];
}

/** The arrays that the map would draw from, made out of features. */
function positionsOf({ features }: FeatureCollection): Float64Array {
  const positions = new Float64Array(features.length * 2);
  features.forEach(({ geometry }, index) => positions.set(geometry.coordinates, index * 2));
  return positions;
}

async function call(name: string): Promise<Response> {
  const response = await fetch(`/rest/v1/rpc/${name}`, { method: 'POST', headers, body: '{}' });
  if (!response.ok) throw new Error(`${name}: ${response.status} ${await response.text()}`);
  return response;
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
