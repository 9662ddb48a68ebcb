// Text measurement without a browser: an upper bound for Pretendard, so that labels laid out on the server never
// overlap. Widths are in em, from the font's advance widths, rounded up.

const HANGUL_EM = 0.9;
const WIDE_LATIN_EM = 0.74;
const LATIN_EM = 0.6;
const NARROW_EM = 0.32;

function advance(character: string): number {
  if (/[\u1100-\u11ff\u3000-\u9fff\uac00-\ud7af\uff00-\uffef]/.test(character)) return HANGUL_EM;
  if (/[A-Zmw%@&]/.test(character)) return WIDE_LATIN_EM;
  if (/[\sil.,:;|'’()·-]/.test(character)) return NARROW_EM;
  return LATIN_EM;
}

/** Width of `text` in the unit of `size`, never less than what a browser draws. */
export function textWidth(text: string, size: number): number {
  let em = 0;
  for (const character of text) em += advance(character);
  return em * size;
}

/** Breaks `text` between words into lines of at most `width`; a word that is wider has a line of its own. */
export function wrap(text: string, width: number, size: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const last = lines.at(-1);
    const longer = last === undefined ? word : `${last} ${word}`;
    if (last !== undefined && textWidth(longer, size) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
