// The worker thread that publishes results. Plain Node runs it from the sources.
import { workerData } from 'node:worker_threads';
import { connect } from '../db/connect.ts';
import { serve } from '../thread/serve.ts';
import { preview } from './preview.ts';
import type { Job } from './publisher.ts';
import { getResolvable, publish } from './service.ts';

const { databaseUrl } = workerData as { databaseUrl: string };
const { db } = connect(databaseUrl, { max: 2, applicationName: 'final-two publishing' });

export const handle = serve(async (job: Job) => {
  if (job.task === 'publish') return publish(db, job.accountId, job.slug, job.decision, job.expectedVersion);
  const question = await getResolvable(db, job.slug);
  return preview(db, job.accountId, question, job.decision);
});
