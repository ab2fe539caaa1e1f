import { describe, expect, it } from 'vitest';
import { deviceOf, navigationLinks } from './navigation-links.ts';

// WGS-84 (116.404, 39.915) is (116.410244, 39.916404) in GCJ-02 as coordtransform publishes it; BD-09 by the
// published offset of GCJ-02: x = z·cos θ + 0.0065, y = z·sin θ + 0.006.
const place = { name: '甲社区&(一期)', lon: 116.404, lat: 39.915 };
const NAME = '%E7%94%B2%E7%A4%BE%E5%8C%BA%26%28%E4%B8%80%E6%9C%9F%29';

function bd09([x, y]: readonly [number, number]): readonly [number, number] {
  const turn = (Math.PI * 3000) / 180;
  const z = Math.hypot(x, y) + 0.00002 * Math.sin(y * turn);
  const angle = Math.atan2(y, x) + 0.000003 * Math.cos(x * turn);
  return [z * Math.cos(angle) + 0.0065, z * Math.sin(angle) + 0.006];
}

describe('the way to a stop in another app', () => {
  it('on Android: Amap in GCJ-02, Baidu in BD-09, the system in WGS-84', () => {
    const [lon, lat] = bd09([116.41024449916938, 39.91640428150164]);
    const baidu = encodeURIComponent(
      `latlng:${Number(lat.toFixed(6))},${Number(lon.toFixed(6))}|name:${place.name}`,
    );
    expect(navigationLinks(place, 'foot', 'android')).toEqual([
      {
        app: 'amap',
        href: `androidamap://route/plan/?sourceApplication=chuangcheng-map&dlat=39.916404&dlon=116.410244&dname=${NAME}&dev=0&t=2`,
      },
      {
        app: 'baidu',
        href: `baidumap://map/direction?destination=${baidu}&coord_type=bd09ll&mode=walking&src=chuangcheng-map`,
      },
      { app: 'system', href: `geo:39.915,116.404?q=39.915,116.404(${NAME})` },
    ]);
  });

  it('on iOS: its own scheme of Amap, and no geo:', () => {
    const links = navigationLinks(place, 'ebike', 'ios');
    expect(links.map(({ app }) => app)).toEqual(['amap', 'baidu']);
    expect(links[0]!.href).toBe(
      `iosamap://path?sourceApplication=chuangcheng-map&dlat=39.916404&dlon=116.410244&dname=${NAME}&dev=0&t=3`,
    );
    expect(new URL(links[1]!.href).searchParams.get('mode')).toBe('riding');
  });

  it('elsewhere: the page of Amap, which no comma or ampersand of a name breaks', () => {
    const links = navigationLinks({ ...place, name: 'A,B&mode=x' }, 'car', 'other');
    expect(links.map(({ app }) => app)).toEqual(['amap', 'system']);
    const page = new URL(links[0]!.href);
    expect(page.origin + page.pathname).toBe('https://uri.amap.com/navigation');
    expect(Object.fromEntries(page.searchParams)).toEqual({
      to: '116.410244,39.916404,A,B&mode=x',
      mode: 'car',
      src: 'chuangcheng-map',
      coordinate: 'gaode',
      callnative: '1',
    });
  });

  it.each([
    ['Mozilla/5.0 (Linux; Android 14; V2309A) AppleWebKit/537.36 Mobile Safari/537.36', 'android'],
    ['Mozilla/5.0 (Phone; OpenHarmony 5.0; HarmonyOS 5.0) ArkWeb/4.1 Mobile', 'android'],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) AppleWebKit/605.1.15', 'ios'],
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140', 'other'],
  ])('knows %s', (userAgent, device) => {
    expect(deviceOf(userAgent)).toBe(device);
  });
});
