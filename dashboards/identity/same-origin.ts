import type { IncomingMessage } from 'node:http'

/**
 * Why a request is not one of our own pages: a page of another origin shows in `Sec-Fetch-Site` or `Origin`, which
 * no page can set. Null for our own, and for programs, which send neither and have nobody's cookies.
 */
export function foreignOrigin(request: IncomingMessage, own: string): string | null {
  const site = request.headers['sec-fetch-site']
  const isForeign = site !== undefined && site !== 'same-origin' && site !== 'none'
  const { origin } = request.headers
  return isForeign || (origin !== undefined && origin !== own)
    ? 'Sessions are for pages of this server only.'
    : null
}
