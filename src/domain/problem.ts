import { Refusal } from './refusal.ts';

/**
 * Why something asked of the backend did not come. Views put it into words; `refused` brings its own,
 * one line in each language saying what, where and what is allowed.
 */
export type Problem =
  /** The network or the server: worth trying again. */
  | { readonly kind: 'away' }
  /** The session ended: sign in again, then go on. */
  | { readonly kind: 'expired' }
  /** This role may not. */
  | { readonly kind: 'forbidden' }
  /** Too many tries; null when the server did not say for how long. */
  | { readonly kind: 'limited'; readonly waitSeconds: number | null }
  /** `place` is what the function says about where: a field, a corner. */
  | {
      readonly kind: 'refused';
      readonly zh: string;
      readonly en: string;
      readonly place: Readonly<Record<string, unknown>> | null;
    }
  /** A fault of ours; `message` is for whoever mends it. */
  | { readonly kind: 'fault'; readonly message: string };

/** Carries a problem through promises. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly problem: Problem;

  constructor(problem: Problem, options?: ErrorOptions) {
    super(
      problem.kind === 'refused'
        ? problem.en
        : problem.kind === 'fault'
          ? problem.message
          : problem.kind,
      options,
    );
    this.problem = problem;
  }
}

/** Anything thrown as a problem; a stranger is a fault. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  if (error instanceof Refusal) {
    return { kind: 'refused', zh: error.zh, en: error.en, place: null };
  }
  return { kind: 'fault', message: error instanceof Error ? error.message : String(error) };
}

/** Whether it was only called off, by us, since nobody waits for it any more. */
export function isAborted(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}
