// A place and its buttons are stand-ins with no more of a DOM than these functions ask for.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { hasInput, keepPresses, keepSelection } from './kept.ts';

const LONGEST_WAIT_MS = 8_000;

class Button {
  textContent = '예측 남기기';
  isConnected = true;
  type = 'submit';
  form: { method: string } | null = { method: 'post' };
  readonly attributes = new Map<string, string>();
  /** How often it was pressed by the code. */
  clicks = 0;

  closest = (selector: string) => (selector === 'button' ? this : null);
  hasAttribute = (name: string) => this.attributes.has(name);
  setAttribute = (name: string, value: string) => this.attributes.set(name, value);
  removeAttribute = (name: string) => this.attributes.delete(name);
  click = () => void this.clicks++;
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A reader's press. @returns whether the browser, and everybody else, was kept from it */
function press(place: EventTarget, target: object): boolean {
  const event = new Event('click', { bubbles: true, cancelable: true });
  Object.defineProperty(event, 'target', { value: target });
  const stopped = vi.spyOn(event, 'stopPropagation');
  place.dispatchEvent(event);
  expect(stopped.mock.calls.length > 0).toBe(event.defaultPrevented);
  return event.defaultPrevented;
}

/** A part whose code is on its way until it has come, or cannot. */
function placeOnItsWay() {
  const place = new EventTarget();
  const brought: ((isLive: boolean) => void)[] = [];
  const bring = vi.fn(() => new Promise<boolean>((resolve) => brought.push(resolve)));
  const stop = keepPresses(place as Element, bring);
  const comes = async (isLive: boolean) => {
    for (const resolve of brought) resolve(isLive);
    await vi.advanceTimersByTimeAsync(0);
  };
  return { place, bring, stop, comes };
}

describe('keepPresses', () => {
  test('a press before the code is there is kept, shown as busy, and made once the part is live', async () => {
    const { place, bring, comes } = placeOnItsWay();
    const button = new Button();
    expect(press(place, button)).toBe(true);
    expect(bring).toHaveBeenCalledOnce();
    expect([button.attributes.get('aria-busy'), button.clicks]).toEqual(['true', 0]);
    await comes(true);
    expect([button.attributes.has('aria-busy'), button.clicks]).toEqual([false, 1]);
  });

  test('what is inside a button is the button', async () => {
    const { place, comes } = placeOnItsWay();
    const button = new Button();
    expect(press(place, { closest: button.closest })).toBe(true);
    await comes(true);
    expect(button.clicks).toBe(1);
  });

  test('it is made once, however often the reader presses', async () => {
    const { place, comes } = placeOnItsWay();
    const button = new Button();
    for (let i = 0; i < 3; i++) expect(press(place, button)).toBe(true);
    await comes(true);
    expect(button.clicks).toBe(1);
  });

  test('each of two buttons has its own', async () => {
    const { place, comes } = placeOnItsWay();
    const buttons = [new Button(), new Button()];
    for (const button of buttons) press(place, button);
    await comes(true);
    expect(buttons.map(({ clicks }) => clicks)).toEqual([1, 1]);
  });

  test('from then on presses are left alone: the one that is made is not kept again', async () => {
    const { place, comes } = placeOnItsWay();
    const button = new Button();
    const seen: boolean[] = [];
    button.click = () => void seen.push(press(place, button));
    press(place, button);
    await comes(true);
    expect(seen).toEqual([false]);
    expect(press(place, button)).toBe(false);
  });

  test('where the code cannot be fetched, the press does what it does without', async () => {
    const { place, comes } = placeOnItsWay();
    const button = new Button();
    press(place, button);
    await comes(false);
    expect([button.attributes.has('aria-busy'), button.clicks]).toEqual([false, 1]);
  });

  test('where it has not come in eight seconds, too, and not before', async () => {
    const { place } = placeOnItsWay();
    const button = new Button();
    press(place, button);
    await vi.advanceTimersByTimeAsync(LONGEST_WAIT_MS - 1);
    expect([button.attributes.get('aria-busy'), button.clicks]).toEqual(['true', 0]);
    await vi.advanceTimersByTimeAsync(1);
    expect([button.attributes.has('aria-busy'), button.clicks]).toEqual([false, 1]);
  });

  test('code that comes after that does not press again', async () => {
    const { place, comes } = placeOnItsWay();
    const button = new Button();
    press(place, button);
    await vi.advanceTimersByTimeAsync(LONGEST_WAIT_MS);
    await comes(true);
    expect(button.clicks).toBe(1);
  });

  test('a button that says something else by then is not pressed: the reader has not read that', async () => {
    const { place, comes } = placeOnItsWay();
    const button = new Button();
    press(place, button);
    button.textContent = '예측 바꾸기';
    await comes(true);
    expect([button.attributes.has('aria-busy'), button.clicks]).toEqual([false, 0]);
  });

  test('nor is one that has gone', async () => {
    const { place, comes } = placeOnItsWay();
    const button = new Button();
    press(place, button);
    button.isConnected = false;
    await comes(true);
    expect(button.clicks).toBe(0);
  });

  test('what the browser opens by itself, and forms that only ask for a page, are left alone', () => {
    const { place, bring } = placeOnItsWay();
    const opens = new Button();
    opens.setAttribute('popovertarget', 'story');
    const asks = new Button();
    asks.form = { method: 'get' };
    expect([opens, asks].map((button) => press(place, button))).toEqual([false, false]);
    expect(bring).not.toHaveBeenCalled();
  });

  test('a button of a form that asks for a page, but does not send it, is kept', () => {
    const { place } = placeOnItsWay();
    const button = new Button();
    button.form = { method: 'get' };
    button.type = 'button';
    expect(press(place, button)).toBe(true);
  });

  test('whatever is no button is left alone', () => {
    const { place, bring } = placeOnItsWay();
    expect(press(place, { closest: () => null })).toBe(false);
    expect(bring).not.toHaveBeenCalled();
  });

  test('nothing is kept once it is stopped', () => {
    const { place, stop } = placeOnItsWay();
    stop();
    expect(press(place, new Button())).toBe(false);
  });
});

describe('hasInput', () => {
  const untouched = { checked: false, defaultChecked: false, value: '70', defaultValue: '70' };
  const placeWith = (...fields: object[]) => ({ querySelectorAll: () => fields }) as unknown as Element;

  test.each([
    ['nothing was done', [untouched], false],
    ['there are no fields', [], false],
    ['one was ticked', [untouched, { ...untouched, checked: true }], true],
    ['a tick was taken away', [{ ...untouched, defaultChecked: true }], true],
    ['one was typed in', [{ ...untouched, value: '71' }], true],
  ])('where %s', (_, fields, expected) => {
    expect(hasInput(placeWith(...fields))).toBe(expected);
  });
});

describe('keepSelection', () => {
  class Field {
    selectionStart: number | null = 2;
    selectionEnd: number | null = 5;
    setSelectionRange(from: number, until: number) {
      [this.selectionStart, this.selectionEnd] = [from, until];
    }
  }
  const place = (...inside: unknown[]) => ({ contains: (one: unknown) => inside.includes(one) }) as Element;
  const toTheEnd = (field: Field) => () => field.setSelectionRange(9, 9);
  const rangeOf = ({ selectionStart, selectionEnd }: Field) => [selectionStart, selectionEnd];

  beforeEach(() => void vi.stubGlobal('HTMLInputElement', Field));
  afterEach(() => void vi.unstubAllGlobals());

  test('puts the caret of the field that is being written in back', async () => {
    const field = new Field();
    vi.stubGlobal('document', { activeElement: field });
    keepSelection(place(field), toTheEnd(field));
    await Promise.resolve();
    expect(rangeOf(field)).toEqual([2, 5]);
  });

  test('leaves fields elsewhere alone, and those without a caret', async () => {
    const elsewhere = new Field();
    vi.stubGlobal('document', { activeElement: elsewhere });
    keepSelection(place(), toTheEnd(elsewhere));
    const tick = new Field();
    tick.selectionStart = null;
    vi.stubGlobal('document', { activeElement: tick });
    keepSelection(place(tick), toTheEnd(tick));
    await Promise.resolve();
    expect([elsewhere, tick].map(rangeOf)).toEqual([
      [9, 9],
      [9, 9],
    ]);
  });

  test('hydrates where nothing has the focus, too', () => {
    vi.stubGlobal('document', { activeElement: null });
    const hydrate = vi.fn();
    keepSelection(place(), hydrate);
    expect(hydrate).toHaveBeenCalledOnce();
  });
});
