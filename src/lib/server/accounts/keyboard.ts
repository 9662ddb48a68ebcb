// Texts as the keys of a keyboard (QWERTY, and its Korean layout Dubeolsik), to find passwords that are easy to type.

/** Compatibility jamo and their keys. */
const KEYS_OF_JAMO: Record<string, string> = {
  ...keysOf('ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡ', [...'qwertyuiopasdfghjklzxcvbnm']),
  ...keysOf('ㅃㅉㄸㄲㅆㅒㅖ', [...'qwertop']),
  ...keysOf('ㅘㅙㅚㅝㅞㅟㅢ', ['hk', 'ho', 'hl', 'nj', 'np', 'nl', 'ml']),
  ...keysOf('ㄳㄵㄶㄺㄻㄼㄽㄾㄿㅀㅄ', ['rt', 'sw', 'sg', 'fr', 'fa', 'fq', 'ft', 'fx', 'fv', 'fg', 'qt']),
};
/** The parts of a Hangul syllable, in the order of Unicode. */
const INITIALS = [...'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ'];
const VOWELS = [...'ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ'];
const FINALS = ['', ...'ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ'];
const FIRST_SYLLABLE = '가'.codePointAt(0) ?? 0;

const ROWS = ['1234567890-=', 'qwertyuiop[]', "asdfghjkl;'", 'zxcvbnm,./'];
const SHIFTED = keysOf('!@#$%^&*()', [...'1234567890']);
/** At three keys a run most of a text is a walk. English words come to about 1.5. */
const WALK_RUN = 3;

/** A text in lower case, with Hangul as the Latin keys that type it: 비밀번호 is `qlalfqjsgh`. */
export function typedKeys(text: string): string {
  const composed = text.normalize('NFC').toLowerCase();
  return composed.replace(/[가-힣]/g, jamoOf).replace(/[ㄱ-ㅣ]/g, (jamo) => KEYS_OF_JAMO[jamo] ?? jamo);
}

/** Whether keys are mostly runs of neighbours on the keyboard, or in the order of alphabet or digits. */
export function isWalk(keys: string): boolean {
  const pressed = [...keys].map((key) => SHIFTED[key] ?? key);
  const isNextInOrder = (a: string, b: string) =>
    Math.abs((a.codePointAt(0) ?? 0) - (b.codePointAt(0) ?? 0)) <= 1;
  return [areNeighbours, isNextInOrder].some((isStep) => {
    const runs = pressed.filter((key, i) => i === 0 || !isStep(pressed[i - 1] ?? '', key)).length;
    return pressed.length >= WALK_RUN * Math.max(runs, 1);
  });
}

function jamoOf(syllable: string): string {
  const index = (syllable.codePointAt(0) ?? 0) - FIRST_SYLLABLE;
  const vowel = Math.floor(index / FINALS.length) % VOWELS.length;
  const initial = Math.floor(index / (FINALS.length * VOWELS.length));
  return `${INITIALS[initial]}${VOWELS[vowel]}${FINALS[index % FINALS.length]}`;
}

function areNeighbours(a: string, b: string): boolean {
  if (a === b) return true;
  const [from, to] = [positionOf(a), positionOf(b)];
  return (
    from !== null && to !== null && Math.abs(from.row - to.row) <= 1 && Math.abs(from.column - to.column) <= 1
  );
}

function positionOf(key: string): { row: number; column: number } | null {
  const row = ROWS.findIndex((keys) => keys.includes(key));
  return row < 0 ? null : { row, column: ROWS[row]?.indexOf(key) ?? 0 };
}

function keysOf(letters: string, keys: readonly string[]): Record<string, string> {
  return Object.fromEntries([...letters].map((letter, i) => [letter, keys[i] ?? '']));
}
