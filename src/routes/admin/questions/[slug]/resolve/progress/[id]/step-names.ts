import { m } from '#lib/i18n/paraglide/messages.js';

/** What a publication is doing, by step. */
export const STEP_NAMES: Record<string, () => string> = {
  waiting: m.publish_progress_step_waiting,
  reading: m.publish_progress_step_reading,
  scoring: m.publish_progress_step_scoring,
  scores: m.publish_progress_step_scores,
  lines: m.publish_progress_step_lines,
  boards: m.publish_progress_step_boards,
  committing: m.publish_progress_step_committing,
};
