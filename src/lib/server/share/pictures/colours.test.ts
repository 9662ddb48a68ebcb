import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { COLOURS, colourOf } from './parts.ts';

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

test('as text, the colours of companies and answers have a contrast of 4.5 : 1 on their grounds', () => {
  const share = Number(/--company-text: color-mix\(in srgb, var\(--company\) (\d+)%/.exec(tokens)?.[1]) / 100;
  const colours = [...tokens.matchAll(/--company: (#[0-9a-f]{6})/g)].map(([, colour]) => channels(colour!));
  expect(colours.length).toBeGreaterThan(9);
  for (const scheme of [0, 1]) {
    const ink = inScheme('ink', scheme);
    for (const colour of colours) {
      const text = colour.map((channel, i) => share * channel + (1 - share) * ink[i]!);
      for (const ground of ['paper', 'card'])
        expect(contrast(text, inScheme(ground, scheme))).toBeGreaterThanOrEqual(4.5);
    }
  }
});

const channels = (hex: string) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));

function inScheme(token: string, scheme: number): number[] {
  const [, light, dark] = new RegExp(`--${token}: light-dark\\((#\\w+), (#\\w+)\\)`).exec(tokens)!;
  return channels(scheme === 0 ? light! : dark!);
}

/** WCAG 2.2 */
function contrast(a: readonly number[], b: readonly number[]): number {
  const [darker = 0, lighter = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(rgb: readonly number[]): number {
  const [r = 0, g = 0, b = 0] = rgb.map((channel) => {
    const share = channel / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
