import { digest } from './query-key.ts'

/** How Cube's gateway hands out an answer that still has to be turned into JSON. */
interface Wrapper {
  readonly isWrapper: true
  getFinalResult(): Promise<ArrayBuffer | Uint8Array>
}

export function isWrapper(message: unknown): message is Wrapper {
  return message instanceof Object && Reflect.get(message, 'isWrapper') === true
}

/** A finished answer as it is sent: JSON text, and the tag by which a client says that it has it already. */
export class KeptAnswer implements Wrapper {
  readonly isWrapper = true
  readonly body: Uint8Array
  readonly etag: string

  constructor(body: Uint8Array) {
    this.body = body
    this.etag = `"${digest(body)}"`
  }

  get bytes(): number {
    return this.body.byteLength
  }

  async getFinalResult(): Promise<Uint8Array> {
    return this.body
  }
}
