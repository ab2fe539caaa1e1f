import { toWgs84, type Datum } from '../geo/datum.ts';
import type { BodyRow } from './body.ts';
import { readDate, yearIn, type ReadDate } from './dates.ts';
import type { LedgerField, Mapping } from './fields.ts';
import type { Header } from './header.ts';
import { findIndicator, type KnownIndicator } from './indicator-words.ts';
import type { LedgerRow, RowRemark } from './ledger-row.ts';
import type { Places } from './places.ts';
import { readCoordinates } from './coordinates.ts';
import { splitProblems } from './problems.ts';
import { cellAddress, cellText, quoted, type Cell, type Sheet } from './sheet.ts';
import { readSource, readStatus, STATUS_WORDS } from './statuses.ts';
import { splitUnits, type UnitNames } from './unit-names.ts';

/** What is known of the city, and what holds for rows that do not say. */
export interface LedgerContext {
  readonly places: Places;
  readonly units: UnitNames;
  readonly indicators: readonly KnownIndicator[];
  readonly fileName: string;
  /** The local day of the import, `2026-03-02`: nothing was found after it. */
  readonly today: string;
  /** Undefined: unsure; coordinates that are needed are then refused. */
  readonly datum: Datum | undefined;
  /** The check of rows whose words fit none; undefined: they are refused. */
  readonly otherwise: number | undefined;
}

const LONGEST = { description: 1000, measures: 1000, person: 40, sourceNumber: 60 } as const;
/** When only the day is known: within the working hours of every office. */
const DAY_TIME = '09:00';
const DEADLINE_TIME = '18:00';

/** Reads rows one after another; keeps what it had to refuse and to assume. */
export class RowReader {
  readonly refused: RowRemark[] = [];
  readonly assumed: RowRemark[] = [];
  readonly #sheet: Sheet;
  readonly #mapping: Mapping;
  readonly #context: LedgerContext;
  /** Title, sheet and file name: they say the year, the source, the day, the community. */
  readonly #heading: string;
  readonly #year: number | undefined;
  readonly #headingDay: ReadDate | undefined;
  #row = 0;
  #part = 1;
  #cells: readonly Cell[] = [];
  #isRefused = false;

  constructor(sheet: Sheet, header: Header, mapping: Mapping, context: LedgerContext) {
    this.#sheet = sheet;
    this.#mapping = mapping;
    this.#context = context;
    this.#heading = [context.fileName, sheet.name, ...header.titles].join('\n');
    this.#year = yearIn(this.#heading);
    const days = [...header.titles].reverse();
    this.#headingDay = days
      .map((title) => readDate(title, { year: this.#year, epoch1904: false }))
      .find((day) => day !== undefined);
  }

  /** The problems of a row; empty when it is refused. */
  read({ row, cells }: BodyRow): LedgerRow[] {
    this.#row = row;
    this.#part = 1;
    this.#cells = cells;
    this.#isRefused = false;
    const text = this.#text('description');
    if (text === '') {
      this.#refuse('description', '没有写问题', 'the problem is not written');
      return [];
    }
    const place = this.#place();
    const dates = this.#dates();
    const units = this.#units();
    const state = this.#state(units !== undefined && units.lead !== null);
    const rest = {
      source: this.#source(),
      sourceNumber: this.#short('sourceNumber'),
      person: this.#short('person'),
      measures: this.#short('measures'),
    };
    const problems = splitProblems(text).map((description, index) => {
      this.#part = index + 1;
      return { part: index + 1, description, code: this.#code(description, place?.type) };
    });
    const tooLong = problems.find(
      ({ description }) => [...description].length > LONGEST.description,
    );
    if (tooLong !== undefined)
      this.#refuseLength('description', [...tooLong.description].length, LONGEST.description);
    if (
      this.#isRefused ||
      place === undefined ||
      dates === undefined ||
      units === undefined ||
      state === undefined
    )
      return [];
    return problems.flatMap(({ part, description, code }) =>
      code === undefined
        ? []
        : [
            {
              row: row + 1,
              part,
              cell: this.#cell('description'),
              siteId: place.siteId,
              lon: place.lon,
              lat: place.lat,
              code,
              description,
              ...rest,
              unitId: units.lead,
              assistingUnitIds: units.assisting,
              state,
              ...dates,
            },
          ],
    );
  }

  #place() {
    const community = this.#text('community');
    const place = this.#text('place').replaceAll('\n', '');
    const match = this.#context.places.find(community, place);
    if (match.kind === 'site') {
      if (!match.exact) {
        this.#assume(
          place === '' ? 'community' : 'place',
          `“${quoted(place || community)}”视为“${match.site.name}”`,
          `“${quoted(place || community)}” is taken to be “${match.site.name}”`,
        );
      }
      return { siteId: match.site.id, lon: null, lat: null, type: match.site.type };
    }
    const position = this.#position();
    if (position !== undefined) return position;
    if (this.#isRefused) return undefined;
    const field = place === '' ? 'community' : 'place';
    const names = (match.kind === 'several' ? match.sites : match.closest)
      .map(({ name }) => name)
      .join('、');
    const said = quoted(place === '' ? community : place);
    if (said === '') return this.#refuse('place', '没有写地点', 'the place is not written');
    return match.kind === 'several'
      ? this.#refuse(
          field,
          `“${said}”对应多个点位（${names}），请写明是哪一个`,
          `“${said}” fits several sites (${names}); say which`,
        )
      : this.#refuse(
          field,
          `“${said}”不是已知点位${names === '' ? '' : `，相近的有：${names}`}；请改为点位名称，或填经度、纬度`,
          `“${said}” is no known site${names === '' ? '' : `; close: ${names}`}; write a site's name, or longitude and latitude`,
        );
  }

  /** Where no site stands: the coordinates of the row, as WGS-84. */
  #position() {
    const read = readCoordinates(this.#value('longitude'), this.#value('latitude'));
    if (read === undefined) return undefined;
    if ('zh' in read) return this.#refuse(read.field, read.zh, read.en);
    const { datum } = this.#context;
    if (datum === undefined) {
      return this.#refuse(
        'longitude',
        '坐标系不明，请指明 wgs84、gcj02（高德、腾讯）或 bd09（百度）',
        'the datum is not sure; name wgs84, gcj02 or bd09',
      );
    }
    const [lon, lat] = toWgs84(read.position, datum);
    return { siteId: null, lon, lat, type: undefined };
  }

  #dates(): Pick<LedgerRow, 'reportedAt' | 'deadlineAt' | 'closedAt'> | undefined {
    const deadline = this.#date('deadline');
    const closed = this.#date('closed');
    const own = this.#date('reported');
    const reported = own ?? this.#headingDay;
    if (reported === undefined) {
      if (this.#text('reported') === '') {
        this.#refuse(
          'reported',
          '没有发现时间，标题中也没有日期；应如 2023年4月26日',
          'no day it was found, none in the title either; write 2023-04-26',
        );
      }
      return undefined;
    }
    if (own === undefined && this.#mapping.has('reported') && this.#text('reported') !== '')
      return undefined;
    if (reported.day > this.#context.today) {
      return this.#refuse(
        'reported',
        `发现时间 ${reported.day} 在将来`,
        `found on ${reported.day}, which is to come`,
      );
    }
    if (closed !== undefined && closed.day < reported.day) {
      return this.#refuse(
        'closed',
        `完成时间 ${closed.day} 早于发现时间 ${reported.day}`,
        `closed on ${closed.day}, before it was found on ${reported.day}`,
      );
    }
    if (closed !== undefined && closed.day > this.#context.today) {
      return this.#refuse(
        'closed',
        `完成时间 ${closed.day} 在将来`,
        `closed on ${closed.day}, which is to come`,
      );
    }
    if (deadline !== undefined && deadline.day < reported.day) {
      return this.#refuse(
        'deadline',
        `整改时限 ${deadline.day} 早于发现时间 ${reported.day}`,
        `due on ${deadline.day}, before it was found on ${reported.day}`,
      );
    }
    return {
      reportedAt: momentOf(reported, DAY_TIME),
      deadlineAt: deadline === undefined ? null : momentOf(deadline, DEADLINE_TIME),
      closedAt:
        closed === undefined
          ? null
          : momentOf(closed, closed.day === reported.day ? DEADLINE_TIME : DAY_TIME),
    };
  }

  /** Undefined when the cell is empty, or says no day: then refused, unless it says how it stands. */
  #date(field: LedgerField): ReadDate | undefined {
    const cell = this.#value(field);
    const text = cellText(cell);
    if (text === '') return undefined;
    const date = readDate(cell, { year: this.#year, epoch1904: this.#sheet.epoch1904 });
    if (date !== undefined) {
      if (date.yearAssumed)
        this.#assume(
          field,
          `“${quoted(text)}”视为 ${date.day}`,
          `“${quoted(text)}” is taken to be ${date.day}`,
        );
      return date;
    }
    // 立行立改 or 长期坚持 stands where a deadline should.
    if (field !== 'reported' && (readStatus(text) !== undefined || /^[/\-—无]+$/u.test(text)))
      return undefined;
    const short = quoted(text);
    const isShort = /^\D{0,4}\d{1,2}\s*(?:月|[./-])\s*\d{1,2}/u.test(short);
    this.#refuse(
      field,
      isShort && this.#year === undefined
        ? `“${short}”没有年份，标题和文件名中也没有；应如 2023年4月26日`
        : `“${short}”不是日期；应如 2023年4月26日，在 2000～2099 年内`,
      isShort && this.#year === undefined
        ? `“${short}” has no year, nor has the title or the file name; write 2023-04-26`
        : `“${short}” is no date; write 2023-04-26, from 2000 to 2099`,
    );
    return undefined;
  }

  #units(): { lead: number | null; assisting: number[] } | undefined {
    const lead = this.#unitsOf('unit');
    const assisting = this.#unitsOf('assisting');
    if (lead === undefined || assisting === undefined) return undefined;
    const [first = null, ...others] = lead;
    const rest = [...new Set([...others, ...assisting])].filter((id) => id !== first);
    return { lead: first, assisting: rest };
  }

  #unitsOf(field: 'unit' | 'assisting'): number[] | undefined {
    const ids: number[] = [];
    for (const name of splitUnits(this.#text(field))) {
      if (/^[/\-—无]+$/u.test(name)) continue;
      const match = this.#context.units.find(name);
      if (match.kind === 'known') {
        if (!match.exact)
          this.#assume(
            field,
            `“${quoted(name)}”视为“${match.unit.name}”`,
            `“${quoted(name)}” is taken to be “${match.unit.name}”`,
          );
        ids.push(match.unit.id);
        continue;
      }
      const names = (match.kind === 'several' ? match.units : match.closest)
        .map((unit) => unit.name)
        .join('、');
      return match.kind === 'several'
        ? this.#refuse(
            field,
            `“${quoted(name)}”可能是 ${names}，请写全称`,
            `“${quoted(name)}” may be ${names}; write the full name`,
          )
        : this.#refuse(
            field,
            `没有名为“${quoted(name)}”的单位${names === '' ? '' : `，相近的有：${names}`}`,
            `there is no unit “${quoted(name)}”${names === '' ? '' : `; close: ${names}`}`,
          );
    }
    return ids;
  }

  #state(hasUnit: boolean): LedgerRow['state'] | undefined {
    const text = this.#text('status');
    if (text !== '') {
      const state = readStatus(text);
      if (state !== undefined) return state;
      return this.#refuse(
        'status',
        `看不懂状态“${quoted(text)}”；可写 ${STATUS_WORDS}`,
        `the state “${quoted(text)}” is not known; write ${STATUS_WORDS}`,
      );
    }
    // Sheets without a state say it among the measures, the deadline or the note, or by a closing day.
    for (const field of ['deadline', 'closed', 'measures', 'note'] as const) {
      // Of a longer text only the first clause: 已整改，已清运垃圾。
      const [clause = ''] = this.#text(field).split(/[,，。;；:：\n]/u);
      const state = clause.length <= 12 ? readStatus(clause) : undefined;
      if (state !== undefined) return state;
    }
    if (this.#text('closed') !== '') return 'closed';
    return hasUnit ? 'assigned' : 'reported';
  }

  #source(): LedgerRow['source'] {
    return readSource(this.#text('source')) ?? readSource(this.#heading) ?? 'patrol';
  }

  #code(description: string, type: string | undefined): number | undefined {
    const { indicators, otherwise } = this.#context;
    const match = findIndicator(indicators, this.#text('indicator'), description, type);
    if (match.kind === 'known') return match.code;
    if (otherwise !== undefined) {
      this.#assume('description', `按第 ${otherwise} 项登记`, `filed under check ${otherwise}`);
      return otherwise;
    }
    const nameOf = (code: number) =>
      `${code} ${indicators.find((entry) => entry.code === code)?.nameZh ?? ''}`;
    const field = this.#mapping.has('indicator') ? 'indicator' : 'description';
    return match.kind === 'several'
      ? this.#refuse(
          field,
          `可能是 ${match.codes.map(nameOf).join('、')}，请填检查项编号`,
          `may be check ${match.codes.join(', ')}; write the number of the check`,
        )
      : this.#refuse(
          field,
          '看不出是哪一检查项，请填检查项编号（1～35）或名称',
          'fits no check; write the number or name of the check',
        );
  }

  #short(field: 'sourceNumber' | 'person' | 'measures'): string | null {
    const text = this.#text(field);
    const most = LONGEST[field];
    const { length } = [...text];
    if (length > most) this.#refuseLength(field, length, most);
    return text === '' ? null : text;
  }

  #refuseLength(field: LedgerField, length: number, most: number): undefined {
    return this.#refuse(
      field,
      `有 ${length} 个字，最多 ${most} 个字`,
      `has ${length} characters; at most ${most}`,
    );
  }

  #value(field: LedgerField): Cell {
    const column = this.#mapping.get(field);
    return column === undefined ? null : (this.#cells[column] ?? null);
  }

  #text(field: LedgerField): string {
    return cellText(this.#value(field));
  }

  #cell(field: LedgerField): string {
    const column = this.#mapping.get(field);
    return column === undefined ? `第 ${this.#row + 1} 行` : cellAddress(this.#row, column);
  }

  #refuse(field: LedgerField, zh: string, en: string): undefined {
    this.#isRefused = true;
    this.refused.push({ row: this.#row + 1, part: this.#part, cell: this.#cell(field), zh, en });
    return undefined;
  }

  #assume(field: LedgerField, zh: string, en: string): void {
    this.assumed.push({ row: this.#row + 1, part: this.#part, cell: this.#cell(field), zh, en });
  }
}

function momentOf({ day, time }: ReadDate, usual: string): string {
  return `${day}T${time ?? usual}:00+08:00`;
}
