import type { Problem } from '../domain/problem.ts';

/** What PostgREST says about a failed call; `code` is an SQLSTATE or one of its own PGRST codes. */
export interface ResponseError {
  readonly message: string;
  readonly code?: string;
  readonly details?: string | null;
  readonly hint?: string | null;
}

/**
 * SQLSTATE of our own refusals (`raise exception`), with the line in both languages; the embedded
 * server hands them on as PT400, the form in which an error may choose its HTTP status.
 */
const REFUSED: ReadonlySet<string | undefined> = new Set(['P0001', 'PT400']);

/** SQLSTATE 42501, insufficient_privilege. */
const FORBIDDEN = '42501';

/** @param status the HTTP status; 0 when no answer came */
export function problemOfResponse(error: ResponseError, status: number): Problem {
  if (REFUSED.has(error.code)) {
    return {
      kind: 'refused',
      zh: error.message,
      en: error.hint || error.message,
      place: placeOf(error.details),
    };
  }
  // Before 403: an expired token reaches the database as anonymous, and PostgREST tells it by 401.
  if (status === 401) return { kind: 'expired' };
  if (status === 403 || error.code === FORBIDDEN) return { kind: 'forbidden' };
  if (status === 429) return { kind: 'limited', waitSeconds: null };
  if (status === 0 || status === 408 || status >= 502) return { kind: 'away' };
  return {
    kind: 'fault',
    message: [error.code, error.message, error.details, error.hint].filter(Boolean).join(' · '),
  };
}

function placeOf(details: string | null | undefined): Readonly<Record<string, unknown>> | null {
  if (!details) return null;
  try {
    const place: unknown = JSON.parse(details);
    return typeof place === 'object' && place !== null ? (place as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
