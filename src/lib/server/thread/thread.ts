// A thread for work that would keep every reader waiting. It begins with the first job, begins anew after it has died,
// and never keeps the process alive.
import { Worker } from 'node:worker_threads';
import { type WorkerRequest, type WorkerResponse, unpack } from './messages.ts';

interface Waiting<Result> {
  resolve: (result: Result) => void;
  reject: (error: Error) => void;
}

export class Thread<Job, Result> {
  readonly #file: string;
  readonly #workerData: unknown;
  readonly #waiting = new Map<number, Waiting<Result>>();
  #worker: Worker | null = null;
  #lastId = 0;

  /** @param file its source, which plain Node runs, in the built site as in tests */
  constructor(file: string, workerData: unknown = null) {
    this.#file = file;
    this.#workerData = workerData;
  }

  /** How many jobs it has been asked for and not answered. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** @throws what the work threw, or that the thread has ended */
  ask(job: Job): Promise<Result> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      const worker = this.#start();
      this.#waiting.set(id, { resolve, reject });
      worker.postMessage({ id, job } satisfies WorkerRequest<Job>);
    });
  }

  /** Ends it at once: what it was asked for fails. */
  async end(): Promise<void> {
    const worker = this.#worker;
    if (worker) this.#fail(worker, new Error('the thread was ended'));
    await worker?.terminate();
  }

  #start(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(this.#file, { workerData: this.#workerData });
    worker.unref();
    worker.on('message', (told: WorkerResponse<Result>) => {
      const waiting = this.#waiting.get(told.id);
      this.#waiting.delete(told.id);
      if ('error' in told) waiting?.reject(unpack(told.error));
      else waiting?.resolve(told.result);
    });
    worker.on('error', (error) => this.#fail(worker, error));
    worker.on('exit', () => this.#fail(worker, new Error('the thread has ended')));
    this.#worker = worker;
    return worker;
  }

  #fail(worker: Worker, error: Error): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
