import type { Language } from './language.svelte.ts';

const WHOLE = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

/** 1,234: both languages group figures alike in official print. */
export function formatCount(value: number): string {
  return WHOLE.format(value);
}

/** 0.873 → 87.3%; a hundred per cent and none are written without a decimal. */
export function formatRate(rate: number, decimals = 1): string {
  const percent = rate * 100;
  return `${percent === 0 || percent === 100 ? percent : percent.toFixed(decimals)}%`;
}

/** +12, −3, ±0 */
export function formatChange(value: number): string {
  if (value === 0) return '±0';
  return value > 0 ? `+${formatCount(value)}` : `−${formatCount(-value)}`;
}

/** Metres below a kilometre: 350 米 / 350 m, 1.2 公里 / 1.2 km */
export function formatDistance(meters: number, language: Language): string {
  if (meters < 1_000) return `${Math.round(meters)} ${language === 'zh' ? '米' : 'm'}`;
  return `${(meters / 1_000).toFixed(1)} ${language === 'zh' ? '公里' : 'km'}`;
}

/** 0.35 平方公里 / 0.35 km²; hectares (公顷) would be one unit more to know. */
export function formatArea(squareMeters: number, language: Language): string {
  const squareKilometers = squareMeters / 1_000_000;
  const figure = squareKilometers.toFixed(squareKilometers < 10 ? 2 : 1);
  return `${figure} ${language === 'zh' ? '平方公里' : 'km²'}`;
}
