import { error, isHttpError, type RequestEvent } from '@sveltejs/kit';
import { deLocalizeHref, localizeHref } from '#lib/i18n/paraglide/runtime.js';

/** The fields of a form. Broken multipart is the sender's fault, not ours. */
export async function readForm(event: RequestEvent): Promise<FormData> {
  try {
    return await event.request.formData();
  } catch (cause) {
    if (isHttpError(cause) || isSizeError(cause)) throw cause;
    error(400, { message: 'The form could not be read.', code: 'bad-form' });
  }
}

function isSizeError(cause: unknown): boolean {
  return cause instanceof Error && 'status' in cause && cause.status === 413;
}

/** A field's text; files and missing fields are empty. */
export function textField(data: FormData, name: string): string {
  const value = data.get(name);
  return typeof value === 'string' ? value : '';
}

/** An address of this site alone: path, query and fragment of what was asked for, else `fallback`. */
export function ownPath(wanted: string | null, fallback = '/'): string {
  if (!wanted?.startsWith('/') || wanted.length > 500) return fallback;
  const base = 'http://own.invalid';
  if (!URL.canParse(wanted, base)) return fallback;
  const url = new URL(wanted, base);
  const path = url.pathname + url.search + url.hash;
  return url.origin === base && !path.startsWith('//') ? path : fallback;
}

/** The same place in the language of this page: whoever switched on the way goes on in the new one. */
export function inThisLanguage(path: string): string {
  return localizeHref(deLocalizeHref(path));
}
