import type { DefaultUnit } from '../domain/issues/default-unit.ts';
import type { DatabaseClient } from './client.ts';
import { rowsOf } from './rows.ts';

interface DefaultUnitRow {
  readonly code: number | null;
  readonly site_type: string | null;
  readonly area_id: number | null;
  readonly unit_id: number;
}

const NEVER = new AbortController().signal;

/** Who is proposed for an issue, by indicator, type and area. */
export async function fetchDefaultUnits(
  client: DatabaseClient,
  signal: AbortSignal = NEVER,
): Promise<readonly DefaultUnit[]> {
  const rows = await rowsOf<DefaultUnitRow>(
    client.rest
      .from('default_units')
      .select('code,site_type,area_id,unit_id')
      .order('id')
      .abortSignal(signal),
    signal,
  );
  return rows.map(({ code, site_type, area_id, unit_id }) => ({
    code,
    siteType: site_type,
    areaId: area_id,
    unitId: unit_id,
  }));
}
