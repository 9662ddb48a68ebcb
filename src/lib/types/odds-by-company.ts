import { zip } from '#lib/domain/zip.ts';
import type { CrowdView, OptionView } from './question.ts';

/** Crowd odds in permille by company slug, for the open end of the contest picture; null where there are none. */
export function oddsByCompany(
  options: readonly OptionView[],
  { permille }: CrowdView,
): Record<string, number> | null {
  if (!permille) return null;
  return Object.fromEntries(
    zip(options, permille).flatMap(([{ company }, p]) => (company ? [[company, p] as const] : [])),
  );
}
