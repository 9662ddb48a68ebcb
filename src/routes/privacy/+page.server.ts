import { sharePage } from '#lib/components/share/pages.ts';
import { CONSENT_VERSION } from '#lib/server/people/accounts/queries.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = () => ({
  share: sharePage(m.privacy_title(), m.privacy_lead()),
  version: CONSENT_VERSION,
});
