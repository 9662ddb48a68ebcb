// Publishing and previewing in a thread of its own, the whole transaction as it is: reading a long log, scoring it and
// writing what everybody earned would keep every reader waiting for seconds.
import { Worker } from 'node:worker_threads';
import type { PreviewView } from '#lib/view/resolution.ts';
import * as refusals from '../errors.ts';
import type { Decision, Published } from './service.ts';

/** Nothing has been asked for so long: the thread ends, and its memory with it. */
const IDLE_MS = 60_000;

export interface PublishJob {
  task: 'publish';
  accountId: number;
  slug: string;
  decision: Decision;
  expectedVersion: number;
}

export interface PreviewJob {
  task: 'preview';
  account: { id: number; isAuthor: boolean };
  slug: string;
  decision: Decision;
}

export interface Asked {
  id: number;
  job: PublishJob | PreviewJob;
}

/** An error as it travels between threads, which know its class by its name alone. */
export interface SentError {
  name: string;
  message: string;
  stack: string | undefined;
  /** Its own fields. */
  fields: Record<string, unknown>;
}

export interface Told {
  id: number;
  result?: Published | PreviewView;
  error?: SentError;
}

interface Waiting {
  resolve: (result: Published | PreviewView) => void;
  reject: (error: Error) => void;
}

export class Publisher {
  readonly #file: string;
  readonly #databaseUrl: string;
  readonly #waiting = new Map<number, Waiting>();
  readonly #running = new Set<Promise<unknown>>();
  #worker: Worker | null = null;
  #idle: ReturnType<typeof setTimeout> | undefined;
  #lastId = 0;
  #isClosed = false;

  /** @param file the worker's source, which plain Node runs */
  constructor(file: string, databaseUrl: string) {
    this.#file = file;
    this.#databaseUrl = databaseUrl;
  }

  /** As `publish` of the service, with all that it throws. */
  publish(accountId: number, slug: string, decision: Decision, expectedVersion: number): Promise<Published> {
    return this.#ask({ task: 'publish', accountId, slug, decision, expectedVersion }) as Promise<Published>;
  }

  /** As `preview`, of the question of this slug. */
  preview(account: PreviewJob['account'], slug: string, decision: Decision): Promise<PreviewView> {
    const { id, isAuthor } = account;
    return this.#ask({ task: 'preview', account: { id, isAuthor }, slug, decision }) as Promise<PreviewView>;
  }

  /** Waits for what is being published. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.allSettled(this.#running);
    await this.#end();
  }

  #ask(job: Asked['job']): Promise<Published | PreviewView> {
    if (this.#isClosed) return Promise.reject(new Error('the site is closing'));
    clearTimeout(this.#idle);
    const id = ++this.#lastId;
    const asked = new Promise<Published | PreviewView>((resolve, reject) => {
      const worker = this.#start();
      this.#waiting.set(id, { resolve, reject });
      worker.postMessage({ id, job } satisfies Asked);
    });
    this.#running.add(asked);
    return asked.finally(() => {
      this.#running.delete(asked);
      if (this.#running.size > 0) return;
      this.#idle = setTimeout(() => void this.#end(), IDLE_MS);
      this.#idle.unref();
    });
  }

  #start(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(this.#file, { workerData: { databaseUrl: this.#databaseUrl } });
    worker.unref();
    worker.on('message', ({ id, result, error }: Told) => {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error) waiting?.reject(revive(error));
      else if (result) waiting?.resolve(result);
    });
    const fail = (error: Error) => {
      if (this.#worker !== worker) return;
      this.#worker = null;
      for (const { reject } of this.#waiting.values()) reject(error);
      this.#waiting.clear();
    };
    worker.on('error', fail);
    worker.on('exit', () => fail(new Error('the thread that publishes has ended')));
    this.#worker = worker;
    return worker;
  }

  async #end(): Promise<void> {
    clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }
}

/** The error that the service threw, of its own class. */
function revive({ name, message, stack, fields }: SentError): Error {
  const kind = Object.entries(refusals).find(([each]) => each === name)?.[1] ?? Error;
  return Object.assign(Object.create(kind.prototype as object) as Error, { ...fields, name, message, stack });
}
