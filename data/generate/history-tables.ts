import { dayNumberOf, dayText } from '../../src/domain/issues/clocks.ts';
import { CATALOGUE_ID } from './catalogue.ts';
import type { SampleCity } from './generate-city.ts';
import { cityPeriods } from './history/periods.ts';
import type { PhotoFile } from './photos.ts';
import { ewktPoint, isoTime, timeOrNull, type Cell, type TableRows } from './table-rows.ts';

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
      'extension_asked',
      'deferral_asked',
      'photo_waived',
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
        timeOrNull(now.deadlineAt),
        timeOrNull(now.checkByAt),
        timeOrNull(now.resumesAt),
        now.mergedInto,
        timeOrNull(now.closedAt),
        timeOrNull(now.recheckDueAt),
        now.reworkCount,
        now.relapseCount,
        now.extensionCount,
        now.supervised,
        now.extensionAsked,
        now.deferralAsked,
        now.photoWaived,
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
          timeOrNull(has('deadlineAt')),
          timeOrNull(has('checkByAt')),
          timeOrNull(has('resumesAt')),
          timeOrNull(has('recheckDueAt')),
          has('mergedInto'),
          after.state,
          timeOrNull(after.deadlineAt),
          timeOrNull(after.resumesAt),
          timeOrNull(after.recheckDueAt),
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
          timeOrNull(period.deadlineAt),
          period.score,
          period.coverage,
          period.recheckDue,
          period.deferred,
          isoTime(period.from),
          timeOrNull(period.to),
          timeOrNull(period.lapsesAt),
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
