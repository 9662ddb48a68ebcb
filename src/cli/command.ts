// Entry point shared by all commands in src/cli: errors as one line on standard error, clean shutdown on signals.
import { constants } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigError } from '#lib/server/platform/env.ts';
import { EmbeddedError } from '#lib/server/platform/db/embedded/binaries.ts';
import { SchemaVersionError } from '#lib/server/platform/db/migrate.ts';

/** The command failed; the message is one line for its user, printed without a stack trace. */
export class CommandError extends Error {
  override name = 'CommandError';
}

export interface Command {
  /** Aborted as soon as the command should end. */
  signal: AbortSignal;
  /** Registers a shutdown step; steps run one after another, in the order of registration. */
  atEnd(step: () => Promise<void>): void;
  /** Ends the command as a signal does, with this exit code. */
  end(code: number): Promise<never>;
}

type Outcome = 'done' | 'goes on';

/** Shutdown deadline: process managers commonly send SIGKILL after five seconds. */
const END_LIMIT_MS = 4700;
/** How long shutdown waits for an interrupted start; creating a database cluster takes about a second. */
const START_WAIT_MS = 1500;
const END_SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
/** Shell convention: exit code is 128 + the signal's number. */
const ENDED_BY_SIGNAL = 128;

/**
 * Runs a command. A server returns 'goes on' and keeps running until a signal ends it.
 *
 * @param interrupted printed when a signal ends the command before it is done, which counts as a failure; servers have none
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
    // By now everything that was starting has either closed itself or registered a shutdown step.
    await settled(running);
    await close();
    await settled(running);
    await close();
    process.exit(code);
  };
  // npm and the terminal may both deliver one Ctrl-C: the second is ignored.
  const end = (code: number) => (ending ??= finish(code));

  const onSignal = (name: (typeof END_SIGNALS)[number]) => {
    if (interrupted && !ending) console.error(interrupted);
    void end(interrupted ? ENDED_BY_SIGNAL + constants.signals[name] : 0);
  };
  for (const name of END_SIGNALS) process.on(name, onSignal);
  // EPIPE from a closed terminal must not interrupt the shutdown.
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
  return Promise.race([work.catch(() => {}), sleep(START_WAIT_MS, undefined, { ref: false })]);
}

function giveUp(code: number): never {
  console.error('Not everything stopped in time; the next start will clean up.');
  process.exit(code || 1);
}

function explain(error: unknown): void {
  const { message, stack, syscall } = error as NodeJS.ErrnoException;
  const isUserError = [CommandError, ConfigError, EmbeddedError, SchemaVersionError].some(
    (kind) => error instanceof kind,
  );
  // System errors, such as ENOSPC, are clear in one line too.
  console.error(isUserError || syscall ? message : stack);
}
