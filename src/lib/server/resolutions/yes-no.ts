// A yes/no question is answered once in the admin's form (`answer`); the form's contract has `outcome.yes` and `outcome.no`.
import type { Typed } from '../form.ts';

export function isYesNo(options: readonly { slug: string }[]): boolean {
  return (
    options.length === 2 && ['yes', 'no'].every((slug) => options.some((option) => option.slug === slug))
  );
}

/** What was typed, with `answer` as the outcomes of both options. */
export function withOutcomes(typed: Typed, options: readonly { slug: string }[]): Typed {
  const { answer, ...rest } = typed;
  const said = answer?.[0] ?? '';
  if (!isYesNo(options) || !options.some(({ slug }) => slug === said)) return rest;
  return {
    ...rest,
    'outcome.yes': [said === 'yes' ? 'yes' : 'no'],
    'outcome.no': [said === 'no' ? 'yes' : 'no'],
  };
}
