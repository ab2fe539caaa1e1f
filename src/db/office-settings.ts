import type {
  CatalogueItem,
  EditionDraft,
  HourBand,
  IssueWord,
  NamedDay,
  OfficeSettings,
  Stretch,
} from '../domain/office/settings.ts';
import { callFunction } from './call.ts';
import type { DatabaseClient } from './client.ts';

/* Every writing one throws ProblemError `refused`, in one line, for what the database does not allow. */

export function fetchOfficeSettings(
  client: DatabaseClient,
  signal?: AbortSignal,
): Promise<OfficeSettings> {
  return callFunction<OfficeSettings>(client, 'office_settings', {}, signal);
}

export function fetchCatalogueItems(
  client: DatabaseClient,
  editionId: number,
  signal?: AbortSignal,
): Promise<readonly CatalogueItem[]> {
  return callFunction(client, 'edition_indicators', { catalogue_id: editionId }, signal);
}

export async function saveEdition(client: DatabaseClient, draft: EditionDraft): Promise<void> {
  await callFunction<unknown>(client, 'save_edition', {
    client_id: draft.clientId,
    edition: draft.edition,
    in_force_from: draft.inForceFrom,
    base_id: draft.baseId,
    changes: draft.changes,
    removed: draft.removed,
    note: draft.note,
  });
}

export async function withdrawEdition(client: DatabaseClient, editionId: number): Promise<void> {
  await callFunction<unknown>(client, 'withdraw_edition', { catalogue_id: editionId });
}

export async function saveWorkingHours(
  client: DatabaseClient,
  hours: readonly Stretch[],
): Promise<void> {
  await callFunction<unknown>(client, 'save_working_hours', { hours });
}

export async function saveHourBands(
  client: DatabaseClient,
  bands: readonly HourBand[],
): Promise<void> {
  await callFunction<unknown>(client, 'save_hour_bands', { bands });
}

/** `usual` takes a day off the list. */
export async function saveCalendarDays(
  client: DatabaseClient,
  days: readonly (NamedDay | { readonly day: string; readonly kind: 'usual' })[],
): Promise<void> {
  await callFunction<unknown>(client, 'save_calendar_days', { days });
}

/** Null matches any; without a unit the rule is removed. */
export async function saveDefaultUnit(
  client: DatabaseClient,
  rule: {
    readonly code: number | null;
    readonly siteType: string | null;
    readonly areaId: number | null;
    readonly unitId: number | null;
  },
): Promise<void> {
  await callFunction<unknown>(client, 'save_default_unit', {
    code: rule.code,
    site_type: rule.siteType,
    area_id: rule.areaId,
    unit_id: rule.unitId,
  });
}

export async function saveIssueWord(client: DatabaseClient, word: IssueWord): Promise<void> {
  await callFunction<unknown>(client, 'save_issue_word', {
    kind: word.kind,
    id: word.id,
    name_zh: word.nameZh,
    name_en: word.nameEn,
  });
}
