import type { IncomingMessage } from 'node:http'
import type { Response } from 'express'

/** The cookie of a session. A page of another site never sends it, and no script reads it. */
const SESSION = 'salesops_session'

export interface CookieOptions {
  /** True where pages are reached by https: the cookie then never travels in clear. */
  readonly isSecure: boolean
}

export function sessionCookie(request: IncomingMessage): string | undefined {
  return cookieOf(request, SESSION)
}

/** Without an age: it ends with the browser, and with the session that the server keeps. */
export function setSessionCookie(response: Response, value: string, { isSecure }: CookieOptions): void {
  response.cookie(SESSION, value, { httpOnly: true, sameSite: 'strict', secure: isSecure, path: '/' })
}

export function clearSessionCookie(response: Response, { isSecure }: CookieOptions): void {
  response.clearCookie(SESSION, { httpOnly: true, sameSite: 'strict', secure: isSecure, path: '/' })
}

export function cookieOf(request: IncomingMessage, name: string): string | undefined {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [key, ...value] = part.trim().split('=')
    if (key === name) return value.join('=')
  }
  return undefined
}
