/** What a reader pastes into a blog. */

/** A row of the widget and all that is around the rows, in px, at the width of a phone. */
const ROW_HEIGHT = 54;
const FRAME_HEIGHT = 250;

/** High enough for the widget at any width from 320 px. */
export function embedHeight(options: number): number {
  return FRAME_HEIGHT + ROW_HEIGHT * options;
}

export function embedCode(address: string, title: string, options: number): string {
  const size = `width="100%" height="${embedHeight(options)}"`;
  return `<iframe src="${escape(address)}" title="${escape(title)}" ${size} style="border:0;max-width:480px" loading="lazy"></iframe>`;
}

export function linkCode(address: string, title: string): string {
  return `<a href="${escape(address)}">${escape(title)}</a>`;
}

export function pictureCode(address: string, picture: string, alt: string): string {
  return `<a href="${escape(address)}"><img src="${escape(picture)}" alt="${escape(alt)}" width="600" height="315" style="max-width:100%;height:auto"></a>`;
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
