// The score lines of one account in one version of a result, page by page.
import { zip } from '#lib/domain/zip.ts';
import type { ScoreLineView } from '#lib/types/resolution.ts';
import type { Db } from '../db/connect.ts';
import { isoOf } from '../db/together.ts';
import { listLinesOf } from './score-line-queries.ts';

interface LineRecord {
  fromAt: Date | string;
  untilAt: Date | string;
  permille: number[];
  peerMicro: number[];
  baselineMicro: number[];
}

/** One line per option of a forecast. */
export function linesOf(line: LineRecord, options: readonly { slug: string }[]): ScoreLineView[] {
  const [from, until] = [isoOf(line.fromAt), isoOf(line.untilAt)];
  const points = zip(line.peerMicro, line.baselineMicro);
  return zip(zip(options, line.permille), points).map(
    ([[{ slug: option }, permille], [peerMicro, baselineMicro]]) => ({
      from,
      until,
      option,
      permille,
      peerMicro,
      baselineMicro,
    }),
  );
}

/**
 * Lines of the forecasts after a `seq`, in the order in which they began, and after which `seq` the next page begins; null
 * at the end.
 */
export async function linePage(
  db: Db,
  accountId: number,
  options: readonly { slug: string }[],
  page: Parameters<typeof listLinesOf>[2],
): Promise<{ lines: ScoreLineView[]; next: number | null }> {
  const records = await listLinesOf(db, accountId, page);
  return {
    lines: records.flatMap((record) => linesOf(record, options)),
    next: records.length < page.limit ? null : (records.at(-1)?.seq ?? null),
  };
}
