// The log as whoever else tails it reads it: boards and replays. Nothing here weighs anything.
export {
  findSettledSeq,
  listFields,
  listOutsideAccounts,
  listRowsAfter,
  listRowsBetween,
  type LogRow,
  writePoint,
} from './queries.ts';
