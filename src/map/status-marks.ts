import type { SiteStatus } from '../domain/sites/city.ts';

/**
 * The marks of the four statuses for legends, lists and badges, as on the map. Paths in a box of
 * 24 × 24: `shape` in the colour of the status, `sign` in the colour of what it lies on
 * (`--mark-glyph`), both filled by the even-odd rule.
 */
export interface StatusMark {
  readonly shape: string;
  readonly sign: string | null;
  /** The CSS variable of the colour. */
  readonly color: `--status-${SiteStatus}`;
}

export const STATUS_MARKS: Readonly<Record<SiteStatus, StatusMark>> = {
  compliant: {
    shape: 'M12 2a10 10 0 1 1 0 20 10 10 0 0 1 0-20z',
    sign: 'M10.4 17.2 5.6 12.4l2-2 2.8 2.8 6-6 2 2z',
    color: '--status-compliant',
  },
  attention: {
    shape:
      'M12 1.8c.8 0 1.4.4 1.8 1.1l9 16.2c.8 1.4-.2 3-1.8 3H3c-1.6 0-2.6-1.6-1.8-3l9-16.2c.4-.7 1-1.1 1.8-1.1z',
    sign: null,
    color: '--status-attention',
  },
  serious: {
    shape:
      'M4.5 2h15A2.5 2.5 0 0 1 22 4.5v15a2.5 2.5 0 0 1-2.5 2.5h-15A2.5 2.5 0 0 1 2 19.5v-15A2.5 2.5 0 0 1 4.5 2z',
    sign: 'M10.5 5.5h3v8.2h-3zM12 15.4a1.8 1.8 0 1 1 0 3.6 1.8 1.8 0 0 1 0-3.6z',
    color: '--status-serious',
  },
  unknown: {
    shape: 'M12 2a10 10 0 1 1 0 20 10 10 0 0 1 0-20zM12 6a6 6 0 1 0 0 12 6 6 0 0 0 0-12z',
    sign: null,
    color: '--status-unknown',
  },
};
