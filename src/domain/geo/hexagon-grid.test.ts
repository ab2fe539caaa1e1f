import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import fromPostgis from './hexagon-grid.fixture.json' with { type: 'json' };
import {
  AXIAL_NEIGHBOURS,
  axialFromPostgis,
  cgcs2000Zone,
  DEFAULT_CELL_WIDTH_METERS,
  edgeMeters,
  hexagonCentre,
  hexagonCorners,
  postgisFromAxial,
} from './hexagon-grid.ts';

describe('the hexagon grid agrees with PostGIS', () => {
  it.each(Object.entries(fromPostgis.grids))('on every corner of the grid "%s"', (_, grid) => {
    expect(grid.cells.length).toBeGreaterThanOrEqual(9);
    for (const { i, j, corners } of grid.cells) {
      const ours = hexagonCorners(axialFromPostgis({ i, j }), grid.edge);
      expect(ours).toHaveLength(corners.length);
      corners.forEach(([easting, northing], corner) => {
        expect(ours[corner]![0]).toBeCloseTo(easting!, 8);
        expect(ours[corner]![1]).toBeCloseTo(northing!, 8);
      });
    }
  });

  it('on the edge of the default cell', () => {
    expect(edgeMeters(DEFAULT_CELL_WIDTH_METERS)).toBe(fromPostgis.grids.city.edge);
  });

  it.each(fromPostgis.neighbours)(
    'on the neighbours of column $i, row $j',
    ({ i, j, touching }) => {
      const { q, r } = axialFromPostgis({ i, j });
      const ours = AXIAL_NEIGHBOURS.map(([dq, dr]) => postgisFromAxial({ q: q + dq, r: r + dr }));
      ours.sort((a, b) => a.i - b.i || a.j - b.j);
      expect(ours.map((cell) => [cell.i, cell.j])).toEqual(touching);
    },
  );
});

describe('axial coordinates', () => {
  const integer = fc.integer({ min: -100_000, max: 100_000 });

  it('go to PostGIS and back', () => {
    fc.assert(
      fc.property(integer, integer, (q, r) => {
        expect(axialFromPostgis(postgisFromAxial({ q, r }))).toEqual({ q, r });
      }),
    );
  });

  it('put the centres of all six neighbours one cell width away', () => {
    fc.assert(
      fc.property(integer, integer, (q, r) => {
        const edge = edgeMeters(DEFAULT_CELL_WIDTH_METERS);
        const [easting, northing] = hexagonCentre({ q, r }, edge);
        for (const [dq, dr] of AXIAL_NEIGHBOURS) {
          const [otherEasting, otherNorthing] = hexagonCentre({ q: q + dq, r: r + dr }, edge);
          expect(Math.hypot(otherEasting - easting, otherNorthing - northing)).toBeCloseTo(250, 5);
        }
      }),
    );
  });
});

describe('the CGCS2000 3-degree zone', () => {
  it.each([
    ['Ya’an', 103, 4543, 102],
    ['Beijing', 116.4, 4548, 117],
    ['the western edge', 73.5, 4534, 75],
    ['the eastern edge', 136.5, 4554, 135],
  ])('of %s', (_, longitude, epsg, centralMeridian) => {
    expect(cgcs2000Zone(longitude)).toEqual({ epsg, centralMeridian });
  });

  it.each([73.4, 136.6, -103, Number.NaN])('does not exist at %d', (longitude) => {
    expect(() => cgcs2000Zone(longitude)).toThrow(/73\.5 .* 136\.5/);
  });
});
