// Tables of fields: how they are written, and what the pages show of them.
import { kstMinute } from '#lib/kst.ts';
import type { Choice, Field, Fields, FieldView } from '#lib/types/admin-form.ts';
import type { FormState } from '#lib/types/form.ts';

/** Infers the literal types of a table, from which `ValuesOf` derives the types of its values. */
export const defineFields = <const T extends Fields>(fields: T): T => fields;

/** Why something is changed; it is in the audit log. */
export const REASON = defineFields({
  reason: { label: '바꾸는 이유', type: 'reason', required: true, hint: '기록에 남아요.' },
});

export const REASON_IS_PUBLIC =
  '이유와 확률이 바뀐 정도는 질문 페이지에 공개돼요. 닉네임은 나오지 않으니 이유에도 적지 마세요.';
export const ABOUT_EXCLUDING = `예측은 기록에 그대로 남아요. 언제든 되돌릴 수 있어요. ${REASON_IS_PUBLIC}`;
/** Why an account is excluded or restored. */
export const PUBLIC_REASON = defineFields({ reason: { ...REASON.reason, label: '이유 (공개돼요)' } });

type InBoth<N extends string, F extends Field> = Record<`${N}Ko` | `${N}En`, F>;

/** A text in both languages; empty English means the Korean. */
export function words<N extends string, const F extends Omit<Field, 'label'>>(
  name: N,
  label: string,
  rules: F,
): InBoth<N, F & { label: string }> {
  return {
    [`${name}Ko`]: { ...rules, label: `${label} (한국어)` },
    [`${name}En`]: { ...rules, label: `${label} (영어)`, hint: '비워 두면 한국어를 그대로 써요.' },
  } as InBoth<N, F & { label: string }>;
}

/** Choices of rounds: the number and the title of each, and none. */
export function roundChoices(rounds: readonly { number: number; titleKo: string }[], none: string): Choice[] {
  return [
    { value: '', label: none },
    ...rounds.map(({ number, titleKo }) => ({ value: String(number), label: titleKo })),
  ];
}

/** Tells a field from all others of its form; also the name of its error. */
export function keyOf(field: FieldView | undefined): string {
  return field?.nth ? `${field.name}.${field.nth}` : (field?.name ?? '');
}

/** The fields in runs of neighbours with the same title. */
export function runsOf(fields: readonly FieldView[], by: 'group' | 'fold') {
  const runs: { title: string | undefined; of: FieldView[] }[] = [];
  for (const field of fields) {
    const run = runs.at(-1);
    if (run && run.title === field[by]) run.of.push(field);
    else runs.push({ title: field[by], of: [field] });
  }
  return runs;
}

/** The fields with the values that are stored, if any, and the choices that only the database knows. */
export function viewFields(
  fields: Fields,
  values: Readonly<Record<string, unknown>> = {},
  choices: Readonly<Record<string, readonly Choice[]>> = {},
): FieldView[] {
  return Object.entries(fields).map(([name, field]) => {
    const known = choices[name] ?? field.choices;
    const korean = name.replace(/En$/, 'Ko');
    const isEnglish = korean !== name && korean in fields;
    const value = shown(values[name]);
    return {
      ...field,
      name,
      required: field.required === true && !isEnglish,
      value: isEnglish && value === shown(values[korean]) ? '' : value,
      ...(known && { choices: known }),
    };
  });
}

/** A value of the audit log: of a column, as JSON has it. */
export function recordText(value: unknown): string {
  if ((value ?? '') === '') return '없음';
  if (Array.isArray(value)) return value.map(recordText).join('\n') || '없음';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function shown(value: unknown): string {
  if (value instanceof Date) return kstMinute(value);
  if (Array.isArray(value)) return value.join('\n');
  return typeof value === 'string' || typeof value === 'number' ? String(value) : value === true ? 'on' : '';
}

/** Everything that was typed into a form, to be sent again by another. */
export function hiddenFields(typed: FormState['typed'], names = /^(?!expectedVersion$)/): FieldView[] {
  return Object.entries(typed)
    .filter(([name]) => names.test(name))
    .flatMap(([name, values]) =>
      values.map((value, nth): FieldView => ({ name, nth, label: '', type: 'hidden', value })),
    );
}
