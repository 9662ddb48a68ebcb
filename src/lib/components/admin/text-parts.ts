import { isDay, parseInstant } from '#lib/kst.ts';

/** What has the shape of a day or of an instant in ISO 8601, apart from the letters and digits around it. */
const ISO = /(?<![\w-])(\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}[\d:.]*(?:Z|[+-]\d{2}:\d{2}))?)(?![\w-])/;

/** A text in parts, of which some are days or instants. Only those of the calendar: anybody can be called `2026-13-45`. */
export function textParts(text: string): { text: string; isTime: boolean }[] {
  return text.split(ISO).map((part) => ({
    text: part,
    isTime: isDay(part) || (part.includes('T') && parseInstant(part) !== null),
  }));
}
