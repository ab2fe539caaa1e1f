import { gpx } from '@tmcw/togeojson';
import { DOMParser } from '@xmldom/xmldom';
import fc from 'fast-check';
import ical, { type VEvent } from 'node-ical';
import { describe, expect, it } from 'vitest';
import type { ExportedRoute, ExportedStop } from './exported-route.ts';
import { geojsonOf } from './geojson.ts';
import { gpxOf } from './gpx.ts';
import { icsOf } from './ics.ts';
import { routeSheets } from './sheets.ts';

// What we write is read by parsers that are not ours.

const MADE_AT = '2026-11-24T08:00:00+08:00';
const LINK = 'https://map.example.invalid/?view=patrol&tab=route';

const stop = (number: number, more: Partial<ExportedStop> = {}): ExportedStop => ({
  id: 70 + number,
  number,
  siteId: number,
  name: `示例${number}`,
  type: '大院',
  address: `东街${number}号`,
  lon: [103.01, 103.011, 103.012][number]!,
  lat: 29.95,
  arrivesAt: `2026-11-24T0${7 + number}:15:00+08:00`,
  serviceSeconds: 1500,
  why: '否决项未销号 1 项；14 天应访 2 次',
  standing: '待完成',
  ...more,
});

const route = (more: Partial<ExportedRoute> = {}): ExportedRoute => ({
  id: 5,
  planName: '夜市周边',
  crewName: '王巡查一组',
  name: '王巡查一组 11月24日',
  date: '2026-11-24',
  distanceMeters: 1234,
  path: {
    type: 'LineString',
    coordinates: [
      [103.011, 29.95],
      [103.0115, 29.9512],
      [103.012, 29.95],
    ],
  },
  stops: [stop(1), stop(2)],
  ...more,
});

const AWKWARD = '“A&B” <一期>; 路,口\\ \n二行 ]]> 🌙';

function readGpx(text: string) {
  const faults: string[] = [];
  const document = new DOMParser({
    onError: (_level, message) => faults.push(message),
  }).parseFromString(text, 'application/xml');
  expect(faults).toEqual([]);
  return gpx(document as unknown as Document);
}

const readIcs = (text: string) =>
  Object.values(ical.sync.parseICS(text)).filter((part): part is VEvent => part?.type === 'VEVENT');

describe('GPX', () => {
  it('is read as a route of the stops and a track of the way', () => {
    const { features } = readGpx(
      gpxOf([route({ stops: [stop(1, { name: AWKWARD }), stop(2)] })], AWKWARD, MADE_AT),
    );
    expect(features).toHaveLength(2);
    const track = features.find(({ properties }) => properties?.['_gpxType'] === 'trk');
    const stops = features.find(({ properties }) => properties?.['_gpxType'] === 'rte');
    expect(track?.geometry).toEqual(route().path);
    expect(track?.properties?.['name']).toBe('王巡查一组 11月24日');
    expect(stops?.geometry).toEqual({
      type: 'LineString',
      coordinates: [
        [103.011, 29.95],
        [103.012, 29.95],
      ],
    });
  });

  it('keeps every word of a stop, whatever it is', () => {
    const document = new DOMParser().parseFromString(
      gpxOf([route({ stops: [stop(1, { name: AWKWARD, address: null })] })], '', MADE_AT),
      'application/xml',
    );
    const point = document.getElementsByTagName('rtept')[0]!;
    expect(point.getElementsByTagName('name')[0]!.textContent).toBe(`1 ${AWKWARD}`);
    expect(point.getElementsByTagName('desc')[0]!.textContent).toBe(stop(1).why);
    expect(document.getElementsByTagName('time')[0]!.textContent).toBe('2026-11-24T00:00:00.000Z');
  });

  it('has no track where no way is known', () => {
    expect(gpxOf([route({ path: null })], '', MADE_AT)).not.toContain('<trk');
  });

  it('is well formed whatever people write', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        readGpx(gpxOf([route({ stops: [stop(1, { name, why: name }), stop(2)] })], name, MADE_AT));
      }),
    );
  });
});

describe('ICS', () => {
  it('is read as one event a stop, in the city’s hours', () => {
    const events = readIcs(
      icsOf(
        [route({ stops: [stop(1, { name: AWKWARD }), stop(2, { address: null })] })],
        '',
        MADE_AT,
        LINK,
      ),
    );
    expect(events.map(({ uid }) => uid)).toEqual([
      'patrol-stop-71@map.example.invalid',
      'patrol-stop-72@map.example.invalid',
    ]);
    const [first, second] = events;
    expect(first!.summary).toBe(`1 ${AWKWARD}`);
    expect(first!.start.toISOString()).toBe('2026-11-24T00:15:00.000Z');
    expect(first!.end?.toISOString()).toBe('2026-11-24T00:40:00.000Z');
    expect(first!.location).toBe('东街1号');
    expect(first!.description).toBe('否决项未销号 1 项；14 天应访 2 次\n王巡查一组 · 夜市周边');
    expect(first!.geo).toEqual({ lat: 29.95, lon: 103.011 });
    expect(first!.url).toBe(LINK);
    expect(second!.location).toBeUndefined();
  });

  it('folds at 75 octets, never within a character, and unfolds to what was written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (why) => {
        const file = icsOf([route({ stops: [stop(1, { why })] })], '', MADE_AT, LINK);
        expect(file.endsWith('\r\n')).toBe(true);
        for (const line of file.split('\r\n')) {
          expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
          expect(line).not.toMatch(/[\r\n\uFFFD]/);
        }
        const [line] = file.replaceAll('\r\n ', '').match(/^DESCRIPTION:.*$/mu)!;
        const told = line!
          .slice('DESCRIPTION:'.length)
          .replaceAll(/\\(.)/gu, (_, sign: string) => (sign === 'n' ? '\n' : sign));
        const kept = why.replaceAll(/\r\n|\r/g, '\n').replaceAll(/(?![\t\n])\p{Cc}/gu, '');
        expect(told).toBe(`${kept}\n王巡查一组 · 夜市周边`);
      }),
    );
  });
});

describe('GeoJSON', () => {
  it('is a line and its stops', () => {
    const { features } = JSON.parse(geojsonOf([route()])) as {
      features: { id: string; geometry: unknown; properties: Record<string, unknown> }[];
    };
    expect(features.map(({ id }) => id)).toEqual(['route-5', 'stop-71', 'stop-72']);
    expect(features[0]).toMatchObject({ geometry: route().path, properties: { straight: false } });
    expect(features[1]).toMatchObject({
      geometry: { type: 'Point', coordinates: [103.011, 29.95] },
      properties: { number: 1, name: '示例1', arrivesAt: '2026-11-24T08:15:00+08:00', routeId: 5 },
    });
  });

  it('says where the line is straight, and draws none to a single stop', () => {
    const [line] = (JSON.parse(geojsonOf([route({ path: null })])) as { features: unknown[] })
      .features;
    expect(line).toMatchObject({
      geometry: {
        coordinates: [
          [103.011, 29.95],
          [103.012, 29.95],
        ],
      },
      properties: { straight: true },
    });
    const alone = JSON.parse(geojsonOf([route({ path: null, stops: [stop(1)] })])) as {
      features: unknown[];
    };
    expect(alone.features).toHaveLength(1);
  });
});

describe('sheets', () => {
  const words = {
    number: '序号',
    site: '点位',
    type: '类型',
    address: '地址',
    planned: '计划时间',
    minutes: '分钟',
    why: '缘由',
    standing: '情况',
    longitude: '经度',
    latitude: '纬度',
  };

  it('are one a route, a row a stop, with real dates', () => {
    const sheets = routeSheets(
      [route(), route({ name: '李巡查二组 11月24日', stops: [stop(1)] })],
      words,
    );
    expect(sheets.map(({ name, rows }) => [name, rows.length])).toEqual([
      ['王巡查一组 11月24日', 2],
      ['李巡查二组 11月24日', 1],
    ]);
    expect(sheets[0]!.header).toEqual([
      '序号',
      '计划时间',
      '分钟',
      '点位',
      '类型',
      '地址',
      '缘由',
      '情况',
      '经度',
      '纬度',
    ]);
    expect(sheets[0]!.rows[0]).toEqual([
      { kind: 'number', number: 1 },
      { kind: 'date', date: new Date('2026-11-24T08:15:00Z') },
      { kind: 'number', number: 25 },
      { kind: 'text', text: '示例1' },
      { kind: 'text', text: '大院' },
      { kind: 'text', text: '东街1号' },
      { kind: 'text', text: '否决项未销号 1 项；14 天应访 2 次' },
      { kind: 'text', text: '待完成' },
      { kind: 'number', number: 103.011 },
      { kind: 'number', number: 29.95 },
    ]);
  });
});
