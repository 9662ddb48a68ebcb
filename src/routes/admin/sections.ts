import { m } from '#lib/i18n/paraglide/messages.js';

/** The rooms of the desk, in the order of their use on the day of an announcement. */
export const sections = [
  { path: '/admin/events', title: m.desk_events, what: m.desk_events_what },
  { path: '/admin/rounds', title: m.desk_rounds, what: m.desk_rounds_what },
  { path: '/admin/questions', title: m.desk_questions, what: m.desk_questions_what },
  { path: '/admin/companies', title: m.desk_companies, what: m.desk_companies_what },
  { path: '/admin/accounts', title: m.desk_accounts, what: m.desk_accounts_what },
  { path: '/admin/disclosure', title: m.desk_disclosure, what: m.desk_disclosure_what },
  { path: '/admin/log', title: m.desk_log, what: m.desk_log_what },
];
