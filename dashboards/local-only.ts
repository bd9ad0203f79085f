import type { IncomingMessage } from 'node:http'
import type { RequestHandler } from 'express'
import { foreignOrigin } from './identity/same-origin.ts'

const LOOPBACK_PEERS = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])
const LOOPBACK_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * Lets through what comes from a page of our own on this machine. A name that a stranger points at 127.0.0.1
 * shows in `Host`; a page of another origin shows in `Sec-Fetch-Site` or `Origin`.
 */
export const localOnly: RequestHandler = (request, response, next) => {
  const fault = faultOf(request)
  if (fault === null) next()
  else
    response
      .status(403)
      .json({ error: fault, code: 'local_only', cure: 'open the pages on the machine itself' })
}

/** True for a page of our own, or a program, on this machine. */
export const isLocal = (request: IncomingMessage): boolean => faultOf(request) === null

function faultOf(request: IncomingMessage): string | null {
  const host = request.headers.host ?? ''
  if (
    !LOOPBACK_PEERS.has(request.socket.remoteAddress ?? '') ||
    !LOOPBACK_HOSTS.has(host.replace(/:\d+$/, ''))
  ) {
    return 'Sessions without a login are for this machine only: open the page as http://localhost.'
  }
  return foreignOrigin(request, `http://${host}`)
}
