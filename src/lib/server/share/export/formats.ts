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

function isMany(section: Section): section is Exclude<Section, Record<string, unknown>> {
  return Symbol.iterator in section || Symbol.asyncIterator in section;
}

/** Excel reads UTF-8 only with it. */
const BYTE_ORDER_MARK = '\uFEFF';
const COLUMNS = ['section', 'question', 'at', 'id', 'details'];
/** Fields that hold the instant of an item, and those that name it. */
const INSTANTS = [
  'madeAt',
  'publishedAt',
  'from',
  'at',
  'decidedAt',
  'writtenAt',
  'createdAt',
  'joinedAt',
  'sharedAt',
];
const NAMES = ['requestId', 'id', 'version', 'handle'];

/** All sections as one table: a row per item, its remaining fields as `name=value` in the last column. */
export async function* csvOf(sections: Record<string, Section>): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + lineOf(COLUMNS);
  for (const [name, section] of Object.entries(sections)) {
    for await (const item of isMany(section) ? section : [section]) yield rowOf(name, item);
  }
}

function rowOf(section: string, item: Record<string, unknown>): string {
  const { question = '', ...fields } = item;
  const instant = INSTANTS.find((key) => key in fields);
  const name = NAMES.find((key) => key in fields);
  const rest = Object.entries(fields).filter(([key]) => key !== instant && key !== name);
  return lineOf([
    section,
    textOf(question),
    instant ? textOf(fields[instant]) : '',
    name ? textOf(fields[name]) : '',
    rest.map(([key, value]) => detailOf(key, value)).join('; '),
  ]);
}

/** Of a nested object each field by its path: `permille.skt=800`. */
function detailOf(key: string, value: unknown): string {
  if (value === null || typeof value !== 'object' || value instanceof Date) return `${key}=${textOf(value)}`;
  return Object.entries(value)
    .map(([inner, each]) => detailOf(`${key}.${inner}`, each))
    .join('; ');
}

function textOf(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  return value === null || value === undefined ? '' : String(value as string | number | boolean);
}

function lineOf(cells: string[]): string {
  return `${cells.map(cellOf).join(',')}\r\n`;
}

/** A cell that begins like a formula gets an apostrophe, because spreadsheets would compute it. */
function cellOf(text: string): string {
  const safe = /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
