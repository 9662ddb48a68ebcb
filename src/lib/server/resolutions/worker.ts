// The thread that publishes: plain Node runs it from the sources, in the built site as in tests.
import { parentPort, workerData } from 'node:worker_threads';
import { connect } from '../db/connect.ts';
import { preview } from './preview.ts';
import type { Asked, SentError, Told } from './publisher.ts';
import { getResolvable, publish } from './service.ts';

const { databaseUrl } = workerData as { databaseUrl: string };
const { db } = connect(databaseUrl, { applicationName: 'final-two publishing' });

async function run({ id, job }: Asked): Promise<Told> {
  try {
    if (job.task === 'publish') {
      const { accountId, slug, decision, expectedVersion } = job;
      return { id, result: await publish(db, accountId, slug, decision, expectedVersion) };
    }
    const question = await getResolvable(db, job.slug);
    return { id, result: await preview(db, job.account, question, job.decision) };
  } catch (error) {
    return { id, error: sent(error as Error) };
  }
}

function sent(error: Error): SentError {
  const { name, message, stack, ...fields } = {
    ...error,
    name: error.name,
    message: error.message,
    stack: error.stack,
  };
  // Only what can travel: a database's error may hold more.
  const plain = Object.entries(fields).filter(([, value]) => typeof value !== 'function' && !isObject(value));
  return { name, message, stack, fields: Object.fromEntries(plain) };
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !(value instanceof Date);
}

parentPort?.on('message', (asked: Asked) => {
  void run(asked).then((told) => parentPort?.postMessage(told));
});
