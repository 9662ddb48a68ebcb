import { networkInterfaces } from 'node:os';
import type { Config } from '#lib/server/platform/config.ts';

const ADDRESSES_SHOWN = 3;
const EVERY_INTERFACE = ['0.0.0.0', '::'];

/**
 * The startup banner: the site's addresses and the first steps.
 *
 * @param more lines that follow
 */
export function welcome(config: Config, isSimulation: boolean, more: readonly string[] = []): string {
  const { port, host, origin, isRehearsal } = config;
  const kind = isRehearsal ? ', a rehearsal,' : isSimulation ? ', a simulation,' : '';
  const isEverywhere = EVERY_INTERFACE.includes(host);
  const local = `http://${isEverywhere ? 'localhost' : bracketed(host)}:${port}`;
  const nearby =
    isEverywhere && !origin ? networkAddresses().map((address) => `http://${address}:${port}`) : [];
  return [
    '',
    `  Final Two${kind} is ready at ${origin ?? local}`,
    ...nearby.map((address) => `  From a phone on the same network: ${address}`),
    ...redirectAddresses(config, origin ?? local),
    isSimulation
      ? '  Its forecasters and forecasts are made up, and every page says so.'
      : '  Join on the site, then make yourself an admin: npm run admin -- make HANDLE',
    ...more.map((line) => `  ${line}`),
    ...(isRoot()
      ? ['', '  WARNING: the site runs as root. Start it as a user of its own: see docs/operations.md.']
      : []),
    '',
  ].join('\n');
}

/** Lines with the redirect address of each provider, for registering the site there. */
function redirectAddresses({ providers }: Config, origin: string): string[] {
  return [...providers.keys()].map(
    (provider) => `  Redirect address to register with ${provider}: ${origin}/sign-in/${provider}/callback`,
  );
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

function networkAddresses(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const reachable = all.filter(({ family, internal }) => family === 'IPv4' && !internal);
  return reachable.map(({ address }) => address).slice(0, ADDRESSES_SHOWN);
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
