// A seeded site on a PostgreSQL of its own, for one benchmark.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seed } from '#lib/server/questions/contest/seed.ts';
import { connect, type Connection } from '#lib/server/platform/db/connect.ts';
import { openEmbedded } from '#lib/server/platform/db/embedded/server.ts';
import { grantToApp, migrateToLatest } from '#lib/server/platform/db/migrate.ts';
import { createLog } from '#lib/server/platform/log.ts';

export interface BenchDatabase {
  app: Connection;
  owner: Connection;
  appUrl: string;
}

export async function withBenchDatabase(work: (database: BenchDatabase) => Promise<void>): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'final-two-bench-'));
  const server = await openEmbedded({ dataDir, log: createLog('error') });
  const owner = connect(server.ownerUrl, { max: 2 });
  const app = connect(server.appUrl, { max: 4 });
  try {
    await migrateToLatest(server.ownerUrl);
    await grantToApp(server.ownerUrl, server.appUrl);
    await seed(owner.db);
    await work({ app, owner, appUrl: server.appUrl });
  } finally {
    await app.close();
    await owner.close();
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}
