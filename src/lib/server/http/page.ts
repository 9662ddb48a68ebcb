import type { RequestEvent } from '@sveltejs/kit';
import { deLocalizeHref, localizeHref } from '#lib/i18n/paraglide/runtime.js';
import type { Typed } from './fields.ts';

/** An address of this site alone: path, query and fragment of the requested one, else `fallback`. */
export function ownPath(wanted: string | null | undefined, fallback = '/'): string {
  if (!wanted?.startsWith('/') || wanted.length > 500) return fallback;
  const base = 'http://own.invalid';
  if (!URL.canParse(wanted, base)) return fallback;
  const url = new URL(wanted, base);
  const path = url.pathname + url.search + url.hash;
  return url.origin === base && !path.startsWith('//') ? path : fallback;
}

/** A whole number from 1 in the query, where a page begins; undefined for anything else. */
export function cursorOf(url: URL, name: string): number | undefined {
  const text = url.searchParams.get(name) ?? '';
  return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined;
}

/**
 * Where to go on after `/join` or `/sign-in`: `next` of the form or of the address, in the language of this page, as it may
 * have been switched on the way.
 */
export function nextOf({ url }: RequestEvent, typed: Typed = {}): string {
  const wanted = typed['next']?.[0] || url.searchParams.get('next');
  return localizeHref(deLocalizeHref(ownPath(wanted)));
}
