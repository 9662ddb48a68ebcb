import { redirect } from '@sveltejs/kit';
import { localizeHref } from '#lib/i18n/paraglide/runtime.js';

/** The companies are listed with the rounds; whoever cuts an address off behind the slash shall find them. */
export const GET = () => redirect(308, localizeHref('/rounds'));
