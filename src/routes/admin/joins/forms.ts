// What the page of joins shows: groups of accounts, the forms of one of them and of the pause, and what was excluded at once.
import {
  ABOUT_EXCLUDING,
  defineFields,
  hiddenFields,
  PUBLIC_REASON,
  viewFields,
} from '#lib/components/admin/fields.ts';
import type { Text } from '#lib/contest/types.ts';
import { formatCount } from '#lib/format.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import * as joins from '#lib/server/people/moderation/joins.ts';
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

export const MEMBERS = defineFields({
  account: { label: '계정', type: 'boxes', required: true, max: joins.MOST_MEMBERS },
  ...PUBLIC_REASON,
});
export const RESTORING = defineFields({
  batch: { label: '', type: 'number', required: true, min: 1 },
  ...PUBLIC_REASON,
});
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
    rows: groups.map(({ of, joins: all, addresses, excluded }) => ({
      href: `${HERE}?${queryOf(kind, of)}`,
      title: nameOf(kind, of),
      about: `계정 ${formatCount(all)}개 · 주소 ${formatCount(addresses)}개 · 제외 ${formatCount(excluded)}개`,
    })),
  }));
}

function queryOf(kind: Kind, of: string): string {
  return new URLSearchParams({ by: kind, of }).toString();
}

/** One group: links to all groups and to its accounts chosen, and the form that excludes those that are. */
export function groupParts(kind: Kind, of: string, members: readonly JoinedView[], isAllChosen: boolean) {
  const query = queryOf(kind, of);
  const open = members.filter(({ isExcluded }) => !isExcluded).map(({ handle }) => handle);
  const rows = [
    { href: HERE, title: '묶음 모두 보기' },
    { href: `${HERE}?${query}&all`, title: `제외하지 않은 ${open.length}개 모두 고르기` },
  ];
  const account = members.map((member) => ({
    value: member.handle,
    label: member.handle + (member.isExcluded ? ' (제외)' : ''),
    about: aboutOf(member),
    isDisabled: member.isExcluded,
  }));
  const isMost = members.length === joins.MOST_MEMBERS;
  const form: FormView = {
    action: `exclude&${query}`,
    title: `${KIND_TITLES[kind]}: ${nameOf(kind, of)}`,
    about: isMost ? `${ABOUT_EXCLUDING}\n처음 ${joins.MOST_MEMBERS}개만 보여요.` : ABOUT_EXCLUDING,
    fields: viewFields(MEMBERS, { account: isAllChosen ? open : [] }, { account }),
    submit: '고른 계정 제외하기',
  };
  return { lists: [{ rows }], forms: [form] };
}

function aboutOf({ joinedAt, addressKey, domain, isVerified, forecasts }: JoinedView): string {
  const key = addressKey.slice(0, SHOWN_OF_HASH);
  const parts = [joinedAt, key, domain, isVerified && '확인된 계정', `예측 ${formatCount(forecasts)}개`];
  return parts.filter(Boolean).join(' · ');
}

/** What was excluded at once, with the form that undoes it while some of it stands. */
export function batchEntry({ id, reason, decidedAt, decidedBy, accounts, standing }: BatchView) {
  const form: FormView = {
    action: `restore&batch=${id}`,
    title: `되돌리기 (계정 ${formatCount(standing)}개)`,
    fields: [...hiddenFields({ batch: [String(id)] }), ...viewFields(PUBLIC_REASON)],
    submit: '모두 다시 넣기',
    isQuiet: true,
    isFolded: true,
  };
  const what = `계정 ${formatCount(accounts)}개 제외`;
  const text = standing > 0 ? reason : `${reason}\n되돌렸거나 그 뒤에 따로 정했어요.`;
  return { at: decidedAt, by: decidedBy, what, text, ...(standing > 0 && { form }) };
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
