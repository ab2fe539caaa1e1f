/**
 * The site types that have a look of their own. A type that exists only as a row of `site_types`
 * (背街小巷 …) is drawn with the generic look and the labels of its row.
 */
export const SITE_TYPES = ['community', 'courtyard', 'hotel', 'supermarket'] as const;
export type SiteType = (typeof SITE_TYPES)[number];

export interface SiteTypeLook {
  /** As printed in the offices' lists. */
  readonly code: string;
  readonly nameZh: string;
  readonly nameEn: string;
  /**
   * SVG path data in a box of 24 × 24, filled by the even-odd rule. One colour, no stroke, no detail
   * under two units: it is drawn at 14 pixels on the map.
   */
  readonly icon: string;
}

/** A row of `site_types` as `whoami` hands it out. */
export interface SiteTypeRow {
  readonly id: string;
  readonly code: string;
  readonly nameZh: string;
  readonly nameEn: string;
}

export const GENERIC_SITE_ICON =
  'M12 2.2 21.8 12 12 21.8 2.2 12zM12 8.2a3.8 3.8 0 1 0 0 7.6 3.8 3.8 0 0 0 0-7.6z';

export const SITE_TYPE_LOOKS: Readonly<Record<SiteType, SiteTypeLook>> = {
  community: {
    code: 'SQ',
    nameZh: '社区',
    nameEn: 'Community',
    // A house with its door: the community's office.
    icon: 'M12 2.6 1.8 11.4l1.7 2L5 12.1v8.9h5v-6h4v6h5v-8.9l1.5 1.3 1.7-2z',
  },
  courtyard: {
    code: 'YL',
    nameZh: '大院',
    nameEn: 'Courtyard',
    // Two residential blocks, the taller one with its floors.
    icon: 'M2.5 21V10h6.5v11zM11 21V3h10.5v18zM13.6 6.2h5.3v2.2h-5.3zM13.6 10.8h5.3v2.2h-5.3zM13.6 15.4h5.3v2.2h-5.3z',
  },
  hotel: {
    code: 'JD',
    nameZh: '酒店',
    nameEn: 'Hotel',
    // A bed with its guest.
    icon: 'M1.8 5h2.4v8.4h18v6.2h-2.4v-2.8H4.2v2.8H1.8zM7.4 7.6a2.3 2.3 0 1 1 0 4.6 2.3 2.3 0 0 1 0-4.6zM11 7.8h7.4a3.8 3.8 0 0 1 3.8 3.8v.6H11z',
  },
  supermarket: {
    code: 'CS',
    nameZh: '商超',
    nameEn: 'Supermarket',
    // A shopping trolley.
    icon: 'M1.2 3.2h4l.8 3.2h16.6l-2.4 8.9H7.3L3.7 5.6H1.2zM9 17.2a2.1 2.1 0 1 1 0 4.2 2.1 2.1 0 0 1 0-4.2zM17.8 17.2a2.1 2.1 0 1 1 0 4.2 2.1 2.1 0 0 1 0-4.2z',
  },
};

export function isSiteType(id: string): id is SiteType {
  return Object.hasOwn(SITE_TYPE_LOOKS, id);
}

/**
 * The look of any type. The row's words win over the registry's, because the office may rename a
 * type; without either, the id itself is shown rather than nothing.
 */
export function lookOfSiteType(id: string, row?: SiteTypeRow): SiteTypeLook {
  const known = isSiteType(id) ? SITE_TYPE_LOOKS[id] : undefined;
  return {
    code: row?.code ?? known?.code ?? '',
    nameZh: row?.nameZh ?? known?.nameZh ?? id,
    nameEn: row?.nameEn ?? known?.nameEn ?? id,
    icon: known?.icon ?? GENERIC_SITE_ICON,
  };
}
