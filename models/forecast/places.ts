import type { Expectation } from './expectation.ts'
import { centsOf } from './money.ts'
import type { Coming } from './simulate.ts'
import type { UnitSums } from './units.ts'

/** What so many wins of deals still to come bring. */
export function amountOf(coming: readonly Pick<Coming, 'wins' | 'mean'>[]): number {
  return coming.reduce((sum, { wins, mean }) => sum + wins * mean, 0)
}

/** Open deals of an owner in a territory, by their place among all, and their share of deals still to come. */
interface Place {
  readonly owner: string | null
  readonly territory: string
  readonly deals: number[]
  share: number
}

/** Whose and where what is still to be booked is: by owner and territory in whole cents, so that all levels add up. */
export class Places {
  readonly #places = new Map<string, Place>()
  readonly #amounts: readonly number[]

  constructor({ deals, newborns }: Expectation) {
    this.#amounts = deals.map(({ amount }) => amount)
    for (const [at, { running }] of deals.entries())
      this.#place(running.owner, running.territory).deals.push(at)
    const all = newborns.places.reduce((sum, place) => sum + place.deals, 0)
    for (const place of newborns.places) this.#place(place.owner, place.territory).share = place.deals / all
  }

  #place(owner: string | null, territory: string): Place {
    const key = `${owner}|${territory}`
    const place = this.#places.get(key) ?? { owner, territory, deals: [], share: 0 }
    this.#places.set(key, place)
    return place
  }

  /** Adds what deals are expected to bring by their chances, and what deals still to come are, times `net`. */
  add(to: UnitSums, chanceOf: (deal: number) => number, coming: number, net: number): void {
    for (const { owner, territory, deals, share } of this.#places.values()) {
      let amount = 0
      for (const at of deals) amount += chanceOf(at) * (this.#amounts[at] ?? 0)
      to.add(owner, territory, centsOf((amount + coming * share) * net))
    }
  }
}
