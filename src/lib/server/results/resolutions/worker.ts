// The worker thread that publishes results. Plain Node runs it from the sources.
import { workerData } from 'node:worker_threads';
import { publish as announce } from '../announcements/service.ts';
import { connect } from '../../platform/db/connect.ts';
import { serve } from '../../platform/thread/thread.ts';
import { preview, previewAll } from './preview.ts';
import { reportTo } from './publication-queries.ts';
import type { Job } from './publisher.ts';
import { getResolvable, publish } from './service.ts';

const { databaseUrl } = workerData as { databaseUrl: string };
const { db } = connect(databaseUrl, { max: 2, applicationName: 'final-two publishing' });

export const handle = serve(async (job: Job) => {
  if (job.task === 'publish') {
    const { accountId, slug, decision, expectedVersion, progress } = job;
    return publish(db, accountId, slug, decision, expectedVersion, reportTo(progress));
  }
  if (job.task === 'announce') return announce(db, job.by, job.plan, reportTo(job.progress));
  if (job.task === 'preview-all') return previewAll(db, job.decisions, job.closings);
  const question = await getResolvable(db, job.slug);
  return preview(db, job.accountId, question, job.decision);
});
