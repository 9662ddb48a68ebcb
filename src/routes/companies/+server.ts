import { redirect } from '@sveltejs/kit';
import { localizeHref } from '#lib/i18n/paraglide/runtime.js';

/** Redirects the bare folder to the rounds, where the companies are listed. */
export const GET = () => redirect(308, localizeHref('/rounds'));
