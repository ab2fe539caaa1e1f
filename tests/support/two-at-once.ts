import pg from 'pg';
import type { TestBackend } from './backend';
import { people } from './lifecycle-city';

export type Answer = Readonly<Record<string, unknown>>;
type Asked = readonly [client: pg.Client, call: string];

/**
 * Two people at once, on PostgreSQL: one transaction is held open after its step while the other asks, so
 * that the second certainly waits at the lock; then the first commits.
 */
export class TwoAtOnce {
  private readonly clients: pg.Client[] = [];

  constructor(private readonly backend: TestBackend) {}

  /** A connection as the server has it. */
  async connectServer(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: this.backend.databaseUrl });
    this.clients.push(client);
    await client.connect();
    return client;
  }

  /** A connection that acts as a member of the city of the lifecycle. */
  async connect(memberId: number): Promise<pg.Client> {
    const client = await this.connectServer();
    const { userId } = people.find(({ id }) => id === memberId)!;
    await client.query(
      `select set_config('request.jwt.claim.sub', $1, false), set_config('request.jwt.claims', $2, false),
         set_config('role', 'authenticated', false)`,
      [userId, JSON.stringify({ sub: userId, role: 'authenticated' })],
    );
    return client;
  }

  /** Waits until the database says that a connection waits for a lock; no time is guessed. */
  async untilItWaits(client: pg.Client): Promise<void> {
    const { processID } = client as unknown as { processID: number };
    for (;;) {
      const [row] = await this.backend.sql.query<{ waits: boolean }>(
        `select cardinality(pg_blocking_pids($1)) > 0 as waits`,
        [processID],
      );
      if (row?.waits === true) return;
    }
  }

  /** The second asks while the first has answered and not committed; then the first commits. */
  async atOnce<Kind extends Answer>(
    [first, firstCall]: Asked,
    [second, secondCall]: Asked,
  ): Promise<[Kind, PromiseSettledResult<Kind>]> {
    await first.query('begin');
    const won = await ask<Kind>(first, firstCall);
    const waiting = Promise.allSettled([ask<Kind>(second, secondCall)]);
    await this.untilItWaits(second);
    await first.query('commit');
    const [lost] = await waiting;
    return [won, lost];
  }

  async end(): Promise<void> {
    for (const client of this.clients) await client.end();
  }
}

/** What one of the API's functions answers. */
export async function ask<Kind extends Answer>(client: pg.Client, call: string): Promise<Kind> {
  const { rows } = await client.query<{ answer: Kind }>(`select public.${call} as answer`);
  return rows[0]!.answer;
}

/** Code, message and hint of a refusal, or the answer where there was none. */
export function refusal(outcome: PromiseSettledResult<Answer>): string {
  if (outcome.status === 'fulfilled') return `was answered: ${JSON.stringify(outcome.value)}`;
  const { message, hint, code } = outcome.reason as pg.DatabaseError;
  return `${code} ${message} | ${hint}`;
}
