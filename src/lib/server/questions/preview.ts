import type { QuestionDraft } from '#lib/types/question-admin.ts';
import type { QuestionView } from '#lib/types/question.ts';

/** A draft as an open question without forecasts. */
export function preview(draft: QuestionDraft, now: Date): QuestionView {
  const at = now.toISOString();
  return {
    ...draft,
    closesAt: draft.closesAt?.toISOString() ?? null,
    endsBy: draft.endsBy?.toISOString() ?? null,
    phase: 'open',
    opensAt: at,
    resolution: null,
    crowd: { permille: null, forecasters: 0, at, version: 0 },
    author: null,
    mine: null,
  };
}
