import { expect, vi } from 'vitest';

/** A test machine may be busy. */
const SOON = { timeout: 10_000, interval: 20 };

/** The browser's end of an event stream. */
export class OpenPage {
  /** Settles when the stream has ended. */
  readonly ended: Promise<void>;
  readonly #messages: { event: string; data: unknown }[] = [];
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;

  constructor(stream: ReadableStream<Uint8Array>) {
    this.#reader = stream.getReader();
    this.ended = this.#read();
  }

  /** The data of all messages of an event. */
  all(event: string): unknown[] {
    return this.#messages.filter((message) => message.event === event).map(({ data }) => data);
  }

  /** Waits for so many messages of an event. */
  async until(event: string, count = 1): Promise<unknown[]> {
    await vi.waitFor(() => expect(this.all(event).length).toBeGreaterThanOrEqual(count), SOON);
    return this.all(event);
  }

  /** Waits until the last message of an event has this data. */
  async untilLast(event: string, data: object): Promise<void> {
    await vi.waitFor(() => expect(this.all(event).at(-1)).toMatchObject(data), SOON);
  }

  leave(): Promise<void> {
    return this.#reader.cancel();
  }

  async #read(): Promise<void> {
    let rest = '';
    for (;;) {
      const { done, value } = await this.#reader.read();
      if (done) return;
      const blocks = (rest + new TextDecoder().decode(value)).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const event = /^event: (.*)$/m.exec(block)?.[1] ?? '';
        const data = /^data: (.*)$/m.exec(block)?.[1];
        this.#messages.push({ event, data: data === undefined ? null : JSON.parse(data) });
      }
    }
  }
}
