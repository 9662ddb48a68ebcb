import * as companies from '#lib/server/contest/admin.ts';
import * as admin from '#lib/server/contest/round-admin.ts';
import { actionsOf } from './round-actions.ts';
import { roundNumber } from './round-number.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const { db } = locals.app;
  const number = roundNumber(params);
  const [round, entrants, all] = await Promise.all([
    admin.getRound(db, number),
    admin.listEntrants(db, number),
    companies.listCompanies(db),
  ]);
  const isIn = new Set(entrants.map(({ companySlug }) => companySlug));
  return { round, entrants, others: all.filter(({ slug }) => !isIn.has(slug)) };
};

export const actions = actionsOf satisfies Actions;
