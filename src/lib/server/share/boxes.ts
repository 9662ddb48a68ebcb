// Elements for satori: boxes and text. Satori needs `display: flex` on every box.
export type Style = Record<string, string | number>;

export interface Element {
  type: string;
  props: { style: Style; children: Node[] | string };
}

export type Node = Element | null;

export function box(style: Style, ...children: Node[]): Element {
  return {
    type: 'div',
    props: {
      style: { display: 'flex', boxSizing: 'border-box', ...style },
      children: children.filter(Boolean),
    },
  };
}

export function text(content: string, style: Style): Element {
  return {
    type: 'div',
    props: { style: { display: 'block', boxSizing: 'border-box', ...style }, children: content },
  };
}

/** Estimated width of a text in Latin letters; a Hangul syllable counts as two. */
export function widthOf(content: string): number {
  return [...content].reduce((sum, letter) => sum + (letter > '\u1100' ? 2 : 1), 0);
}
