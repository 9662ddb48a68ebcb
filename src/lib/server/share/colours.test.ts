import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { COLOURS, colourOf } from './colours.ts';

const tokens = readFileSync('src/lib/styles/tokens.css', 'utf8');

test('share pictures use the colours of the light scheme', () => {
  for (const [name, colour] of Object.entries(COLOURS))
    expect(tokens, name).toContain(`--${name}: light-dark(${colour},`);
});

test('every company has the colour that it has on pages', () => {
  const companies = [...tokens.matchAll(/\[data-company='([^']+)'\] \{\s+--company: (#[0-9a-f]{6})/g)];
  expect(companies.length).toBeGreaterThan(5);
  for (const [, company, colour] of companies) expect(colourOf(company ?? '', 0)).toBe(colour);
});

test('neighbouring options that are no companies differ in colour', () => {
  expect(colourOf(null, 0)).not.toBe(colourOf(null, 1));
  expect(colourOf('a-new-company', 1)).not.toBe(colourOf(null, 2));
});
