import { dayNumberOf, dayText } from '../../src/domain/issues/clocks.ts';
import type { SampleCity } from './generate-city.ts';
import type { Member, Unit } from './organisation.ts';
import { arrayLiteral, ewktPoint, type Cell, type TableRows } from './table-rows.ts';

/** Where the audit office's famous courtyards are, and where the first team sets out. */
const HOME = '羌江南路社区';
const ORDINALS = ['一', '二', '三', '四', '五', '六'] as const;

/** Early and late, since patrols at office hours alone are no 错时; a day's shift with its noon break. */
const SHIFTS = [
  { name: '早班', starts: '07:00', ends: '12:00', weekdays: [1, 2, 3, 4, 5, 6, 7], rests: false },
  { name: '晚班', starts: '16:00', ends: '21:00', weekdays: [1, 2, 3, 4, 5, 6, 7], rests: false },
  { name: '日班', starts: '09:00', ends: '17:30', weekdays: [1, 2, 3, 4, 5], rests: true },
] as const;
const EARLY = 0;
const LATE = 1;
const DAY = 2;

interface SampleCrew {
  readonly name: string;
  readonly members: readonly Member[];
  readonly mode: 'foot' | 'ebike' | 'car';
  readonly shift: number;
}

/** The members by twos, on foot early and by e-bike late in turns, and the captain in a car of his own. */
function crewsOf(team: Unit, { organisation }: SampleCity): SampleCrew[] {
  const people = organisation.membersOf.get(team.id) ?? [];
  const captain = people.find(({ isCaptain }) => isCaptain);
  const others = people.filter(({ isCaptain }) => !isCaptain);
  const crews = ORDINALS.slice(0, Math.floor(others.length / 2)).map(
    (ordinal, index): SampleCrew => ({
      name: `${others[2 * index]!.name}${ordinal}组`,
      members: others.slice(2 * index, 2 * index + 2),
      mode: index % 2 === 0 ? 'foot' : 'ebike',
      shift: index % 2 === 0 ? EARLY : LATE,
    }),
  );
  return captain === undefined
    ? crews
    : [...crews, { name: `${captain.name}机动组`, members: [captain], mode: 'car', shift: DAY }];
}

/** What each patrol team keeps as the defaults of its plans: shifts, crews, one leave a few days from now. */
export function patrolTables(city: SampleCity): TableRows[] {
  const teams = city.organisation.units.filter(({ kind }) => kind === 'patrol');
  const offices = city.geography.sites.filter(({ type }) => type === 'community');
  const home = Math.max(
    0,
    offices.findIndex(({ name }) => name === HOME),
  );
  const shifts: Cell[][] = [];
  const crews: Cell[][] = [];
  const leave: Cell[][] = [];
  const today = dayNumberOf(city.options.until);
  for (const [index, team] of teams.entries()) {
    const firstShift = shifts.length + 1;
    for (const { name, starts, ends, weekdays, rests } of SHIFTS) {
      const rest = rests ? ['12:00', '14:00', 60] : [null, null, null];
      shifts.push([
        shifts.length + 1,
        team.id,
        name,
        starts,
        ends,
        arrayLiteral(weekdays),
        ...rest,
      ]);
    }
    // Each from another community's office.
    const start = offices[(home + index * 7) % offices.length]!.point;
    const own = crewsOf(team, city);
    for (const { name, members, mode, shift } of own) {
      crews.push([
        crews.length + 1,
        team.id,
        name,
        arrayLiteral(members.map(({ id }) => id)),
        ewktPoint(start),
        mode,
        firstShift + shift,
      ]);
    }
    const away = own[1]?.members[1];
    if (index === 0 && away !== undefined) {
      leave.push([
        leave.length + 1,
        team.id,
        away.id,
        dayText(today + 3),
        dayText(today + 4),
        '探亲',
      ]);
    }
  }
  return [
    {
      table: 'public.patrol_shifts',
      columns: [
        'id',
        'unit_id',
        'name',
        'starts',
        'ends',
        'weekdays',
        'break_starts',
        'break_ends',
        'break_minutes',
      ],
      rows: shifts,
    },
    {
      table: 'public.patrol_crews',
      columns: ['id', 'unit_id', 'name', 'member_ids', 'start_point', 'mode', 'shift_id'],
      rows: crews,
    },
    {
      table: 'public.crew_leave',
      columns: ['id', 'unit_id', 'member_id', 'from_day', 'to_day', 'reason'],
      rows: leave,
    },
  ];
}
