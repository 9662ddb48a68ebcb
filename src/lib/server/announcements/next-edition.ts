import type { Transaction } from 'kysely';
import type { QuestionDraft } from '#lib/types/question-admin.ts';
import * as companies from '../contest/admin.ts';
import * as rounds from '../contest/round-admin.ts';
import type { DB } from '../db/schema.generated.ts';
import * as questions from '../questions/admin.ts';
import { candidates } from '../questions/edition-form.ts';
import { readClock } from '../questions/service.ts';
import type { Plan } from './plan.ts';

/** The edition that follows, with the entrants of the next round; its words are for the admin to look through. */
export async function draftOf(tx: Transaction<DB>, { edition, round }: Plan): Promise<QuestionDraft> {
  const { follows, slug, entrants, seats, round: next } = edition!;
  const { draft } = await questions.get(tx, follows);
  const known = (await companies.listCompanies(tx)).map((company) => ({
    slug: company.slug,
    name: { ko: company.nameKo, en: company.nameEn },
    shortName: { ko: company.shortKo, en: company.shortEn },
  }));
  const options = candidates(draft, known).filter(
    ({ company }) => company !== null && entrants.includes(company),
  );
  const renumber = (text: string) =>
    text
      .replaceAll(`${round}차 평가`, `${next}차 평가`)
      .replaceAll(`valuation ${round}`, `valuation ${next}`);
  const rules = draft.rules.map(({ ko, en }) => ({ ko: renumber(ko), en: renumber(en) }));
  const hasRound = (await rounds.listRounds(tx)).some(({ number }) => number === next);
  const now = await readClock(tx);
  const endsBy = draft.endsBy && draft.endsBy > now ? draft.endsBy : null;
  return {
    ...draft,
    slug,
    options,
    seats,
    rules,
    round: hasRound ? next : draft.round,
    closesAt: null,
    endsBy,
  };
}
