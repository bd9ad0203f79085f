import type { Socket } from 'node:net'

const FLUSH_BYTES = 64 * 1024

/** What goes out to a client. It waits for one that reads slowly, so that rows never pile up here. */
export class Outbox {
  #socket: Socket
  #pending: Buffer[] = []
  #bytes = 0

  constructor(socket: Socket) {
    this.#socket = socket
  }

  replace(socket: Socket): void {
    this.#socket = socket
  }

  async send(message: Buffer): Promise<void> {
    this.#pending.push(message)
    this.#bytes += message.length
    if (this.#bytes >= FLUSH_BYTES) await this.flush()
  }

  /** Sends what waits. Resolves once the client may be sent more, or is gone. */
  async flush(): Promise<void> {
    if (this.#bytes === 0) return
    const [first] = this.#pending
    const data = this.#pending.length === 1 && first ? first : Buffer.concat(this.#pending)
    this.#pending = []
    this.#bytes = 0
    const socket = this.#socket
    if (socket.destroyed || socket.write(data)) return
    await new Promise<void>((resolve) => {
      const done = (): void => {
        socket.off('drain', done)
        socket.off('close', done)
        resolve()
      }
      socket.on('drain', done)
      socket.on('close', done)
    })
  }
}
