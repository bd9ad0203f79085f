import type { Request, RequestHandler, Response } from 'express'
import { cubeRoles } from '../../cube/security.ts'
import type { CubeUser } from '../../cube/server.ts'
import { answering } from '../answering.ts'
import { localOnly } from '../local-only.ts'
import { ownPages, type SignInOptions, signedIn } from './routes.ts'

/** Who reads on this machine: whoever can open the page here can read the home's files anyway. */
export const localUser: CubeUser = { name: 'local', role: 'admin' }

/** Whose rights a request has. */
export interface Visitor {
  readonly user: CubeUser
  /** The sign-in that their tokens go with, where there is one. */
  readonly session?: string
  /** True where they may look as somebody else: on this machine, at the sample company. */
  readonly maySwitch: boolean
}

interface VisitorOptions {
  readonly signIn: SignInOptions | undefined
  /** Whose rights the pages have where nobody signs in. */
  readonly user: CubeUser
  readonly isSample: () => boolean
}

/** Tells who asks. */
export class Visitors {
  readonly #options: VisitorOptions

  constructor(options: VisitorOptions) {
    this.#options = options
  }

  /** While nobody can sign in only this machine gets in; from then on only who did. */
  get admit(): RequestHandler {
    const { signIn } = this.#options
    const own = signIn && ownPages(signIn)
    return answering(async (request, response, next) => {
      if (own && (await signIn.identity.isGuarded())) return own(request, response, next)
      return localOnly(request, response, next)
    })
  }

  /** Who asks, or null where they have to sign in. */
  async of(request: Request): Promise<Visitor | null> {
    const { signIn, user, isSample } = this.#options
    if (signIn && (await signIn.identity.isGuarded())) {
      const found = await signedIn(request, signIn.identity)
      return found && { ...found, maySwitch: false }
    }
    const maySwitch = isSample()
    return { user: (maySwitch && personOf(request.query)) || user, maySwitch }
  }

  /** A route for who is let in; others are asked to sign in. */
  only(
    handler: (visitor: Visitor, request: Request, response: Response) => Promise<void> | void,
  ): RequestHandler {
    return answering(async (request, response) => {
      const visitor = await this.of(request)
      if (visitor) return handler(visitor, request, response)
      const provider = this.#options.signIn?.provider?.label ?? null
      const error = 'Sign in to see the pages.'
      response.status(401).json({ error, code: 'sign_in_needed', cure: 'sign in', provider })
    })
  }
}

/** Whom the sample company's role switcher names. */
function personOf({ asRole, asRep }: Request['query']): CubeUser | null {
  const known = cubeRoles.find((one) => one === asRole)
  if (known === undefined) return null
  const name = typeof asRep === 'string' && asRep !== '' ? asRep : known
  return { name, role: known, ...(name !== known && { repId: name }) }
}
