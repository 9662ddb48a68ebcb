// Layer rules: which way imports may point. See README, "Where things live".

/**
 * The folders of src/lib/components, lowest first: each imports only from those before it. What two of them need lies in
 * the lower one, or in base; what a lower one shows of a higher one comes to it as a prop or a snippet.
 *
 * base        elements, forms, and how the options of a question are listed; knows no feature
 * contest     companies, rounds and events
 * results     what a result says
 * odds        the crowd's numbers: rows, chart, live feed
 * leaderboard ranks, with the author's picks
 * share       what is said of a question or a card elsewhere: texts, buttons
 * questions   a question in a list: its phase, rules and card
 * market      the play-money market of a question
 * account     signing in, and what a reader has
 * forecast    the form, and what becomes of what was sent
 * admin       the pages of admins
 */
const COMPONENTS = [
  'base',
  'contest',
  'results',
  'odds',
  'leaderboard',
  'share',
  'questions',
  'market',
  'account',
  'forecast',
  'admin',
];

/** The rooms of src/lib/server, lowest first. `app.ts`, above all of them, opens them. */
const ROOMS = [
  'platform',
  'http',
  'people',
  'questions',
  'forecasts',
  'market',
  'results',
  'share',
  'app\\.ts',
];

/** Imports that still point up, until their files are mended. */
const STILL_UP =
  'http/(admin-action|cookies|messages)|market/board|people/(moderation|providers/http|verification/http|sessions/sign-in-http)|questions/(contest/seed|edition|moment-queries)';

/** Rules that folders of `root` import only from those before them. @param {string} root @param {string[]} folders */
const importsDownwards = (root, folders) =>
  folders.slice(0, -1).map((folder, place) => ({
    name: `${root.split('/').pop()}-${folder}-imports-downwards`,
    severity: /** @type {const} */ ('error'),
    from: { path: `^${root}/${folder}/`, pathNot: `\\.(test|fixture)\\.ts$|^${root}/(${STILL_UP})` },
    to: { path: `^${root}/(${folders.slice(place + 1).join('|')})` },
  }));

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { pathNot: 'paraglide' } },
    },
    {
      name: 'domain-is-pure',
      comment: 'The mathematics needs no package, clock, database or page.',
      severity: 'error',
      from: { path: '^src/lib/domain/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: '^src/lib/domain/' },
    },
    {
      name: 'contest-is-data',
      severity: 'error',
      from: { path: '^src/lib/contest/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: '^src/lib/contest/' },
    },
    {
      name: 'types-import-only-types',
      severity: 'error',
      from: { path: '^src/lib/types/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: '^src/lib/(types|contest/types\\.ts|domain)' },
    },
    {
      name: 'migrations-are-frozen',
      comment: 'A migration must mean the same for ever: it may import nothing that changes.',
      severity: 'error',
      from: { path: '^migrations/' },
      to: { pathNot: 'node_modules/kysely/' },
    },
    {
      name: 'client-code-never-imports-server',
      severity: 'error',
      from: { path: '^src/lib/(components|styles|types|i18n|kst|format\\.ts)', pathNot: '\\.test\\.ts$' },
      to: { path: '^(src/lib/server|src/cli|migrations)/' },
    },
    {
      name: 'component-folders-are-ordered',
      comment: 'A new folder gets its place in COMPONENTS.',
      severity: 'error',
      from: {},
      to: { path: '^src/lib/components/', pathNot: `^src/lib/components/(${COMPONENTS.join('|')})/` },
    },
    ...importsDownwards('src/lib/components', COMPONENTS),
    {
      name: 'services-know-no-framework',
      comment:
        'Only http/ and what is HTTP about a feature (http.ts) speak Kit; the command line and the tests call the rest unchanged.',
      severity: 'error',
      from: { path: '^src/lib/server/', pathNot: ['^src/lib/server/http/', 'http\\.ts$'] },
      to: {
        path: '(node_modules/(@sveltejs|svelte)/|^\\$app|^src/(routes|hooks)|^src/lib/(components|i18n))',
      },
    },
    ...importsDownwards('src/lib/server', ROOMS),
    {
      name: 'routes-call-services',
      comment: 'A read that keeps no rule may come straight from the queries.ts of a room.',
      severity: 'error',
      from: { path: '^src/(routes|hooks)' },
      to: { path: '(-queries\\.ts$|^src/lib/server/platform/db/|^src/cli/|^migrations/|node_modules/pg/)' },
    },
    {
      name: 'only-db-knows-pg',
      severity: 'error',
      from: {
        path: '^src/lib/',
        pathNot: '^src/lib/server/(app\\.ts|platform/(db/|limits/|mail/))',
      },
      to: { path: 'node_modules/pg/' },
    },
    {
      name: 'only-auth-knows-lucia',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/lib/server/people/sessions/' },
      to: { path: 'node_modules/(lucia|@node-rs/argon2)' },
    },
    {
      name: 'lib-never-sees-cli-or-routes',
      severity: 'error',
      from: { path: '^src/lib/' },
      to: { path: '^src/(cli|routes)/' },
    },
    {
      name: 'no-unresolved',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(\\$app|\\$env|\\./\\$types)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(src/lib/i18n/paraglide|\\.svelte-kit|build)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'svelte', 'types'],
      extensions: ['.ts', '.js', '.svelte', '.json', '.d.ts'],
    },
  },
};
