// A process of the site, as behind HAProxy.
import { join, resolve } from 'node:path';
import { statusOf } from './http.ts';
import { appPort } from './programs.ts';
import type { Service, Services } from './service.ts';

/** Of `/metrics`, whose readers look like readers from elsewhere here. */
export const METRICS_TOKEN = 'of-the-rig-alone';
const ROOT = resolve(import.meta.dirname, '../..');

/** @param n from 0; tells its port and its data folder */
export function startApp(
  { services, folder }: { services: Services; folder: string },
  n: number,
  settings: Record<string, string>,
): Promise<Service> {
  const port = appPort(n);
  const env = {
    PATH: process.env['PATH'],
    HOST: '127.0.0.1',
    PORT: String(port),
    DATA_DIR: join(folder, `app${n + 1}`),
    ADDRESS_HEADER: 'x-forwarded-for',
    METRICS_TOKEN,
    LOG_LEVEL: 'warn',
    ...settings,
  };
  const command = {
    name: `app${n + 1}`,
    program: join(ROOT, 'node_modules/.bin/node'),
    args: ['src/cli/start.ts'],
    // Not in the process group that Ctrl-C reaches: the rig ends it.
    options: { cwd: ROOT, detached: true, env },
  };
  return services.start(command, async () => (await statusOf(`http://127.0.0.1:${port}/healthz`)) === 200);
}
