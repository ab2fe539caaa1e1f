import { dayText } from '../../src/domain/issues/clocks.ts';
import { CATALOGUE_ID } from './catalogue.ts';
import type { BaseFeature, PolygonCoordinates } from './city-model.ts';
import type { LonLat } from './geography/plane.ts';
import type { SampleCity } from './generate-city.ts';
import { closedAt, cityPeriods, openedAt } from './history/periods.ts';
import { dayNumberOf } from '../../src/domain/issues/clocks.ts';
import type { PhotoFile } from './photos.ts';

/** What a cell holds; times are ISO 8601 text, arrays PostgreSQL literals, geometry EWKT. */
export type Cell = string | number | boolean | null;

/** Rows of one table of the database, in the order of their ids. */
export interface TableRows {
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: Iterable<readonly Cell[]>;
}

/** +08:00 is written out: files are read by people in Shanghai's time. */
export function isoTime(moment: number): string {
  return `${new Date(moment + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`;
}

function time(moment: number | null): string | null {
  return moment === null ? null : isoTime(moment);
}

function list(values: readonly (string | number)[]): string {
  return `{${values.join(',')}}`;
}

export function ewktPoint([lon, lat]: readonly [number, number]): string {
  return `SRID=4326;POINT(${lon} ${lat})`;
}

function ringText(ring: readonly LonLat[]): string {
  return `(${ring.map(([lon, lat]) => `${lon} ${lat}`).join(',')})`;
}

function polygonText(rings: PolygonCoordinates): string {
  return `(${rings.map(ringText).join(',')})`;
}

export function ewktMultiPolygon(polygons: readonly PolygonCoordinates[]): string {
  return `SRID=4326;MULTIPOLYGON(${polygons.map(polygonText).join(',')})`;
}

function ewktFeature({ geometry }: BaseFeature): string {
  switch (geometry.type) {
    case 'Point':
      return ewktPoint(geometry.coordinates);
    case 'LineString':
      return `SRID=4326;LINESTRING${ringText(geometry.coordinates)}`;
    case 'Polygon':
      return `SRID=4326;POLYGON${polygonText(geometry.coordinates)}`;
  }
}

/** Everything about places and people: tables that grow with the city, not with its history. */
export function placeTables({ geography, organisation, history }: SampleCity): TableRows[] {
  const characterOf = new Map(history.characters.map((entry) => [entry.site.id, entry]));
  return [
    {
      table: 'public.areas',
      columns: [
        'id',
        'parent_id',
        'level',
        'name',
        'name_en',
        'name_initials',
        'path',
        'outline',
        'point',
      ],
      rows: geography.areas.map((area) => [
        area.id,
        area.parentId,
        area.level,
        area.name,
        area.nameEn,
        area.initials,
        area.path,
        ewktMultiPolygon(area.outline),
        ewktPoint(area.point),
      ]),
    },
    {
      table: 'public.units',
      columns: ['id', 'name', 'kind', 'area_id', 'site_types', 'name_initials'],
      rows: organisation.units.map((unit) => [
        unit.id,
        unit.name,
        unit.kind,
        unit.areaId,
        list(unit.siteTypes),
        unit.initials,
      ]),
    },
    {
      table: 'public.sites',
      columns: [
        'id',
        'type',
        'name',
        'name_initials',
        'address',
        'geom',
        'point',
        'area_id',
        'unit_id',
        'person',
        'phone',
        'opened_at',
        'closed_at',
      ],
      rows: geography.sites.map((site) => {
        const character = characterOf.get(site.id);
        return [
          site.id,
          site.type,
          site.name,
          site.initials,
          site.address,
          site.polygons === null
            ? ewktPoint(site.point)
            : site.polygons.length === 1
              ? `SRID=4326;POLYGON${polygonText(site.polygons[0] as PolygonCoordinates)}`
              : ewktMultiPolygon(site.polygons),
          ewktPoint(site.point),
          site.areaId,
          organisation.unitOfSite.get(site.id) ?? null,
          site.person,
          site.phone,
          character ? isoTime(openedAt(character, history.firstDay)) : null,
          character ? time(closedAt(character, history.firstDay)) : null,
        ];
      }),
    },
    {
      table: 'public.members',
      columns: ['id', 'name', 'role', 'unit_id', 'area_id', 'site_id', 'is_captain'],
      rows: organisation.members.map((member) => [
        member.id,
        member.name,
        member.role,
        member.unitId,
        member.areaId,
        member.siteId,
        member.isCaptain,
      ]),
    },
    {
      table: 'public.pairings',
      columns: ['id', 'site_id', 'unit_id', 'leader', 'valid_from', 'valid_to'],
      rows: organisation.pairings.map((pairing) => [
        pairing.id,
        pairing.siteId,
        pairing.unitId,
        pairing.leader,
        pairing.from,
        pairing.to,
      ]),
    },
    {
      table: 'public.default_units',
      columns: ['code', 'site_type', 'unit_id'],
      rows: organisation.defaultUnits.map(({ code, siteType, unitId }) => [code, siteType, unitId]),
    },
    {
      table: 'public.base_features',
      columns: [
        'id',
        'kind',
        'class',
        'name',
        'name_en',
        'ref',
        'oneway',
        'foot',
        'bridge',
        'tunnel',
        'layer',
        'geom',
      ],
      rows: geography.baseFeatures.map((feature) => [
        feature.id,
        feature.kind,
        feature.class,
        feature.name,
        feature.nameEn,
        feature.ref,
        feature.oneway,
        feature.foot,
        feature.bridge,
        false,
        feature.layer,
        ewktFeature(feature),
      ]),
    },
  ];
}

/** The year's history. `merged_into` comes second: an issue may be merged into a later one. */
export function historyTables(city: SampleCity, photos: readonly PhotoFile[]): TableRows[] {
  const { history } = city;
  return [
    {
      table: 'public.inspections',
      columns: [
        'id',
        'site_id',
        'kind',
        'member_id',
        'unit_id',
        'catalogue_id',
        'started_at',
        'finished_at',
        'recorded_at',
        'note',
      ],
      rows: map(history.inspections, (inspection) => [
        inspection.id,
        inspection.site.id,
        inspection.kind,
        inspection.memberId,
        inspection.unitId,
        CATALOGUE_ID,
        isoTime(inspection.startedAt),
        isoTime(inspection.finishedAt),
        isoTime(inspection.recordedAt),
        inspection.note,
      ]),
    },
    issueTable(city),
    {
      table: 'public.observations',
      columns: [
        'id',
        'inspection_id',
        'site_id',
        'catalogue_id',
        'code',
        'result',
        'grade',
        'value',
        'counted',
        'samples_good',
        'samples_total',
        'note',
        'observed_at',
        'recorded_at',
        'issue_id',
        'mock',
      ],
      rows: map(history.observations, (observation) => [
        observation.id,
        observation.inspection?.id ?? null,
        observation.site.id,
        CATALOGUE_ID,
        observation.code,
        observation.result,
        observation.grade,
        observation.value,
        observation.counted,
        observation.samplesGood,
        observation.samplesTotal,
        observation.note,
        isoTime(observation.observedAt),
        isoTime(observation.recordedAt),
        observation.issue?.id ?? null,
        observation.mock,
      ]),
    },
    eventTable(city),
    photoTable(city, photos),
    periodTable(city),
  ];
}

function issueTable({ history }: SampleCity): TableRows {
  return {
    table: 'public.issues',
    columns: [
      'id',
      'number',
      'site_id',
      'area_id',
      'catalogue_id',
      'code',
      'point',
      'source',
      'source_number',
      'description',
      'lead_unit_id',
      'person',
      'measures',
      'reported_by',
      'reported_at',
      'state',
      'state_since',
      'deadline_at',
      'check_by_at',
      'resumes_at',
      'merged_into',
      'closed_at',
      'recheck_due_at',
      'rework_count',
      'relapse_count',
      'extension_count',
      'supervised',
      'event_count',
    ],
    rows: map(history.issues, (issue) => {
      const now = issue.projections[issue.projections.length - 1];
      if (!now) throw new Error(`Issue ${issue.id} has no events.`);
      const year = dayText(dayNumberOf(issue.reportedAt)).slice(0, 4);
      return [
        issue.id,
        `${year}-${String(issue.id).padStart(6, '0')}`,
        issue.site?.id ?? null,
        issue.areaId,
        CATALOGUE_ID,
        issue.code,
        ewktPoint(issue.point),
        issue.source,
        issue.sourceNumber,
        issue.description,
        now.leadUnitId,
        issue.person,
        issue.measures,
        issue.reportedBy,
        isoTime(issue.reportedAt),
        now.state,
        isoTime(now.stateSince),
        time(now.deadlineAt),
        time(now.checkByAt),
        time(now.resumesAt),
        now.mergedInto,
        time(now.closedAt),
        time(now.recheckDueAt),
        now.reworkCount,
        now.relapseCount,
        now.extensionCount,
        now.supervised,
        now.eventCount,
      ];
    }),
  };
}

function eventTable({ history }: SampleCity): TableRows {
  return {
    table: 'public.issue_events',
    columns: [
      'id',
      'issue_id',
      'kind',
      'member_id',
      'unit_id',
      'to_unit_id',
      'occurred_at',
      'recorded_at',
      'reason',
      'note',
      'deadline_at',
      'check_by_at',
      'resumes_at',
      'recheck_due_at',
      'merged_into',
      'state_after',
      'deadline_after',
      'resumes_after',
      'recheck_due_after',
      'merged_after',
    ],
    rows: (function* () {
      for (const { issue, event } of history.events) {
        const after = issue.projections[issue.events.indexOf(event)];
        if (!after) throw new Error(`Event ${event.id} is not one of its issue's.`);
        const has = <Key extends string>(key: Key): number | null =>
          key in event ? ((event as unknown as Record<Key, number>)[key] ?? null) : null;
        yield [
          event.id,
          issue.id,
          event.kind,
          event.memberId,
          event.unitId,
          has('toUnitId'),
          isoTime(event.occurredAt),
          isoTime(event.recordedAt),
          event.reason,
          event.note,
          time(has('deadlineAt')),
          time(has('checkByAt')),
          time(has('resumesAt')),
          time(has('recheckDueAt')),
          has('mergedInto'),
          after.state,
          time(after.deadlineAt),
          time(after.resumesAt),
          time(after.recheckDueAt),
          after.mergedInto,
        ];
      }
    })(),
  };
}

const STAGE_CAPTIONS = { before: '整改前', after: '整改后', evidence: '现场核查' } as const;

function photoTable({ history }: SampleCity, photos: readonly PhotoFile[]): TableRows {
  return {
    table: 'public.photos',
    columns: [
      'id',
      'site_id',
      'issue_id',
      'event_id',
      'stage',
      'taken_at',
      'recorded_at',
      'member_id',
      'sha256',
      'caption',
    ],
    rows: (function* () {
      let id = 0;
      for (const { issue, event } of history.events) {
        for (const { stage, picture } of event.photos) {
          id += 1;
          yield [
            id,
            issue.site?.id ?? null,
            issue.id,
            event.id,
            stage,
            isoTime(event.occurredAt),
            isoTime(event.recordedAt),
            event.memberId,
            photos[picture]?.sha256 ?? null,
            `${STAGE_CAPTIONS[stage]}(示例)`,
          ];
        }
      }
    })(),
  };
}

function periodTable({ history, options }: SampleCity): TableRows {
  return {
    table: 'public.site_status_periods',
    columns: [
      'id',
      'site_id',
      'status',
      'reason',
      'code',
      'issue_id',
      'deadline_at',
      'score',
      'coverage',
      'recheck_due',
      'deferred',
      'from_at',
      'to_at',
      'lapses_at',
    ],
    rows: (function* () {
      let id = 0;
      for (const { site, period } of cityPeriods(history, options.until)) {
        id += 1;
        yield [
          id,
          site.id,
          period.status,
          period.reason,
          period.code,
          period.issueId,
          time(period.deadlineAt),
          period.score,
          period.coverage,
          period.recheckDue,
          period.deferred,
          isoTime(period.from),
          time(period.to),
          time(period.lapsesAt),
        ];
      }
    })(),
  };
}

function* map<Item>(
  items: readonly Item[],
  toRow: (item: Item) => readonly Cell[],
): Generator<readonly Cell[]> {
  for (const item of items) yield toRow(item);
}
