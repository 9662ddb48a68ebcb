import type { Text } from '#lib/contest/types.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { localized } from '#lib/i18n/text.ts';

/** What a result says of one option. */
export interface Answer {
  option: Text;
  came: boolean;
}

const SUBJECTS: Record<string, () => string> = {
  company: m.desk_subject_company,
  round: m.desk_subject_round,
  entrant: m.desk_subject_entrant,
  event: m.desk_subject_event,
  contest: m.desk_subject_contest,
  question: m.desk_subject_question,
  question_option: m.desk_subject_question_option,
  account: m.desk_subject_account,
  exclusion: m.desk_subject_exclusion,
  disclosure: m.desk_subject_disclosure,
  resolution: m.desk_subject_resolution,
};

/** Those in two languages stand here without `Ko` and `En`. */
const COLUMNS: Record<string, () => string> = {
  name: m.desk_col_name,
  short: m.desk_col_short,
  title: m.desk_col_title,
  lead: m.desk_col_lead,
  rules: m.desk_col_rules,
  label: m.desk_col_label,
  reason: m.desk_col_reason,
  shortReason: m.desk_col_short_reason,
  seatsNote: m.desk_col_seats_note,
  schedule: m.desk_col_schedule,
  modelParams: m.desk_col_model_params,
  body: m.desk_col_body,
  slug: m.desk_col_slug,
  position: m.desk_col_position,
  site: m.desk_col_site,
  consortium: m.desk_col_consortium,
  number: m.desk_col_number,
  stageOpensOn: m.desk_col_stage_opens_on,
  stageClosesOn: m.desk_col_stage_closes_on,
  announcedSeats: m.desk_col_announced_seats,
  resultOn: m.desk_col_result_on,
  resultTime: m.desk_col_result_time,
  roundNumber: m.desk_col_round_number,
  companySlug: m.desk_col_company_slug,
  entry: m.desk_col_entry,
  enteredOn: m.desk_col_entered_on,
  model: m.desk_col_model,
  outcome: m.desk_col_outcome,
  happenedOn: m.desk_col_happened_on,
  happenedTime: m.desk_col_happened_time,
  url: m.desk_col_url,
  kind: m.desk_col_kind,
  hiddenAt: m.desk_col_hidden_at,
  lastVerifiedOn: m.desk_col_last_verified_on,
  isAuthor: m.desk_col_is_author,
  isAdmin: m.desk_col_is_admin,
  excludedAt: m.desk_col_excluded_at,
  excluded: m.desk_col_excluded,
  decidedBy: m.desk_col_decided_by,
  decidedAt: m.desk_col_decided_at,
  accountId: m.desk_col_account_id,
  writtenAt: m.desk_col_written_at,
  officialSource: m.desk_col_official_source,
  seats: m.desk_col_seats,
  scored: m.desk_col_scored,
  opensAt: m.desk_col_opens_at,
  closesAt: m.desk_col_closes_at,
  endsBy: m.desk_col_ends_by,
  isDraft: m.desk_col_is_draft,
  followsId: m.desk_col_follows_id,
  questionId: m.desk_col_question_id,
  version: m.desk_col_version,
  knownAt: m.desk_col_known_at,
  evidenceUrls: m.desk_col_evidence_urls,
  evidenceTimes: m.desk_col_evidence_times,
  note: m.desk_col_note,
  publishedAt: m.desk_col_published_at,
  provisional: m.desk_col_provisional,
  isSimulation: m.desk_col_is_simulation,
};

/** Values that are words of the program. */
const VALUES: Record<string, Record<string, () => string>> = {
  entry: {
    selected: m.rounds_entry_selected,
    carried: m.rounds_entry_carried,
    wildcard: m.rounds_entry_wildcard,
  },
  outcome: { advanced: m.rounds_outcome_advanced, eliminated: m.rounds_outcome_eliminated },
  kind: {
    // Of an event.
    official: m.event_official,
    press: m.event_press,
    model: m.event_model,
    site: m.event_site,
    // Of a question.
    advance: m.desk_question_kind_advance,
    final: m.desk_question_kind_final,
    scenario: m.desk_question_kind_scenario,
    side: m.desk_question_kind_side,
  },
};

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/;
const SECONDS = /^(\d{2}:\d{2}):00$/;

/** What is new to us is shown by its own name. */
export function subjectWord(subject: string): string {
  return SUBJECTS[subject]?.() ?? subject;
}

export function columnWord(column: string): string {
  const [, base = '', language] = /^(.+)(Ko|En)$/.exec(column) ?? [];
  const label = COLUMNS[language ? base : column]?.();
  if (label === undefined) return column;
  if (language === undefined) return label;
  return language === 'Ko' ? m.desk_ko({ label }) : m.desk_en({ label });
}

/** Whether a value is an instant, to be shown as one: also each of a list. */
export function isInstant(value: unknown): value is string {
  return typeof value === 'string' && INSTANT.test(value);
}

/** A value of a column for people: lists by line, what it refers to by name, and a word for nothing. */
export function valueWord(column: string, value: unknown): string {
  if (value === null || value === '') return m.desk_log_empty_value();
  if (typeof value === 'boolean') return value ? m.desk_log_yes() : m.desk_log_no();
  if (Array.isArray(value)) return value.map((item) => valueWord(column, item)).join('\n');
  if (isAnswer(value)) return `${localized(value.option)}: ${valueWord(column, value.came)}`;
  if (isText(value)) return localized(value);
  if (typeof value === 'object') return JSON.stringify(value);
  const text = String(value);
  return VALUES[column]?.[text]?.() ?? text.replace(SECONDS, '$1');
}

function isAnswer(value: unknown): value is Answer {
  return typeof value === 'object' && value !== null && 'option' in value && 'came' in value;
}

function isText(value: unknown): value is Text {
  return typeof value === 'object' && value !== null && 'ko' in value && 'en' in value;
}
