// Parses the forms of the contest's admin pages. Empty English falls back to the Korean.
import { MAX_OPTIONS } from '#lib/domain/seats.ts';
import type { AdminFormReader } from '../http/admin-form.ts';
import type { CompanyFacts, EventFacts } from './admin.ts';
import type { EntrantFacts, RoundFacts, Seats } from './round-admin.ts';

const ENTRIES = ['selected', 'carried', 'wildcard'] as const;
const KINDS = ['official', 'press', 'model', 'site'] as const;
const LONG = 600;
const MOST_SEATS = MAX_OPTIONS - 1;
const MOST_ROUNDS = 99;

export function readCompany(form: AdminFormReader): CompanyFacts {
  const name = readText(form, 'name');
  const short = readText(form, 'short');
  return {
    nameKo: name.ko,
    nameEn: name.en,
    shortKo: short.ko,
    shortEn: short.en,
    site: form.url('site', { required: false }),
    consortium: form.lines('consortium', { required: false }),
  };
}

export function readEvent(form: AdminFormReader): EventFacts {
  const title = readText(form, 'title');
  return {
    kind: form.choice('kind', KINDS),
    titleKo: title.ko,
    titleEn: title.en,
    // Where either is missing, the form has an error and is not stored.
    url: form.url('url') ?? '',
    happenedOn: form.day('happenedOn') ?? '',
    happenedTime: form.time('happenedTime'),
    roundNumber: form.integer('round', { min: 1, max: MOST_ROUNDS, required: false }),
  };
}

export function readRound(form: AdminFormReader): RoundFacts {
  const title = readText(form, 'title');
  const schedule = readTextOrNull(form, 'schedule');
  const stageOpensOn = form.day('stageOpensOn', { required: false });
  const stageClosesOn = form.day('stageClosesOn', { required: false });
  if (stageOpensOn && stageClosesOn && stageClosesOn < stageOpensOn)
    form.addError('stageClosesOn', 'out-of-range');
  return {
    titleKo: title.ko,
    titleEn: title.en,
    stageOpensOn,
    stageClosesOn,
    scheduleKo: schedule?.ko ?? null,
    scheduleEn: schedule?.en ?? null,
  };
}

export function readSeats(form: AdminFormReader): Seats {
  const note = readTextOrNull(form, 'seatsNote');
  return {
    announcedSeats: form.integer('announcedSeats', { min: 1, max: MOST_SEATS, required: false }),
    seatsNoteKo: note?.ko ?? null,
    seatsNoteEn: note?.en ?? null,
  };
}

export function readEntrant(form: AdminFormReader): EntrantFacts {
  const params = readTextOrNull(form, 'modelParams');
  return {
    entry: form.choice('entry', ENTRIES),
    enteredOn: form.day('enteredOn', { required: false }),
    model: form.text('model', { required: false }) || null,
    modelParamsKo: params?.ko ?? null,
    modelParamsEn: params?.en ?? null,
  };
}

function readText(form: AdminFormReader, name: string): { ko: string; en: string } {
  const ko = form.text(`${name}Ko`);
  return { ko, en: form.text(`${name}En`, { required: false }) || ko };
}

/** Null where both texts are empty; English alone is an error. */
function readTextOrNull(form: AdminFormReader, name: string): { ko: string; en: string } | null {
  const en = form.text(`${name}En`, { required: false, max: LONG });
  const ko = form.text(`${name}Ko`, { required: en !== '', max: LONG });
  return ko === '' ? null : { ko, en: en || ko };
}
