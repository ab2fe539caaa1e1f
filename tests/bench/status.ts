/**
 * The status of sites on PostgreSQL with 100,000 sites and 1,000,000 observations: as of a moment for
 * the whole city and for one site, as each persona through its policies and as the owner without
 * them; and what an event costs beyond the bare insert.
 */
import type pg from 'pg';
import {
  medianMilliseconds,
  rounded,
  withLargeCity,
  type LargeCity,
  type Persona,
} from '../support/large-city';

const RUNS = 9;

export default async function bench(print: (figures: object) => void): Promise<void> {
  await withLargeCity(async (city) => {
    await benchAsOf(city, print);
    await benchEvent(city, print);
  });
}

async function benchAsOf(city: LargeCity, print: (figures: object) => void): Promise<void> {
  const owner = await city.owner();
  const personas: Persona[] = ['leader', 'community', 'department'];
  const clients = new Map<Persona, pg.Client>();
  for (const persona of personas) clients.set(persona, await city.as(persona));
  const wholeCity = (client: pg.Client) => (index: number) =>
    client.query(`select public.city_status(now() - $1 * interval '10 days')`, [index + 1]);
  const ownerMilliseconds = await medianMilliseconds(RUNS, wholeCity(owner));
  for (const persona of personas) {
    const client = clients.get(persona)!;
    const whole = await medianMilliseconds(RUNS, wholeCity(client));
    const now = await medianMilliseconds(RUNS, () => client.query('select public.city_status()'));
    const one = await medianMilliseconds(RUNS, (index) =>
      client.query(
        `select p.status from public.site_status_periods p
         where p.site_id = (select min(id) + $1 * 8000 from public.sites where area_id = 101 and type = 'hotel')
           and p.from_at <= now() - interval '100 days' order by p.from_at desc limit 1`,
        [index],
      ),
    );
    const card = await medianMilliseconds(RUNS, async (index) => {
      const { rows } = await client.query<{ card: { id: number } }>(
        `select public.site_card($1, now() - interval '100 days') as card`,
        [6 + 1000 * 8 * (index + 1)],
      );
      return rows[0]?.card.id;
    });
    print({
      what: 'as of a moment',
      persona,
      sites: 100_000,
      wholeCityMilliseconds: rounded(whole),
      wholeCityNowMilliseconds: rounded(now),
      oneSiteMilliseconds: rounded(one),
      siteCardMilliseconds: rounded(card),
      against: 'the owner, without policies',
      againstMilliseconds: rounded(ownerMilliseconds),
      timesOwner: rounded(whole / ownerMilliseconds),
    });
  }
}

async function benchEvent(city: LargeCity, print: (figures: object) => void): Promise<void> {
  const owner = await city.owner();
  const insert = (result: string) => (index: number) =>
    owner.query(
      `insert into public.observations (inspection_id, site_id, catalogue_id, code, result, value, observed_at)
       values ($1::bigint, $1::integer, 1, 11, '${result}', 1, now())`,
      [50_000 + index * 2],
    );
  const runs = 25;
  await owner.query('alter table public.observations disable trigger user');
  const bare = await medianMilliseconds(runs, insert('pass'));
  await owner.query('alter table public.observations enable trigger user');
  const pass = await medianMilliseconds(runs, insert('pass'));
  const fail = await medianMilliseconds(runs, insert('fail'));
  for (const [what, milliseconds] of [
    ['a passed observation', pass],
    ['a failed observation, which opens an issue', fail],
  ] as const) {
    print({
      what,
      milliseconds: rounded(milliseconds),
      against: 'the bare insert',
      againstMilliseconds: rounded(bare),
      more: rounded(milliseconds - bare),
    });
  }
}
