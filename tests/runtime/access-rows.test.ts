import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ENTITIES } from '../../src/routes/admin/[entity=entity]/entities.ts';
import { entrants } from '../../src/routes/admin/[entity=entity]/entrants.ts';
import { METHODS, TABLE } from './access-table.ts';
import { ROOT } from '../setup/site.ts';

const ROUTES = join(ROOT, 'src/routes');

/** `METHOD /route` or `POST /route?/action`, of everything that the sources serve. */
async function listServed(): Promise<string[]> {
  const pages = new Set(globSync('**/+page{.svelte,.server.ts}', { cwd: ROUTES }).map(routeOf));
  const forms = globSync('**/+page.server.ts', { cwd: ROUTES }).map(async (file) => {
    const { actions = {} } = (await import(join(ROUTES, file))) as { actions?: object };
    const names = Object.keys(actions);
    return names.map((name) => `POST ${routeOf(file)}${name === 'default' ? '' : `?/${name}`}`);
  });
  const endpoints = globSync('**/+server.ts', { cwd: ROUTES }).flatMap((file) => {
    const exported = readFileSync(join(ROUTES, file), 'utf8').matchAll(
      /^export (?:const|(?:async )?function) ([A-Z]+)\b/gm,
    );
    return [...exported].flatMap(([, name = '']) =>
      METHODS.includes(name) ? `${name} ${routeOf(file)}` : [],
    );
  });
  return [
    ...[...pages].map((route) => `GET ${route}`),
    ...(await Promise.all(forms)).flat(),
    ...endpoints,
  ].sort();
}

function routeOf(file: string): string {
  return `/${file.replace(/\/?\+[^/]*$/, '')}`;
}

/** The row's name by its route: records of the admin have rows of their own, and one route. */
function routeName(name: string): string {
  return name.replace(/\/admin\/(companies|events|rounds)(\/\[\w+\])*/, (path) =>
    path.includes('[') ? '/admin/[entity=entity]/[key]/[[company]]' : '/admin/[entity=entity]',
  );
}

test('every route, method and action has a row, and no row is left over', async () => {
  expect([...new Set(Object.keys(TABLE).map(routeName))].sort()).toEqual(await listServed());
});

test('every kind of record has rows for its list, its page and its forms', () => {
  const { companies, events, rounds } = ENTITIES;
  const served = [
    { route: '/admin/companies/[slug]', entity: companies },
    { route: '/admin/events/[slug]', entity: events },
    { route: '/admin/rounds/[number]', entity: rounds },
    { route: '/admin/rounds/[number]/[company]', entity: entrants },
  ].flatMap(({ route, entity }) => [
    `GET ${route}`,
    ...Object.keys(entity.actions).map((action) => `POST ${route}?/${action}`),
  ]);
  const lists = Object.keys(ENTITIES).map((entity) => `GET /admin/${entity}`);
  expect(Object.keys(TABLE)).toEqual(expect.arrayContaining([...lists, ...served]));
});
