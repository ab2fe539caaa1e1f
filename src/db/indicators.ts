import type { Indicator } from '../domain/sites/indicator.ts';
import type { DatabaseClient } from './client.ts';
import { rowsOf } from './rows.ts';

interface IndicatorRow {
  readonly code: number;
  readonly name_zh: string;
  readonly name_en: string;
  readonly veto: boolean;
  readonly applies_to: readonly string[];
}

const NEVER = new AbortController().signal;

/** The indicators of the edition that is in force, by code; none before there is any edition. */
export async function fetchIndicators(
  client: DatabaseClient,
  signal: AbortSignal = NEVER,
): Promise<readonly Indicator[]> {
  const [edition] = await rowsOf<{ readonly id: number }>(
    client.rest
      .from('catalogues')
      .select('id')
      .lte('in_force_from', new Date().toISOString())
      .order('in_force_from', { ascending: false })
      .limit(1)
      .abortSignal(signal),
    signal,
  );
  if (!edition) return [];
  const rows = await rowsOf<IndicatorRow>(
    client.rest
      .from('indicators')
      .select('code,name_zh,name_en,veto,applies_to')
      .eq('catalogue_id', edition.id)
      .order('code')
      .abortSignal(signal),
    signal,
  );
  return rows.map(({ code, name_zh, name_en, veto, applies_to }) => ({
    code,
    nameZh: name_zh,
    nameEn: name_en,
    veto,
    appliesTo: applies_to,
  }));
}
