import type { PlanQuestion } from './build-problem.ts';
import type { CandidateList, PlanCandidate } from './candidate.ts';
import type { Crew } from './roster.ts';

export const HOTEL = 11;
export const MARKET = 12;
export const COURTYARD = 13;
export const EARLY_CREW = 1;
export const LATE_CREW = 2;

export const wang = { id: 71, name: '王巡查' };
export const li = { id: 72, name: '李巡查' };

export function candidate(siteId: number, change: Partial<PlanCandidate> = {}): PlanCandidate {
  return {
    siteId,
    name: `点位${siteId}`,
    type: 'hotel',
    lon: 103 + siteId / 1000,
    lat: 29.98,
    status: 'attention',
    visits: 2,
    minGapDays: 2,
    maxGapDays: 7,
    priority: 40,
    serviceSeconds: 1800,
    windows: [[8 * 3600, 20 * 3600]],
    lastVisits: [],
    recheck: false,
    reasons: [{ code: 'frequency', visits: 2, per14Days: 2 }],
    ...change,
  };
}

export function crew(id: number, change: Partial<Crew> = {}): Crew {
  return {
    id,
    teamId: 5,
    name: `${id}组`,
    members: [wang, li],
    start: [103.01, 29.98],
    end: null,
    mode: 'ebike',
    skills: [],
    shiftId: null,
    active: true,
    version: 1,
    ...change,
  };
}

export const everyDay = [1, 2, 3, 4, 5, 6, 7];

/** A week from Monday 23 November 2026; asked on the Sunday before. */
export function question(
  change: Partial<PlanQuestion> = {},
  candidates?: PlanCandidate[],
): PlanQuestion {
  return {
    list: {
      from: '2026-11-23',
      days: 7,
      teamId: 5,
      policy: {} as CandidateList['policy'],
      stagger: {
        bands: [
          [7 * 3600, 12 * 3600],
          [12 * 3600, 21 * 3600],
        ],
        working_bands: [0],
        start_date: '2026-11-23',
        off_days: [5, 6],
        off_hours_target: 0.4,
      },
      candidates: candidates ?? [candidate(HOTEL), candidate(MARKET), candidate(COURTYARD)],
    },
    crews: [
      {
        crew: crew(EARLY_CREW),
        shift: { starts: '07:00', ends: '12:00', weekdays: everyDay, break: null },
      },
      {
        crew: crew(LATE_CREW),
        shift: {
          starts: '09:00',
          ends: '17:30',
          weekdays: [1, 2, 3, 4, 5],
          break: { starts: '12:00', ends: '14:00', minutes: 60 },
        },
      },
    ],
    leave: [],
    pins: [],
    excluded: new Set(),
    added: new Set(),
    done: [],
    now: '2026-11-22T20:00:00+08:00',
    staggerWeight: 600,
    ...change,
  };
}
