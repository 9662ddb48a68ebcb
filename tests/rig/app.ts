// A process of the site, as behind HAProxy.
import { join } from 'node:path';
import { type Settings, siteCommand, statusOf } from '../setup/site.ts';
import { appPort } from './programs.ts';
import type { Service, Services } from './service.ts';

/** Of `/metrics`, whose readers look like readers from elsewhere here. */
export const METRICS_TOKEN = 'of-the-rig-alone';

/** @param n from 0; tells its port and its data folder */
export function startApp(
  { services, folder }: { services: Services; folder: string },
  n: number,
  settings: Settings,
): Promise<Service> {
  const port = appPort(n);
  const name = `app${n + 1}`;
  const command = siteCommand({
    dataDir: join(folder, name),
    port,
    env: { ADDRESS_HEADER: 'x-forwarded-for', METRICS_TOKEN, ...settings },
    // Not in the process group that Ctrl-C reaches: the rig ends it.
    options: { detached: true },
  });
  return services.start({ name, ...command }, async () => {
    return (await statusOf(`http://127.0.0.1:${port}/healthz`)) === 200;
  });
}
