// Parses the first step of the form of an announcement: what became known.
import { MAX_OPTIONS } from '#lib/domain/seats.ts';
import { kstDate, kstInstant, kstMinute } from '#lib/kst.ts';
import type { AdminFormReader } from '../../http/admin-form.ts';
import { type Announcement, type Elimination, type Facts, REASON_CHOICES, REASONS } from './announcement.ts';

const WHEN = ['now', 'fifteen', 'at'] as const;
const USUAL_TIME = '15:00';
const LONG = 600;
const MINUTE_MS = 60_000;

export function readAnnouncement(form: AdminFormReader, facts: Facts): Announcement {
  const companies = facts.entrants.map(({ company }) => company);
  for (const name of Object.keys(form.typed))
    if (name.startsWith('out.') && !companies.includes(name.slice('out.'.length)))
      form.addError('entrants', 'unknown-choice');
  const isOut = new Map(
    companies.map((company) => [company, form.choice(`out.${company}`, ['stays', 'out']) === 'out']),
  );
  const survivors = companies.filter((company) => !isOut.get(company));
  if (survivors.length === 0) form.addError('entrants', 'nothing-chosen');
  return {
    round: facts.round.number,
    survivors,
    eliminated: companies.filter((company) => isOut.get(company)).map((company) => readReason(form, company)),
    knownAt: readTime(form, facts),
    url: form.url('url') ?? '',
    nextSeats: form.integer('nextSeats', { min: 1, max: MAX_OPTIONS - 1, required: false }),
  };
}

function readReason(form: AdminFormReader, company: string): Elimination {
  const choice = form.choice(`why.${company}`, REASON_CHOICES);
  const ko = form.text(`whyKo.${company}`, { required: false, max: LONG });
  const en = form.text(`whyEn.${company}`, { required: false, max: LONG });
  if (choice === 'other') {
    if (ko === '') form.addError(`whyKo.${company}`, 'reason-missing');
    return { company, reason: { ko, en: en || ko }, shortReason: null };
  }
  const { reason, shortReason } = REASONS[choice];
  return { company, reason: { ko: ko || reason.ko, en: en || reason.en }, shortReason };
}

/** When it became public: not before the round or a question that it decides was opened, and not to come. */
function readTime(form: AdminFormReader, facts: Facts): Date {
  const { now } = facts;
  const when = form.choice('when', WHEN);
  const at = timeOf(form, now, when);
  // Its own field is shown for another time only.
  const field = when === 'at' ? 'at' : 'when';
  if (at > now) form.addError(field, 'in-the-future');
  const begin = facts.round.stageOpensOn;
  const decided = facts.questions.filter(
    ({ round, announcementRule, version }) =>
      round === facts.round.number && announcementRule !== null && version === null,
  );
  if ((begin !== null && at < kstInstant(begin)) || decided.some(({ opensAt }) => at < opensAt))
    form.addError(field, 'before-opening');
  return at;
}

function timeOf(form: AdminFormReader, now: Date, when: (typeof WHEN)[number]): Date {
  if (when === 'fifteen') return kstInstant(kstDate(now), USUAL_TIME);
  if (when === 'at') return form.instant('at') ?? now;
  return new Date(Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS);
}

/** The form's fields with the time as an instant, so that "now" stays when it was entered. */
export function withTime(
  typed: AdminFormReader['typed'],
  { knownAt }: Announcement,
): AdminFormReader['typed'] {
  return { ...typed, when: ['at'], at: [kstMinute(knownAt)] };
}
