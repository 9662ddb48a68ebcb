import { describe, expect, test } from 'vitest';
import { type Access, authorize } from './authorize.ts';

const OWN = 'https://final-two.example';
const READER = { id: 1, handle: 'reader', isAuthor: false, isAdmin: false };
const ACCOUNTS = {
  visitor: null,
  reader: READER,
  author: { ...READER, isAuthor: true },
  admin: { ...READER, isAdmin: true },
};
type Who = keyof typeof ACCOUNTS;
const EVERYBODY = Object.keys(ACCOUNTS) as Who[];
const BUT_ADMINS: Who[] = ['visitor', 'reader', 'author'];

const READS = ['GET', 'HEAD', 'OPTIONS'];
const WRITES = ['POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'CONNECT', 'PROPFIND', 'post'];
const FOREIGN = [
  ['none', null],
  ['an opaque one', 'null'],
  ['an empty one', ''],
  ['another site', 'https://evil.example'],
  ['another scheme', 'http://final-two.example'],
  ['another port', 'https://final-two.example:8443'],
  ['a name that begins alike', 'https://final-two.example.evil.example'],
  ['a name that ends alike', 'https://evil-final-two.example'],
  ['a slash too many', 'https://final-two.example/'],
  ['two origins', `${OWN}, ${OWN}`],
] as const;
const ADMIN_PAGES = ['/admin', '/admin/questions', '/admin/questions/[slug]/resolve'];
const FOR_VISITORS = [
  '/join',
  '/join/with',
  '/sign-in',
  '/sign-in/passkey',
  '/sign-in/passkey/options',
  '/sign-out',
  '/questions/[slug]',
];
const FOR_ACCOUNTS = ['/', '/me', '/rounds', '/author', '/questions', '/api/v1/questions/[slug]/forecasts'];

function accessOf(
  who: Who,
  method: string,
  routeId: string | null,
  over: { origin?: string | null; path?: string } = {},
) {
  const path = over.path ?? (routeId ?? '/nowhere').replace('[slug]', 'final-3');
  const origin = over.origin === undefined ? OWN : over.origin;
  return authorize({ method, path, routeId, ownOrigin: OWN, origin, account: ACCOUNTS[who] });
}

function each(routes: string[], who: Who[], methods: string[], access: Access) {
  return routes.flatMap((route) => who.map((name) => [name, methods, route, access] as const));
}

describe('with the site’s own origin', () => {
  test.each([
    ...each([...FOR_VISITORS, ...FOR_ACCOUNTS], EVERYBODY, READS, 'allowed'),
    ...each(FOR_VISITORS, EVERYBODY, WRITES, 'allowed'),
    ...each(FOR_ACCOUNTS, ['visitor'], WRITES, 'sign-in'),
    ...each(FOR_ACCOUNTS, ['reader', 'author', 'admin'], WRITES, 'allowed'),
    ...each(ADMIN_PAGES, BUT_ADMINS, [...READS, ...WRITES], 'not-found'),
    ...each(ADMIN_PAGES, ['admin'], [...READS, ...WRITES], 'allowed'),
  ])('a %s who sends %j to %s: %s', (who, methods, route, access) => {
    for (const method of methods) expect(accessOf(who, method, route)).toBe(access);
  });
});

describe('without the site’s own origin', () => {
  for (const who of EVERYBODY) {
    test.each(FOREIGN)(`no write of a ${who} passes: %s`, (_, origin) => {
      for (const route of [...FOR_VISITORS, ...FOR_ACCOUNTS, null]) {
        for (const method of WRITES) expect(accessOf(who, method, route, { origin })).toBe('cross-origin');
      }
      // For others than admins the admin pages do not exist, whatever the origin.
      const onAdmin = who === 'admin' ? 'cross-origin' : 'not-found';
      for (const route of ADMIN_PAGES) {
        for (const method of WRITES) expect(accessOf(who, method, route, { origin })).toBe(onAdmin);
      }
    });
  }

  test.each(FOREIGN)('reads are allowed from any origin: %s', (_, origin) => {
    for (const method of READS) expect(accessOf('visitor', method, '/me', { origin })).toBe('allowed');
  });
});

describe('the admin pages', () => {
  test.each(['/admin/', '/admin/nothing-here', '/admin/accounts'])(
    'are not found for others, and no error reveals them: %s',
    (path) => {
      for (const who of BUT_ADMINS) expect(accessOf(who, 'GET', null, { path })).toBe('not-found');
    },
  );

  test.each(['/%61dmin', '/adm%69n/accounts', '/en/admin', '//admin'])(
    'are hidden by route, however the address is written: %s',
    (path) => {
      for (const who of BUT_ADMINS) {
        expect(accessOf(who, 'GET', '/admin/accounts', { path })).toBe('not-found');
        expect(accessOf(who, 'POST', '/admin/accounts', { path })).toBe('not-found');
      }
      expect(accessOf('admin', 'GET', '/admin/accounts', { path })).toBe('allowed');
    },
  );

  test('do not include a path with the same beginning', () => {
    expect(accessOf('visitor', 'GET', '/administration', { path: '/administration' })).toBe('allowed');
  });
});

test('an unknown address is not found, instead of leading to sign-in', () => {
  for (const method of [...READS, ...WRITES]) expect(accessOf('visitor', method, null)).toBe('allowed');
});
