// When a part comes alive, and of what it is made then. What Svelte does with it is Svelte's: it only says that it was asked.
import type * as Svelte from 'svelte';
import { hydrate, mount, unmount, type Component } from 'svelte';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { enliven, type Until } from './enliven.ts';
import { fetchPart } from './parts.ts';

vi.mock('svelte', async (importOriginal) => ({
  ...(await importOriginal<typeof Svelte>()),
  mount: vi.fn(() => ({})),
  hydrate: vi.fn(() => ({})),
  unmount: vi.fn(),
}));

const TOUCHES = ['pointerenter', 'pointerdown', 'focusin', 'input', 'click'];

class Place extends EventTarget {
  inside: unknown[] = [];
  fields: object[] = [];
  readonly firstChild: object | null;
  constructor(firstChild: object | null) {
    super();
    this.firstChild = firstChild;
  }
  contains = (one: unknown) => this.inside.includes(one);
  querySelectorAll = () => this.fields;
}
const written = () => new Place({});
const empty = () => new Place(null);

/** What watches whether a place is in view, and tells that it is. */
let watching: Map<unknown, () => void>;
let activeElement: object | null;
let page: EventTarget;
/** Who waits for something of the page. */
let waiting: Set<EventListener>;

beforeEach(() => {
  vi.clearAllMocks();
  watching = new Map();
  activeElement = {};
  page = new EventTarget();
  waiting = new Set();
  vi.stubGlobal('addEventListener', (type: string, listener: EventListener, options: object) => {
    waiting.add(listener);
    page.addEventListener(type, listener, options);
  });
  vi.stubGlobal('removeEventListener', (type: string, listener: EventListener) => {
    waiting.delete(listener);
    page.removeEventListener(type, listener);
  });
  vi.stubGlobal('HTMLInputElement', class {});
  vi.stubGlobal('document', {
    get activeElement() {
      return activeElement;
    },
  });
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      readonly tell: (entries: { isIntersecting: boolean }[]) => void;
      constructor(tell: (entries: { isIntersecting: boolean }[]) => void) {
        this.tell = tell;
      }
      observe = (place: unknown) => {
        this.tell([{ isIntersecting: false }]);
        watching.set(place, () => this.tell([{ isIntersecting: true }]));
      };
      disconnect = () => watching.clear();
    },
  );
});
afterEach(() => void vi.unstubAllGlobals());

const component = (() => ({})) as unknown as Component<Record<string, unknown>>;
/** A part whose code comes once it is let come. */
function part() {
  let come: (isThere: boolean) => void = () => undefined;
  const load = vi.fn(
    () =>
      new Promise<{ default: typeof component }>((resolve, reject) => {
        come = (isThere) => (isThere ? resolve({ default: component }) : reject(new Error('offline')));
      }),
  );
  const settled = async (isThere: boolean) => {
    come(isThere);
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { load, comes: () => settled(true), fails: () => settled(false) };
}

function begin(place: Place, load: () => Promise<{ default: typeof component }>, until: Until = 'touched') {
  let props: Record<string, unknown> = { odds: 640 };
  const contexts = new Map([['save-undo', {}]]);
  const living = enliven(place as unknown as Element, load, until, () => props, contexts);
  return { ...living, contexts, change: (now: typeof props) => (props = now) };
}

describe('where nothing is written yet', () => {
  test('a part whose code is known is there at once', async () => {
    const { load, comes } = part();
    const fetched = fetchPart(load);
    await comes();
    await fetched;
    const place = empty();
    begin(place, load);
    expect(mount).toHaveBeenCalledOnce();
    expect(vi.mocked(mount).mock.calls[0]?.[1].target).toBe(place);
  });

  test('another is as soon as its code has come, untouched and unseen', async () => {
    const { load, comes } = part();
    begin(empty(), load);
    expect(load).toHaveBeenCalledOnce();
    expect(mount).not.toHaveBeenCalled();
    await comes();
    expect(mount).toHaveBeenCalledOnce();
    expect(hydrate).not.toHaveBeenCalled();
  });
});

describe('what the server has written', () => {
  test('is left as it is, and its code is not fetched', async () => {
    const { load } = part();
    begin(written(), load);
    begin(written(), load, 'seen');
    await Promise.resolve();
    expect(load).not.toHaveBeenCalled();
  });

  test('is hydrated at once where the code is known', async () => {
    const { load, comes } = part();
    const fetched = fetchPart(load);
    await comes();
    await fetched;
    begin(written(), load);
    expect(hydrate).toHaveBeenCalledOnce();
    expect(mount).not.toHaveBeenCalled();
  });

  test.each(TOUCHES)('comes alive at %s, with one fetch however many follow', async (touch) => {
    const { load, comes } = part();
    const place = written();
    begin(place, load);
    for (let i = 0; i < 3; i++) place.dispatchEvent(touched(touch));
    expect(load).toHaveBeenCalledOnce();
    expect(hydrate).not.toHaveBeenCalled();
    await comes();
    place.dispatchEvent(touched(touch));
    expect(hydrate).toHaveBeenCalledOnce();
  });

  test('comes alive where the focus is in it already, or something was ticked', () => {
    const focused = written();
    focused.inside = [activeElement];
    const ticked = written();
    ticked.fields = [{ checked: true, defaultChecked: false, value: 'on', defaultValue: 'on' }];
    for (const place of [focused, ticked]) {
      const { load } = part();
      begin(place, load);
      expect(load).toHaveBeenCalledOnce();
    }
  });

  test('and acts by itself comes alive when it is in view', async () => {
    const { load, comes } = part();
    const place = written();
    begin(place, load, 'seen');
    expect(load).not.toHaveBeenCalled();
    watching.get(place)?.();
    await comes();
    expect(hydrate).toHaveBeenCalledOnce();
    expect(watching.size).toBe(0);
  });

  test('is not watched where it waits to be touched', () => {
    begin(written(), part().load);
    expect(watching.size).toBe(0);
  });

  test('comes alive when it has to say something else', async () => {
    const { load, comes } = part();
    begin(written(), load).wake();
    await comes();
    expect(hydrate).toHaveBeenCalledOnce();
  });

  test('keeps a press until it is alive, and is woken by it', async () => {
    const { load, comes } = part();
    const place = written();
    begin(place, load, 'seen');
    const event = touched('click', { closest: () => button });
    place.dispatchEvent(event);
    expect([event.defaultPrevented, load.mock.calls.length, button.click.mock.calls.length]).toEqual([
      true,
      1,
      0,
    ]);
    await comes();
    expect(button.click).toHaveBeenCalledOnce();
    const next = touched('click', { closest: () => button });
    place.dispatchEvent(next);
    expect(next.defaultPrevented).toBe(false);
  });
});

describe('a part that is alive', () => {
  test('has its contexts, and follows its props', async () => {
    const { load, comes } = part();
    const { change, contexts } = begin(empty(), load);
    await comes();
    const options = vi.mocked(mount).mock.calls[0]?.[1];
    expect(options?.context).toBe(contexts);
    expect({ ...options?.props }).toEqual({ odds: 640 });
    change({ odds: 700 });
    expect({ ...options?.props }).toEqual({ odds: 700 });
  });

  test('is unmounted with its place', async () => {
    const { load, comes } = part();
    const { end } = begin(empty(), load);
    await comes();
    end();
    expect(unmount).toHaveBeenCalledOnce();
  });
});

describe('a part whose place has gone', () => {
  test('does not come alive any more, though its code was on its way', async () => {
    const { load, comes } = part();
    const place = written();
    const { end, wake } = begin(place, load);
    place.dispatchEvent(touched('focusin'));
    end();
    await comes();
    wake();
    expect(hydrate).not.toHaveBeenCalled();
    expect(unmount).not.toHaveBeenCalled();
  });

  test('hears nothing', () => {
    const { load } = part();
    const place = written();
    begin(place, load).end();
    for (const touch of TOUCHES) place.dispatchEvent(touched(touch));
    const seen = written();
    begin(seen, load, 'seen').end();
    expect(load).not.toHaveBeenCalled();
    expect(watching.size).toBe(0);
  });
});

describe('without a network', () => {
  test.each(['online', 'visibilitychange'])('a part stays as it is until the page hears %s', async (sign) => {
    const { load, comes, fails } = part();
    const place = written();
    begin(place, load);
    place.dispatchEvent(touched('pointerdown'));
    await fails();
    expect(hydrate).not.toHaveBeenCalled();
    page.dispatchEvent(new Event(sign));
    expect(load).toHaveBeenCalledTimes(2);
    await comes();
    expect(hydrate).toHaveBeenCalledOnce();
  });

  test('another touch tries again, too', async () => {
    const { load, comes, fails } = part();
    const place = written();
    begin(place, load);
    place.dispatchEvent(touched('pointerdown'));
    await fails();
    place.dispatchEvent(touched('pointerdown'));
    await comes();
    expect(hydrate).toHaveBeenCalledOnce();
  });

  test('one whose place has gone does not wait for it', async () => {
    const { load, fails } = part();
    const { end, wake } = begin(written(), load);
    wake();
    await fails();
    expect(waiting.size).toBe(1);
    end();
    expect(waiting.size).toBe(0);
    page.dispatchEvent(new Event('online'));
    expect(load).toHaveBeenCalledOnce();
  });
});

const button = {
  textContent: '예측 남기기',
  isConnected: true,
  type: 'submit',
  form: { method: 'post' },
  hasAttribute: () => false,
  setAttribute: () => undefined,
  removeAttribute: () => undefined,
  click: vi.fn(),
};

/** Something that happens on a place; on nothing that can be pressed, unless it is named. */
function touched(type: string, target: object = { closest: () => null }): Event {
  const event = new Event(type, { bubbles: true, cancelable: true });
  Object.defineProperty(event, 'target', { value: target });
  return event;
}
