import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProblemError } from '../domain/problem.ts';
import { decodeCitySites, type CitySitesMessage } from './city-sites.ts';

/** Two sites written out byte by byte, as PostgreSQL's int4send would. */
const message: CitySitesMessage = {
  asOf: '2026-11-23T00:00:00+08:00',
  count: 2,
  checksum: 'abc',
  origin: [102.5, 29.5],
  scale: [0.00001, 0.00002],
  types: ['hotel', 'supermarket'],
  areas: [7, 9],
  units: [3],
  // lon 1, lat 2, area 0 | lon 0x010203, lat 0x000100, area none
  place: bytes([0, 0, 1, 0, 0, 2, 0, 0, 1, 2, 3, 0, 1, 0, 255, 255]),
  // id 5, unit 0, type 1, status 3 | id 0x80000001, unit none, type 0, status 4 + lapsed
  site: bytes([0, 0, 0, 5, 0, 0, 1, 3, 128, 0, 0, 1, 255, 255, 0, 36]),
};

function bytes(values: readonly number[]): string {
  return Buffer.from(values).toString('base64');
}

describe('the city message', () => {
  it('decodes to typed arrays', () => {
    const { sites, status } = decodeCitySites(message);
    expect([...sites.ids]).toEqual([5, 0x80000001]);
    expect([...sites.types]).toEqual([1, 0]);
    expect([...sites.areas]).toEqual([0, 0xffff]);
    expect([...sites.units]).toEqual([0, 0xffff]);
    expect([...status.codes]).toEqual([3, 36]);
    expect(sites.positions[0]).toBeCloseTo(102.50001, 10);
    expect(sites.positions[1]).toBeCloseTo(29.50004, 10);
    expect(sites.positions[2]).toBeCloseTo(102.5 + 66051 * 0.00001, 10);
    expect(sites.positions[3]).toBeCloseTo(29.5 + 256 * 0.00002, 10);
    expect([...sites.areaIds]).toEqual([7, 9]);
    expect(status.checksum).toBe(sites.checksum);
  });

  it.each([
    [
      { place: bytes([1, 2, 3]) },
      'city_sites: column place has 3 bytes, expected 16 for 2 entries',
    ],
    [{ site: 'not base64!' }, 'city_sites: the column is not base64'],
  ])('says what is wrong with %j', (change, line) => {
    expect(() => decodeCitySites({ ...message, ...change })).toThrow(
      new ProblemError({ kind: 'fault', message: line }),
    );
  });

  it('brings back any site exactly', () => {
    const uint = (bits: number) => fc.integer({ min: 0, max: 2 ** bits - 1 });
    const site = fc.tuple(uint(32), uint(24), uint(24), uint(16), uint(16), uint(8), uint(8));
    fc.assert(
      fc.property(fc.array(site, { maxLength: 50 }), (rows) => {
        const place = Buffer.alloc(rows.length * 8);
        const rest = Buffer.alloc(rows.length * 8);
        rows.forEach(([id, lon, lat, area, unit, type, status], at) => {
          place.writeUIntBE(lon, at * 8, 3);
          place.writeUIntBE(lat, at * 8 + 3, 3);
          place.writeUInt16BE(area, at * 8 + 6);
          rest.writeUInt32BE(id, at * 8);
          rest.writeUInt16BE(unit, at * 8 + 4);
          rest.writeUInt8(type, at * 8 + 6);
          rest.writeUInt8(status, at * 8 + 7);
        });
        const decoded = decodeCitySites({
          ...message,
          count: rows.length,
          origin: [0, 0],
          scale: [1, 1],
          place: place.toString('base64'),
          site: rest.toString('base64'),
        });
        rows.forEach(([id, lon, lat, area, unit, type, status], at) => {
          expect(decoded.sites.ids[at]).toBe(id);
          expect(decoded.sites.positions[at * 2]).toBe(lon);
          expect(decoded.sites.positions[at * 2 + 1]).toBe(lat);
          expect(decoded.sites.areas[at]).toBe(area);
          expect(decoded.sites.units[at]).toBe(unit);
          expect(decoded.sites.types[at]).toBe(type);
          expect(decoded.status.codes[at]).toBe(status);
        });
      }),
    );
  });
});
