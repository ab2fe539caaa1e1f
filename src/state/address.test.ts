import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OVERLAYS } from '../domain/overlays.ts';
import { STATUSES } from '../domain/sites/city.ts';
import { EMPTY_ADDRESS, formatAddress, parseAddress, VIEWS, type Address } from './address.ts';
import { SELECTION_KINDS } from './selection.ts';

describe('the address', () => {
  it('opens what a link says', () => {
    const { address, refused } = parseAddress(
      '?view=sites&map=103.00128,29.98,13.5,20,45&select=site-12&type=hotel,supermarket' +
        '&status=serious,unknown&area=3&unit=70&asof=2026-04-26T18:00&layers=sites,density' +
        '&ground=imagery&tab=history&ledger=state:assigned;sort:-deadline&wall=1',
    );
    expect(refused).toEqual([]);
    expect(address).toEqual({
      view: 'sites',
      camera: { longitude: 103.00128, latitude: 29.98, zoom: 13.5, bearing: 20, pitch: 45 },
      selection: { kind: 'site', id: 12 },
      filters: {
        types: new Set(['hotel', 'supermarket']),
        statuses: new Set(['serious', 'unknown']),
        areaId: 3,
        unitId: 70,
      },
      asOf: '2026-04-26T18:00:00+08:00',
      overlays: ['sites', 'density'],
      basemap: 'imagery',
      tab: 'history',
      ledger: 'state:assigned;sort:-deadline',
      wall: true,
    });
  });

  it('is empty when nothing differs from the usual', () => {
    expect(formatAddress(EMPTY_ADDRESS)).toBe('');
    expect(parseAddress('').address).toEqual(EMPTY_ADDRESS);
  });

  it.each([
    ['view', 'reports'],
    ['map', '103,29.98'],
    ['map', '103,abc,12'],
    ['map', '203,29.98,12'],
    ['map', '103,29.98,12,0,0,0'],
    ['map', '103,,12'],
    ['select', 'site'],
    ['select', 'site-x'],
    ['select', 'member-1'],
    ['select', 'site-99999999999'],
    ['type', 'hotel;drop'],
    ['type', ''],
    ['status', 'red'],
    ['status', 'serious,red'],
    ['area', '-3'],
    ['unit', '1.5'],
    ['asof', 'yesterday'],
    ['asof', '2026-02-30T10:00'],
    ['layers', 'sites,roads'],
    ['layers', 'sites,areas,density,zones'],
    ['ground', '<script>'],
    ['tab', '1 2'],
    ['ledger', 'state=assigned'],
    ['wall', 'yes'],
  ])('refuses %s=%s and keeps the rest', (parameter, value) => {
    const query = new URLSearchParams({ [parameter]: value });
    // A neighbour that is right stays right.
    const neighbour = parameter === 'area' ? 'unit' : 'area';
    query.set(neighbour, '7');
    const { address, refused } = parseAddress(`?${query}`);
    expect(refused).toEqual([{ parameter, value }]);
    expect(neighbour === 'area' ? address.filters.areaId : address.filters.unitId).toBe(7);
  });

  it('shortens a monstrous value before it is shown', () => {
    const { refused } = parseAddress(`?view=${'x'.repeat(5_000)}`);
    expect(refused).toEqual([{ parameter: 'view', value: 'x'.repeat(60) }]);
  });

  it('turns no layers at all into none', () => {
    expect(formatAddress({ ...EMPTY_ADDRESS, overlays: [] })).toBe('?layers=none');
    expect(parseAddress('?layers=none').address.overlays).toEqual([]);
  });

  it('comes back from its own link', () => {
    const id = fc.integer({ min: 0, max: 0x7fffffff });
    const word = fc.stringMatching(/^[a-z][a-z0-9_]{0,10}$/);
    const address: fc.Arbitrary<Address> = fc.record({
      view: fc.option(fc.constantFrom(...VIEWS)),
      camera: fc.option(
        fc.record({
          longitude: fc.integer({ min: -18_000_000, max: 18_000_000 }).map((n) => n / 1e5),
          latitude: fc.integer({ min: -8_500_000, max: 8_500_000 }).map((n) => n / 1e5),
          zoom: fc.integer({ min: 0, max: 2_400 }).map((n) => n / 100),
          bearing: fc.integer({ min: -180, max: 180 }),
          pitch: fc.integer({ min: 0, max: 60 }),
        }),
      ),
      selection: fc.option(fc.record({ kind: fc.constantFrom(...SELECTION_KINDS), id })),
      filters: fc.record({
        types: fc.option(fc.array(word, { minLength: 1 }).map((ids) => new Set(ids))),
        statuses: fc.option(fc.subarray([...STATUSES], { minLength: 1 }).map((s) => new Set(s))),
        areaId: fc.option(id),
        unitId: fc.option(id),
      }),
      asOf: fc
        .option(fc.integer({ min: 28_000_000, max: 31_000_000 }).map((minute) => minute * 60_000))
        .map((time) => (time === null ? null : new Date(time).toISOString())),
      overlays: fc.option(fc.subarray([...OVERLAYS], { maxLength: 3 })),
      basemap: fc.option(word),
      tab: fc.option(word),
      ledger: fc.option(fc.constantFrom('state:assigned,returned', 'text:~E5~9E~83;sort:-number')),
      wall: fc.boolean(),
    });
    fc.assert(
      fc.property(address, (any) => {
        const back = parseAddress(formatAddress(any));
        expect(back.refused).toEqual([]);
        const sameTime = (time: string | null) => (time === null ? null : Date.parse(time));
        expect({ ...back.address, asOf: sameTime(back.address.asOf) }).toEqual({
          ...any,
          asOf: sameTime(any.asOf),
        });
      }),
    );
  });
});
