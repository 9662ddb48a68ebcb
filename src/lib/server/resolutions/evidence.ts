import { zip } from '#lib/domain/zip.ts';
import type { VersionRow } from './queries.ts';

/** Evidence of a resolution version: addresses with the times of their publication. */
export function evidenceOf({
  evidenceUrls,
  evidenceTimes,
}: VersionRow): { url: string; publishedAt: Date }[] {
  return zip(evidenceUrls, evidenceTimes).map(([url, publishedAt]) => ({ url, publishedAt }));
}
