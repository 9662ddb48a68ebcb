// Every route, method and form action of the site, and the status that each kind of person gets. Forms are sent empty
// unless a row says otherwise: 400 means that the form was read, so that the person may use it.

/** `member` has verified an e-mail address and `unverified` has not; addresses and ids name what belongs to `member`. */
export const PEOPLE = [
  'visitor',
  'unverified',
  'member',
  'other',
  'excluded',
  'author',
  'admin',
  'former admin',
] as const;
export type Person = (typeof PEOPLE)[number];

export type Row = { everybody: number; fields?: Record<string, string> } & Partial<Record<Person, number>>;

/** Methods that a route may serve. */
export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** What stands for the parameters in the addresses of routes; others are the row's own. */
const ROUND = '3';
const COMPANY = 'skt';
export const MEMBER = 'access-member';
/** A publication that was interrupted: its page leads back to the form. */
export const PUBLICATION = '00000000-0000-4000-8000-000000000001';
/** A card of `member`. */
export const CARD = 'access-card-0123456789';
export const PARAMS: Record<string, Record<string, string>> = {
  default: { slug: 'final-3', handle: MEMBER, number: ROUND, company: COMPANY },
  '/admin/questions/[slug]': { slug: 'count-3' },
  '/companies/[slug]': { slug: COMPANY },
  '/admin/questions/[slug]/resolve/progress/[id]': { slug: 'final-3', id: PUBLICATION },
  '/admin/companies/[slug]': { slug: COMPANY },
  '/admin/companies/[slug]/[company]': { slug: COMPANY, company: COMPANY },
  '/admin/events/[slug]': { slug: 'shortlist' },
  '/cards/[kind]/[id]': { kind: 'forecast', id: CARD },
  '/cards/[kind]/[id].png': { kind: 'forecast', id: CARD },
  '/sign-in/[provider]': { provider: 'kakao' },
  '/sign-in/[provider]/callback': { provider: 'kakao' },
};

/** For everybody who reads. */
const PUBLIC: Row = { everybody: 200 };
/** A page of one's own, for which a visitor signs in first. */
const OWN_PAGE: Row = { everybody: 200, visitor: 303 };
/** A form of one's own. */
const OWN_FORM: Row = { everybody: 400, visitor: 303 };
/** A form of one's own that is complete without a field: both outcomes lead to a page. */
const OWN_BUTTON: Row = { everybody: 303 };
/** Does not exist but for admins. */
const ADMIN_PAGE: Row = { everybody: 404, admin: 200 };
const ADMIN_FORM: Row = { everybody: 404, admin: 400 };
/** A form of admins that is complete without a field, or a page that leads on. */
const ADMIN_BUTTON: Row = { everybody: 404, admin: 303 };

export const TABLE: Record<string, Row> = {
  'GET /': PUBLIC,
  'GET /about': PUBLIC,
  'GET /about/scoring': PUBLIC,
  'GET /privacy': PUBLIC,
  'GET /author': PUBLIC,
  'GET /leaderboard': PUBLIC,
  'GET /leaderboard/market': PUBLIC,
  'GET /rounds': PUBLIC,
  'GET /companies': { everybody: 308 },
  'GET /companies/[slug]': PUBLIC,
  'GET /forecasters/[handle]': PUBLIC,
  'GET /questions': PUBLIC,
  'GET /questions/[slug]': PUBLIC,
  'POST /questions/[slug]?/forecast': { everybody: 400 },
  'POST /questions/[slug]?/balance': { everybody: 400 },
  'POST /questions/[slug]?/withdraw': OWN_FORM,
  'POST /questions/[slug]?/dismissSteps': { everybody: 303 },
  'GET /questions/[slug]/market': PUBLIC,
  'POST /questions/[slug]/market?/buy': OWN_FORM,
  'POST /questions/[slug]/market?/sell': OWN_FORM,
  'GET /results/[slug]': PUBLIC,

  'GET /cards/[kind]/[id]': PUBLIC,
  'GET /cards/[kind]/[id].png': PUBLIC,

  'GET /join': { everybody: 303, visitor: 200 },
  'POST /join': { everybody: 400 },
  // Nobody has come back from a provider, which does not answer.
  'GET /join/with': { everybody: 303 },
  'POST /join/with?/join': { everybody: 400 },
  'POST /join/with?/leave': { everybody: 303 },
  'GET /sign-in/[provider]': { everybody: 303 },
  'GET /sign-in/[provider]/callback': { everybody: 303 },
  'GET /sign-in': { everybody: 303, visitor: 200 },
  'POST /sign-in': { everybody: 400 },
  'GET /sign-out': { everybody: 303 },
  'POST /sign-out': { everybody: 303 },
  'GET /reset': PUBLIC,
  'POST /reset': { everybody: 400 },
  'GET /reset/confirm': PUBLIC,
  'POST /reset/confirm': { everybody: 400 },

  'GET /me': OWN_PAGE,
  'GET /me/password': OWN_PAGE,
  'POST /me/password': OWN_FORM,
  'GET /me/email': OWN_PAGE,
  'POST /me/email': OWN_FORM,
  // The site of the test has no domain name, so browsers allow no passkeys.
  'GET /join/passkey': { everybody: 404 },
  'POST /join/passkey': { everybody: 404 },
  'POST /join/passkey/options': { everybody: 404 },
  'POST /sign-in/passkey': { everybody: 404 },
  'POST /sign-in/passkey/options': { everybody: 404 },
  'POST /me/ways/passkey': { everybody: 404, visitor: 303 },
  'POST /me/ways?/addPasskey': OWN_FORM,
  'POST /me/ways?/removePasskey': OWN_BUTTON,
  'POST /me/ways?/dismissOffer': OWN_BUTTON,
  'GET /me/ways': OWN_PAGE,
  'POST /me/ways?/prove': OWN_FORM,
  'POST /me/ways?/unlink': OWN_FORM,
  'GET /me/delete': OWN_PAGE,
  'POST /me/delete': OWN_FORM,
  'GET /me/author': OWN_PAGE,
  'POST /me/author': OWN_FORM,
  'GET /me/log/[slug]': OWN_PAGE,
  // There are no scores yet.
  'GET /me/scores/[slug]': { everybody: 404, visitor: 303 },
  'GET /me/cards': OWN_PAGE,
  'POST /me/cards?/forecast': OWN_FORM,
  'POST /me/cards?/result': OWN_FORM,
  'POST /me/cards?/revoke': OWN_BUTTON,
  'POST /me?/endSession': OWN_BUTTON,
  'POST /me?/endOtherSessions': OWN_BUTTON,
  'GET /me/board.json': { everybody: 400, visitor: 401 },
  'GET /me/export.json': OWN_PAGE,
  'GET /me/export.csv': OWN_PAGE,
  'GET /me/notices': OWN_PAGE,
  'POST /me/notices?/seen': OWN_BUTTON,
  'GET /verify-email': OWN_PAGE,
  'POST /verify-email?/send': OWN_FORM,
  'POST /verify-email?/check': OWN_FORM,

  'GET /api/v1/leaderboard': PUBLIC,
  'GET /api/v1/questions': PUBLIC,
  'GET /api/v1/questions/[slug]': PUBLIC,
  'GET /api/v1/questions/[slug]/crowd': PUBLIC,
  'GET /api/v1/questions/[slug]/history': PUBLIC,
  'GET /api/v1/questions/[slug]/market': PUBLIC,
  'GET /api/v1/questions/[slug]/market/quote': { everybody: 400 },
  'GET /api/v1/questions/[slug]/market/trades': PUBLIC,
  'GET /live': PUBLIC,
  'HEAD /live': PUBLIC,
  'GET /healthz': PUBLIC,
  // To programs on the site's own machine, as here; see metrics.test.ts for others.
  'GET /metrics': PUBLIC,
  'GET /embed/[slug]': PUBLIC,
  'GET /og/[slug].png': PUBLIC,
  'GET /feed.xml': PUBLIC,
  'GET /robots.txt': PUBLIC,
  'GET /sitemap.xml': PUBLIC,

  'GET /admin': ADMIN_PAGE,
  'POST /admin?/verify': ADMIN_BUTTON,
  'GET /admin/accounts': ADMIN_PAGE,
  'GET /admin/accounts/[handle]': ADMIN_PAGE,
  'POST /admin/accounts/[handle]?/exclude': ADMIN_FORM,
  'POST /admin/accounts/[handle]?/restore': ADMIN_FORM,
  'POST /admin/accounts/[handle]?/author': ADMIN_FORM,
  'POST /admin/accounts/[handle]?/unauthor': ADMIN_FORM,
  'GET /admin/announcement': ADMIN_PAGE,
  'POST /admin/announcement?/preview': ADMIN_FORM,
  'POST /admin/announcement?/publish': ADMIN_FORM,
  'POST /admin/announcement?/scores': ADMIN_FORM,
  'GET /admin/companies': ADMIN_PAGE,
  'GET /admin/companies/[slug]': ADMIN_PAGE,
  'POST /admin/companies/[slug]?/add': ADMIN_FORM,
  'POST /admin/companies/[slug]?/save': ADMIN_FORM,
  'POST /admin/companies/[slug]?/hide': { everybody: 404 },
  'POST /admin/companies/[slug]/[company]?/remove': { everybody: 404 },
  'GET /admin/disclosure': ADMIN_PAGE,
  'POST /admin/disclosure?/disclose': ADMIN_FORM,
  'GET /admin/events': ADMIN_PAGE,
  'GET /admin/events/[slug]': ADMIN_PAGE,
  'POST /admin/events/[slug]?/add': ADMIN_FORM,
  'POST /admin/events/[slug]?/correct': ADMIN_FORM,
  'POST /admin/events/[slug]?/hide': ADMIN_FORM,
  'POST /admin/events/[slug]?/show': ADMIN_FORM,
  'GET /admin/joins': ADMIN_PAGE,
  'POST /admin/joins?/exclude': ADMIN_FORM,
  'POST /admin/joins?/restore': ADMIN_FORM,
  'POST /admin/joins?/pause': ADMIN_FORM,
  'POST /admin/joins?/resume': ADMIN_BUTTON,
  'GET /admin/log': ADMIN_PAGE,
  'GET /admin/questions': ADMIN_PAGE,
  'GET /admin/questions/[slug]': ADMIN_PAGE,
  'POST /admin/questions/[slug]?/save': ADMIN_FORM,
  'POST /admin/questions/[slug]?/open': ADMIN_FORM,
  'POST /admin/questions/[slug]?/discard': ADMIN_FORM,
  'POST /admin/questions/[slug]?/follow': ADMIN_FORM,
  'POST /admin/questions/[slug]?/edit': ADMIN_FORM,
  'POST /admin/questions/[slug]?/close': ADMIN_BUTTON,
  'POST /admin/questions/[slug]?/schedule': ADMIN_FORM,
  'GET /admin/questions/[slug]/resolve': ADMIN_PAGE,
  'GET /admin/questions/[slug]/resolve/progress/[id]': ADMIN_BUTTON,
  'POST /admin/questions/[slug]/resolve?/preview': ADMIN_FORM,
  'POST /admin/questions/[slug]/resolve?/publish': ADMIN_FORM,
  'POST /admin/questions/[slug]/resolve?/annul': ADMIN_FORM,
  'POST /admin/questions/[slug]/resolve?/confirm': ADMIN_FORM,
  'GET /admin/rounds': ADMIN_PAGE,
  'GET /admin/rounds/[number]': ADMIN_PAGE,
  'POST /admin/rounds/[number]?/add': ADMIN_FORM,
  'POST /admin/rounds/[number]?/save': ADMIN_FORM,
  'POST /admin/rounds/[number]?/seats': ADMIN_FORM,
  'GET /admin/rounds/[number]/[company]': ADMIN_PAGE,
  'POST /admin/rounds/[number]/[company]?/add': ADMIN_FORM,
  'POST /admin/rounds/[number]/[company]?/save': ADMIN_FORM,
  'POST /admin/rounds/[number]/[company]?/remove': ADMIN_FORM,
};
