// Points are never bought, sold, sent or redeemed: there is no route, form field or column for it.
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

const MONEY =
  /pay(ment|pal|out|ee)|deposit|redeem|payout|cash-?out|top-?up|transfer|invoice|price-?list|currency|\bkrw\b|\bwon\b|wallet|stripe|toss|iban|card-?number|bank/i;
/** What the market maker was paid in points, less what it paid: in no form and no answer. */
const MAKER = 'cash';

const routes = Object.keys(import.meta.glob('/src/routes/**/+{page,server,page.server}.{svelte,ts}'));
const markets = import.meta.glob<string>(
  ['/src/lib/components/market/*.svelte', '/src/routes/questions/*/market/*'],
  { query: '?raw', import: 'default', eager: true },
);

test('no address is about money', () => {
  expect(routes.length).toBeGreaterThan(50);
  expect(routes.filter((route) => MONEY.test(route))).toEqual([]);
});

test('the forms of a market have these fields alone', () => {
  const fields = Object.values(markets).flatMap((source) =>
    [...source.matchAll(/<(?:input|select|textarea|button)[^>]*\bname="(\w+)"/g)].map(([, name]) => name),
  );
  expect([...new Set(fields)].sort()).toEqual(['event', 'price', 'requestId', 'shares', 'spend']);
  const actions = markets['/src/routes/questions/[slug]/market/+page.server.ts'];
  expect(/export const actions[^;]*;/.exec(actions ?? '')?.[0]).toBe(
    'export const actions: Actions = { buy, sell };',
  );
});

test('no column is about money', async () => {
  const schema = await readFile('src/lib/server/platform/db/schema.generated.ts', 'utf8');
  const columns = [...schema.matchAll(/^ {2}(\w+):/gm)].map(([, name]) => name ?? '');
  expect(columns).toContain(MAKER);
  expect(columns.filter((name) => MONEY.test(name))).toEqual([]);
});
