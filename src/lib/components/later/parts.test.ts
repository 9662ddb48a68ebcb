import type { Component } from 'svelte';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { fetchAll, fetchFor, fetchPart, knownPart, nameParts } from './parts.ts';

/** A part whose code comes at once, or not while the network is gone. */
function part(network = { isThere: true }) {
  const component = (() => ({})) as unknown as Component<Record<string, unknown>>;
  const load = vi.fn(() =>
    network.isThere ? Promise.resolve({ default: component }) : Promise.reject(new Error('offline')),
  );
  return { component, load };
}

describe('fetchPart', () => {
  test('a part is known once its code was fetched, and not before', async () => {
    const { component, load } = part();
    expect(knownPart(load)).toBeUndefined();
    expect(await fetchPart(load)).toBe(component);
    expect(knownPart(load)).toBe(component);
  });

  test('its code is fetched once', async () => {
    const { load } = part();
    await fetchPart(load);
    await fetchPart(load);
    expect(load).toHaveBeenCalledOnce();
  });

  test('what could not be fetched is not known, and may be tried again', async () => {
    const network = { isThere: false };
    const { component, load } = part(network);
    await expect(fetchPart(load)).rejects.toThrow('offline');
    expect(knownPart(load)).toBeUndefined();
    network.isThere = true;
    expect(await fetchPart(load)).toBe(component);
  });

  describe('where the browser says that there is no network', () => {
    afterEach(() => void vi.unstubAllGlobals());

    test('its code is not asked for, as the browser may remember that it did not come', async () => {
      vi.stubGlobal('navigator', { onLine: false });
      vi.stubGlobal('fetch', () => Promise.reject(new Error('offline')));
      const { load } = part();
      await expect(fetchPart(load)).rejects.toThrow('offline');
      expect(load).not.toHaveBeenCalled();
    });

    test('its code is asked for where the site answers all the same, after one question for all', async () => {
      vi.stubGlobal('navigator', { onLine: false });
      const asked = vi.fn(() => Promise.resolve(new Response()));
      vi.stubGlobal('fetch', asked);
      const parts = [part(), part()];
      const found = await Promise.all(parts.map(({ load }) => fetchPart(load)));
      expect(found).toEqual(parts.map(({ component }) => component));
      expect(asked).toHaveBeenCalledOnce();
    });
  });
});

describe('fetchFor', () => {
  test('fetches what is named for a route, by whomever, and nothing else', async () => {
    const [one, both, other, elsewhere] = [part(), part(), part(), part()];
    nameParts({ one: one.load, both: both.load }, '/one', '/both');
    nameParts({ other: other.load }, '/both');
    nameParts({ elsewhere: elsewhere.load }, '/elsewhere');
    await fetchFor('/one');
    expect([one, both, other].map(({ load }) => knownPart(load) !== undefined)).toEqual([true, true, false]);
    await fetchFor('/both');
    expect(knownPart(other.load)).toBe(other.component);
    expect(elsewhere.load).not.toHaveBeenCalled();
  });

  test('an address that is none of ours needs nothing', async () => {
    await expect(fetchFor(null)).resolves.toBeUndefined();
  });

  test('a part that cannot be fetched holds up neither the page nor the others', async () => {
    const [missing, there] = [part({ isThere: false }), part()];
    nameParts({ missing: missing.load, there: there.load }, '/missing');
    await expect(fetchFor('/missing')).resolves.toBeUndefined();
    expect(knownPart(there.load)).toBe(there.component);
  });
});

describe('fetchAll', () => {
  test('fetches every part of a list', async () => {
    const parts = [part(), part()];
    await fetchAll({ a: parts[0]!.load, b: parts[1]!.load });
    expect(parts.map(({ load, component }) => knownPart(load) === component)).toEqual([true, true]);
  });

  test('does not go on without one of them', async () => {
    await expect(fetchAll({ missing: part({ isThere: false }).load })).rejects.toThrow('offline');
  });
});
