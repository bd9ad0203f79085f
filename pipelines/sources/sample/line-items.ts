import { at } from './at.ts'
import { dayMs, instantText } from './calendar.ts'
import { booleanText, centsText } from './cells.ts'
import { files } from './columns.ts'
import type { Deal } from './deal.ts'
import { shares } from './parameters.ts'
import type { Rng } from './rng.ts'
import { products, type World } from './world.ts'

interface LinePlan {
  id: string
  product: string
  quantity: number
  discount: number
  /** Share of the amount; the last line takes what is left, to the cent. */
  share: number
}

interface Line {
  quantity: number
  unitCents: number
  totalCents: number
  discount: number
}

/** The lines of an amount: whole currency units a piece, save the last line, so that they add up exactly. */
function linesOf(plans: readonly LinePlan[], cents: number): Line[] {
  let rest = cents
  return plans.map(({ quantity, discount, share }, i) => {
    if (i === plans.length - 1) return { quantity: 1, unitCents: rest, totalCents: rest, discount: 0 }
    const units = Math.max(1, Math.floor((cents * share) / (quantity * (100 - discount))))
    const totalCents = quantity * units * (100 - discount)
    rest -= totalCents
    return { quantity, unitCents: units * 100, totalCents, discount }
  })
}

/**
 * Writes a deal's product lines, from the moment that it has an amount, again with each new amount. In
 * a few deals the last of several lines is deleted and the amount left as it was.
 */
export function writeLineItems(world: World, dealId: string, deal: Deal, rng: Rng): void {
  const firstProduct = rng.int(0, products.length - 1)
  const plans = Array.from({ length: rng.int(1, 3) }, (_, i) => ({
    product: at(world.productIds, (firstProduct + 3 * i) % products.length),
    quantity: rng.int(1, 8),
    discount: rng.chance(0.25) ? 5 * rng.int(1, 4) : 0,
    share: 0.2 + 0.15 * rng.next(),
  }))
  const mismatch = plans.length > 1 && rng.chance(shares.lineItemsMismatch * 1.5)
  const priced = deal.changes.filter(
    (change, i) => change.cents !== null && change.cents !== deal.changes[i - 1]?.cents,
  )
  const first = priced[0]
  if (first === undefined || first.at > world.horizon) return
  const deletedAt = mismatch ? first.at + 2 * dayMs : null
  if (deletedAt !== null && deletedAt <= world.horizon) world.tally.lineItemsMismatched++
  const withIds = plans.map((plan) => ({ ...plan, id: world.ids.lineItem.next() }))
  withIds.forEach((plan, i) => {
    const goneAt = i === plans.length - 1 ? deletedAt : null
    const times = priced.map((change) => change.at).filter((time) => goneAt === null || time < goneAt)
    if (goneAt !== null) times.push(goneAt)
    world.drops.record(files.OpportunityLineItem, times, (asOf, changed) => {
      const cents = priced.findLast((change) => change.at <= changed)?.cents ?? 0
      const line = at(linesOf(withIds, cents), i)
      return [
        plan.id,
        dealId,
        plan.product,
        String(line.quantity),
        centsText(line.unitCents),
        centsText(line.totalCents),
        line.discount === 0 ? '' : String(line.discount),
        booleanText(goneAt !== null && goneAt <= asOf),
        instantText(first.at),
        instantText(changed),
      ]
    })
  })
}
