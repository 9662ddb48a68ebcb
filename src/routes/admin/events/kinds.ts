/** The kinds of events. */
export const KINDS = [
  { value: 'official', label: '공식' },
  { value: 'press', label: '언론' },
  { value: 'model', label: '모델 공개' },
  { value: 'site', label: '이 사이트' },
] as const;

export function labelOf(kind: (typeof KINDS)[number]['value']): string {
  return KINDS.find(({ value }) => value === kind)?.label ?? kind;
}
