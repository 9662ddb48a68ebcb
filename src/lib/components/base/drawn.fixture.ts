// Components rendered as on the server, for tests of their texts.
import type { Component } from 'svelte';
import { render } from 'svelte/server';

export function draw<Props extends Record<string, unknown>>(
  component: Component<Props>,
  props: Props,
): string {
  return render(component as Component<Record<string, unknown>>, { props }).body;
}

/** The text of markup, without drawings. */
export function textOf(html: string): string {
  const text = html.replace(/<!--.*?-->/gs, '').replace(/<svg.*?<\/svg>/gs, '');
  return text
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
