import type { Section } from './sections.ts';

/** An object of all sections as JSON, piece by piece: a section of many items becomes an array. */
export async function* jsonOf(sections: Record<string, Section>): AsyncGenerator<string> {
  let opening = '{';
  for (const [name, section] of Object.entries(sections)) {
    yield `${opening}${JSON.stringify(name)}:`;
    opening = ',';
    if (!isMany(section)) yield JSON.stringify(section);
    else {
      let separator = '[';
      for await (const item of section) {
        yield separator + JSON.stringify(item);
        separator = ',';
      }
      yield separator === '[' ? '[]' : ']';
    }
  }
  yield '}';
}

export function isMany(section: Section): section is Exclude<Section, Record<string, unknown>> {
  return Symbol.iterator in section || Symbol.asyncIterator in section;
}
