import { sharePage } from '#lib/components/share/pages.ts';
import { joinList, josa } from '#lib/format.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { localized } from '#lib/i18n/text.ts';
import type { CompanyPageView } from '#lib/types/contest.ts';
import type { ShareView } from '#lib/types/share.ts';

/** Names what its page has, and nothing else. */
export function shareCompany(company: CompanyPageView, hasOdds: boolean): ShareView {
  const name = localized(company.name);
  const there: string[] = [];
  if (company.rounds.some(({ entrant }) => entrant.outcome)) there.push(m.company_lead_results());
  if (company.rounds.some(({ entrant }) => entrant.model)) there.push(m.company_lead_models());
  if (company.consortium.length > 0) there.push(m.company_lead_consortium());
  if (hasOdds) there.push(m.company_lead_odds());
  if (there.length === 0) return sharePage(name, m.company_lead_none({ name }));
  const locale = getLocale();
  const list = joinList(there, locale);
  return sharePage(name, m.company_lead({ name, what: locale === 'ko' ? josa(list, '을/를') : list }));
}
