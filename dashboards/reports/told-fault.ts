import type { DeliveryFault } from '../../models/state/deliveries.ts'
import type { Messages } from '../messages/en.ts'

interface Told {
  readonly what: string
  readonly cure: string
}

/** Why something was not sent and what to do, in the words of a language; a code without words is told as it was kept. */
export function toldFault(
  { faults }: Pick<Messages, 'faults'>,
  { code, message, cure, facts }: DeliveryFault,
): Told {
  const say = (faults as Readonly<Record<string, unknown>>)[code]
  return typeof say === 'function'
    ? (say as (facts: DeliveryFault['facts']) => Told)(facts)
    : { what: message, cure }
}
