import type { LedgerRow, RowPictures } from '../domain/spreadsheet/ledger-row.ts';

/** Of all pictures together, so that the request stays small enough for the database. */
const MOST_PICTURE_BYTES = 24 * 1024 * 1024;

/** A row as `import_ledger` takes it. */
export interface RowToSend extends LedgerRow {
  readonly photos?: readonly { readonly stage: 'before' | 'after'; readonly base64: string }[];
}

/** The rows with their pictures: a row's go with its first problem. */
export function rowsWithPictures(
  rows: readonly LedgerRow[],
  pictures: readonly RowPictures[],
): { rows: RowToSend[]; picturesLeftOut: number } {
  const ofRow = new Map(pictures.map((entry) => [entry.row, entry]));
  let bytes = 0;
  let picturesLeftOut = 0;
  const result = rows.map((row) => {
    const own = row.part === 1 ? ofRow.get(row.row) : undefined;
    if (own === undefined) return row;
    const photos = (['before', 'after'] as const).flatMap((stage) =>
      own[stage].flatMap((picture) => {
        bytes += picture.bytes.length;
        if (bytes > MOST_PICTURE_BYTES) {
          picturesLeftOut += 1;
          return [];
        }
        return [{ stage, base64: base64Of(picture.bytes) }];
      }),
    );
    return { ...row, photos };
  });
  return { rows: result, picturesLeftOut };
}

/** More arguments of one call than this overflow the stack of some browsers. */
const CHUNK = 0x8000;

/** In the page and in Node alike. */
function base64Of(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += CHUNK) {
    binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  }
  return btoa(binary);
}
