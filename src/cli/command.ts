// How every command of src/cli runs: one clear line on standard error when it cannot, and a clean end on signals.
import { constants } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigError } from '#lib/server/config.ts';
import { EmbeddedError } from '#lib/server/db/embedded/error.ts';
import { SchemaVersionError } from '#lib/server/db/schema-version.ts';

/** A command cannot go on; the message is one line for the person who typed it. */
export class CommandError extends Error {
  override name = 'CommandError';
}

export interface Command {
  /** Aborted as soon as the command should end. */
  signal: AbortSignal;
  /** Registers what must be closed at the end; steps run one after another, in the order of registration. */
  atEnd(step: () => Promise<void>): void;
  /** Ends the command as a signal does, with this exit code. */
  end(code: number): Promise<never>;
}

type Outcome = 'done' | 'goes on';

/** A process manager grants five seconds before it kills. */
const END_LIMIT_MS = 4700;
/** For a start that is interrupted: a database that is being made takes about a second. */
const START_PATIENCE_MS = 1500;
const END_SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
/** As shells have it: the number of the signal is added. */
const ENDED_BY_SIGNAL = 128;

/**
 * Runs a command; a server says that it "goes on", and then only a signal ends it.
 *
 * @param interrupted what to say where a signal ends it half-way, which then is a failure; a server ends in order
 */
export async function runCommand(
  main: (command: Command) => Promise<Outcome>,
  interrupted?: string,
): Promise<void> {
  const abort = new AbortController();
  const steps: (() => Promise<void>)[] = [];
  let ending: Promise<never> | null = null;

  const close = async () => {
    for (let step = steps.shift(); step; step = steps.shift()) await step().catch(explain);
  };
  const finish = async (code: number): Promise<never> => {
    setTimeout(giveUp, END_LIMIT_MS, code).unref();
    abort.abort();
    // Whatever was being started is either closed by itself now, or registered to be closed.
    await settled(running);
    await close();
    await settled(running);
    await close();
    process.exit(code);
  };
  // npm and a terminal may deliver one Ctrl-C twice: the second changes nothing.
  const end = (code: number) => (ending ??= finish(code));

  const onSignal = (name: (typeof END_SIGNALS)[number]) => {
    if (interrupted && !ending) console.error(interrupted);
    void end(interrupted ? ENDED_BY_SIGNAL + constants.signals[name] : 0);
  };
  for (const name of END_SIGNALS) process.on(name, onSignal);
  // A closed terminal must not keep the command from ending in order.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

  const atEnd = (step: () => Promise<void>) => void steps.push(step);
  const running = main({ signal: abort.signal, atEnd, end });
  try {
    if ((await running) === 'done') await end(0);
  } catch (error) {
    if (!abort.signal.aborted) explain(error);
    await end(1);
  }
}

function settled(work: Promise<unknown>): Promise<unknown> {
  return Promise.race([work.catch(() => {}), sleep(START_PATIENCE_MS, undefined, { ref: false })]);
}

function giveUp(code: number): never {
  console.error('Not everything stopped in time; the next start will clean up.');
  process.exit(code || 1);
}

function explain(error: unknown): void {
  const { message, stack, syscall } = error as NodeJS.ErrnoException;
  const isForPeople = [CommandError, ConfigError, EmbeddedError, SchemaVersionError].some(
    (kind) => error instanceof kind,
  );
  // The system's own complaints, such as a full disk, say enough in one line too.
  console.error(isForPeople || syscall ? message : stack);
}
