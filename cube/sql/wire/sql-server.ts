import { randomInt } from 'node:crypto'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { createSecureContext, type SecureContext, TLSSocket } from 'node:tls'
import { loadModule } from 'libpg-query'
import type { Cube } from '../../server.ts'
import type { Peer, SqlAccess } from '../access.ts'
import { SqlEngine } from '../sql-engine.ts'
import { SqlError } from '../sql-error.ts'
import { authenticate } from './authenticate.ts'
import { Connection } from './connection.ts'
import { Frames } from './frames.ts'
import { MessageReader, malformed } from './message-reader.ts'
import { backendKey, errorResponse, MessageWriter } from './messages.ts'
import { Outbox } from './outbox.ts'

export interface SqlServerOptions {
  readonly cube: Pick<Cube, 'statement'>
  readonly access: SqlAccess
  readonly host: string
  readonly port: number
  readonly tls?: { readonly cert: Buffer; readonly key: Buffer }
  /** Name of the only database. */
  readonly database: string
  /** Zone of sessions that name none. */
  readonly zone: string
  readonly maxConnections?: number
  /** Milliseconds after which a session that asks nothing is ended. */
  readonly idleMs?: number
  /** Told of what went wrong within, which clients are not. */
  readonly onFault?: (error: unknown) => void
}

export interface SqlServer {
  readonly port: number
  close(): Promise<void>
}

const MAX_CONNECTIONS = 100
const IDLE_MS = 60 * 60_000
const SIGN_IN_MS = 15_000

const PROTOCOL = 196_608
const SSL_REQUEST = 80_877_103
const GSS_REQUEST = 80_877_104
const CANCEL_REQUEST = 80_877_102

/** Serves the semantic layer to clients of PostgreSQL. */
export async function serveSql(options: SqlServerOptions): Promise<SqlServer> {
  await loadModule()
  const engine = new SqlEngine(options.cube)
  const service = new Service(options, engine)
  const server = createServer({ noDelay: true }, (socket) => void service.serve(socket))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host, resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      await closeAll(server, service)
      engine.close()
    },
  }
}

function closeAll(server: Server, service: Service): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    service.end()
  })
}

class Service {
  readonly #options: SqlServerOptions
  readonly #engine: SqlEngine
  readonly #secure: SecureContext | undefined
  readonly #sockets = new Set<Socket>()
  /** Sessions by the number that a request to cancel names, with the secret that it proves itself by. */
  readonly #sessions = new Map<number, { secret: number; connection: Connection }>()
  #lastPid = 0

  constructor(options: SqlServerOptions, engine: SqlEngine) {
    this.#options = options
    this.#engine = engine
    this.#secure = options.tls && createSecureContext(options.tls)
  }

  end(): void {
    for (const { connection } of this.#sessions.values()) connection.cancel()
    for (const socket of this.#sockets) socket.destroy()
  }

  async serve(socket: Socket): Promise<void> {
    this.#sockets.add(socket)
    socket.once('close', () => this.#sockets.delete(socket))
    socket.on('error', () => {})
    const outbox = new Outbox(socket)
    try {
      await this.#session(socket, outbox)
    } catch (error) {
      if (!(error instanceof SqlError)) this.#options.onFault?.(error)
      const { state, message, hint } =
        error instanceof SqlError
          ? error
          : { state: 'XX000', message: 'The session failed in the server', hint: undefined }
      await outbox.send(errorResponse({ severity: 'FATAL', state, message, hint }))
      await outbox.flush()
    } finally {
      socket.end()
      socket.destroySoon()
    }
  }

  async #session(raw: Socket, outbox: Outbox): Promise<void> {
    const frames = new Frames(raw)
    // Only a client that keeps us waiting is ended: an answer may take longer.
    raw.setTimeout(SIGN_IN_MS, () => frames.isAwaiting && raw.destroy())
    const begun = await this.#begin(raw, frames, outbox)
    if (!begun) return
    const { socket, parameters, isSecure } = begun
    if (this.#sessions.size >= (this.#options.maxConnections ?? MAX_CONNECTIONS))
      throw new SqlError({ state: '53300', message: 'sorry, too many clients already' })
    const { user: name = '', database = name, options = '', replication, ...given } = parameters
    if (name === '') throw new SqlError({ state: '28000', message: 'no user name was given' })
    if (replication !== undefined && !/^(false|off|no|0)$/.test(replication))
      throw new SqlError({ state: '0A000', message: 'replication is not supported' })
    const send = async (message: Buffer): Promise<void> => {
      await outbox.send(message)
      await outbox.flush()
    }
    const peer = peerOf(raw, isSecure)
    const user = await authenticate(name, { frames, send, access: this.#options.access, peer })
    if (database !== this.#options.database && database !== name && database !== 'postgres')
      throw new SqlError({
        state: '3D000',
        message: `database "${database}" does not exist`,
        hint: `There is one: ${this.#options.database}.`,
      })
    frames.authenticated()
    const connection = new Connection({
      frames,
      outbox,
      engine: this.#engine,
      access: this.#options.access,
      user,
      database: this.#options.database,
      zone: this.#options.zone,
      given: { ...given, ...commandLine(options) },
      onFault: (error) => this.#options.onFault?.(error),
    })
    const pid = this.#nextPid()
    const secret = randomInt(1, 2 ** 31)
    this.#sessions.set(pid, { secret, connection })
    socket.once('close', () => connection.cancel())
    raw.setTimeout(this.#options.idleMs ?? IDLE_MS)
    try {
      await outbox.send(backendKey(pid, secret))
      await connection.run()
    } finally {
      this.#sessions.delete(pid)
    }
  }

  /** What comes before the session: TLS, a request to cancel, or its parameters. */
  async #begin(
    raw: Socket,
    frames: Frames,
    outbox: Outbox,
  ): Promise<{ socket: Socket; parameters: Record<string, string>; isSecure: boolean } | null> {
    let socket = raw
    for (;;) {
      const message = await frames.startup()
      if (!message) return null
      const reader = new MessageReader(message)
      const code = reader.int32()
      if (code === CANCEL_REQUEST) {
        this.#cancel(reader.int32(), reader.int32())
        return null
      }
      if (code === SSL_REQUEST && this.#secure && socket === raw) {
        // What came in clear behind the request would be taken for what TLS has protected.
        if (frames.hasWaiting) throw malformed()
        raw.write('S')
        socket = new TLSSocket(raw, { isServer: true, secureContext: this.#secure })
        socket.on('error', () => raw.destroy())
        frames.replace(socket)
        outbox.replace(socket)
      } else if (code === SSL_REQUEST || code === GSS_REQUEST) raw.write('N')
      else if (code >>> 16 === 3) {
        if (code !== PROTOCOL) await outbox.send(negotiated())
        return { socket, parameters: readParameters(reader), isSecure: socket !== raw }
      } else throw new SqlError({ state: '0A000', message: 'This protocol is not supported: version 3.0 is' })
    }
  }

  #cancel(pid: number, secret: number): void {
    const session = this.#sessions.get(pid)
    if (session?.secret === secret) session.connection.cancel()
  }

  #nextPid(): number {
    do this.#lastPid = (this.#lastPid % 2_000_000_000) + 1
    while (this.#sessions.has(this.#lastPid))
    return this.#lastPid
  }
}

/** NegotiateProtocolVersion: the newest that is spoken here is 3.0. */
const negotiated = (): Buffer => new MessageWriter('v').int32(PROTOCOL).int32(0).end()

function readParameters(reader: MessageReader): Record<string, string> {
  const parameters: Record<string, string> = {}
  while (!reader.isAtEnd) {
    const name = reader.text()
    if (name === '') break
    const value = reader.text()
    // Options of later versions of the protocol.
    if (!name.startsWith('_pq_.')) parameters[name] = value
  }
  return parameters
}

/** Settings that a client gives as `-c name=value`. */
function commandLine(options: string): Record<string, string> {
  const found = options.matchAll(/(?:-c\s*|--)([\w.]+)=((?:\\.|\S)*)/g)
  return Object.fromEntries(
    [...found].map(([, name = '', value = '']) => [name, value.replace(/\\(.)/g, '$1')]),
  )
}

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])

function peerOf(socket: Socket, isSecure: boolean): Peer {
  const address = socket.remoteAddress ?? ''
  return { address, isLocal: LOOPBACK.has(address), isSecure }
}
