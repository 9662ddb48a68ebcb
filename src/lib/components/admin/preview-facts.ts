import type { Text } from '#lib/contest/types.ts';
import type { Fact } from '#lib/types/admin-form.ts';

export function namesOf(labels: readonly Text[]): string {
  return labels.map(({ ko }) => ko).join(', ') || '아무도 없음';
}

/** Older editions that are resolved with a question; none where there are none. */
export function editionsFact(editions: readonly { slug: string; title: Text; survivors: Text[] }[]): Fact[] {
  if (editions.length === 0) return [];
  const lines = editions.map(({ slug, title, survivors }) => `${title.ko} (${slug}): ${namesOf(survivors)}`);
  return [['함께 확정되는 이전 질문', lines.join('\n')]];
}
