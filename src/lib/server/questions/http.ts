import { type Moment, momentOf } from './moment.ts';
import type { Reader } from './moment-queries.ts';
import { oddsJson, permilleJson } from '#lib/types/odds-json.ts';
import type { QuestionView } from '#lib/types/question.ts';
import type { Cookies, RequestEvent } from '@sveltejs/kit';
import { cookieName, cookieOptions, DEVICE_SECONDS, isKnownDevice } from '../http/cookies.ts';

/** The reader of a request, as far as what a question shows depends on it. */
export function readerOf(locals: App.Locals): Reader {
  return { accountId: locals.account?.id ?? null, hasAuthor: locals.app.config.authorName !== null };
}

/** What the pages of a request show, read once for its layout and its page. For loads only: not after an action's change. */
export function momentFor(locals: App.Locals): Promise<Moment> {
  return (locals.moment ??= momentOf(locals.db, locals.app.keeper.catalogue, readerOf(locals)));
}

/** A question in the JSON API: probabilities by option slug, and nothing of any reader. */
export function questionJson(question: QuestionView) {
  const { author } = question;
  const slugs = question.options.map(({ slug }) => slug);
  return {
    slug: question.slug,
    kind: question.kind,
    round: question.round,
    title: question.title,
    lead: question.lead,
    rules: question.rules,
    officialSource: question.officialSource,
    options: question.options.map(({ slug, label, company }) => ({ slug, label, company })),
    seats: question.seats,
    scored: question.scored,
    phase: question.phase,
    opensAt: question.opensAt,
    closesAt: question.closesAt,
    endsBy: question.endsBy,
    resolution: question.resolution && {
      ...question.resolution,
      outcome:
        question.resolution.outcome &&
        Object.fromEntries(
          question.options.map(({ slug }, i) => [slug, question.resolution?.outcome?.[i] ? 'yes' : 'no']),
        ),
    },
    crowd: oddsJson(slugs, question.crowd),
    author: author && {
      permille: permilleJson(slugs, author.permille),
      madeAt: author.madeAt,
      carriedOver: author.carriedOver,
    },
  };
}

// The line that explains the three steps of a forecast, to people who have never made one.

const DISMISSED = 'no-first-steps';

/** Whether it is shown: to an account without a forecast, and to a visitor of a new device, until it is dismissed. */
export function isFirstVisit({ app, account }: App.Locals, cookies: Cookies, { mine }: Moment): boolean {
  if (cookies.get(cookieName(app, DISMISSED)) !== undefined) return false;
  return account ? mine.length === 0 : !isKnownDevice(cookies, app);
}

/** Sets the cookie that hides it in this browser. */
export function dismiss({ cookies, locals: { app } }: RequestEvent): void {
  cookies.set(cookieName(app, DISMISSED), 'on', cookieOptions(app, DEVICE_SECONDS));
}
