// The worker thread that computes what-if boards: summing and sorting a hundred thousand forecasters would block every
// request. Plain Node runs it from the sources.
import { workerData } from 'node:worker_threads';
import { connect } from '../../platform/db/connect.ts';
import { singleFlight } from '../../platform/concurrency.ts';
import { serve } from '../../platform/thread/thread.ts';
import type { WorkerJob } from './boards.ts';
import type { ComputedBoard } from './compute.ts';
import { BoardModel } from './model.ts';

const { databaseUrl } = workerData as { databaseUrl: string };
const { db } = connect(databaseUrl, { max: 2, applicationName: 'final-two boards' });
const model = new BoardModel(db);

const catchUp = singleFlight(() => model.catchUp());

async function compute({ assumptions, update, ...options }: WorkerJob): Promise<(ComputedBoard | null)[]> {
  model.receive(update);
  await catchUp();
  return assumptions.map((each) => model.compute(each, options));
}

function buffersOf(board: ComputedBoard | null): ArrayBuffer[] {
  return Object.values(board ?? {}).flatMap((value) =>
    ArrayBuffer.isView(value) && value.buffer instanceof ArrayBuffer ? [value.buffer] : [],
  );
}

export const handle = serve(compute, (boards) => boards.flatMap(buffersOf));
