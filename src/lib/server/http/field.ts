import type { App } from '../app.ts';
import * as questions from '../questions/service.ts';

/** What forecasts on a question choose among. */
export type ForecastField = Pick<questions.Field, 'id' | 'slug' | 'seats' | 'options' | 'isOfCompanies'>;

/**
 * What forecasts on a question choose among: from the keeper's memory, or from the database where the question was opened a
 * moment ago.
 *
 * @throws QuestionNotFoundError
 */
export async function fieldOf({ keeper, db }: App, slug: string): Promise<ForecastField> {
  return keeper.field(slug) ?? questions.getField(db, slug);
}
