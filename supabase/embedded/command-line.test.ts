import { expect, test } from 'vitest';
import { readOptions, UsageError } from './command-line.ts';

test('without flags: the sample city on the loopback address', () => {
  expect(readOptions('start', [])).toEqual({
    host: '127.0.0.1',
    port: 4173,
    dataDirectory: './.data',
    databaseUrl: undefined,
    sample: { seed: 1 },
    sampleAsked: false,
    reset: false,
    tls: undefined,
  });
});

test('a database of somebody’s own gets the sample city only when asked', () => {
  const db = ['--db', 'postgres://city@localhost/city'];
  expect(readOptions('backend', db)?.sample).toBeUndefined();
  expect(readOptions('backend', [...db, '--sites', '500'])?.sample).toEqual({
    seed: 1,
    sites: 500,
  });
  expect(readOptions('backend', [...db, '--seed', '7'])?.sample).toEqual({ seed: 7 });
});

test('help is help, whatever else is there', () => {
  expect(readOptions('start', ['--help', '--port', '1'])).toBeUndefined();
  expect(readOptions('start', ['-h'])).toBeUndefined();
});

test.each([
  ['--port', '1.5'],
  ['--port', '0x10'],
  ['--port', ''],
  ['--sites', '1000001'],
  ['--seed', '2147483648'],
  ['--tls-key', 'x.pem'],
])('%s %j is refused', (flag, value) => {
  expect(() => readOptions('start', [flag, value])).toThrow(UsageError);
});
