import { error, type RequestEvent } from '@sveltejs/kit';
import { isSlug } from '#lib/server/http/fields.ts';
import { ENTITIES } from '../../entities.ts';
import { entrants } from '../../entrants.ts';
import type { Entity, Place } from '../../entity.ts';
import type { Actions, PageServerLoad, RouteParams } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const { entity, place } = recordAt(params);
  return { page: await entity.page(locals.app.db, place) };
};

/** @throws 404 where the address cannot be that of a record */
function recordAt({ entity, key, company = '' }: RouteParams): { entity: Entity; place: Place } {
  const isRecord = company === '' || (entity === 'rounds' && isSlug(company));
  if (!isSlug(key) || !isRecord) error(404, { message: 'Not Found' });
  return { entity: company ? entrants : ENTITIES[entity], place: { key, company } };
}

/** A form action of the records that have it, and 404 of others. */
const run = (action: string) => (event: RequestEvent<RouteParams>) => {
  const { entity, place } = recordAt(event.params);
  return (entity.actions[action] ?? error(404, { message: 'Not Found' }))(event, place);
};

export const actions: Actions = {
  add: run('add'),
  save: run('save'),
  correct: run('correct'),
  hide: run('hide'),
  show: run('show'),
  seats: run('seats'),
  remove: run('remove'),
};
