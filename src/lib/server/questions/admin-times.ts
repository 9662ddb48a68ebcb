// Korean days and minutes as the fields of a form write them. Korea has one offset all year.

const KST_MS = 9 * 60 * 60 * 1000;

/** `YYYY-MM-DDTHH:MM` in Korean time. */
export function kstMinute(at: Date): string {
  return new Date(at.getTime() + KST_MS).toISOString().slice(0, 'YYYY-MM-DDTHH:MM'.length);
}

/** The Korean day of an instant. */
export function kstDate(at: Date): string {
  return kstMinute(at).slice(0, 'YYYY-MM-DD'.length);
}

/** 24:00 of a Korean day. */
export function endOfDay(day: string): Date {
  return new Date(Date.parse(`${day}T00:00:00+09:00`) + 24 * 60 * 60 * 1000);
}

/** The Korean day that ends at an instant, or in which it lies. */
export function dayBefore(at: Date): string {
  return kstDate(new Date(at.getTime() - 1));
}

/** The last day of a month `YYYY-MM`. */
export function lastDay(month: string): string {
  return dayBefore(new Date(`${addMonths(month, 1)}-01T00:00:00+09:00`));
}

/** A month `YYYY-MM`, some months later. */
export function addMonths(month: string, count: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + count, 1)).toISOString().slice(0, 'YYYY-MM'.length);
}

/** Whether a text is a day `YYYY-MM-DD` that there is, in this century. */
export function isDay(text: string): boolean {
  if (!/^20\d{2}-\d{2}-\d{2}$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}
