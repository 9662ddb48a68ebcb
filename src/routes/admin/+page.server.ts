import * as accounts from '#lib/server/accounts/disclosures.ts';
import * as admin from '#lib/server/contest/admin.ts';
import * as contest from '#lib/server/contest/service.ts';
import { runFields } from '#lib/server/http/admin-action.ts';
import { momentFor } from '#lib/server/http/reader.ts';
import * as questions from '#lib/server/questions/service.ts';
import { endOfForecasting } from '#lib/domain/question.ts';
import { DAY_MS } from '#lib/kst.ts';
import type { Fact, FormView } from '#lib/types/admin-form.ts';
import type { QuestionView } from '#lib/types/question.ts';
import type { Actions, PageServerLoad } from './$types';

const WEEK_MS = 7 * DAY_MS;

export const load: PageServerLoad = async ({ locals }) => {
  const { db, config, keeper } = locals.app;
  const [moment, verified, written] = await Promise.all([
    momentFor(locals),
    contest.lastVerified(db),
    locals.account ? accounts.historyOf(db, locals.account.id) : [],
  ]);
  return {
    closing: closingSoon(questions.listAt(moment, keeper), moment.now),
    verification: verificationForm(verified),
    hasDisclosed: written.length > 0,
    unset: unsetIn(config),
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
function unsetIn({ operatorName, operatorContact, articleUrl, authorName }: App.Locals['app']['config']) {
  const unset: Fact[] = [];
  if (!operatorName) unset.push(['OPERATOR_NAME', '운영자 이름: 소개와 개인정보 페이지에 나와요.']);
  if (!operatorContact) unset.push(['OPERATOR_CONTACT', '연락처: 읽는 사람이 삭제를 부탁할 곳이에요.']);
  // A site without an author shows no article.
  if (!articleUrl && authorName) unset.push(['ARTICLE_URL', '글 주소: 저자의 글로 가는 링크예요.']);
  return unset;
}

/** Questions whose forecasting ends within a week, the next first. */
function closingSoon(all: readonly QuestionView[], now: Date) {
  return all
    .filter(({ phase }) => phase === 'open')
    .flatMap(({ slug, title, closesAt, endsBy }) => {
      const at = endOfForecasting(closesAt, endsBy);
      const leftMs = at === null ? Infinity : Date.parse(at) - now.getTime();
      return at !== null && leftMs < WEEK_MS
        ? [{ slug, title: title.ko, at, isWithinDay: leftMs < DAY_MS }]
        : [];
    })
    .toSorted((a, b) => (a.at < b.at ? -1 : 1));
}

export const actions: Actions = { verify: (event) => runFields(event, {}, '/admin', admin.verifyToday) };
