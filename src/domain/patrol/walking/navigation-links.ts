import { fromWgs84 } from '../../geo/datum.ts';
import type { TravelProfile } from '../../roads/travel-profile.ts';

/** What a phone calls to be led somewhere; `web` opens the provider's page where no app is. */
export type NavigationApp = 'amap' | 'baidu' | 'system';
export type DeviceKind = 'android' | 'ios' | 'other';

export interface NavigationLink {
  readonly app: NavigationApp;
  readonly href: string;
}

export interface Destination {
  readonly name: string;
  /** WGS-84. */
  readonly lon: number;
  readonly lat: number;
}

/** How Amap's apps number the ways to travel. */
const AMAP_WAYS: Readonly<Record<TravelProfile, number>> = { car: 0, foot: 2, ebike: 3 };
const AMAP_PAGE_WAYS: Readonly<Record<TravelProfile, string>> = {
  car: 'car',
  foot: 'walk',
  ebike: 'ride',
};
const BAIDU_WAYS: Readonly<Record<TravelProfile, string>> = {
  car: 'driving',
  foot: 'walking',
  ebike: 'riding',
};

/** As both providers ask who calls. */
const CALLER = 'chuangcheng-map';

/**
 * The addresses that lead to a stop in the apps people have, by the providers' published URI schemes: Amap's in
 * GCJ-02 (`dev=0`: the position is already offset), Baidu's in BD-09, the system's `geo:` (RFC 5870) in WGS-84.
 * Where the device is no phone, Amap's page stands for its app; iOS knows no `geo:`.
 */
export function navigationLinks(
  { name, lon, lat }: Destination,
  mode: TravelProfile,
  device: DeviceKind,
): readonly NavigationLink[] {
  // Brackets too: `geo:` puts the name between them.
  const words = encodeURIComponent(name).replaceAll('(', '%28').replaceAll(')', '%29');
  const [amapLon, amapLat] = fromWgs84([lon, lat], 'gcj02');
  const [baiduLon, baiduLat] = fromWgs84([lon, lat], 'bd09');
  const path = `sourceApplication=${CALLER}&dlat=${amapLat}&dlon=${amapLon}&dname=${words}&dev=0&t=${AMAP_WAYS[mode]}`;
  const amap: Readonly<Record<DeviceKind, string>> = {
    android: `androidamap://route/plan/?${path}`,
    ios: `iosamap://path?${path}`,
    other: `https://uri.amap.com/navigation?to=${amapLon},${amapLat},${words}&mode=${AMAP_PAGE_WAYS[mode]}&src=${CALLER}&coordinate=gaode&callnative=1`,
  };
  const baidu = `baidumap://map/direction?destination=${encodeURIComponent(`latlng:${baiduLat},${baiduLon}|name:${name}`)}&coord_type=bd09ll&mode=${BAIDU_WAYS[mode]}&src=${CALLER}`;
  const links: NavigationLink[] = [{ app: 'amap', href: amap[device] }];
  if (device !== 'other') links.push({ app: 'baidu', href: baidu });
  if (device !== 'ios') {
    const [plainLon, plainLat] = fromWgs84([lon, lat], 'wgs84');
    links.push({
      app: 'system',
      href: `geo:${plainLat},${plainLon}?q=${plainLat},${plainLon}(${words})`,
    });
  }
  return links;
}

/** @param userAgent of the browser; an iPad that asks for desktop pages is taken for no phone */
export function deviceOf(userAgent: string): DeviceKind {
  if (/Android|HarmonyOS/i.test(userAgent)) return 'android';
  return /iPhone|iPad|iPod/.test(userAgent) ? 'ios' : 'other';
}
