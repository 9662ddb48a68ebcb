import * as accounts from '#lib/server/people/moderation/disclosures.ts';
import * as admin from '#lib/server/questions/contest/admin.ts';
import * as contest from '#lib/server/questions/contest/service.ts';
import { runFields } from '#lib/server/http/admin-action.ts';
import { momentFor } from '#lib/server/questions/http.ts';
import * as questions from '#lib/server/questions/service.ts';
import { endOfForecasting } from '#lib/domain/question.ts';
import { DAY_MS } from '#lib/kst.ts';
import type { FormView, RowView } from '#lib/types/admin-form.ts';
import type { QuestionView } from '#lib/types/question.ts';
import type { Actions, PageServerLoad } from './$types';

type Config = App.Locals['app']['config'];

const WEEK_MS = 7 * DAY_MS;
const UNDISCLOSED = {
  href: '/admin/disclosure',
  title: '이해관계를 아직 밝히지 않았어요.',
  about: '지금 적기',
};

export const load: PageServerLoad = async ({ locals }) => {
  const { db, config, keeper } = locals.app;
  const [moment, verified, written] = await Promise.all([
    momentFor(locals),
    contest.lastVerified(db),
    locals.account ? accounts.historyOf(db, locals.account.id) : [],
  ]);
  const closing = closingSoon(questions.listAt(moment, keeper), moment.now);
  return {
    due: written.length > 0 ? closing : [...closing, UNDISCLOSED],
    forms: [...settingsForm(config), verificationForm(verified)],
  };
};

function verificationForm({ on, isToday, isLongAgo }: Awaited<ReturnType<typeof contest.lastVerified>>) {
  const days = [
    `마지막으로 확인한 날: ${on}`,
    isToday && '오늘 확인했어요.',
    isLongAgo && '14일이 넘어서, 페이지마다 오래됐다고 알리고 있어요.',
  ];
  const form: FormView = {
    action: 'verify',
    title: '사실 확인',
    about: days.filter(Boolean).join('\n'),
    fields: [],
    ...(!isToday && { submit: '오늘 확인했어요, 새 소식 없음' }),
  };
  return form;
}

/** Settings of the server that an admin would expect to be made, where they are not. */
function settingsForm({ operatorName, operatorContact, articleUrl, authorName }: Config): FormView[] {
  const unset = [
    !operatorName && 'OPERATOR_NAME: 소개와 개인정보 페이지에 나오는 운영자 이름',
    !operatorContact && 'OPERATOR_CONTACT: 읽는 사람이 삭제를 부탁할 연락처',
    // A site without an author shows no article.
    !articleUrl && authorName && 'ARTICLE_URL: 저자의 글로 가는 링크',
  ].filter(Boolean);
  const about = ['서버를 켤 때 환경 변수로 정해요.', ...unset].join('\n');
  return unset.length > 0 ? [{ action: 'settings', title: '아직 정하지 않은 것', about, fields: [] }] : [];
}

/** Questions whose forecasting ends within a week, the next first. */
function closingSoon(all: readonly QuestionView[], now: Date): RowView[] {
  return all
    .filter(({ phase }) => phase === 'open')
    .flatMap(({ slug, title, closesAt, endsBy }) => {
      const at = endOfForecasting(closesAt, endsBy);
      return at === null ? [] : [{ slug, title: title.ko, at, leftMs: Date.parse(at) - now.getTime() }];
    })
    .filter(({ leftMs }) => leftMs < WEEK_MS)
    .toSorted((a, b) => a.leftMs - b.leftMs)
    .map(({ slug, title, at, leftMs }) => ({
      href: `/admin/questions/${slug}#schedule`,
      title,
      about: `${leftMs < DAY_MS ? '하루 안에 마감돼요' : '일주일 안에 마감돼요'}: ${at}`,
    }));
}

export const actions: Actions = { verify: (event) => runFields(event, {}, '/admin', admin.verifyToday) };
