import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { holdStreams } from './run-client.ts';
import type { WriterLoad } from './write-forecasts.ts';

/**
 * Forecasts per second by the service alone.
 *
 * @param streams with a keeper and this many event streams; with neither at 0
 */
export async function writeForecasts(
  load: Omit<WriterLoad, 'isLive'> & { streams: number },
): Promise<number> {
  const { streams, ...rest } = load;
  const writer: WriterLoad = { ...rest, isLive: streams > 0 };
  const child = spawn(process.execPath, [
    join(import.meta.dirname, 'write-forecasts.ts'),
    JSON.stringify(writer),
  ]);
  child.stderr.pipe(process.stderr);
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const first = await lines.next();
  const held = streams > 0 ? await holdStreams(Number(first.value), streams) : null;
  child.stdin.write('go\n');
  const { value, done } = await lines.next();
  if (done) throw new Error('The writer ended early.');
  const last = await held?.close();
  if (last && last.open < streams) throw new Error(`only ${last.open} of ${streams} streams stayed open`);
  if (child.exitCode === null) await once(child, 'exit');
  return Number(value);
}
