// Notices: what happened that concerns somebody, written by the transaction that makes it happen, so that nobody is
// ever told of something that was rolled back.
import { countUnseen, insertNotice, listNotices, markSeen } from './queries.ts';

export type { NewNotice } from './queries.ts';
export { countUnseen, insertNotice as announce, listNotices as list, markSeen };
