import type { ExportedRoute, ExportedStop } from './exported-route.ts';

const MOST_OCTETS = 75;

/**
 * Routes as a calendar (RFC 5545): an event for each stop, in UTC, known by the stop, so that reading a newer
 * file replaces the older events.
 *
 * @param madeAt ISO 8601
 * @param link to the route in the page
 */
export function icsOf(
  routes: readonly ExportedRoute[],
  title: string,
  madeAt: string,
  link: string,
): string {
  const host = new URL(link).host;
  const events = routes.flatMap((route) =>
    route.stops.flatMap((stop) => event(route, stop, { madeAt, link, host })),
  );
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Chuangcheng Map//Patrol route//ZH',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${text(title)}`,
    ...events,
    'END:VCALENDAR',
  ];
  return `${lines.map(folded).join('\r\n')}\r\n`;
}

function event(
  { crewName, planName }: ExportedRoute,
  stop: ExportedStop,
  { madeAt, link, host }: { madeAt: string; link: string; host: string },
): string[] {
  const ends = Date.parse(stop.arrivesAt) + stop.serviceSeconds * 1000;
  return [
    'BEGIN:VEVENT',
    `UID:patrol-stop-${stop.id}@${host}`,
    `DTSTAMP:${utc(madeAt)}`,
    `DTSTART:${utc(stop.arrivesAt)}`,
    `DTEND:${utc(ends)}`,
    `SUMMARY:${text(`${stop.number} ${stop.name}`)}`,
    ...(stop.address === null ? [] : [`LOCATION:${text(stop.address)}`]),
    // Latitude first here.
    `GEO:${stop.lat};${stop.lon}`,
    `DESCRIPTION:${text(`${stop.why}\n${crewName} · ${planName}`)}`,
    `URL:${link}`,
    'END:VEVENT',
  ];
}

/** 20261124T003000Z */
function utc(moment: string | number): string {
  return `${new Date(moment).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}

/** As a TEXT value: section 3.3.11; control characters are none. */
function text(value: string): string {
  return value
    .replaceAll(/[\\;,]/g, '\\$&')
    .replaceAll(/\r\n|\r|\n/g, '\\n')
    .replaceAll(/(?!\t)\p{Cc}/gu, '');
}

/** Lines of 75 octets of UTF-8 at most, none broken within a character (section 3.1). */
function folded(line: string): string {
  const parts: string[] = [];
  let part = '';
  let octets = 0;
  for (const character of line) {
    const size = octetsOf(character.codePointAt(0) ?? 0);
    if (octets + size > MOST_OCTETS) {
      parts.push(part);
      part = '';
      // The space that goes before it.
      octets = 1;
    }
    part += character;
    octets += size;
  }
  return [...parts, part].join('\r\n ');
}

function octetsOf(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}
