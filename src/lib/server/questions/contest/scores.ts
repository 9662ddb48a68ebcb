// Published scores on the admin pages: the items of a round, as the round or the latest one before it has them.
import type { Selectable } from 'kysely';
import { type Actor, changeAs } from '../../platform/audit/service.ts';
import type { Db } from '../../platform/db/connect.ts';
import type { PublishedScore } from '../../platform/db/schema.generated.ts';
import { ValidationError } from '../../platform/errors.ts';
import type { AdminFormReader } from '../../http/admin-form.ts';
import { listScoresUntil, lockRound, upsertScore } from './round-queries.ts';

type Row = Selectable<PublishedScore>;
/** What was published of an item; points in hundredths, null where they were not. */
export type ItemScore = Pick<Row, 'item' | 'best' | 'bestHundredths' | 'averageHundredths' | 'gapHundredths'>;

const HUNDRED = 100;
const POINTS = /^(\d{1,3})(?:\.(\d{1,2}))?$/;

/** Every item that may be scored in a round, with what was published of it: its own, and those of the latest round before. */
export async function listItems(db: Db, round: number): Promise<Row[]> {
  const rows = await listScoresUntil(db, round);
  const own = rows.filter(({ roundNumber }) => roundNumber === round);
  const before = rows.find(({ roundNumber }) => roundNumber < round)?.roundNumber;
  const none = { best: [], bestHundredths: null, averageHundredths: null, gapHundredths: null };
  const others = rows
    .filter(({ roundNumber, item }) => roundNumber === before && !own.some((each) => each.item === item))
    .map((row) => ({ ...row, ...none, roundNumber: round, noteKo: null, noteEn: null }));
  return [...own, ...others].toSorted((a, b) => a.position - b.position);
}

/** Reads the scores of items from fields `best.<item>`, `average.<item>`, `gap.<item>` and `who.<item>`. */
export function readScores(
  form: AdminFormReader,
  items: readonly Pick<Row, 'item' | 'maxPoints'>[],
  companies: readonly string[],
): { scores: ItemScore[]; source: string } {
  const scores = items.map(({ item, maxPoints }) => {
    const points = (name: string) => readPoints(form, `${name}.${item}`, maxPoints);
    const best = form.all(`who.${item}`);
    if (!best.every((company) => companies.includes(company))) form.addError(`who.${item}`, 'unknown-choice');
    return {
      ...{ item, best },
      bestHundredths: points('best'),
      averageHundredths: points('average'),
      gapHundredths: points('gap'),
    };
  });
  return { scores, source: form.url('source') ?? '' };
}

/** Points with at most two decimals, in hundredths; null where the field is empty. */
function readPoints(form: AdminFormReader, name: string, max: number): number | null {
  const text = form.text(name, { required: false });
  if (text === '') return null;
  const [, whole, decimals = ''] = POINTS.exec(text) ?? [];
  if (whole === undefined) form.addError(name, 'not-a-number');
  const hundredths = Number(whole) * HUNDRED + Number(decimals.padEnd(2, '0'));
  if (hundredths > max * HUNDRED) form.addError(name, 'out-of-range');
  return hundredths;
}

/** "11.9": hundredths as points, for a field. */
export function pointsOf(hundredths: number | null): string {
  return hundredths === null ? '' : String(hundredths / HUNDRED);
}

/** Stores the scores of a round; an item of which nothing is known is not shown. @throws ValidationError */
export function save(
  db: Db,
  by: Actor,
  round: number,
  { scores, source }: { scores: readonly ItemScore[]; source: string },
): Promise<void> {
  return changeAs(db, by, async (tx) => {
    if (!(await lockRound(tx, round))) throw new ValidationError('form', 'gone');
    const items = await listItems(tx, round);
    for (const { item, ...known } of scores) {
      const was = items.find((each) => each.item === item);
      if (!was) throw new ValidationError('form', 'gone');
      if (isKnown(known) || isKnown(was)) await upsertScore(tx, { ...was, ...known, source });
    }
  });
}

function isKnown({ best, ...points }: Omit<ItemScore, 'item'>): boolean {
  const { bestHundredths, averageHundredths, gapHundredths } = points;
  return best.length > 0 || [bestHundredths, averageHundredths, gapHundredths].some((each) => each !== null);
}
