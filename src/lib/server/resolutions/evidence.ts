import { zip } from '#lib/domain/zip.ts';
import type { VersionRow } from './queries.ts';

/** An address that shows the result, and when it was published. */
export interface Evidence {
  url: string;
  publishedAt: Date;
}

/** Evidence of a resolution version: addresses with the times of their publication. */
export function evidenceOf({
  evidenceUrls,
  evidenceTimes,
}: Pick<VersionRow, 'evidenceUrls' | 'evidenceTimes'>): Evidence[] {
  return zip(evidenceUrls, evidenceTimes).map(([url, publishedAt]) => ({ url, publishedAt }));
}
