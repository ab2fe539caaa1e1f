/** Which column stands for a field, and how surely. */
export interface ProposedField<Field extends string> {
  readonly field: Field;
  /** From 0. */
  readonly column: number;
  /** 1: the very name, or what a person chose before; less: nearly. */
  readonly confidence: number;
  readonly why: 'remembered' | 'name' | 'similar';
}

/** The field of each header that a person chose before; null: a header that was left unused. */
export type Remembered<Field extends string> = Readonly<Record<string, Field | null>>;

/** How the name of a column is compared: without points and spaces, whatever the case. */
function headerKey(header: string): string {
  return header
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s*:：、，,。.“”"'/\\|_-]/gu, '');
}

/** The fields of one kind of list, found by the names that offices give their columns. */
export class FieldNames<Field extends string> {
  readonly fields: readonly Field[];
  readonly #exact = new Map<string, Field>();

  /** @param names of each field; what stands first goes first where two are equally near */
  constructor(names: Readonly<Record<Field, readonly string[]>>) {
    this.fields = Object.keys(names) as Field[];
    for (const field of this.fields)
      for (const name of names[field]) this.#exact.set(headerKey(name), field);
  }

  /** The field that a header names, and how surely; undefined when it names none. */
  fieldOf(header: string): { field: Field; confidence: number } | undefined {
    const key = headerKey(header);
    if (key === '') return undefined;
    const withoutBrackets = key.replace(/\([^)]*\)/g, '');
    const exact = this.#exact.get(key) ?? this.#exact.get(withoutBrackets);
    if (exact !== undefined) return { field: exact, confidence: this.#exact.has(key) ? 1 : 0.9 };
    let best: { field: Field; confidence: number } | undefined;
    for (const [name, field] of this.#exact) {
      // One-character names would be found in anything.
      if (name.length < 2 || !withoutBrackets.includes(name)) continue;
      const share = name.length / withoutBrackets.length;
      // The end of a Chinese compound says what it is: 整改完成时限 is a 时限.
      const confidence = 0.8 * share + (withoutBrackets.endsWith(name) ? 0.1 : 0);
      if (confidence >= 0.35 && (best === undefined || confidence > best.confidence)) {
        best = { field, confidence };
      }
    }
    return best;
  }

  /**
   * Which column is which field. What a person chose for the same headers before comes first, then
   * the surest names; a field that two columns claim goes to the surer, and the first of equals.
   */
  propose(headers: readonly string[], remembered: Remembered<Field> = {}): ProposedField<Field>[] {
    const claims: ProposedField<Field>[] = [];
    for (const [column, header] of headers.entries()) {
      const key = headerKey(header);
      if (Object.hasOwn(remembered, key)) {
        const field = remembered[key];
        if (field != null && this.fields.includes(field)) {
          claims.push({ field, column, confidence: 1, why: 'remembered' });
        }
        continue;
      }
      const found = this.fieldOf(header);
      if (found !== undefined) {
        claims.push({ ...found, column, why: found.confidence === 1 ? 'name' : 'similar' });
      }
    }
    const order = { remembered: 0, name: 1, similar: 2 } as const;
    claims.sort(
      (a, b) => order[a.why] - order[b.why] || b.confidence - a.confidence || a.column - b.column,
    );
    const taken = new Set<Field>();
    const proposed = claims.filter(({ field }) => {
      if (taken.has(field)) return false;
      taken.add(field);
      return true;
    });
    return proposed.sort((a, b) => a.column - b.column);
  }
}

/** Field by column, from 0. A column stands for one field, a field for one column. */
export function mappingOf<Field extends string>(
  proposed: readonly ProposedField<Field>[],
): ReadonlyMap<Field, number> {
  return new Map(proposed.map(({ field, column }) => [field, column]));
}

/** What is kept of a mapping: the field of each header, null for a header that was left unused. */
export function rememberedMapping<Field extends string>(
  headers: readonly string[],
  mapping: ReadonlyMap<Field, number>,
): Record<string, Field | null> {
  const fields = new Map([...mapping].map(([field, column]) => [column, field]));
  return Object.fromEntries(
    headers
      .map((header, column) => [headerKey(header), fields.get(column) ?? null] as const)
      .filter(([key]) => key !== ''),
  );
}
