import { getLocale, type Locale, localizeHref } from '#lib/i18n/paraglide/runtime.js';

/** The one absolute address of a page in a language: without a query, and without the slash that would redirect. */
export function addressOf(origin: string, path: string, locale: Locale = getLocale()): string {
  const localized = localizeHref(path, { locale });
  return origin + (localized === '/' ? localized : localized.replace(/\/$/, ''));
}
