/** What home says of the latest result, and of how everybody had seen it. */
import { pointsAhead } from '#lib/components/leaderboard/points-ahead.ts';
import { unrankedReason } from '#lib/components/leaderboard/unranked-reasons.ts';
import { isOfCompanies, optionRows } from '#lib/components/base/options.ts';
import { formatCount, scorePoints } from '#lib/format.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { localized } from '#lib/i18n/text.ts';
import type { RecentResultView } from '#lib/types/recent-result.ts';
import { outcomeText } from '../lib/components/results/result-words.ts';

interface Row {
  label: string;
  company: string | null;
  cameTrue: boolean;
  /** Why the company went out; null where nothing is known, or it stayed. */
  reason: string | null;
  /** Permille of everybody, the author and the reader, in the order of `columnsOf`. */
  permille: (number | null)[];
}

/** "SK텔레콤과 업스테이지가 남았어요." */
export function headlineOf({ question, crowd: permille }: RecentResultView): string {
  return outcomeText({ ...question, crowd: { permille }, outcome: question.resolution?.outcome ?? null });
}

/** Whose probabilities are shown: of a reader or an author without a forecast that counted there are none. */
export function columnsOf(recent: RecentResultView): { name: string; permille: readonly number[] | null }[] {
  const isShownAsAuthor = recent.author !== null && recent.mine?.who === 'author';
  const own = isShownAsAuthor ? null : recent.mine?.permille;
  return [
    { name: m.beside_crowd(), permille: recent.crowd },
    ...(recent.author ? [{ name: m.beside_author(), permille: recent.author }] : []),
    ...(own ? [{ name: m.board_me(), permille: own }] : []),
  ];
}

/** Every company, those that stayed first; of other answers only those that came true. */
export function rowsOf(recent: RecentResultView): Row[] {
  const { resolution } = recent.question;
  const outcome = resolution?.outcome;
  if (!outcome) return [];
  const columns = columnsOf(recent);
  const rows = optionRows({ ...recent.question, crowd: { permille: recent.crowd } }).map(
    ({ option: { shortLabel, company }, i }): Row => {
      const cameTrue = outcome[i] ?? false;
      const reason = cameTrue || company === null ? undefined : recent.reasons[company];
      return {
        label: localized(shortLabel),
        company,
        cameTrue,
        reason: reason ? localized(reason) : null,
        permille: columns.map(({ permille }) => permille?.[i] ?? null),
      };
    },
  );
  const stayed = rows.filter(({ cameTrue }) => cameTrue);
  return isOfCompanies(recent.question) ? [...stayed, ...rows.filter(({ cameTrue }) => !cameTrue)] : stayed;
}

/** "저자보다 8.2점 높아요."; null for the author, and where either has no score. */
export function besideAuthor({ mine, authorPeerMicro }: RecentResultView): string | null {
  if (!mine || mine.who === 'author' || authorPeerMicro === null) return null;
  const { side, points } = pointsAhead(mine, { peerMicro: authorPeerMicro });
  const says = { ahead: m.board_ahead_author, behind: m.board_behind_author, level: m.board_level_author };
  return says[side]({ points });
}

/** "나는 412명 가운데 37위예요. 상대 점수는 +23.4점이에요.", with the reason where there is no rank; null without a score. */
export function standingOf({ mine, ranked }: RecentResultView): string | null {
  if (!mine) return null;
  const points = scorePoints(mine.peerMicro);
  const reason = unrankedReason(mine);
  const said =
    mine.rank === null
      ? m.board_mine_points({ points })
      : m.board_mine({ rank: formatCount(mine.rank), ranked: formatCount(ranked), points });
  return reason ? `${said} ${reason}` : said;
}
