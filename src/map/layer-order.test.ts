import { describe, expect, test } from 'vitest';
import { anchorOf, inOrder, isAboveLabels, LAYER_ORDER, layerRank } from './layer-order.ts';

describe('order of layers', () => {
  test('areas lie under hexagons, hexagons under sites, the selection on top', () => {
    const shuffled = [
      { id: 'selection' },
      { id: 'site-marks' },
      { id: 'hotspots' },
      { id: 'area-rates' },
    ];
    expect(inOrder(shuffled).map(({ id }) => id)).toEqual([
      'area-rates',
      'hotspots',
      'site-marks',
      'selection',
    ]);
  });

  test('a stranger is refused by name', () => {
    expect(() => layerRank('markers')).toThrow(/unknown layer "markers"; allowed: area-rates/);
    expect(() => inOrder([{ id: 'markers' }])).toThrow(/unknown layer "markers"/);
  });

  test('one id twice is refused', () => {
    expect(() => inOrder([{ id: 'zones' }, { id: 'zones' }])).toThrow(
      'layer "zones" is given twice',
    );
  });

  test('only the highlights and what keeps labels away lie above the labels', () => {
    expect(LAYER_ORDER.filter(isAboveLabels)).toEqual([
      'label-clearance',
      'patrol-stops',
      'hover',
      'selection',
    ]);
  });

  test('anchors are told apart from layers', () => {
    expect(anchorOf('zones')).toBe('anchor:zones');
  });
});
