import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'

/** What pages are told. */
export interface ServedNow {
  readonly build: string
  readonly asOf: string | null
}

/** Says whether a page may listen, and gives what tells whether it still may; null where it may not. */
export type AdmitListener = (request: IncomingMessage) => Promise<(() => Promise<boolean>) | null>

export interface LiveBuilds {
  /** Tells all who listen of the build that is served from now on. */
  announce(served: ServedNow): void
  close(): void
}

const PATH = '/api/builds'
const RECHECK_MS = 30_000
/** Pages only listen. */
const MAX_PAYLOAD = 1024
/** The server's own code: the sign-in has ended. */
const SIGNED_OUT = 4401

/** The websocket by which pages are told of a new build. `served` is told to each as it comes. */
export function liveBuilds(
  server: Pick<Server, 'on'>,
  served: () => ServedNow,
  admit: AdmitListener,
): LiveBuilds {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_PAYLOAD })
  const listening = new Map<WebSocket, () => Promise<boolean>>()
  const silent = new Set<WebSocket>()

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy())
    if (new URL(request.url ?? '', 'http://any').pathname !== PATH) return refuse(socket, '404 Not Found')
    admit(request).then(
      (stillMay) => {
        if (!stillMay) return refuse(socket, '403 Forbidden')
        sockets.handleUpgrade(request, socket, head, (webSocket) => {
          listening.set(webSocket, stillMay)
          webSocket.on('pong', () => silent.delete(webSocket))
          webSocket.on('close', () => listening.delete(webSocket))
          webSocket.on('error', () => webSocket.terminate())
          webSocket.send(JSON.stringify(served()))
        })
      },
      () => refuse(socket, '500 Internal Server Error'),
    )
  })

  const recheck = setInterval(() => {
    for (const [webSocket, stillMay] of listening) {
      if (silent.has(webSocket)) {
        webSocket.terminate()
        continue
      }
      silent.add(webSocket)
      webSocket.ping()
      stillMay().then(
        (may) => may || webSocket.close(SIGNED_OUT),
        () => webSocket.close(SIGNED_OUT),
      )
    }
  }, RECHECK_MS)
  recheck.unref()

  return {
    announce(now) {
      const message = JSON.stringify(now)
      for (const webSocket of listening.keys()) webSocket.send(message)
    },
    close() {
      clearInterval(recheck)
      for (const webSocket of listening.keys()) webSocket.terminate()
    },
  }
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
