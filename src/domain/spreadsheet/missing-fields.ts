import type { ListField, ListKind } from './sheet-look.ts';

/** What a row says nothing without: any of these fields is enough. */
const NEEDED: Readonly<Record<ListKind, readonly (readonly ListField[])[]>> = {
  ledger: [['description'], ['place', 'community', 'longitude']],
  sites: [['name'], ['longitude']],
};

/**
 * The fields that no column stands for and that are needed, the usual one of each.
 *
 * @param hasType whether the type of all sites is said apart
 */
export function missingFields(
  kind: ListKind,
  given: ReadonlySet<ListField>,
  hasType: boolean,
): ListField[] {
  const needed: readonly (readonly ListField[])[] =
    kind === 'sites' && !hasType ? [...NEEDED.sites, ['type']] : NEEDED[kind];
  return needed.flatMap((fields) => {
    const [usual] = fields;
    return usual === undefined || fields.some((field) => given.has(field)) ? [] : [usual];
  });
}
