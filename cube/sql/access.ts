import type { CubeUser } from '../security.ts'

/** Where a client connects from. */
export interface Peer {
  readonly address: string
  /** True for this machine. */
  readonly isLocal: boolean
  /** True where nobody on the way can read along. */
  readonly isSecure: boolean
}

/** How a name has to prove itself. */
export type Challenge =
  | { readonly kind: 'trust'; readonly user: CubeUser }
  | {
      readonly kind: 'scram'
      /** What is kept of the password; for names that are not known, of none. */
      readonly verifier: ScramKeys
      readonly settle: (isProven: boolean) => Promise<CubeUser | null>
    }
  | { readonly kind: 'password'; readonly check: (password: string) => Promise<CubeUser | null> }
  | { readonly kind: 'refused'; readonly message: string }

interface ScramKeys {
  readonly iterations: number
  readonly salt: Buffer
  readonly storedKey: Buffer
  readonly serverKey: Buffer
}

/** Who may connect, as whoever serves decides. */
export interface SqlAccess {
  challenge(name: string, peer: Peer): Promise<Challenge>
  /** A user by name, for an admin who looks as them; null where there is none. */
  userNamed(name: string): Promise<CubeUser | null>
}
