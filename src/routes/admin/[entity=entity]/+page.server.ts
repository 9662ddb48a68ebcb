import type { PageView } from '#lib/types/admin-form.ts';
import type { PageServerLoad } from './$types';
import { ENTITIES } from './entities.ts';

export const load: PageServerLoad = async ({ locals, params }) => {
  const { title, addTitle, list } = ENTITIES[params.entity];
  const rows = await list(locals.app.db, { key: '', company: '' });
  const add = { href: `/admin/${params.entity}/new`, text: addTitle };
  return { page: { title, lists: [{ rows, add }] } satisfies PageView };
};
