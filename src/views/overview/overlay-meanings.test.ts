import { expect, it } from 'vitest';
import { switchOverlay } from './overlay-meanings.ts';

it('turns on up to three', () => {
  expect(switchOverlay(['sites', 'zones'], 'areas', true)).toEqual({
    overlays: ['sites', 'zones', 'areas'],
    turnedOff: null,
  });
});

it('replaces one fill of the ground by another and says so', () => {
  expect(switchOverlay(['sites', 'zones', 'areas'], 'hotspots', true)).toEqual({
    overlays: ['sites', 'zones', 'hotspots'],
    turnedOff: 'areas',
  });
});

it('turns off only what is asked', () => {
  expect(switchOverlay(['sites', 'zones'], 'sites', false)).toEqual({
    overlays: ['zones'],
    turnedOff: null,
  });
});
