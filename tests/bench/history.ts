/** The first page of a site's history, on PostgreSQL with 100,000 sites and 1,000,000 observations. */
import { medianMilliseconds, rounded, withLargeCity, type Persona } from '../support/large-city';

const RUNS = 25;
/** Of the hundred sites with a long year: 23 inspections, 30 issues of seven events, 100 periods. */
const BUSY_SITES: Record<Persona, number[]> = {
  leader: [1, 2, 3, 4, 5, 6, 7],
  office: [1, 2, 3, 4, 5, 6, 7],
  department: [6, 7, 14, 15, 22, 23, 30],
  community: [1, 2, 3, 4, 5, 6, 7],
};

export default async function bench(print: (figures: object) => void): Promise<void> {
  await withLargeCity(async (city) => {
    const owner = await city.owner();
    const against = await medianMilliseconds(RUNS, (index) =>
      owner.query(
        `select i.*, o.* from public.inspections i join public.observations o on o.inspection_id = i.id
         where i.site_id = $1 order by i.started_at desc limit 300`,
        [1 + (index % 7)],
      ),
    );
    for (const [persona, sites] of Object.entries(BUSY_SITES) as [Persona, number[]][]) {
      const client = await city.as(persona);
      let lines = 0;
      const milliseconds = await medianMilliseconds(RUNS, async (index) => {
        const { rows } = await client.query<{ page: { items: unknown[] } }>(
          'select public.site_history($1) as page',
          [sites[index % sites.length]],
        );
        lines = rows[0]?.page.items.length ?? 0;
      });
      print({
        what: 'first page of a history',
        persona,
        lines,
        milliseconds: rounded(milliseconds),
        against: 'owner, the same inspections and observations without the rest',
        againstMilliseconds: rounded(against),
      });
    }
  });
}
