import { randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DRAFT_SECONDS, openDraft, sealDraft, type Draft } from './draft.ts';

const SECRET = randomBytes(32);
const NOW = new Date('2026-11-24T03:00:00.500Z');
const DRAFT: Draft = { question: 'final-3', permille: [800, 800, 400], requestId: randomUUID() };
const LARGEST_COOKIE = 4096;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

function after(seconds: number): Date {
  return new Date(NOW.getTime() + seconds * 1000);
}

function partsOf(sealed: string): [body: string, signature: string] {
  const [body = '', signature = ''] = sealed.split('.');
  return [body, signature];
}

function contentOf(sealed: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(partsOf(sealed)[0], 'base64url').toString()) as Record<string, unknown>;
}

describe('a sealed draft', () => {
  const sealed = sealDraft(DRAFT, SECRET, NOW);

  test('opens as it was', () => {
    expect(openDraft(sealed, SECRET, NOW)).toEqual(DRAFT);
  });

  test('holds the forecast and its end, and nothing else', () => {
    expect(contentOf(sealed)).toEqual({ ...DRAFT, until: Math.floor(after(DRAFT_SECONDS).getTime() / 1000) });
  });

  test('fits into a cookie as it is, with the most options that a question may have', () => {
    const permille = Array.from({ length: 20 }, () => 999);
    const largest = sealDraft({ ...DRAFT, question: 'q'.repeat(60), permille }, SECRET, NOW);
    expect(largest).toBe(encodeURIComponent(largest));
    expect(largest.length).toBeLessThan(LARGEST_COOKIE);
  });

  test.each([
    ['at once', 0, true],
    ['a second before its end', DRAFT_SECONDS - 1, true],
    ['a second after its end', DRAFT_SECONDS + 1, false],
    ['a year later', 365 * 24 * 60 * 60, false],
  ])('opens %s: %s s after it was sealed, %s', (_, seconds, opens) => {
    expect(openDraft(sealed, SECRET, after(seconds))).toEqual(opens ? DRAFT : null);
  });

  test('does not open with another secret', () => {
    expect(openDraft(sealed, randomBytes(32), NOW)).toBeNull();
    expect(openDraft(sealed, new Uint8Array(32), NOW)).toBeNull();
    expect(openDraft(sealed, new Uint8Array(0), NOW)).toBeNull();
  });

  test('does not open once any letter of it is another', () => {
    for (let i = 0; i < sealed.length; i++) {
      const letter = ALPHABET[(ALPHABET.indexOf(sealed[i]!) + 1) % ALPHABET.length]!;
      expect(openDraft(sealed.slice(0, i) + letter + sealed.slice(i + 1), SECRET, NOW)).toBeNull();
    }
  });

  test('does not open where it is cut, wherever that is', () => {
    for (let length = 0; length < sealed.length; length++) {
      expect(openDraft(sealed.slice(0, length), SECRET, NOW)).toBeNull();
      expect(openDraft(sealed.slice(sealed.length - length), SECRET, NOW)).toBeNull();
    }
  });

  test('does not open with the numbers of one and the signature of another', () => {
    const other = sealDraft({ ...DRAFT, permille: [999, 999, 2] }, SECRET, NOW);
    const [body] = partsOf(other);
    const [, signature] = partsOf(sealed);
    expect(openDraft(`${body}.${signature}`, SECRET, NOW)).toBeNull();
  });

  test('does not open with a later end written into it', () => {
    const later = { ...contentOf(sealed), until: 4_000_000_000 };
    const body = Buffer.from(JSON.stringify(later)).toString('base64url');
    expect(openDraft(`${body}.${partsOf(sealed)[1]}`, SECRET, after(DRAFT_SECONDS + 1))).toBeNull();
  });

  test.each([
    ['a space before', (text: string) => ` ${text}`],
    ['a space after', (text: string) => `${text} `],
    ['padding', (text: string) => `${text}=`],
    ['a dot after', (text: string) => `${text}.`],
    ['a dot before', (text: string) => `.${text}`],
    ['a third part', (text: string) => `${text}.${text}`],
    ['its parts swapped', (text: string) => text.split('.').reverse().join('.')],
    ['a signature in capitals', (text: string) => text.replace(/\..*/, (rest) => rest.toUpperCase())],
    [
      'a signature of as many letters beyond ASCII',
      (text: string) => text.replace(/\..*/, `.${'가'.repeat(43)}`),
    ],
  ])('does not open with %s', (_, change) => {
    expect(openDraft(change(sealed), SECRET, NOW)).toBeNull();
  });
});

describe('what is no draft', () => {
  test.each([
    ...['', '.', '...', 'null', '{}', 'e30.', '.e30', 'e30.e30', '\0.\0', '가.나'],
    JSON.stringify(DRAFT),
    `${Buffer.from(JSON.stringify(DRAFT)).toString('base64url')}.`,
    'a'.repeat(100_000),
    '.'.repeat(100_000),
  ])('gives nothing: %j', (text) => {
    expect(openDraft(text, SECRET, NOW)).toBeNull();
  });

  test('gives nothing and throws nothing, whatever it is', () => {
    const dotted = fc.array(fc.string({ unit: 'binary' }), { maxLength: 4 }).map((parts) => parts.join('.'));
    fc.assert(
      fc.property(dotted, (text) => {
        expect(openDraft(text, SECRET, NOW)).toBeNull();
      }),
      { numRuns: 1000 },
    );
  });
});
