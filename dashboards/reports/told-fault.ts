import type { Messages } from '../messages/en.ts'

/** A fault as the ledger keeps it: what it is, its facts, and both in English. */
export interface KeptFault {
  readonly code: string
  readonly message: string
  readonly cure: string
  readonly facts: Readonly<Record<string, string>>
}

interface Told {
  readonly what: string
  readonly cure: string
}

/** Why something was not sent and what to do, in the words of a language; a code without words is told as it was kept. */
export function toldFault(
  { faults }: Pick<Messages, 'faults'>,
  { code, message, cure, facts }: KeptFault,
): Told {
  const say = (faults as Readonly<Record<string, unknown>>)[code]
  return typeof say === 'function'
    ? (say as (facts: KeptFault['facts']) => Told)(facts)
    : { what: message, cure }
}
