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

/** What stands for the parameters in the addresses of routes; others are the row's own. */
const ROUND = '3';
const COMPANY = 'skt';
export const MEMBER = 'access-member';
export const PARAMS: Record<string, Record<string, string>> = {
  default: { slug: 'final-3', handle: MEMBER, number: ROUND },
  '/companies/[slug]': { slug: COMPANY },
  '/admin/companies/[slug]': { slug: COMPANY },
};

/** For everybody who reads. */
const PUBLIC: Row = { everybody: 200 };
/** A page of one's own, for which a visitor signs in first. */
const OWN_PAGE: Row = { everybody: 200, visitor: 303 };
/** A form of one's own. */
const OWN_FORM: Row = { everybody: 400, visitor: 303 };
/** Does not exist but for admins. */
const ADMIN_PAGE: Row = { everybody: 404, admin: 200 };
const ADMIN_FORM: Row = { everybody: 404, admin: 400 };
/** A form of admins that is complete without a field. */
const ADMIN_BUTTON: Row = { everybody: 404, admin: 303 };

export const TABLE: Record<string, Row> = {
  'GET /': PUBLIC,
  'GET /about': PUBLIC,
  'GET /about/scoring': PUBLIC,
  'GET /privacy': PUBLIC,
  'GET /author': PUBLIC,
  'GET /leaderboard': PUBLIC,
  'GET /rounds': PUBLIC,
  'GET /companies': { everybody: 308 },
  'GET /companies/[slug]': PUBLIC,
  'GET /forecasters/[handle]': PUBLIC,
  'GET /questions': PUBLIC,
  'GET /questions/[slug]': PUBLIC,
  'POST /questions/[slug]?/forecast': { everybody: 400 },
  'POST /questions/[slug]?/balance': { everybody: 400 },
  'POST /questions/[slug]?/withdraw': OWN_FORM,
  'GET /results/[slug]': PUBLIC,

  'GET /join': { everybody: 303, visitor: 200 },
  'POST /join': { everybody: 400 },
  'GET /sign-in': { everybody: 303, visitor: 200 },
  'POST /sign-in': { everybody: 400 },
  'GET /sign-out': { everybody: 303 },
  'POST /sign-out': { everybody: 303 },

  'GET /me': OWN_PAGE,
  'GET /me/log/[slug]': OWN_PAGE,
  'GET /me/scores/[slug]': OWN_PAGE,
  'GET /me/board.json': { everybody: 400, visitor: 401 },
  'GET /me/export.json': { everybody: 200, visitor: 401 },
  'GET /me/export.csv': { everybody: 200, visitor: 401 },
  'GET /me/notices': OWN_PAGE,
  'POST /me/notices?/seen': OWN_FORM,

  'GET /api/v1/leaderboard': PUBLIC,
  'GET /api/v1/questions': PUBLIC,
  'GET /api/v1/questions/[slug]': PUBLIC,
  'GET /api/v1/questions/[slug]/crowd': PUBLIC,
  'GET /api/v1/questions/[slug]/history': PUBLIC,
  'GET /live': PUBLIC,
  'HEAD /live': PUBLIC,
  'GET /healthz': PUBLIC,
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
  'GET /admin/companies': ADMIN_PAGE,
  'GET /admin/companies/new': ADMIN_PAGE,
  'POST /admin/companies/new': ADMIN_FORM,
  'GET /admin/companies/[slug]': ADMIN_PAGE,
  'POST /admin/companies/[slug]': ADMIN_FORM,
  'GET /admin/disclosure': ADMIN_PAGE,
  'POST /admin/disclosure': ADMIN_FORM,
  'GET /admin/log': ADMIN_PAGE,
};
