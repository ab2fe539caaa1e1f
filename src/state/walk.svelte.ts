import { fetchMyRoutes, recordStop } from '../db/stop-events.ts';
import { newClientId } from '../domain/client-id.ts';
import type { MyRoute, StopAnswer, StopRecord } from '../domain/patrol/plans/walking.ts';
import {
  routeFigures,
  walkedStops,
  type WalkedStop,
} from '../domain/patrol/walking/walked-stops.ts';
import { problemOf, type Problem } from '../domain/problem.ts';
import { localDayOf } from '../domain/time/local-time.ts';
import { backoffMilliseconds } from './backoff.ts';
import { Loading } from './loading.svelte.ts';
import { WalkKeeping } from './walk-keeping.ts';
import type { Workspace } from './workspace.svelte.ts';

/**
 * Today's routes of a crew member, and what becomes of their stops. What is marked is kept on this device and
 * sent in order, each by its own id, until the server has it: what is on the screen is both together.
 */
export class Walk {
  readonly routes = new Loading<readonly MyRoute[]>();
  /** Marked here, and not sent yet. */
  records = $state.raw<readonly StopRecord[]>([]);
  /** Whether this device keeps them; false in a private window. */
  kept = $state(true);
  /** Why the server did not take what was marked. */
  problem = $state.raw<Problem | null>(null);
  /** Of several routes in a day. */
  chosenId = $state<number | null>(null);

  readonly #workspace: Workspace;
  readonly #keeping: WalkKeeping;
  #sending = false;
  /** In a row, of what is sent. */
  #failures = 0;
  #nextTry: ReturnType<typeof setTimeout> | undefined;

  /** The one on the screen; null: none today, or not known yet. */
  readonly current: MyRoute | null = $derived.by(() => {
    const routes = this.routes.value ?? [];
    return routes.find(({ route }) => route.id === this.chosenId) ?? this.#usual(routes);
  });
  readonly stops: readonly WalkedStop[] = $derived.by(() => this.#walked(this.current));
  readonly figures = $derived.by(
    () => this.current && routeFigures(this.current.route, this.stops),
  );

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
    this.#keeping = new WalkKeeping(workspace.whoAmI.member.id);
  }

  /** Nobody else is in a crew. */
  get walks(): boolean {
    return this.#workspace.whoAmI.member.role === 'patrol';
  }

  /** Which page of the patrol view is on the screen, by the address; a route of today comes first. */
  get page(): 'route' | 'zones' {
    const { tab, selection } = this.#workspace;
    if (!this.walks || selection !== null || tab === 'zones') return 'zones';
    if (tab === 'route' || this.current !== null) return 'route';
    return this.routes.value === null && this.routes.busy ? 'route' : 'zones';
  }

  /** Whether a route of today is on the map, beside its list or one of its sites. */
  get isOnMap(): boolean {
    const { view, planPage, tab } = this.#workspace;
    return view === 'patrol' && planPage === null && tab !== 'zones' && this.current !== null;
  }

  /** Whether its list is on the screen. */
  get isShown(): boolean {
    return this.isOnMap && this.#workspace.selection === null;
  }

  /** Begins to send what was kept; @returns a function that ends it */
  start(): () => void {
    if (!this.walks) return () => undefined;
    const send = () => void this.send();
    addEventListener('online', send);
    void this.#open();
    return () => {
      removeEventListener('online', send);
      clearTimeout(this.#nextTry);
      this.routes.clear();
    };
  }

  /** Asks anew. */
  async load(): Promise<void> {
    if (!this.walks) return;
    const routes = await this.routes.load((signal) =>
      this.#workspace.connection.read(
        (client, inner) => fetchMyRoutes(client, null, inner),
        signal,
      ),
    );
    if (!routes) return;
    void this.#keeping.keepRoutes({ day: this.#today, routes });
    await this.send();
  }

  /** Says what became of a stop: at once on the screen, to the server as soon as it can be reached. */
  async record(stopId: number, kind: StopRecord['kind'], reason?: string): Promise<void> {
    const at = this.#workspace.now();
    const record = { clientId: newClientId(), stopId, kind, at, ...(reason ? { reason } : {}) };
    this.problem = null;
    await this.#keep([...this.records, record]);
    await this.send();
  }

  /** Everything that waits, the oldest first; what is refused is told and let go, what fails is tried again. */
  async send(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    let stuck: Problem | null = null;
    try {
      for (let first = this.records[0]; first && !stuck; first = this.records[0]) {
        stuck = await this.#sendOne(first);
      }
    } finally {
      this.#sending = false;
    }
    clearTimeout(this.#nextTry);
    // Whoever is signed out sends when back.
    if (!stuck || stuck.kind === 'expired') {
      this.#failures = 0;
      return;
    }
    this.#failures += 1;
    // A read waits out a backend that is away; then what waits is sent.
    const wait = backoffMilliseconds(this.#failures, Math.random());
    const asked = stuck.kind === 'limited' ? 1_000 * (stuck.waitSeconds ?? 0) : 0;
    this.#nextTry = setTimeout(() => void this.load(), Math.max(wait, asked));
  }

  /** @returns why it must wait; null once the server has taken or refused it */
  async #sendOne(record: StopRecord): Promise<Problem | null> {
    try {
      this.#apply(await this.#workspace.connection.write((client) => recordStop(client, record)));
      if (this.problem?.kind === 'fault' || this.problem?.kind === 'limited') this.problem = null;
    } catch (error) {
      const problem = problemOf(error);
      // That there is no network is told elsewhere.
      this.problem = problem.kind === 'away' ? null : problem;
      if (problem.kind !== 'refused' && problem.kind !== 'forbidden') return problem;
      void this.load();
    }
    await this.#keep(this.records.filter(({ clientId }) => clientId !== record.clientId));
    return null;
  }

  async #open(): Promise<void> {
    this.records = await this.#keeping.records();
    const kept = await this.#keeping.routes();
    if (kept?.day === this.#today && this.routes.value === null) this.routes.value = kept.routes;
    await this.load();
  }

  get #today(): string {
    return localDayOf(this.#workspace.now());
  }

  /** The first with something left. */
  #usual(routes: readonly MyRoute[]): MyRoute | null {
    const isOpen = (mine: MyRoute) => this.#walked(mine).some(({ state }) => state === 'open');
    return routes.find(isOpen) ?? routes.at(-1) ?? null;
  }

  #walked(mine: MyRoute | null): readonly WalkedStop[] {
    return mine ? walkedStops(mine.route, this.records, this.#workspace.inspections.waiting) : [];
  }

  #apply({ stopId, standing }: StopAnswer): void {
    const { value } = this.routes;
    if (!value) return;
    this.routes.value = value.map((mine) => ({
      ...mine,
      route: {
        ...mine.route,
        stops: mine.route.stops.map((stop) => (stop.id === stopId ? { ...stop, standing } : stop)),
      },
    }));
  }

  async #keep(records: readonly StopRecord[]): Promise<void> {
    this.records = records;
    this.kept = await this.#keeping.keepRecords(records);
  }
}
