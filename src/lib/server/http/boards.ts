import type { BoardSource } from '../what-if/service.ts';

/** The what-if boards as a request reads them. */
export function boardsFor({ db, app: { boards } }: App.Locals): BoardSource {
  return { db, boards };
}
