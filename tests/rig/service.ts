// Processes of the rig. Each writes its output to a file in the rig's folder; none outlives the rig.
import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { until } from '../setup/site.ts';

export interface Service {
  pid: number;
  isRunning(): boolean;
  /** Sends a signal and waits for the end. */
  end(signal?: NodeJS.Signals): Promise<void>;
}

interface Command {
  name: string;
  program: string;
  args: string[];
  options: SpawnOptions;
  /** Ends it at once, with its own child processes. */
  lastSignal?: NodeJS.Signals;
}

const LAST_LINES = 5;

export class Services {
  readonly #folder: string;
  readonly #running = new Map<Service, NodeJS.Signals>();
  #isEnding = false;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Starts a process and waits until `isReady`. @throws with the last lines of its output where it ends before */
  async start(command: Command, isReady: () => Promise<boolean>): Promise<Service> {
    const { name, program, args, options, lastSignal = 'SIGKILL' } = command;
    if (this.#isEnding) throw new Error('the rig is ending');
    const file = `${this.#folder}/${name}.log`;
    const output = openSync(file, 'a');
    const child = spawn(program, args, { ...options, stdio: ['ignore', output, output] });
    closeSync(output);
    const service = serviceOf(child, () => this.#running.delete(service));
    this.#running.set(service, lastSignal);
    await until(async () => {
      if (!service.isRunning()) throw new Error(`${name} ended:\n${lastLines(file)}`);
      return isReady();
    }, name);
    return service;
  }

  /** Ends all at once; nothing can be started afterwards. */
  async end(): Promise<void> {
    this.#isEnding = true;
    await Promise.all(Array.from(this.#running, ([service, signal]) => service.end(signal)));
  }
}

function serviceOf(child: ChildProcess, onEnd: () => void): Service {
  const ended = new Promise<void>((done) => {
    child.once('error', () => done());
    child.once('exit', () => done());
  }).then(onEnd);
  const isRunning = () => child.pid !== undefined && child.exitCode === null && child.signalCode === null;
  return {
    pid: child.pid ?? 0,
    isRunning,
    async end(signal = 'SIGTERM') {
      if (isRunning()) child.kill(signal);
      await ended;
    },
  };
}

function lastLines(file: string): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-LAST_LINES).join('\n');
}
