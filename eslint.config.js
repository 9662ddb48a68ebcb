import { readFileSync } from 'node:fs';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const ignored = readFileSync(new URL('.gitignore', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line && !line.startsWith('#'))
  .map((line) => line.replace(/^\//, ''));

export default ts.config(
  { ignores: [...ignored.map((path) => `**/${path}`), 'src/lib/server/platform/db/schema.generated.ts'] },
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: {
      eqeqeq: ['error', 'always'],
      'no-console': 'error',
      'no-else-return': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/no-explicit-any': 'error',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      parserOptions: { extraFileExtensions: ['.svelte'], parser: ts.parser, svelteConfig },
    },
    rules: {
      // Addresses go through paraglide's localizeHref; Kit's resolve() knows nothing of languages.
      'svelte/no-navigation-without-resolve': 'off',
      'svelte/no-at-html-tags': 'error',
      // A space at a line's end must be written as {' '}, or formatting eats it.
      'svelte/no-useless-mustaches': 'off',
    },
  },
  {
    // The command line speaks to people; so do tests and benchmarks.
    files: ['src/cli/**', 'tests/**'],
    rules: { 'no-console': 'off' },
  },
  {
    // SQL stands in query files and db/ alone, and no other file re-exports a query. A feature's `selects.ts` holds those
    // that others may read in one statement with theirs.
    files: ['src/{cli,routes,lib/server}/**/*.ts', 'src/hooks.server.ts'],
    ignores: [
      '**/*.test.ts',
      '**/queries.ts',
      '**/*-queries.ts',
      '**/selects.ts',
      '**/*-selects.ts',
      'src/lib/server/platform/db/**',
    ],
    rules: {
      'no-restricted-imports': [
        'error',
        { name: 'kysely', importNames: ['sql'], message: 'SQL stands in query files and db/ alone.' },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'CallExpression[callee.property.name=/^(select|insert|update|delete|merge)(From|Into|Table)$/]',
          message: 'SQL stands in query files and db/ alone.',
        },
        {
          selector: 'ExportNamedDeclaration[exportKind="value"][specifiers.length>0]',
          message: 'A module exports what it defines: callers import the rest from where it stands.',
        },
      ],
    },
  },
  {
    files: ['src/lib/domain/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Time is a parameter of the domain.' },
        { object: 'Math', property: 'random', message: 'The domain knows no chance.' },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0]",
          message: 'Time is a parameter of the domain.',
        },
        {
          selector: 'ImportDeclaration[source.value!=/^\\.\\//]',
          message: 'The domain imports nothing but itself.',
        },
      ],
    },
  },
);
