import { deLocalizeUrl } from '#lib/i18n/paraglide/runtime.js';
import type { Reroute } from '@sveltejs/kit';

/** `/en/…` is the same page as `/…`, in English. */
export const reroute: Reroute = ({ url }) => deLocalizeUrl(url).pathname;
