// What the page of joins shows: groups of accounts, the forms of one of them and of the pause, and what was excluded at once.
import { ABOUT_EXCLUDING, defineFields, PUBLIC_REASON, viewFields } from '#lib/components/admin/fields.ts';
import type { Text } from '#lib/contest/types.ts';
import { formatCount } from '#lib/format.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import type * as joins from '#lib/server/accounts/joins.ts';
import type { FormView, ListView } from '#lib/types/admin-form.ts';
import type { BatchView, JoinedView } from '#lib/types/people.ts';

type Overview = Awaited<ReturnType<typeof joins.overview>>;
type Kind = Overview[number]['kind'];

export const HERE = '/admin/joins';
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

function nameOf(kind: Kind, of: string): string {
  return kind === 'address' ? of.slice(0, SHOWN_OF_HASH) : of;
}

/** The largest groups of each kind. */
export function groupLists(overview: Overview): ListView[] {
  return overview.map(({ kind, groups }) => ({
    title: KIND_TITLES[kind],
    empty: '둘 이상인 묶음이 없어요.',
    rows: groups.map(({ of, joins, addresses, excluded }) => ({
      href: `${HERE}?${queryOf(kind, of)}`,
      title: nameOf(kind, of),
      about: `계정 ${formatCount(joins)}개 · 주소 ${formatCount(addresses)}개 · 제외 ${formatCount(excluded)}개`,
    })),
  }));
}

function queryOf(kind: Kind, of: string): string {
  return new URLSearchParams({ by: kind, of }).toString();
}

/** From a group back to all, and to the group with its accounts chosen. */
export function membersLinks(kind: Kind, of: string, members: readonly JoinedView[]): ListView {
  const open = members.filter(({ isExcluded }) => !isExcluded).length;
  const all = { href: `${HERE}?${queryOf(kind, of)}&all`, title: `제외하지 않은 ${open}개 모두 고르기` };
  return { rows: [{ href: HERE, title: '묶음 모두 보기' }, all] };
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
    about: ABOUT_EXCLUDING,
    fields: viewFields({ account, ...PUBLIC_REASON }, { account: isAllChosen ? open : [] }),
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
    fields: viewFields({ batch: { label: '', type: 'hidden' }, ...PUBLIC_REASON }, { batch: id }),
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
