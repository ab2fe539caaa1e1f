import type { IssueWord } from '../domain/office/settings.ts';
import type { DatabaseClient } from './client.ts';
import { rowsOf } from './rows.ts';

interface IssueWordRow {
  readonly kind: string;
  readonly id: string;
  readonly name_zh: string;
  readonly name_en: string;
}

const NEVER = new AbortController().signal;

/** What the city calls the states and events of an issue. */
export async function fetchIssueWords(
  client: DatabaseClient,
  signal: AbortSignal = NEVER,
): Promise<readonly IssueWord[]> {
  const rows = await rowsOf<IssueWordRow>(
    client.rest.from('issue_words').select('kind,id,name_zh,name_en').abortSignal(signal),
    signal,
  );
  return rows.map(({ kind, id, name_zh, name_en }) => ({
    // The table holds these two kinds only.
    kind: kind as IssueWord['kind'],
    id,
    nameZh: name_zh,
    nameEn: name_en,
  }));
}
