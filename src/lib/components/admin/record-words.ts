import type { Text } from '#lib/contest/types.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { localized } from '#lib/i18n/text.ts';

/** Outcome of one option. */
export interface Answer {
  option: Text;
  came: boolean;
}

const SUBJECTS: Record<string, () => string> = {
  company: m.admin_subject_company,
  round: m.admin_subject_round,
  entrant: m.admin_subject_entrant,
  event: m.admin_subject_event,
  contest: m.admin_subject_contest,
  question: m.admin_subject_question,
  question_option: m.admin_subject_question_option,
  account: m.admin_subject_account,
  exclusion: m.admin_subject_exclusion,
  disclosure: m.admin_subject_disclosure,
  resolution: m.admin_subject_resolution,
  confirmation: m.admin_subject_confirmation,
};

/** Labels by column; bilingual columns without the suffix `Ko` or `En`. */
const COLUMNS: Record<string, () => string> = {
  name: m.admin_col_name,
  short: m.admin_col_short,
  title: m.admin_col_title,
  lead: m.admin_col_lead,
  rules: m.admin_col_rules,
  label: m.admin_col_label,
  reason: m.admin_col_reason,
  shortReason: m.admin_col_short_reason,
  seatsNote: m.admin_col_seats_note,
  schedule: m.admin_col_schedule,
  modelParams: m.admin_col_model_params,
  body: m.admin_col_body,
  slug: m.admin_col_slug,
  position: m.admin_col_position,
  site: m.admin_col_site,
  consortium: m.admin_col_consortium,
  number: m.admin_col_number,
  stageOpensOn: m.admin_col_stage_opens_on,
  stageClosesOn: m.admin_col_stage_closes_on,
  announcedSeats: m.admin_col_announced_seats,
  resultOn: m.admin_col_result_on,
  resultTime: m.admin_col_result_time,
  roundNumber: m.admin_col_round_number,
  companySlug: m.admin_col_company_slug,
  entry: m.admin_col_entry,
  enteredOn: m.admin_col_entered_on,
  model: m.admin_col_model,
  outcome: m.admin_col_outcome,
  happenedOn: m.admin_col_happened_on,
  happenedTime: m.admin_col_happened_time,
  url: m.admin_col_url,
  kind: m.admin_col_kind,
  hiddenAt: m.admin_col_hidden_at,
  lastVerifiedOn: m.admin_col_last_verified_on,
  isAuthor: m.admin_col_is_author,
  isAdmin: m.admin_col_is_admin,
  excludedAt: m.admin_col_excluded_at,
  excluded: m.admin_col_excluded,
  decidedBy: m.admin_col_decided_by,
  decidedAt: m.admin_col_decided_at,
  accountId: m.admin_col_account_id,
  writtenAt: m.admin_col_written_at,
  officialSource: m.admin_col_official_source,
  seats: m.admin_col_seats,
  scored: m.admin_col_scored,
  opensAt: m.admin_col_opens_at,
  closesAt: m.admin_col_closes_at,
  endsBy: m.admin_col_ends_by,
  isDraft: m.admin_col_is_draft,
  followsId: m.admin_col_follows_id,
  questionId: m.admin_col_question_id,
  version: m.admin_col_version,
  knownAt: m.admin_col_known_at,
  evidenceUrls: m.admin_col_evidence_urls,
  evidenceTimes: m.admin_col_evidence_times,
  note: m.admin_col_note,
  publishedAt: m.admin_col_published_at,
  joinPause: m.admin_col_join_pause,
  batchId: m.admin_col_batch_id,
  confirmedBy: m.admin_col_confirmed_by,
  confirmedAt: m.admin_col_confirmed_at,
  isSimulation: m.admin_col_is_simulation,
};

/** Labels of enum values, by column. */
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
    advance: m.admin_question_kind_advance,
    final: m.admin_question_kind_final,
    scenario: m.admin_question_kind_scenario,
    side: m.admin_question_kind_side,
  },
};

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/;
const SECONDS = /^(\d{2}:\d{2}):00$/;

/** Label of a subject; an unknown one is shown as it is. */
export function subjectWord(subject: string): string {
  return SUBJECTS[subject]?.() ?? subject;
}

export function columnWord(column: string): string {
  const [, base = '', language] = /^(.+)(Ko|En)$/.exec(column) ?? [];
  const label = COLUMNS[language ? base : column]?.();
  if (label === undefined) return column;
  if (language === undefined) return label;
  return language === 'Ko' ? m.admin_ko({ label }) : m.admin_en({ label });
}

/** Whether a value is an ISO 8601 timestamp. */
export function isInstant(value: unknown): value is string {
  return typeof value === 'string' && INSTANT.test(value);
}

/** Formats a column's value: lists one item per line, references by name, a word for an empty value. */
export function valueWord(column: string, value: unknown): string {
  if (value === null || value === '') return m.admin_log_empty_value();
  if (typeof value === 'boolean') return value ? m.admin_log_yes() : m.admin_log_no();
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
