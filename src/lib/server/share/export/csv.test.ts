import { expect, test } from 'vitest';
import { csvOf, jsonOf } from './formats.ts';

async function* later<T>(items: T[]): AsyncGenerator<T> {
  yield* items;
}

async function textOf(pieces: AsyncIterable<string>): Promise<string> {
  return (await Array.fromAsync(pieces)).join('');
}

const FORECAST = {
  question: 'final-3',
  requestId: 'a1',
  madeAt: new Date('2026-11-28T00:00:00Z'),
  permille: { skt: 800, lg: 400 },
};

test('a table has a byte order mark, a row per item, and nested values by their path', async () => {
  const csv = await textOf(csvOf({ account: { handle: '서연', email: null }, forecasts: later([FORECAST]) }));
  expect(csv).toBe(
    '\uFEFFsection,question,at,id,details\r\n' +
      'account,,,서연,email=\r\n' +
      'forecasts,final-3,2026-11-28T00:00:00.000Z,a1,permille.skt=800; permille.lg=400\r\n',
  );
});

test.each([
  ['=1+1', "'=1+1"],
  ['+82', "'+82"],
  ['-x', "'-x"],
  ['@sum', "'@sum"],
  ['\t=1', "'\t=1"],
  ['\r=1', `"'\r=1"`],
  ['a "b", c', '"a ""b"", c"'],
  ['two\nlines', '"two\nlines"'],
  ['plain', 'plain'],
])('the cell %j is written as %j', async (text, cell) => {
  const csv = await textOf(csvOf({ account: { handle: text } }));
  expect(csv.split('\r\n').slice(1).join('\r\n')).toBe(`account,,,${cell},\r\n`);
});

test('sections of many items are arrays in JSON, also empty ones', async () => {
  const sections = { account: { handle: 'x' }, forecasts: later([FORECAST, FORECAST]), trades: [] };
  expect(JSON.parse(await textOf(jsonOf(sections)))).toEqual({
    account: { handle: 'x' },
    forecasts: [FORECAST, FORECAST].map((item) => ({ ...item, madeAt: '2026-11-28T00:00:00.000Z' })),
    trades: [],
  });
});
