import type { ExportTemplate } from '../domain/issues/ledger-file.ts';
import { base64FromBytes, bytesFromBase64 } from './columns.ts';
import { callFunction } from './call.ts';
import type { DatabaseClient } from './client.ts';

/** The office's forms that a ledger can be written into, by name. */
export function fetchExportTemplates(
  client: DatabaseClient,
  signal?: AbortSignal,
): Promise<readonly ExportTemplate[]> {
  return callFunction<readonly ExportTemplate[]>(client, 'list_export_templates', {}, signal);
}

/** The form itself, a workbook (XLSX). */
export async function fetchTemplateBytes(
  client: DatabaseClient,
  templateId: number,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const { base64 } = await callFunction<{ base64: string }>(
    client,
    'export_template',
    { template_id: templateId },
    signal,
  );
  return bytesFromBase64(base64);
}

/**
 * Keeps a form; what was kept under the name before is replaced.
 *
 * @throws ProblemError `refused`: not the office, no workbook, over 2 MB, too many
 */
export async function saveExportTemplate(
  client: DatabaseClient,
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<ExportTemplate> {
  const base64 = await base64FromBytes(bytes);
  return callFunction<ExportTemplate>(client, 'save_export_template', { name, base64 });
}

export function deleteExportTemplate(
  client: DatabaseClient,
  templateId: number,
): Promise<{ readonly id: number }> {
  return callFunction<{ readonly id: number }>(client, 'delete_export_template', {
    template_id: templateId,
  });
}
