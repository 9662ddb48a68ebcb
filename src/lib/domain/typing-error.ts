// Whether a change of a text only mends how it was typed. Once people have forecast on a question its words may
// not mean anything else than before: this is the judge, and it would rather refuse a mended word than a new meaning.

/** Most characters that a correction may change, however long the text. */
export const MOST_CHANGES = 5;
/** Share of the text's characters that a correction may change; one character always may. */
const SHARE = 0.1;

/** Stems that turn a sentence around or move a limit, wherever they stand. Korean glues them to other words. */
const STEMS = /않|없|못|아니|이상|이하|초과|미만|이전|이후|까지|부터|오전|오후|모두/g;
/** Words that count, deny or set a limit, where they stand alone. */
const WORDS = new Set(
  [
    '안 한 두 세 네 다섯 여섯 하나 둘 셋 넷 전 후',
    'not no nor never none neither without cannot yes',
    'one two three four five six seven eight nine ten first second third fourth',
    'before after above below under over more less fewer most least until from by at all any each either both only',
    'am pm and or some same every many few',
  ]
    .join(' ')
    .split(' '),
);

/** A shorter word is too easily another one: 오른 and 오는, won and win. */
const LEAST_LETTERS = 4;
const MONTHS = 'jan feb mar apr may jun jul aug sep sept oct nov dec';
const LONG_MONTHS =
  'january february march april june july august september october november december monday tuesday wednesday thursday friday saturday sunday';
const DATES = new Set(`${MONTHS} ${LONG_MONTHS}`.split(' '));
/** At the start of a word, as its particles follow: months, days of the week, and the years around this one. */
const KOREAN_DATES = /^(?:[일이삼사오유육칠팔구시십]|십[일이])월|^[월화수목금토일]요일|^[올내작매]년/;
/** Acronyms and single letters, numbers, addresses. */
const NAMES = /[A-Z](?![a-z])|\p{N}|\S\.\S|[/@]/u;

/**
 * Whether `after` differs from `before` by typing errors alone, word by word: in a word of at least 4 letters one
 * letter (of a Hangul syllable: one jamo) inserted, deleted, replaced or swapped with its neighbour, and at one place
 * a space more or less; at most min(5, 10 % of the characters of `before`) in all, one always being allowed. Never in
 * a name, a date, an address, a number, nor in a word that denies, counts or sets a limit. White space between words
 * and composition (NFC) do not count.
 *
 * @param names whose words never change, nor what begins with them: Korean glues particles to a name
 * @returns true also where nothing changed
 */
export function isTypingError(before: string, after: string, names: readonly string[] = []): boolean {
  const was = before.normalize('NFC').trim();
  const becomes = after.normalize('NFC').trim();
  if (meaningOf(was) !== meaningOf(becomes)) return false;
  const limit = Math.min(MOST_CHANGES, Math.max(1, Math.floor([...was].length * SHARE)));
  if (editDistance(was, becomes) > limit) return false;
  const kept = names.flatMap((name) => wordsOf(name.normalize('NFC').toLowerCase()));
  return areMended(wordsOf(was), wordsOf(becomes), kept);
}

function areMended(was: string[], becomes: string[], kept: readonly string[]): boolean {
  const isMended = (word: string, i: number) => isMendedWord(word, becomes[i]!, kept);
  if (was.length === becomes.length) return was.every(isMended);
  if (was.length > becomes.length) return areMended(becomes, was, kept);
  if (was.length + 1 < becomes.length) return false;
  return was.some((word, at) => {
    const parts = becomes.slice(at, at + 2);
    return (
      parts.join('') === word &&
      ![word, ...parts].some((each) => isKept(each, kept)) &&
      was.slice(0, at).every(isMended) &&
      was.slice(at + 1).every((each, i) => isMendedWord(each, becomes[at + 2 + i]!, kept))
    );
  });
}

function isMendedWord(was: string, becomes: string, kept: readonly string[]): boolean {
  if (was === becomes) return true;
  if (!isOneEdit([...was.normalize('NFD')], [...becomes.normalize('NFD')])) return false;
  const [from, to] = [bareOf(was), bareOf(becomes)];
  // A full stop or a question mark more or less.
  if (from === to) return true;
  return [from, to].every((word) => [...word].length >= LEAST_LETTERS && !isKept(word, kept));
}

function isKept(word: string, kept: readonly string[]): boolean {
  const lower = bareOf(word).toLowerCase();
  return (
    NAMES.test(bareOf(word)) ||
    KOREAN_DATES.test(lower) ||
    DATES.has(lower) ||
    kept.some((name) => lower.startsWith(name))
  );
}

function isOneEdit(a: string[], b: string[]): boolean {
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const [from, to] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  const isSwapped = from.length === 2 && to.length === 2 && from[0] === to[1] && from[1] === to[0];
  return isSwapped || (from.length <= 1 && to.length <= 1);
}

function wordsOf(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

/** Without the signs around it. */
function bareOf(word: string): string {
  return word.replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
}

/**
 * Levenshtein distance: the least number of characters (code points) to insert, delete or replace.
 * O(|a|·|b|) time, O(|b|) space; Wagner & Fischer 1974.
 */
export function editDistance(a: string, b: string): number {
  const [from, to] = [[...a], [...b]];
  let row = to.map((_, j) => j + 1);
  for (const [i, letter] of from.entries()) {
    let diagonal = i;
    let left = i + 1;
    row = to.map((other, j) => {
      const above = row[j]!;
      left = Math.min(diagonal + (letter === other ? 0 : 1), above + 1, left + 1);
      diagonal = above;
      return left;
    });
  }
  return row.at(-1) ?? from.length;
}

/** What must stay as it is, in its order: numbers, stems, words. Signs of comparison count as words. */
function meaningOf(text: string): string {
  const lower = text.toLowerCase();
  const numbers = lower.match(/\p{N}+(?:[.,:]\p{N}+)*|[<>≤≥=±+−%]|n['’]t\b/gu) ?? [];
  const stems = lower.match(STEMS) ?? [];
  const words = lower.split(/[^\p{L}]+/u).filter((word) => WORDS.has(word));
  return [numbers, stems, words].map((found) => found.join(' ')).join('|');
}
