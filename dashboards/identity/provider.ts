import * as oidc from 'openid-client'
import type { CubeUser } from '../../cube/server.ts'

export interface ProviderOptions {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** What the button on the sign-in page names it. */
  readonly label: string
  /** Claim with the groups of a person. */
  readonly groupsClaim: string
  /** The role of each group. */
  readonly roles: Readonly<Record<string, CubeUser['role']>>
}

/** What the browser keeps while its user is at the provider. */
export interface Pending {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
}

export type Vouched =
  | { readonly email: string; readonly role: CubeUser['role'] }
  | { readonly refused: 'no_email' | 'no_group' }

/** The widest right first: who is in several groups has it. */
const byWidth: readonly CubeUser['role'][] = ['admin', 'vp', 'analyst', 'manager', 'rep']

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

/** Sign-in by OpenID Connect: authorisation code with PKCE, state and nonce. */
export class Provider {
  readonly #options: ProviderOptions
  #found: Promise<oidc.Configuration> | null = null

  constructor(options: ProviderOptions) {
    this.#options = options
  }

  get label(): string {
    return this.#options.label
  }

  /** Where to send the browser, and what it has to keep. */
  async begin(redirectUri: string): Promise<{ url: URL; pending: Pending }> {
    const verifier = oidc.randomPKCECodeVerifier()
    const pending = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier }
    const url = oidc.buildAuthorizationUrl(await this.#configuration(), {
      redirect_uri: redirectUri,
      scope: 'openid email profile groups',
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state: pending.state,
      nonce: pending.nonce,
    })
    return { url, pending }
  }

  /** Who came back, by what the provider signed. Throws where the answer is not to what was asked. */
  async finish(answer: URL, pending: Pending): Promise<Vouched> {
    const configuration = await this.#configuration()
    const tokens = await oidc.authorizationCodeGrant(configuration, answer, {
      pkceCodeVerifier: pending.verifier,
      expectedState: pending.state,
      expectedNonce: pending.nonce,
      idTokenExpected: true,
    })
    const signed = tokens.claims()
    if (!signed) throw new Error('The provider gave no ID token.')
    const { groupsClaim, roles } = this.#options
    // Some providers put only the subject into the token, and the rest behind it.
    const isWhole = signed.email !== undefined && signed[groupsClaim] !== undefined
    const told = isWhole
      ? signed
      : { ...signed, ...(await oidc.fetchUserInfo(configuration, tokens.access_token, signed.sub)) }
    const { email } = told
    if (typeof email !== 'string' || told.email_verified === false) return { refused: 'no_email' }
    const groups = [told[groupsClaim]].flat().map(String)
    const role = byWidth.find((one) =>
      groups.some((group) => Object.hasOwn(roles, group) && roles[group] === one),
    )
    return role ? { email, role } : { refused: 'no_group' }
  }

  #configuration(): Promise<oidc.Configuration> {
    this.#found ??= this.#discover().catch((error: unknown) => {
      // It is looked for again at the next sign-in.
      this.#found = null
      throw error
    })
    return this.#found
  }

  #discover(): Promise<oidc.Configuration> {
    const { issuer, clientId, clientSecret } = this.#options
    const server = new URL(issuer)
    const isHere = server.protocol === 'http:' && LOOPBACK.has(server.hostname)
    return oidc.discovery(server, clientId, clientSecret, undefined, {
      ...(isHere && { execute: [oidc.allowInsecureRequests] }),
    })
  }
}
