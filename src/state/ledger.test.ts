import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DatabaseClient } from '../db/client.ts';
import { Connection } from './connection.svelte.ts';
import { Ledger, LEDGER_PAGE_SIZE } from './ledger.svelte.ts';

/** A ledger of so many issues, numbered from 0, that writes down what it is asked. */
function ledgerOf(total: number) {
  const asked: string[] = [];
  const filters: unknown[] = [];
  const rpc = (name: string, parameters: Readonly<Record<string, unknown>>) => {
    const after = parameters.after as { offset?: number; id?: number } | null | undefined;
    if (name === 'ledger_page') {
      asked.push(JSON.stringify(after));
      filters.push(parameters.filters);
    }
    const from = after?.offset ?? (after?.id === undefined ? 0 : after.id + 1);
    const count = Math.max(0, Math.min(LEDGER_PAGE_SIZE, total - from));
    const answers: Readonly<Record<string, unknown>> = {
      ledger_page: {
        rows: Array.from({ length: count }, (_, index) => ({ id: from + index })),
        next: from + count < total ? { id: from + count - 1 } : null,
      },
      ledger_counts: { total, byState: {}, overdue: 0, dueToday: 0, waitingForMe: 0 },
      my_filters: [],
    };
    const answer = Promise.resolve({ data: answers[name], error: null, status: 200 });
    return Object.assign(answer, { abortSignal: () => answer });
  };
  const client = { rest: { rpc } } as unknown as DatabaseClient;
  return { ledger: new Ledger(new Connection(client)), asked, filters };
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

it('opens with what is not settled, however one comes to it', async () => {
  const { ledger, filters } = ledgerOf(150);
  await ledger.open();
  const unsettled = 'reported accepted assigned in_progress returned deferred awaiting_check'.split(
    ' ',
  );
  expect(filters).toEqual([{ states: unsettled }]);
});

describe('the rows of the ledger', () => {
  it('come a page at a time as they come into sight', async () => {
    const { ledger, asked } = ledgerOf(1_234);
    await ledger.open();
    expect(ledger.length).toBe(1_234);
    expect(ledger.rowAt(42)?.id).toBe(42);
    expect(ledger.rowAt(150)).toBeNull();
    expect(ledger.rowAt(151)).toBeNull();
    await vi.advanceTimersByTimeAsync(100);
    expect(ledger.rowAt(150)?.id).toBe(150);
    expect(ledger.rowAt(1_200)).toBeNull();
    await vi.advanceTimersByTimeAsync(100);
    expect(ledger.rowAt(1_233)?.id).toBe(1_233);
    expect(ledger.rowAt(1_234)).toBeNull();
    // The first, the next by its cursor, the last by a jump.
    expect(asked).toEqual(['null', '{"id":99}', '{"offset":1200}']);
  });

  it('are asked for afresh when the question changes, and not when it is the same', async () => {
    const { ledger, asked } = ledgerOf(150);
    await ledger.open();
    await ledger.filterBy({ due: 'today' });
    await ledger.filterBy({ due: 'today' });
    await ledger.sortBy('number', true);
    expect(asked).toHaveLength(3);
    expect(ledger.link).toBe('due:today;sort:-number');
  });

  it('stay on the screen while they are refreshed', async () => {
    const { ledger } = ledgerOf(150);
    await ledger.open();
    const refreshing = ledger.refresh();
    expect(ledger.rowAt(7)?.id).toBe(7);
    await refreshing;
    expect(ledger.rowAt(7)?.id).toBe(7);
    expect(ledger.length).toBe(150);
  });
});

it('a selection holds ids, and a range the rows that are loaded', async () => {
  const { ledger } = ledgerOf(150);
  await ledger.open();
  ledger.toggle(3);
  ledger.selectRange(12, 10);
  ledger.toggle(11);
  expect([...ledger.selected]).toEqual([3, 10, 12]);
  expect(ledger.selectedRows.map(({ id }) => id)).toEqual([3, 10, 12]);
  ledger.clearSelection();
  expect(ledger.selected.size).toBe(0);
});
