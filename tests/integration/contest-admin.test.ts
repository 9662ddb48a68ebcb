// Contest administration: every change has an actor, is in the audit log with before and after, and is shown.
import { describe, expect, test } from 'vitest';
import { kstDate } from '#lib/kst.ts';
import * as audit from '#lib/server/platform/audit/service.ts';
import type { Actor } from '#lib/server/platform/audit/service.ts';
import * as admin from '#lib/server/questions/contest/admin.ts';
import * as rounds from '#lib/server/questions/contest/rounds.ts';
import * as contest from '#lib/server/questions/contest/service.ts';
import type { Db } from '#lib/server/platform/db/connect.ts';
import * as resolutions from '#lib/server/results/resolutions/service.ts';
import type { Decision } from '#lib/server/results/resolutions/version.ts';
import { contestOn } from './setup/catalogue.ts';
import { connectAt } from './setup/clock.ts';
import { cloneDatabase } from './setup/database.ts';
import { annulmentFor, insertForecaster, listAudit, resultOf } from './setup/factories.ts';
import { errorOf } from './setup/validation.ts';

const COMPANY = {
  nameKo: '새 회사',
  nameEn: 'New Co',
  shortKo: '새',
  shortEn: 'New',
  site: null,
  consortium: ['대학', '병원'],
};
const EVENT = {
  kind: 'official',
  titleKo: '3차 평가 발표',
  titleEn: 'Round 3 announced',
  url: 'https://www.example.go.kr/news/3',
  happenedOn: '2026-11-20',
  happenedTime: '18:00',
  roundNumber: 3,
} as const;
const FACTS = {
  titleKo: '4차 평가',
  titleEn: 'Round 4',
  stageOpensOn: null,
  stageClosesOn: null,
  scheduleKo: null,
  scheduleEn: null,
};
const ENTRANT = {
  entry: 'wildcard',
  enteredOn: '2026-11-01',
  model: null,
  modelParamsKo: null,
  modelParamsEn: null,
} as const;

async function setUp(now = '2026-11-24T10:00:00+09:00') {
  const { appUrl, owner } = await cloneDatabase();
  const db = connectAt(appUrl, now);
  const accountId = await insertForecaster(db);
  const by = (reason?: string): Actor => ({ accountId, ...(reason ? { reason } : {}) });
  return { db, owner, by, accountId };
}

async function eventSlugs(db: Db) {
  return (await contest.events(db)).map(({ slug }) => slug);
}

describe('companies', () => {
  test('are appended and edited, with audit log entries', async () => {
    const { db, by, accountId } = await setUp();
    await admin.addCompany(db, by(), 'new-co', COMPANY);
    await admin.editCompany(db, by(), 'new-co', { ...COMPANY, nameKo: '고친 회사' });
    const view = await contestOn(db);
    expect(view.companies.at(-1)).toMatchObject({ slug: 'new-co', name: { ko: '고친 회사', en: 'New Co' } });
    expect(await listAudit(db)).toEqual([
      expect.objectContaining({
        accountId,
        action: 'insert',
        subject: 'company',
        rowKey: 'new-co',
        before: null,
        after: expect.objectContaining({ nameKo: '새 회사', consortium: ['대학', '병원'] }),
      }),
      expect.objectContaining({
        action: 'update',
        before: { nameKo: '새 회사' },
        after: { nameKo: '고친 회사' },
      }),
    ]);
  });

  test('have unique slugs', async () => {
    const { db, by } = await setUp();
    for (const slug of ['lg', 'new'])
      expect(await errorOf(admin.addCompany(db, by(), slug, COMPANY))).toBe('slug: slug-taken');
    expect(await errorOf(admin.editCompany(db, by(), 'nobody', COMPANY))).toBe('form: gone');
    expect(await listAudit(db)).toEqual([]);
  });
});

describe('events', () => {
  test('are added, corrected for a reason, hidden from every page and shown again', async () => {
    const { db, by, accountId } = await setUp();
    const slug = await admin.addEvent(db, by(), EVENT);
    expect((await eventSlugs(db))[0]).toBe(slug);
    await admin.correctEvent(db, by('시각이 틀렸어요'), slug, { ...EVENT, happenedTime: '17:00' });
    expect((await contest.events(db))[0]).toMatchObject({ slug, time: '17:00' });

    await admin.hideEvent(db, by('두 번 적었어요'), slug, true);
    expect(await eventSlugs(db)).not.toContain(slug);
    expect(await eventSlugs(db)).not.toContain(slug);
    await admin.hideEvent(db, by('다시 보여요'), slug, false);
    expect(await eventSlugs(db)).toContain(slug);

    const changes = await listAudit(db);
    expect(changes.map(({ action, reason }) => [action, reason])).toEqual([
      ['insert', null],
      ['update', '시각이 틀렸어요'],
      ['update', '두 번 적었어요'],
      ['update', '다시 보여요'],
    ]);
    expect(changes[1]).toMatchObject({
      accountId,
      before: { happenedTime: '18:00:00' },
      after: { happenedTime: '17:00:00' },
    });
    expect(changes[2]).toMatchObject({ before: { hiddenAt: null } });
    expect(changes[3]).toMatchObject({ after: { hiddenAt: null } });
  });

  test('cannot be dated after today in Korea, duplicated, or of an unknown round', async () => {
    const { db, by } = await setUp('2026-11-24T23:30:00+09:00');
    expect(await errorOf(admin.addEvent(db, by(), { ...EVENT, happenedOn: '2026-11-25' }))).toBe(
      'happenedOn: in-the-future',
    );
    expect(await errorOf(admin.addEvent(db, by(), { ...EVENT, roundNumber: 9 }))).toBe(
      'roundNumber: unknown-choice',
    );
    const slug = await admin.addEvent(db, by(), { ...EVENT, happenedOn: '2026-11-24' });
    const again = { ...EVENT, happenedOn: '2026-11-24' };
    expect(await errorOf(admin.addEvent(db, by(), again))).toBe('titleKo: duplicate');
    await admin.correctEvent(db, by('출처'), slug, { ...again, url: 'https://example.com/2' });
    expect(await errorOf(admin.correctEvent(db, by('x'), 'none', EVENT))).toBe('form: gone');
    expect(await errorOf(admin.hideEvent(db, by('x'), slug, false))).toBe('form: already-so');
    expect(await errorOf(admin.hideEvent(db, by('x'), 'none', true))).toBe('form: already-so');
  });
});

describe('the date of the last verification', () => {
  test('moves to today in Korea, with one audit log entry a day', async () => {
    // 00:30 in Seoul is still the day before in UTC.
    const { db, by } = await setUp('2026-12-25T00:30:00+09:00');
    expect(await contest.lastVerified(db)).toEqual({ on: '2026-12-04', isToday: false, isLongAgo: true });
    await admin.verifyToday(db, by());
    await admin.verifyToday(db, by());
    expect(await contest.lastVerified(db)).toEqual({ on: '2026-12-25', isToday: true, isLongAgo: false });
    expect(await listAudit(db)).toEqual([
      expect.objectContaining({
        subject: 'contest',
        before: { lastVerifiedOn: '2026-12-04' },
        after: { lastVerifiedOn: '2026-12-25' },
      }),
    ]);
  });

  test.each([
    ['2026-12-18T23:59:59+09:00', false],
    ['2026-12-19T00:00:00+09:00', true],
  ])('is long ago after fourteen days: at %s %s', async (now, isLongAgo) => {
    const { db } = await setUp(now);
    expect((await contestOn(db)).isVerifiedLongAgo).toBe(isLongAgo);
  });
});

describe('rounds', () => {
  test('are appended, edited, and have unique titles', async () => {
    const { db, by } = await setUp();
    expect(await rounds.addRound(db, by(), FACTS)).toBe(4);
    expect(await errorOf(rounds.addRound(db, by(), FACTS))).toBe('titleKo: duplicate');
    await rounds.editRound(db, by(), 4, { ...FACTS, stageOpensOn: '2027-01-01' });
    expect(await errorOf(rounds.editRound(db, by(), 3, FACTS))).toBe('titleKo: duplicate');
    expect(await errorOf(rounds.editRound(db, by(), 9, { ...FACTS, titleKo: '9' }))).toBe('form: gone');
    expect((await contestOn(db)).rounds.at(-1)).toMatchObject({ number: 4, stageOpensOn: '2027-01-01' });
  });

  test('added by two admins concurrently are added once', async () => {
    const { db, by } = await setUp();
    const add = () => rounds.addRound(db, by(), FACTS);
    const added = await Promise.allSettled([add(), add()]);
    expect(added.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await contestOn(db)).rounds).toHaveLength(4);
  });

  test('have other seats announced, for a reason', async () => {
    const { db, by, accountId } = await setUp();
    const seats = { announcedSeats: 3, seatsNoteKo: '셋으로 늘었어요', seatsNoteEn: 'Now three' };
    await rounds.announceSeats(db, by('과기정통부 보도자료'), 3, seats);
    expect((await contestOn(db)).rounds[2]).toMatchObject({
      announcedSeats: 3,
      seatsNote: { ko: '셋으로 늘었어요', en: 'Now three' },
    });
    expect(await listAudit(db)).toEqual([
      expect.objectContaining({
        accountId,
        subject: 'round',
        rowKey: '3',
        before: expect.objectContaining({ announcedSeats: 2 }),
        after: expect.objectContaining({ announcedSeats: 3 }),
        reason: '과기정통부 보도자료',
      }),
    ]);
  });

  test('take in a wildcard and let an entrant go, once', async () => {
    const { db, by } = await setUp();
    await rounds.addEntrant(db, by(), 3, 'motif', ENTRANT);
    expect(await errorOf(rounds.addEntrant(db, by(), 3, 'motif', ENTRANT))).toBe('company: duplicate');
    expect(await errorOf(rounds.addEntrant(db, by(), 3, 'nobody', ENTRANT))).toBe('company: unknown-choice');
    expect(await errorOf(rounds.addEntrant(db, by(), 9, 'lg', ENTRANT))).toBe('form: gone');
    await rounds.editEntrant(db, by(), 3, 'motif', { ...ENTRANT, model: 'Motif 4' });
    const { entry, enteredOn } = ENTRANT;
    const shown = { company: 'motif', entry, enteredOn, model: 'Motif 4' };
    expect((await contestOn(db)).rounds[2]?.entrants.at(-1)).toMatchObject(shown);

    const remove = () => rounds.removeEntrant(db, by('철회했어요'), 3, 'motif');
    const gone = await Promise.allSettled([remove(), remove()]);
    expect(gone.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(gone).toContainEqual({ status: 'rejected', reason: expect.objectContaining({ error: 'gone' }) });
    expect(await errorOf(rounds.editEntrant(db, by(), 3, 'motif', ENTRANT))).toBe('form: gone');
    expect((await listAudit(db)).at(-1)).toMatchObject({
      action: 'delete',
      subject: 'entrant',
      rowKey: '3/motif',
      before: expect.objectContaining({ model: 'Motif 4' }),
      after: null,
      reason: '철회했어요',
    });
  });

  test('take their outcomes from the result of their question, and from nothing else', async () => {
    const { db, owner, by } = await setUp('2027-02-10T16:00:00+09:00');
    const admin = await insertForecaster(owner, { isAdmin: true });
    const of = async (company: string) => {
      const round = (await contestOn(db)).rounds[2];
      return round?.entrants.find((entrant) => entrant.company === company);
    };
    const known = new Date('2027-02-10T15:00:00+09:00');
    const publish = (decision: Decision, version: number) =>
      resolutions.publish(db, admin, 'final-3', decision, version);
    await publish(resultOf([true, true, false], known), 0);
    expect((await contestOn(db)).rounds[2]?.result?.on).toBe(kstDate(known));
    expect(await of('skt')).toMatchObject({ outcome: 'advanced', reason: null });
    expect(await of('lg')).toMatchObject({
      outcome: 'eliminated',
      reason: { ko: '공식 발표에서 다음 단계로 가는 기업에 들지 않았어요.', en: expect.any(String) },
    });
    const write = (company: string, outcome: 'advanced' | 'eliminated') =>
      audit.changeAs(db, by(), (tx) =>
        tx
          .updateTable('entrant')
          .set({ outcome, reasonKo: '다른 이유', reasonEn: 'Another reason' })
          .where('roundNumber', '=', 3)
          .where('companySlug', '=', company)
          .execute(),
      );
    await expect(write('skt', 'eliminated')).rejects.toThrow('the result of a question says otherwise');
    await write('lg', 'eliminated');
    expect(await of('lg')).toMatchObject({ reason: { ko: '다른 이유', en: 'Another reason' } });

    await publish(resultOf([true, false, true], known, '잘못 옮겼어요'), 1);
    expect(await of('lg')).toMatchObject({ outcome: 'advanced', reason: null });
    expect(await of('upstage')).toMatchObject({ outcome: 'eliminated' });
    await publish(annulmentFor('평가가 없던 일이 됐어요'), 2);
    expect(await of('upstage')).toMatchObject({ outcome: null, reason: null });
    expect((await contestOn(db)).rounds[2]?.result).toBeNull();
  });
});
