// What a letter says, as data, and how it becomes text and HTML. Links start with the site's own origin and nothing else.

export type Locale = 'ko' | 'en';

/** A letter in one language. Every string is plain text. */
export interface LetterText {
  subject: string;
  /** Paragraphs before the code or the link. */
  before: readonly string[];
  /** A code to type, shown large. */
  code?: string;
  /** Path and query on this site. */
  link?: { path: string; label: string };
  /** Paragraphs after it, such as what to do if one has not asked for the letter. */
  after?: readonly string[];
}

export type Letter = Record<Locale, LetterText>;

const SITE: Record<Locale, string> = { ko: '최종 2 (Final Two)', en: 'Final Two (최종 2)' };
const CONTROL = /\p{Cc}+/gu;

export interface Rendered {
  subject: string;
  text: string;
  html: string;
}

/** @throws where the link would leave the site */
export function render(letter: LetterText, locale: Locale, origin: string): Rendered {
  const url = letter.link && linkTo(letter.link.path, origin);
  const after = [...(letter.after ?? []), `${SITE[locale]} · ${origin}`];
  const text = [...letter.before, letter.code, url, ...after].filter(Boolean).join('\n\n');
  const body = [
    ...letter.before.map(paragraph),
    ...(letter.code
      ? [`<p style="font:700 28px monospace;letter-spacing:4px">${escape(letter.code)}</p>`]
      : []),
    ...(letter.link && url ? [`<p><a href="${escape(url)}">${escape(letter.link.label)}</a></p>`] : []),
    ...after.map(paragraph),
  ].join('\n');
  const html = `<!doctype html>\n<html lang="${locale}"><head><meta charset="utf-8"></head><body style="font:16px/1.6 sans-serif">\n${body}\n</body></html>\n`;
  // A line break would end the header.
  return { subject: letter.subject.replace(CONTROL, ' ').trim(), text: `${text}\n`, html };
}

function linkTo(path: string, origin: string): string {
  const url = new URL(path, origin);
  if (!path.startsWith('/') || url.origin !== origin) throw new Error('a letter links only to this site');
  return url.href;
}

function paragraph(text: string): string {
  return `<p>${escape(text)}</p>`;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? '');
}
