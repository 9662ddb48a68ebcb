import { m } from '#lib/i18n/paraglide/messages.js';

/** Sections of the admin pages, in the order of their use on the day of an announcement. */
export const sections = [
  { path: '/admin/events', title: m.admin_events, what: m.admin_events_what },
  { path: '/admin/rounds', title: m.admin_rounds, what: m.admin_rounds_what },
  { path: '/admin/questions', title: m.admin_questions, what: m.admin_questions_what },
  { path: '/admin/companies', title: m.admin_companies, what: m.admin_companies_what },
  { path: '/admin/accounts', title: m.admin_accounts, what: m.admin_accounts_what },
  { path: '/admin/joins', title: m.admin_joins, what: m.admin_joins_what },
  { path: '/admin/disclosure', title: m.admin_disclosure, what: m.admin_disclosure_what },
  { path: '/admin/log', title: m.admin_log, what: m.admin_log_what },
];
