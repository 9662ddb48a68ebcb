import { createServer, type ViteDevServer } from 'vite';
import { readConfig } from '#lib/server/platform/config.ts';
import { ROOT, WORKERS } from './bundle.ts';
import { claimDatabase } from './claim.ts';
import { runCommand } from './command.ts';
import { configure, migrate, seed } from './prepare.ts';
import { refuseArguments } from './arguments.ts';

await runCommand(async (command) => {
  refuseArguments('Usage: npm run dev');
  const config = readConfig(process.env);
  const { host, port } = config;
  let server: ViteDevServer | null = null;
  command.atEnd(async () => {
    process.emit('sveltekit:shutdown' as 'SIGTERM', 'SIGTERM');
    await server?.close();
  });
  const database = await claimDatabase(config, command);
  await migrate(database);
  const { isSimulation } = await seed(database);
  await configure(database, config, isSimulation);

  process.env['DATABASE_URL'] = database.appUrl;
  Object.assign(process.env, WORKERS);
  delete process.env['DATABASE_OWNER_URL'];
  server = await createServer({ root: ROOT, server: { host, port, strictPort: true } });
  await server.listen();
  server.printUrls();
  return 'goes on';
});
