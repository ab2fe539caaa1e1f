/**
 * What the process and its database worker say to each other. Everything here crosses by structured
 * clone; byte arrays are transferred, not copied.
 */

/** Where the worker finds its database. */
export type DatabaseHome =
  | { readonly kind: 'embedded'; readonly directory: string }
  | { readonly kind: 'postgres'; readonly url: string };

/** What the API checks keys and signs tokens with. */
export interface ApiKeys {
  /** `sb_publishable_…`: what the browser sends; acts as `anon` until somebody signs in. */
  readonly publishableKey: string;
  /** `sb_secret_…`: acts as `service_role`, past row-level security. Never sent to a browser. */
  readonly secretKey: string;
  /** Signs the tokens of signed-in persons (HS256). */
  readonly jwtSecret: string;
}

export interface WorkerStart {
  readonly home: DatabaseHome;
  readonly keys: ApiKeys;
}

export interface ApiRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: [string, string][];
  readonly body: Uint8Array | undefined;
}

export interface ApiResponse {
  readonly status: number;
  readonly headers: [string, string][];
  readonly body: Uint8Array;
}

/** `scope` 0 is a statement of its own; a greater number is the transaction begun under it. */
export type WorkerCall =
  | {
      readonly kind: 'query';
      readonly scope: number;
      readonly text: string;
      readonly parameters: unknown[];
    }
  | { readonly kind: 'exec'; readonly scope: number; readonly statements: string }
  | {
      readonly kind: 'copy';
      readonly scope: number;
      readonly table: string;
      readonly columns: string[];
      /** CSV text, whole; see copyFrom of the executor. */
      readonly data: Uint8Array[];
    }
  | { readonly kind: 'begin'; readonly scope: number }
  | { readonly kind: 'end'; readonly scope: number; readonly commit: boolean }
  | { readonly kind: 'ensure-system-schema' }
  | { readonly kind: 'serve' }
  | { readonly kind: 'fetch'; readonly request: ApiRequest }
  | { readonly kind: 'close' };

/** An error as it crosses: class and stack do not. */
export interface WireError {
  readonly message: string;
  readonly sql?: { code: string | undefined; detail?: string; hint?: string; position?: string };
}

export type ToWorker = { readonly id: number; readonly call: WorkerCall };

export type FromWorker =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: WireError };
