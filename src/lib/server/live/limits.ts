// How many event streams a process and one network address may hold.

const MOST_STREAMS = 10_000;
/** Limit per IP address: high, because many phones share one behind carrier-grade NAT. */
const MOST_OF_ADDRESS = 2_000;
/** Limit of different boards per IP address, so that one client cannot take all that can be watched. */
const MOST_BOARDS_OF_ADDRESS = 20;

interface OpenStream {
  address: string;
  /** Key of the watched board; null for none. */
  board: string | null;
}

/** Whether no further stream of this IP address may be opened: the process or the address has its most. */
export function isFull(streams: ReadonlySet<OpenStream>, address: string): boolean {
  if (streams.size < MOST_OF_ADDRESS) return false;
  if (streams.size >= MOST_STREAMS) return true;
  let held = 0;
  for (const stream of streams) if (stream.address === address) held += 1;
  return held >= MOST_OF_ADDRESS;
}

/** Whether this IP address watches its most boards, and not this one. */
export function watchesTooMany(streams: ReadonlySet<OpenStream>, address: string, board: string): boolean {
  const ofAddress = [...streams].filter((stream) => stream.address === address);
  const watched = new Set(ofAddress.flatMap((stream) => stream.board ?? []));
  return watched.size >= MOST_BOARDS_OF_ADDRESS && !watched.has(board);
}
