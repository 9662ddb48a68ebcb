import { render } from 'svelte/server';
import { expect, test } from 'vitest';
import Stretch from './Stretch.svelte';

const bare = (html: string) => html.replace(/<!--.*?-->/g, '').trim();

test('a stretch names both its ends', () => {
  const [from, until] = ['2026-08-18T03:00:00Z', '2026-09-03T03:00:00Z'];
  expect(bare(render(Stretch, { props: { from, until } }).body)).toBe(
    `<time datetime="${from}">8월 18일</time>부터 <span class="together"><time datetime="${until}">9월 3일</time>까지</span>`,
  );
});
