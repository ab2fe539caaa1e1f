import {
  fetchConfiguration,
  fetchSampleAccounts,
  type Configuration,
  type SampleAccount,
} from '../db/configuration.ts';
import { createDatabaseClient } from '../db/client.ts';
import { isAborted, problemOf, type Problem } from '../domain/problem.ts';
import { AddressBar } from './address-bar.svelte.ts';
import { Connection } from './connection.svelte.ts';
import { Preferences } from './preferences.svelte.ts';
import { Session } from './session.svelte.ts';
import { Workspace } from './workspace.svelte.ts';

/** What there is once the server has told where its backend is. */
export interface Started {
  readonly configuration: Configuration;
  readonly connection: Connection;
  readonly session: Session;
}

/** From the page's first script to a session: asks the server for its configuration. */
export class Startup {
  readonly preferences = new Preferences();
  readonly addressBar = new AddressBar();
  started = $state.raw<Started | null>(null);
  problem = $state.raw<Problem | null>(null);
  busy = $state(false);
  sampleAccounts = $state.raw<readonly SampleAccount[]>([]);
  /** Of the member who is signed in; another member gets another one. */
  workspace = $state.raw<Workspace | null>(null);
  #leaveWorkspace: (() => void) | null = null;

  async start(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      const configuration = await fetchConfiguration();
      const connection = new Connection(createDatabaseClient(configuration));
      const session = new Session(connection);
      session.onEnter = (whoAmI) => this.#enter(new Workspace(connection, whoAmI, this.addressBar));
      session.onLeave = () => this.#enter(null);
      session.start();
      this.problem = null;
      this.started = { configuration, connection, session };
    } catch (error) {
      if (!isAborted(error)) this.problem = problemOf(error);
    } finally {
      this.busy = false;
    }
  }

  /** Where there is no sample city there are no accounts, and the page offers none. */
  async loadSampleAccounts(): Promise<void> {
    // Asking in vain would be an error in the browser's console.
    if (this.started?.configuration.sample !== true) return;
    try {
      this.sampleAccounts = await fetchSampleAccounts();
    } catch {
      // One can sign in without the buttons; that the server is away shows when one does.
      this.sampleAccounts = [];
    }
  }

  #enter(workspace: Workspace | null): void {
    this.#leaveWorkspace?.();
    this.#leaveWorkspace = workspace?.start() ?? null;
    this.workspace = workspace;
  }
}
