import { endOfForecasting } from '#lib/domain/question.ts';
import type { CataloguedQuestion } from '../questions/catalogued.ts';

/** Options, seats and timing of a question. */
export interface TimedField {
  id: number;
  slug: string;
  seats: number;
  opensAt: Date;
  /** End of forecasting: the close or `endsBy`, whichever is first. */
  closesAt: Date | null;
  /** Version of the latest resolution, the first of which ended forecasting; null without one. */
  resolution: number | null;
  /** Option slugs in order. */
  options: string[];
  /** Whether options are companies. */
  isOfCompanies: boolean;
}

export function fieldOf({ row, content }: CataloguedQuestion): TimedField {
  return {
    id: row.id,
    slug: row.slug,
    seats: row.seats,
    opensAt: row.opensAt,
    closesAt: endOfForecasting(row.closesAt, row.endsBy),
    resolution: row.version,
    options: content.options.map(({ slug }) => slug),
    isOfCompanies: content.options.some(({ company }) => company !== null),
  };
}
