import { firstDay as firstDayOf } from './calendar.ts'
import { Demand } from './demand.ts'
import type { DropWriter } from './drops.ts'
import { IdSequence } from './ids.ts'
import type { Staff } from './people.ts'
import { Rates } from './rates.ts'
import { simulateStaff } from './staff.ts'
import { Tally } from './tally.ts'

/** All that the parts of the simulation share: the company, its clock, where records go, what is counted. */
export interface World {
  seed: number
  scale: number
  firstDay: number
  untilDay: number
  /** Last instant that the exports know of. */
  horizon: number
  staff: Staff
  rates: Rates
  demand: Demand
  drops: DropWriter
  tally: Tally
  productIds: string[]
  ids: Record<'account' | 'contact' | 'lead' | 'deal' | 'history' | 'lineItem' | 'task' | 'event', IdSequence>
}

export function createWorld(seed: number, scale: number, untilDay: number, drops: DropWriter): World {
  const firstDay = firstDayOf(untilDay)
  const staff = simulateStaff(seed, scale, firstDay, untilDay)
  const rates = new Rates(seed, firstDay, untilDay)
  const productIds = new IdSequence('Product2')
  return {
    seed,
    scale,
    firstDay,
    untilDay,
    horizon: drops.horizon,
    staff,
    rates,
    demand: new Demand(seed, firstDay, untilDay),
    drops,
    tally: new Tally(staff, rates, firstDay, untilDay),
    productIds: products.map(() => productIds.next()),
    ids: {
      account: new IdSequence('Account'),
      contact: new IdSequence('Contact'),
      lead: new IdSequence('Lead'),
      deal: new IdSequence('Opportunity'),
      history: new IdSequence('OpportunityHistory'),
      lineItem: new IdSequence('OpportunityLineItem'),
      task: new IdSequence('Task'),
      event: new IdSequence('Event'),
    },
  }
}

export const products = [
  { name: 'Meridian Core', code: 'MER-CORE', family: 'Platform' },
  { name: 'Meridian Fleet', code: 'MER-FLT', family: 'Platform' },
  { name: 'Meridian Pay', code: 'MER-PAY', family: 'Payments' },
  { name: 'Terminal X2, 10" screen', code: 'TRM-X2', family: 'Hardware' },
  { name: 'Handheld H1', code: 'HND-H1', family: 'Hardware' },
  { name: 'Onboarding', code: 'SRV-ONB', family: 'Services' },
  { name: 'Premium Support', code: 'SRV-SUP', family: 'Services' },
  { name: 'Insights Add-on', code: 'ADD-INS', family: 'Add-on' },
] as const
