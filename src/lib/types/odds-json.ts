// The border between odds inside the app, permille in option order, and in JSON, permille by option slug
// (`/api/v1`, `/live`, the export).
import { zip } from '#lib/domain/zip.ts';
import type { CrowdView } from './question.ts';

/** Permille by option slug. */
type PermilleJson = Record<string, number>;

/** The crowd odds of a question in JSON: the body of `/api/v1/questions/[slug]/crowd` and of the live event `crowd`. */
export interface CrowdJson extends Omit<CrowdView, 'permille'> {
  permille: PermilleJson | null;
}

/** @param options slugs in option order, as many as there are probabilities */
export function permilleJson(options: readonly string[], permille: readonly number[]): PermilleJson {
  return Object.fromEntries(zip(options, permille));
}

/** Odds, or a point of their history, with permille by option slug. */
export function oddsJson<Odds extends { permille: readonly number[] | null }>(
  options: readonly string[],
  odds: Odds,
): Omit<Odds, 'permille'> & { permille: PermilleJson | null } {
  return { ...odds, permille: odds.permille && permilleJson(options, odds.permille) };
}

/** The odds of JSON in option order; none where an option is missing. */
export function crowdFromJson(options: readonly { slug: string }[], json: CrowdJson): CrowdView {
  const permille = options.map(({ slug }) => json.permille?.[slug]);
  return { ...json, permille: permille.every((p) => p !== undefined) ? permille : null };
}
