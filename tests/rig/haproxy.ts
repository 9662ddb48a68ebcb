// HAProxy with the configuration beside this file.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { spawnOptions } from '#lib/server/platform/db/embedded/process.ts';
import { statusOf } from '../setup/site.ts';
import type { Place } from './postgres.ts';
import { appPort, PORTS, PROGRAMS } from './programs.ts';

/** The origin of the site for its readers. */
export const ORIGIN = `http://127.0.0.1:${PORTS.haproxy}`;
/** After a process is ready; HAProxy checks each twice a second. */
export const NOTICED_AFTER_MS = 1_500;
/** Processes that the configuration names. */
const CONFIGURED = 3;

export async function startHaproxy({ services, folder, account }: Place, processes: number): Promise<void> {
  const config = await readFile(join(import.meta.dirname, 'haproxy.cfg'), 'utf8');
  await writeFile(join(folder, 'haproxy.cfg'), withServers(config, processes));
  const haproxy = {
    name: 'haproxy',
    program: PROGRAMS.haproxy,
    args: ['-db', '-f', 'haproxy.cfg'],
    options: { ...spawnOptions(account), cwd: folder },
  };
  await services.start(haproxy, async () => (await statusOf(`${ORIGIN}/healthz`)) === 200);
}

/** Repeats the line of the third process for those after it. */
function withServers(config: string, processes: number): string {
  const others = Array.from({ length: processes }, (_, n) => n).slice(CONFIGURED);
  return config.replaceAll(/^ +server app3 .*\n/gm, (line) => {
    const lineOf = (n: number) =>
      line.replaceAll('app3', `app${n + 1}`).replace(String(appPort(CONFIGURED - 1)), String(appPort(n)));
    return [line, ...others.map(lineOf)].join('');
  });
}
