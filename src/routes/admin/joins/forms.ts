// What the page of joins shows: groups of accounts, the forms of one of them and of the pause, and what was excluded at once.
import { defineFields, viewFields } from '#lib/components/admin/fields.ts';
import type { Text } from '#lib/contest/types.ts';
import { formatCount } from '#lib/format.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import type * as joins from '#lib/server/accounts/joins.ts';
import type { FormView, RowView } from '#lib/types/admin-form.ts';
import type { BatchView, JoinedView } from '#lib/types/people.ts';

type Overview = Awaited<ReturnType<typeof joins.overview>>;
type Kind = Overview[number]['kind'];

/** What the accounts of a group have in common. */
const KIND_TITLES: Record<Kind, string> = {
  hour: '가입한 시간',
  address: '주소 (하루마다 바뀌는 해시)',
  domain: '메일 도메인',
  forecast: '같거나 거의 같은 예측',
};
/** The first digits of a hashed address tell it from others of its day. */
const SHOWN_OF_HASH = 8;

/** The sentence that readers see instead of the form of joining. */
export const PAUSE = defineFields({
  ko: { label: '문장 (한국어)', required: true, max: 300 },
  en: { label: '문장 (영어)', required: true, max: 300 },
});
const REASON = defineFields({
  reason: { label: '이유 (공개돼요)', type: 'reason', required: true, hint: '기록에 남아요.' },
});

function nameOf(kind: Kind, of: string): string {
  return kind === 'address' ? of.slice(0, SHOWN_OF_HASH) : of;
}

/** The largest groups of each kind. */
export function groupLists(overview: Overview): { title: string; rows: RowView[] }[] {
  return overview.map(({ kind, groups }) => ({
    title: KIND_TITLES[kind],
    rows: groups.map(({ of, joins, addresses, excluded }) => ({
      href: `/admin/joins?${queryOf(kind, of)}`,
      title: nameOf(kind, of),
      about: `계정 ${formatCount(joins)}개 · 주소 ${formatCount(addresses)}개 · 제외 ${formatCount(excluded)}개`,
    })),
  }));
}

export function queryOf(kind: Kind, of: string): string {
  return new URLSearchParams({ by: kind, of }).toString();
}

/** @param isAllChosen every account that is not excluded is chosen */
export function membersForm(
  kind: Kind,
  of: string,
  members: readonly JoinedView[],
  isAllChosen: boolean,
  most: number,
): FormView {
  const choices = members.map(({ handle, isExcluded, ...member }) => ({
    ...{ value: handle, label: handle + (isExcluded ? ' (제외)' : ''), about: aboutOf(member) },
    isDisabled: isExcluded,
  }));
  const open = members.filter(({ isExcluded }) => !isExcluded).map(({ handle }) => handle);
  const isMost = members.length === most;
  const account = {
    label: '계정',
    type: 'boxes',
    choices,
    ...(isMost && { hint: `처음 ${most}개만 보여요.` }),
  } as const;
  return {
    action: `exclude&${queryOf(kind, of)}`,
    title: `${KIND_TITLES[kind]}: ${nameOf(kind, of)}`,
    about:
      '예측은 기록에 그대로 남아요. 언제든 되돌릴 수 있어요. 이유와 확률이 바뀐 정도는 질문 페이지에 공개돼요. 닉네임은 나오지 않으니 이유에도 적지 마세요.',
    fields: viewFields({ account, ...REASON }, { account: isAllChosen ? open : [] }),
    submit: '고른 계정 제외하기',
  };
}

type Member = Pick<JoinedView, 'joinedAt' | 'addressKey' | 'domain' | 'isVerified' | 'forecasts'>;

function aboutOf({ joinedAt, addressKey, domain, isVerified, forecasts }: Member): string {
  const key = addressKey.slice(0, SHOWN_OF_HASH);
  return [joinedAt, key, domain, isVerified && '확인된 계정', `예측 ${formatCount(forecasts)}개`]
    .filter(Boolean)
    .join(' · ');
}

/** What was excluded at once, with the form that undoes it while some of it stands. */
export function batchEntry({ id, reason, decidedAt, decidedBy, accounts, standing }: BatchView) {
  const form: FormView = {
    action: `restore&batch=${id}`,
    title: `되돌리기 (계정 ${formatCount(standing)}개)`,
    fields: viewFields({ batch: { label: '', type: 'hidden' }, ...REASON }, { batch: id }),
    submit: '모두 다시 넣기',
    isQuiet: true,
    isFolded: true,
  };
  const what = `계정 ${formatCount(accounts)}개 제외`;
  const entry = { at: decidedAt, by: decidedBy, what, text: reason };
  return standing > 0
    ? { ...entry, form }
    : { ...entry, text: `${reason}\n되돌렸거나 그 뒤에 따로 정했어요.` };
}

export function pauseForm(pause: Text | null): FormView {
  const title = '가입 멈추기';
  if (pause) {
    const about = `지금 가입을 멈췄어요. 가입 화면에 보이는 문장: ${pause.ko}`;
    return { action: 'resume', title, about, submit: '가입 다시 받기', fields: [] };
  }
  return {
    action: 'pause',
    title,
    about: '아무도 새로 가입하지 못하고, 가입 화면에 이 문장이 보여요. 로그인과 예측은 그대로 돼요.',
    submit: '가입 멈추기',
    isQuiet: true,
    fields: viewFields(PAUSE, {
      ko: m.join_pause_default({}, { locale: 'ko' }),
      en: m.join_pause_default({}, { locale: 'en' }),
    }),
  };
}
