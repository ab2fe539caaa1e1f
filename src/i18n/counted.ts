/** The English word, or words, that go with a figure; as a number, or as `formatCount` wrote it. */
export function byCount(count: string | number, one: string, many: string): string {
  return String(count) === '1' ? one : many;
}

/** 1 stop, 3 stops, 0 stops. @param many where it is not `one` with an s */
export function counted(count: string | number, one: string, many = `${one}s`): string {
  return `${count} ${byCount(count, one, many)}`;
}
