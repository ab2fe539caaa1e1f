import { describe, expect, it } from 'vitest';

import { ProblemError } from '../domain/problem.ts';
import { decodeRoadNetwork, type RoadNetworkMessage } from './road-network.ts';

/**
 * What PostGIS 3.3 gives for st_astwkb(…, 7) of LINESTRING(103.01 29.91, 103.02 29.91) and of
 * LINESTRING(-103.02 29.91, -103.02 -29.92, -103.0199999 -29.92).
 */
const lines = ['e20002c0d0b0d607c09d9f9d02c09a0c00', 'e20003ffeabcd607c09d9f9d0200bfd5caba040200'];

const message: RoadNetworkMessage = {
  count: 2,
  classes: ['footway', 'residential'],
  // 70000 → 9, 9 → 70000
  ends: bytes('00011170 00000009 00000009 00011170'),
  // 966.01 m, residential, along, no walking; 42,949,672.95 m, footway, against, walking
  road: bytes('00017959 0001 02 00 ffffffff 0000 00 01'),
  lines: bytes(lines.join('')),
};

function bytes(hex: string): string {
  return Buffer.from(hex.replaceAll(' ', ''), 'hex').toString('base64');
}

describe('the road network’s message', () => {
  it('decodes to typed arrays', () => {
    const network = decodeRoadNetwork(message);
    expect(network).toMatchObject({ nodeCount: 2, edgeCount: 2, classNames: message.classes });
    expect([...network.fromNode]).toEqual([0, 1]);
    expect([...network.toNode]).toEqual([1, 0]);
    expect([...network.lengthMeters]).toEqual([966.01, 42_949_672.95]);
    expect([...network.classOf]).toEqual([1, 0]);
    expect([...network.oneway]).toEqual([1, -1]);
    expect([...network.foot]).toEqual([0, 1]);
    expect([...network.firstPoint]).toEqual([0, 2, 5]);
    expect([...network.points]).toEqual([
      ...[103.01, 29.91, 103.02, 29.91],
      ...[-103.02, 29.91, -103.02, -29.92, -103.0199999, -29.92],
    ]);
  });

  it('may be empty', () => {
    const empty = { count: 0, classes: [], ends: '', road: '', lines: '' };
    expect(decodeRoadNetwork(empty)).toMatchObject({ nodeCount: 0, edgeCount: 0 });
  });

  it.each([
    [{ ends: bytes('00') }, 'road_network: column ends has 1 bytes, expected 16 for 2 entries'],
    [{ classes: ['footway'] }, 'road_network: edge 0 is of class 1, of 1'],
    [{ lines: bytes(lines[0]!) }, 'road_network: line 1 has type 0 and flags undefined'],
    [{ lines: bytes(`${lines.join('')}00`) }, 'road_network: 1 bytes follow the last line'],
    [{ lines: bytes(lines.join('').slice(0, -2)) }, 'road_network: the lines end before line 2'],
  ])('says what is wrong with %j', (change, line) => {
    expect(() => decodeRoadNetwork({ ...message, ...change })).toThrow(
      new ProblemError({ kind: 'fault', message: line }),
    );
  });
});
