import type { CubeUser } from '../../security.ts'
import type { Peer, SqlAccess } from '../access.ts'
import { SqlError } from '../sql-error.ts'
import type { Frames } from './frames.ts'
import { MessageReader } from './message-reader.ts'
import { authentication } from './messages.ts'
import { ScramExchange } from './scram.ts'

const OK = 0
const CLEARTEXT = 3
const SASL = 10
const SASL_CONTINUE = 11
const SASL_FINAL = 12
const MECHANISM = 'SCRAM-SHA-256'

interface Authentication {
  readonly frames: Frames
  readonly send: (message: Buffer) => Promise<void>
  readonly access: SqlAccess
  readonly peer: Peer
}

/**
 * Finds out who connects.
 * @throws SqlError 28P01 or 28000
 */
export async function authenticate(name: string, context: Authentication): Promise<CubeUser> {
  const { access, peer, send } = context
  const challenge = await access.challenge(name, peer)
  const user =
    challenge.kind === 'trust'
      ? challenge.user
      : challenge.kind === 'scram'
        ? await challenge.settle(await provesByScram(challenge.verifier, context))
        : challenge.kind === 'password'
          ? await byPassword(challenge.check, context)
          : null
  if (challenge.kind === 'refused') throw new SqlError({ state: '28000', message: challenge.message })
  if (!user)
    throw new SqlError({ state: '28P01', message: `password authentication failed for user "${name}"` })
  await send(authentication(OK))
  return user
}

/** A password in clear: where nobody can read along. */
async function byPassword(
  check: (password: string) => Promise<CubeUser | null>,
  { frames, send, peer }: Authentication,
): Promise<CubeUser | null> {
  if (!peer.isSecure && !peer.isLocal)
    throw new SqlError({
      state: '28000',
      message: 'This user signs in with a password in clear, which needs TLS',
      hint: 'Connect with sslmode=require, or give the user a password anew: salesops user reset.',
    })
  await send(authentication(CLEARTEXT))
  const answer = await passwordMessage(frames)
  return check(answer.text())
}

async function provesByScram(
  verifier: ConstructorParameters<typeof ScramExchange>[0],
  { frames, send }: Authentication,
): Promise<boolean> {
  await send(authentication(SASL, Buffer.from(`${MECHANISM}\0\0`)))
  const first = await passwordMessage(frames)
  const mechanism = first.text()
  const length = first.int32()
  if (mechanism !== MECHANISM || length < 0)
    throw new SqlError({ state: '28000', message: `client selected an invalid SASL mechanism: ${mechanism}` })
  const exchange = new ScramExchange(verifier)
  const challenge = exchange.begin(first.bytes(length).toString())
  if (challenge === null) throw new SqlError({ state: '08P01', message: 'malformed SCRAM message' })
  await send(authentication(SASL_CONTINUE, Buffer.from(challenge)))
  const second = await passwordMessage(frames)
  const proof = exchange.finish(second.rest().toString())
  if (proof === null) return false
  await send(authentication(SASL_FINAL, Buffer.from(proof)))
  return true
}

async function passwordMessage(frames: Frames): Promise<MessageReader> {
  const frame = await frames.next()
  if (frame?.type !== 'p')
    throw new SqlError({ state: '08P01', message: 'A password was expected, and something else came' })
  return new MessageReader(frame.body)
}
