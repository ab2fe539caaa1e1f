/** What the right panel is about. A hotspot is known by the index of its first cell in the last test. */
export type Selection =
  | { readonly kind: 'site'; readonly id: number }
  | { readonly kind: 'area'; readonly id: number }
  | { readonly kind: 'zone'; readonly id: number }
  | { readonly kind: 'hotspot'; readonly id: number }
  | { readonly kind: 'issue'; readonly id: number };

export const SELECTION_KINDS = ['site', 'area', 'zone', 'hotspot', 'issue'] as const;

export function isSameSelection(one: Selection | null, other: Selection | null): boolean {
  return one?.kind === other?.kind && one?.id === other?.id;
}
