import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  countFilters,
  DUE_SPANS,
  formatLedgerQuery,
  isSameFilters,
  isSameLedgerQuery,
  LEDGER_GROUPS,
  LEDGER_SORTS,
  parseLedgerQuery,
  USUAL_LEDGER_QUERY,
  type LedgerQuery,
} from './ledger-query';
import { ISSUE_SOURCES, ISSUE_STATES } from './vocabulary';

const id = fc.integer({ min: 0, max: 0x7fffffff });
const moment = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());
const yes = fc.constant(true as const);

/** Lists in the order in which they are written. */
const filters = fc.record(
  {
    states: fc.subarray([...ISSUE_STATES]),
    codes: fc.uniqueArray(fc.integer({ min: 1, max: 255 })),
    types: fc.subarray(['community', 'courtyard', 'hotel', 'supermarket']),
    areaId: id,
    unitId: id,
    sources: fc.subarray([...ISSUE_SOURCES]),
    text: fc.string({ unit: 'grapheme', minLength: 2, maxLength: 20 }),
    due: fc.constantFrom(...DUE_SPANS),
    waitingForMe: yes,
    zoneId: id,
    siteIds: fc.uniqueArray(id, { maxLength: 20 }),
    ids: fc.uniqueArray(id, { maxLength: 20 }),
    issueId: id,
    reportedFrom: moment,
    reportedTo: moment,
    supervised: yes,
    veto: yes,
    recheckDue: yes,
    reportedByMe: yes,
  },
  { requiredKeys: [] },
);

const query: fc.Arbitrary<LedgerQuery> = fc.record({
  filters,
  sort: fc.constantFrom(...LEDGER_SORTS),
  descending: fc.boolean(),
  groupBy: fc.option(fc.constantFrom(...LEDGER_GROUPS)),
});

describe('the link of a question to the ledger', () => {
  it('reads as it was written, also through an address', () => {
    fc.assert(
      fc.property(query, (asked) => {
        const link = formatLedgerQuery(asked);
        const address = new URLSearchParams(`ledger=${link}`).get('ledger') ?? '';
        expect(address).toBe(link);
        const { query: read, refused } = parseLedgerQuery(address);
        expect(refused).toEqual([]);
        expect(isSameLedgerQuery(read, asked)).toBe(true);
      }),
    );
  });

  it('says what one would expect', () => {
    expect(formatLedgerQuery(USUAL_LEDGER_QUERY)).toBe('');
    expect(
      formatLedgerQuery({
        filters: { states: ['assigned', 'in_progress'], areaId: 12, due: 'overdue', text: '垃圾' },
        sort: 'deadline',
        descending: true,
        groupBy: 'unit',
      }),
    ).toBe(
      'state:assigned,in_progress;area:12;text:~E5~9E~83~E5~9C~BE;due:overdue;sort:-deadline;group:unit',
    );
  });

  it.each([
    ['state:open', ['state:open']],
    ['area:-1;due:today', ['area:-1']],
    ['unit:99999999999', ['unit:99999999999']],
    ['mine:0', ['mine:0']],
    ['text:~E5~9E', ['text:~E5~9E']],
    ['text:%41', ['text:%41']],
    ['from:yesterday', ['from:yesterday']],
    ['sort:colour', ['sort:colour']],
    ['constructor:1;__proto__:1', ['constructor:1', '__proto__:1']],
    ['nonsense', ['nonsense']],
  ])('names what it does not understand in %s', (link, expected) => {
    expect(parseLedgerQuery(link).refused).toEqual(expected);
  });

  it('never fails', () => {
    fc.assert(
      fc.property(fc.string(), (link) => {
        expect(() => parseLedgerQuery(link)).not.toThrow();
      }),
    );
  });

  it('leaves out a long list of the moment', () => {
    const ids = Array.from({ length: 41 }, (_, index) => index + 1);
    expect(formatLedgerQuery({ ...USUAL_LEDGER_QUERY, filters: { ids } })).toBe('');
  });
});

it('compares and counts filters by what they say', () => {
  expect(isSameFilters({ areaId: 1, due: 'today' }, { due: 'today', areaId: 1 })).toBe(true);
  expect(isSameFilters({ areaId: 1 }, { areaId: 1, unitId: 2 })).toBe(false);
  expect(countFilters({ areaId: 1, states: [] })).toBe(2);
});
