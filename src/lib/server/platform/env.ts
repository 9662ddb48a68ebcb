export type Env = Record<string, string | undefined>;

/** A variable has an invalid value; the message is one line that names the variable. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

/** The trimmed value of a variable; null where it is unset or empty. */
export function readText(env: Env, name: string): string | null {
  return env[name]?.trim() || null;
}
