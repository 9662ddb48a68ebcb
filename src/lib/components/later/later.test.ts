// What the server writes of a part. What the browser makes of it: enliven.test.ts, and e2e/later.
import { render } from 'svelte/server';
import { describe, expect, test } from 'vitest';
import Time from '#lib/components/base/Time.svelte';
import Later from './Later.svelte';
import { fetchPart, type LoadPart } from './parts.ts';

const props = { at: '2026-11-24T09:00:00Z' };
const markup = (part: LoadPart, rest = {}) => render(Later, { props: { part, with: props, ...rest } }).body;

describe('on the server', () => {
  test.each([{}, { until: 'seen' }, { still: true }])(
    'a part stands as it is, whole, with %o',
    async (rest) => {
      const part = () => Promise.resolve({ default: Time });
      await fetchPart(part);
      const alone = render(Time, { props }).body.replaceAll(/<!--.*?-->/g, '');
      const html = markup(part, rest).replaceAll(/<!--.*?-->/g, '');
      expect(alone).toContain('<time');
      expect(html).toBe(`<div>${alone}</div>`);
    },
  );

  test('one that was not fetched before is a fault of the page, told at once', () => {
    expect(() => markup(() => Promise.resolve({ default: Time }))).toThrow(
      /fetched where its module is loaded/,
    );
  });
});
