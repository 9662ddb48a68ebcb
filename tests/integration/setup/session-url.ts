import { inject } from 'vitest';

/**
 * An address with settings of its sessions, such as `-c statement_timeout=1s`: that of the server itself, since a pooler
 * refuses them.
 */
export function withSettings(url: string, settings: string): string {
  const changed = new URL(url);
  changed.port = String(inject('postgres').port);
  changed.searchParams.set('options', settings);
  return changed.toString();
}
