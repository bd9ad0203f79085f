import type { DeliveryFault } from '../../models/state/deliveries.ts'
import { en, type Messages } from '../messages/en.ts'
import { toldFault } from './told-fault.ts'

type Faults = Messages['faults']

/** A fault by its code and facts, in English besides: so ledger, log and command line have it. */
export function faultAs<C extends keyof Faults>(code: C, facts: Parameters<Faults[C]>[0]): DeliveryFault {
  const { what, cure } = toldFault(en, { code, message: '', cure: '', facts })
  return { code, message: what, cure, facts }
}
