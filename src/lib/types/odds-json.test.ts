import { expect, test } from 'vitest';
import { crowdFromJson, oddsJson } from './odds-json.ts';

const crowd = { permille: [800, 700, 500], forecasters: 9, at: '2026-11-24T09:00:00.000Z', version: 4 };
const options = [{ slug: 'skt' }, { slug: 'upstage' }, { slug: 'lg' }];
const slugs = options.map(({ slug }) => slug);

test('odds are by option slug in JSON, and in option order once read back', () => {
  const json = oddsJson(slugs, crowd);
  expect(json).toEqual({ ...crowd, permille: { skt: 800, upstage: 700, lg: 500 } });
  expect(crowdFromJson(options, json)).toEqual(crowd);
});

test('no odds stay none', () => {
  const none = { ...crowd, permille: null };
  expect(oddsJson(slugs, none)).toEqual(none);
  expect(crowdFromJson(options, none)).toEqual(none);
});

test('odds without one of the options are read as none, never as 0 %', () => {
  const json = { ...crowd, permille: { skt: 800, upstage: 700 } };
  expect(crowdFromJson(options, json).permille).toBeNull();
});
