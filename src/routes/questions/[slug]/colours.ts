// Colours for a canvas, which knows no custom properties: the ones that the style sheet has at this moment.

/** The colour that a custom property has inside `place`, as the browser computes it. */
export function colourIn(place: HTMLElement, property: string, company: string | null = null): string {
  const probe = document.createElement('span');
  if (company) probe.dataset['company'] = company;
  probe.style.color = `var(${property})`;
  place.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

const SCHEMES = ['(prefers-color-scheme: dark)', '(forced-colors: active)', '(prefers-contrast: more)'];

/** Calls `changed` whenever the colours of the page may have become others. @returns how to stop it */
export function onSchemeChange(changed: () => void): () => void {
  const lists = SCHEMES.map((query) => matchMedia(query));
  for (const list of lists) list.addEventListener('change', changed);
  return () => {
    for (const list of lists) list.removeEventListener('change', changed);
  };
}
