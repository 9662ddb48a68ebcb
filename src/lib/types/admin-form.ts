/** Pages and forms of the admin as data: `AdminPage.svelte` renders them, `AdminFormReader.read` reads the fields. */
import type { FormState } from './form.ts';

export interface Choice<V extends string = string> {
  readonly value: V;
  readonly label: string;
  /** A second line. */
  readonly about?: string;
  readonly isDisabled?: boolean;
}

/** One field; its name is its key in the table, and the name of its column. */
export interface Field {
  label: string;
  hint?: string;
  /**
   * `long` is a text of several lines, `lines` a list of them; `reason` is why something is changed; `radio` and `boxes` show
   * their choices, of which one or several are chosen.
   */
  type?:
    | 'text'
    | 'long'
    | 'lines'
    | 'reason'
    | 'slug'
    | 'url'
    | 'date'
    | 'time'
    | 'datetime-local'
    | 'number'
    | 'check'
    | 'radio'
    | 'boxes'
    | 'hidden';
  required?: boolean;
  choices?: readonly Choice[];
  /** Maximum length of a text; the bounds of a number; how many boxes may be chosen. */
  max?: number;
  min?: number;
  /** Legend of the fieldset that it shares with its neighbours. */
  group?: string;
  /** Summary of the `<details>` that it shares with its neighbours in the group. */
  fold?: string;
}

export type Fields = Readonly<Record<string, Field>>;

type Present<F> = F extends { type: 'lines' | 'boxes' }
  ? string[]
  : F extends { choices: readonly Choice<infer V>[] }
    ? Exclude<V, ''>
    : F extends { type: 'number' }
      ? number
      : F extends { type: 'datetime-local' }
        ? Date
        : F extends { type: 'check' }
          ? boolean
          : string;

/** What is read of a table of fields; an empty field that is not required is null. */
export type ValuesOf<T extends Fields> = {
  [K in keyof T]: T[K] extends { required: true } | { type: 'lines' | 'boxes' | 'check' }
    ? Present<T[K]>
    : Present<T[K]> | null;
};

/** A field with its name and its stored value; several values are lines. */
export interface FieldView extends Field {
  name: string;
  value: string;
  /** Index among several fields of the same name. */
  nth?: number;
}

export interface FormView {
  /** Name of the form action, with its query: `entrant&company=skt`. */
  action: string;
  title: string;
  about?: string;
  fields: FieldView[];
  /** None where it only says something. */
  submit?: string;
  /** Has a secondary button. */
  isQuiet?: boolean;
  /** Shown as `<details>` with the title as summary. */
  isFolded?: boolean;
}

/** A form that was refused, and the action to which it was sent. */
export interface Answer {
  at: string;
  form: FormState;
}

/** A row of a list; it links to a page. */
export interface RowView {
  href: string;
  title: string;
  /** A second line. */
  about?: string;
  /** Slug of a company whose colour is shown. */
  company?: string;
  /** Further pages about it. */
  links?: { href: string; text: string }[];
}

export interface ListView {
  title?: string;
  rows: RowView[];
  /** Link to the form of a new record. */
  add?: { href: string; text: string };
  /** Text without rows. */
  empty?: string;
  /** Text below the rows. */
  note?: string;
}

/** A term and its lines. */
export type Fact = [term: string, text: string];

/** What was decided or written, each with the form that changes it, if any. */
export interface HistoryView {
  title: string;
  /** Newest first. */
  entries: { at: string; what?: string; by?: string; text: string; form?: FormView }[];
}

/** A page as data; `AdminPage.svelte` renders its parts in this order. */
export interface PageView {
  title: string;
  /** The small line above the title. */
  eyebrow?: string | undefined;
  /** The sentence below it. */
  lead?: string;
  facts?: Fact[];
  lists?: ListView[];
  forms?: FormView[];
  /** Not shown without entries. */
  history?: HistoryView;
}
