import type { IncomingMessage } from 'node:http'
import express, { type Request, type RequestHandler, type Response, Router } from 'express'
import { z } from 'zod'
import type { CubeUser } from '../../cube/server.ts'
import { sessionHash } from '../../models/state/sessions.ts'
import { answering } from '../answering.ts'
import { clearSessionCookie, cookieOf, sessionCookie, setSessionCookie } from './cookies.ts'
import type { Identity, SignIn } from './identity.ts'
import type { Pending, Provider } from './provider.ts'
import { foreignOrigin } from './same-origin.ts'

/** How this server signs people in. */
export interface SignInOptions {
  readonly identity: Identity
  readonly provider?: Provider
  /** `https://...` that people open; where a proxy stands before this server it cannot be told otherwise. */
  readonly publicUrl?: string
  /** True where cookies never travel in clear. */
  readonly isSecure: boolean
}

const credentials = z.object({ name: z.string().min(1).max(320), password: z.string().min(1).max(1024) })

const PENDING = 'salesops_pending'
const PENDING_MS = 10 * 60_000
const CALLBACK = '/api/oidc/callback'

/** Signing in and out. Mount it behind what refuses pages of other sites. */
export function signInRoutes(options: SignInOptions): Router {
  const { identity } = options
  const router = Router()
  router.post(
    '/sign-in',
    express.json({ limit: '4kb' }),
    answering(async (request, response) => {
      const given = credentials.safeParse(request.body)
      if (!given.success) {
        response.status(400).json({
          error: 'Give a name and a password.',
          code: 'sign_in_incomplete',
          cure: 'send {"name", "password"}',
        })
        return
      }
      const { name, password } = given.data
      answer(response, await identity.signIn(name, password, request.ip ?? ''), options)
    }),
  )
  router.post(
    '/sign-out',
    answering(async (request, response) => {
      const cookie = sessionCookie(request)
      if (cookie !== undefined) await identity.signOut(cookie)
      clearSessionCookie(response, options)
      response.json({ signedOut: true })
    }),
  )
  if (options.provider) providerRoutes(router, options, options.provider)
  return router
}

function providerRoutes(router: Router, options: SignInOptions, provider: Provider): void {
  const lax = { httpOnly: true, sameSite: 'lax', secure: options.isSecure, path: '/api/oidc' } as const
  router.get(
    '/oidc/start',
    answering(async (request, response) => {
      const { url, pending } = await provider.begin(`${originOf(request, options)}${CALLBACK}`)
      const kept = Buffer.from(JSON.stringify(pending)).toString('base64url')
      // Lax: the provider sends the browser back here, from its own site.
      response.cookie(PENDING, kept, { ...lax, maxAge: PENDING_MS })
      response.redirect(url.href)
    }),
  )
  router.get(
    '/oidc/callback',
    answering(async (request, response) => {
      const kept = cookieOf(request, PENDING)
      response.clearCookie(PENDING, lax)
      const result = kept === undefined ? 'failed' : await vouched(request, options, provider, kept)
      if (typeof result === 'string') {
        await options.identity.denied({ user: null, code: `provider_${result}` })
        response.redirect(`/?sign-in=${result}`)
        return
      }
      if ('cookie' in result) setSessionCookie(response, result.cookie, options)
      response.redirect('cookie' in result ? '/' : `/?sign-in=${result.refused}`)
    }),
  )
}

async function vouched(
  request: Request,
  options: SignInOptions,
  provider: Provider,
  kept: string,
): Promise<SignIn | 'failed' | 'no_email' | 'no_group'> {
  try {
    const pending = JSON.parse(Buffer.from(kept, 'base64url').toString()) as Pending
    const told = await provider.finish(new URL(request.originalUrl, originOf(request, options)), pending)
    return 'refused' in told ? told.refused : await options.identity.signInFromProvider(told.email, told.role)
  } catch {
    return 'failed'
  }
}

function answer(response: Response, result: SignIn, options: SignInOptions): void {
  if ('cookie' in result) {
    setSessionCookie(response, result.cookie, options)
    response.json({ user: { name: result.user.name, role: result.user.role } })
  } else if (result.refused === 'limited') {
    response.set('Retry-After', String(result.seconds)).status(429)
    response.json({
      error: 'Too many attempts: wait a quarter of an hour.',
      code: 'too_many_attempts',
      cure: 'wait',
    })
  } else {
    response.status(401).json({
      error: 'The name or the password is wrong.',
      code: 'sign_in_wrong',
      cure: 'try again, or ask who keeps the users',
    })
  }
}

/** Refuses what pages of other sites ask for. */
export function ownPages(options: SignInOptions): RequestHandler {
  return answering(async (request, response, next) => {
    // The provider's answer comes from its site; its state, nonce and verifier say whose it is.
    const fault =
      request.path === '/oidc/callback' || request.path === '/oidc/start'
        ? null
        : foreignOrigin(request, originOf(request, options))
    if (fault === null) return next()
    await options.identity.denied({ user: null, code: 'cross_site' })
    response.status(403).json({ error: fault, code: 'cross_site', cure: 'ask from a page of this server' })
  })
}

/** Who asks, by the cookie of their browser; with the sign-in that a token of theirs goes with. */
export async function signedIn(
  request: IncomingMessage,
  identity: Identity,
): Promise<{ user: CubeUser; session: string } | null> {
  const cookie = sessionCookie(request)
  if (cookie === undefined) return null
  const session = sessionHash(cookie)
  const user = await identity.userOf(session)
  if (!user) await identity.denied({ user: null, code: 'session_ended' })
  return user && { user, session }
}

function originOf(request: Request, { publicUrl }: SignInOptions): string {
  return publicUrl === undefined ? `${request.protocol}://${request.headers.host}` : new URL(publicUrl).origin
}
