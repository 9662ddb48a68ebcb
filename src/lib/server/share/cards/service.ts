// Cards: what somebody chose to share, readable by everybody who has the address. A card holds no numbers of its own: a
// forecast is read from the log, a result from the newest version, so that no card tells what no longer holds.
import { randomBytes } from 'node:crypto';
import type { CardKind, CardView, OwnCardView } from '#lib/types/card.ts';
import type { Db } from '../../platform/db/connect.ts';
import { NotFoundError, ValidationError } from '../../platform/errors.ts';
import { moveUp } from '../../results/leaderboard/rows.ts';
import type { Reader } from '../../questions/moment-queries.ts';
import * as queries from './queries.ts';

/** More than anybody shares; each is a picture that can be asked for. */
export const MOST_CARDS = 60;

const ID = /^[\w-]{22}$/;

interface ShareRequest {
  accountId: number;
  questionId: number;
  kind: CardKind;
  showsHandle: boolean;
}

/**
 * Shares the standing forecast of an account, or its result by the newest version. Sharing the same in the same way again
 * gives the same card; with and without the handle are two, so that an address given out without it never gets one.
 *
 * @returns the id of the card
 * @throws ValidationError where there is nothing to share, or too many cards are shared already
 */
export function share(db: Db, { accountId, questionId, kind, showsHandle }: ShareRequest): Promise<string> {
  return db.transaction().execute(async (tx) => {
    await queries.lockAccount(tx, accountId);
    const seq = kind === 'forecast' ? await queries.findStandingSeq(tx, accountId, questionId) : null;
    const exists = kind === 'forecast' ? seq !== null : await queries.hasScore(tx, accountId, questionId);
    if (!exists) throw new ValidationError('form', 'nothing-to-share', 409);
    const card = { accountId, questionId, seq, showsHandle };
    const same = await queries.findSame(tx, card);
    if (same !== null) return same;
    if ((await queries.countCards(tx, accountId)) >= MOST_CARDS)
      throw new ValidationError('form', 'cards-full', 409);
    const id = randomBytes(16).toString('base64url');
    await queries.insertCard(tx, id, card);
    return id;
  });
}

/** A card as its page shows it. @throws NotFoundError, the same for an unknown, a revoked and a misspelt id */
export async function get(
  db: Db,
  reader: Reader,
  { kind, id }: { kind: string; id: string },
): Promise<CardView> {
  const card = ID.test(id) ? await find(db, reader, kind, id) : null;
  if (!card) throw new NotFoundError();
  return card;
}

/** The cards of an account, newest first. */
export async function list(db: Db, accountId: number): Promise<OwnCardView[]> {
  const rows = await queries.listCards(db, accountId);
  return rows.map((row) => ({ ...row, sharedAt: row.sharedAt.toISOString() }));
}

/** Stops sharing: the address is unknown from then on. What is no id of a card changes nothing. */
export async function revoke(db: Db, accountId: number, id: string): Promise<void> {
  if (ID.test(id)) await queries.deleteCard(db, accountId, id);
}

async function find(db: Db, reader: Reader, kind: string, id: string): Promise<CardView | null> {
  if (kind === 'forecast') return findForecast(db, reader, id);
  return kind === 'result' ? findResult(db, reader, id) : null;
}

async function findForecast(db: Db, reader: Reader, id: string): Promise<CardView | null> {
  const row = await queries.findForecastCard(db, id);
  if (!row) return null;
  const changed = row.standing === null ? 'withdrawn' : 'changed';
  return {
    ...sharedBy(row, reader),
    kind: 'forecast',
    permille: row.permille,
    madeAt: row.madeAt.toISOString(),
    state: row.isStanding ? 'standing' : changed,
  };
}

async function findResult(db: Db, reader: Reader, id: string): Promise<CardView | null> {
  const row = await queries.findResultCard(db, id);
  if (!row) return null;
  const { peerMicro, last, leftOut, authorPeerMicro } = row;
  const { rank } = moveUp(row, leftOut);
  const author = reader.hasAuthor && !row.isAuthor ? authorPeerMicro : null;
  return {
    ...sharedBy(row, reader),
    kind: 'result',
    score:
      peerMicro === null
        ? null
        : { peerMicro, rank, ranked: (last ?? 0) - leftOut.length, authorPeerMicro: author },
  };
}

interface SharedRow {
  id: string;
  question: string;
  accountId: number;
  showsHandle: boolean;
  handle: string;
  isAuthor: boolean;
}

function sharedBy(row: SharedRow, { accountId, hasAuthor }: Reader) {
  const isNamed = row.showsHandle && (hasAuthor || !row.isAuthor);
  return {
    id: row.id,
    question: row.question,
    handle: isNamed ? row.handle : null,
    isAuthor: row.isAuthor,
    isMine: row.accountId === accountId,
  };
}
