import type { Duplex } from 'node:stream'
import { malformed } from './message-reader.ts'

export interface Frame {
  readonly type: string
  readonly body: Buffer
}

const MAX_MESSAGE = 64 * 1024 * 1024
/** Bytes that wait to be worked on before the socket is read no further. */
const MAX_WAITING = 1024 * 1024

/** The messages of a client one after the other. What is not asked for yet is not read beyond a limit. */
export class Frames {
  #socket: Duplex
  #waiting: Buffer[] = []
  #bytes = 0
  #isEnded = false
  #wake: (() => void) | undefined
  /** Longest message that is taken; little before it is known who sends it. */
  limit = 10_000

  constructor(socket: Duplex) {
    this.#socket = socket
    this.#listen()
  }

  /** Goes on with the socket that TLS has made of this one. */
  replace(socket: Duplex): void {
    this.#socket.removeAllListeners('data')
    this.#socket = socket
    this.#listen()
  }

  /** True where something came that should have waited for an answer. */
  get hasWaiting(): boolean {
    return this.#bytes > 0
  }

  /** True while it is the client's turn. */
  get isAwaiting(): boolean {
    return this.#wake !== undefined
  }

  authenticated(): void {
    this.limit = MAX_MESSAGE
  }

  /** The first message, which has no type; null once the client is gone. */
  async startup(): Promise<Buffer | null> {
    const head = await this.#take(4)
    if (!head) return null
    const length = head.readInt32BE(0)
    if (length < 8 || length > this.limit) throw malformed()
    return this.#take(length - 4)
  }

  async next(): Promise<Frame | null> {
    const head = await this.#take(5)
    if (!head) return null
    const length = head.readInt32BE(1)
    if (length < 4 || length > this.limit) throw malformed()
    const body = await this.#take(length - 4)
    return body && { type: String.fromCharCode(head[0] ?? 0), body }
  }

  #listen(): void {
    const socket = this.#socket
    socket.on('data', (chunk: Buffer) => {
      this.#waiting.push(chunk)
      this.#bytes += chunk.length
      if (this.#bytes > MAX_WAITING) socket.pause()
      this.#wake?.()
    })
    const end = (): void => {
      if (socket !== this.#socket) return
      this.#isEnded = true
      this.#wake?.()
    }
    socket.on('end', end)
    socket.on('close', end)
    socket.on('error', end)
  }

  async #take(bytes: number): Promise<Buffer | null> {
    while (this.#bytes < bytes) {
      if (this.#isEnded) return null
      if (this.#socket.isPaused()) this.#socket.resume()
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
      this.#wake = undefined
    }
    const [first] = this.#waiting
    if (first && first.length >= bytes) {
      this.#waiting[0] = first.subarray(bytes)
      if (first.length === bytes) this.#waiting.shift()
      this.#bytes -= bytes
    } else {
      const all = Buffer.concat(this.#waiting)
      this.#waiting = [all.subarray(bytes)]
      this.#bytes = all.length - bytes
      return all.subarray(0, bytes)
    }
    if (this.#bytes <= MAX_WAITING && this.#socket.isPaused()) this.#socket.resume()
    return first.subarray(0, bytes)
  }
}
