import { hash } from 'node:crypto';
import { type Coding, compressBody, isWorthCompressing, QUALITY_STORED } from '#lib/server/http/compress.ts';
import type { Answer } from './render.ts';

/** A stored response in one content coding. */
export interface Variant {
  status: number;
  route: string | null;
  etag: string;
  /** Header names and values in turns, as `writeHead` takes them. */
  head: string[];
  body: Buffer;
}

/** Memory of an entry beside its bodies. */
const OVERHEAD_BYTES = 4_096;

/** A response that many readers get, made ready once for each content coding that one of them accepts. */
export class StoredResponse {
  readonly answer: Answer;
  /** Until when it may be sent, by `performance.now()`. */
  freshUntil: number;
  /** Of headers and body: equal for two renderings without a difference. */
  readonly fingerprint: string;
  readonly #ready = new Map<Coding | null, Variant>();
  readonly #pending = new Map<Coding | null, Promise<Variant>>();

  constructor(answer: Answer, freshUntil: number) {
    const headers = Buffer.from(JSON.stringify([...answer.headers]));
    this.answer = answer;
    this.freshUntil = freshUntil;
    this.fingerprint = hash('sha256', Buffer.concat([headers, answer.body]), 'base64url');
  }

  /** Upper bound: the compressed bodies together are smaller than the plain one. */
  get bytes(): number {
    return 2 * this.answer.body.length + OVERHEAD_BYTES;
  }

  /** The variant for readers who accept the coding; undefined while it is not made. */
  find(coding: Coding | null): Variant | undefined {
    return this.#ready.get(coding);
  }

  async prepare(coding: Coding | null): Promise<Variant> {
    const ready = this.#ready.get(coding) ?? this.#pending.get(coding);
    if (ready) return ready;
    const pending = this.#encode(coding);
    this.#pending.set(coding, pending);
    try {
      const variant = await pending;
      this.#ready.set(coding, variant);
      return variant;
    } finally {
      this.#pending.delete(coding);
    }
  }

  async #encode(accepted: Coding | null): Promise<Variant> {
    const { status, headers, body, route } = this.answer;
    // The app sets `vary` on what it would compress.
    const isText = headers.get('vary')?.includes('accept-encoding') ?? false;
    const coding = isText && isWorthCompressing(body) ? accepted : null;
    const sent = coding ? await compressBody(body, coding, QUALITY_STORED) : body;
    const given = headers.get('etag');
    const etag = given ? weakIf(coding !== null, String(given)) : `W/"${this.fingerprint}"`;
    const all = new Map(headers).set('etag', etag).set('content-length', String(sent.length));
    if (coding) all.set('content-encoding', coding);
    return { status, route, etag, head: [...all].flat(), body: sent };
  }
}

/** A compressed body is equal in meaning, and not byte for byte. */
function weakIf(isCompressed: boolean, etag: string): string {
  return isCompressed && !etag.startsWith('W/') ? `W/${etag}` : etag;
}
