import { localDay, type SampleCompany, startOfLocalDay } from './company.ts'
import { knownOf } from './forecast-change.ts'
import { ledger } from './ledger.ts'
import type { Micros } from './money.ts'
import { movedDims } from './movement.ts'
import { dayAfter, periodOf } from './periods.ts'
import { type Version, valued, whose } from './versions.ts'
import { add, type Item, sum, type View } from './view.ts'

interface Change {
  readonly amount: Micros
  readonly deals: number
}

const SPANS = { week: 7, month: 28 } as const
const NET = { booked: 1, reversed: -1, adjusted: 0 } as const

/** What is known today of bookings and of the quarter's pipeline against what the exports told some days ago. */
export function knownChange(
  exports: string,
  company: SampleCompany,
  byDeal: readonly (readonly Version[])[],
): View<Change> {
  const today = localDay(company.asOf)
  const known = knownOf(exports)
  const upTo = (versions: readonly Version[], day: string): number =>
    versions.findLastIndex((it) => known(it.from) < startOfLocalDay(dayAfter(day))) + 1
  const items = Object.entries(SPANS).flatMap(([span, days]) =>
    byDeal.flatMap((versions) => {
      const [then, now] = [upTo(versions, dayAfter(today, -days)), upTo(versions, today)]
      return [
        ...booked(versions, then, now, company),
        ...moved(versions[then - 1], versions[now - 1], today, company),
      ].map((item) => ({ ...item, at: today, dims: { ...item.dims, span } }))
    }),
  )
  return {
    name: 'known_change',
    time: null,
    dimensions: ['span', 'subject', 'reason', ...movedDims],
    pins: [['span'], ['subject']],
    items,
    measures: {
      amount: (all) => sum(all.map(({ amount }) => amount)),
      deals: (all) => (all.length ? add(all.map(({ deals }) => deals)) : null),
    },
  }
}

/** What the ledger of the versions known now has, less that of those known then. */
function booked(
  versions: readonly Version[],
  then: number,
  now: number,
  company: SampleCompany,
): Item<Change>[] {
  const entries = ledger(company, [versions.slice(0, now)]).items
  const before = ledger(company, [versions.slice(0, then)]).items.length
  return entries.slice(before).map(({ at, dims, value }) => ({
    at,
    dims: {
      ...versions[0]?.deal.dims,
      ...dims,
      ...segment(versions),
      subject: 'bookings',
      reason: dims.event ?? null,
    },
    value: { amount: value.amount, deals: NET[value.event] },
  }))
}

/** The account is the deal's own, not that of the event. */
const segment = (versions: readonly Version[]) => ({
  account_segment: versions[0]?.deal.dims.account_segment ?? null,
})

function moved(
  then: Version | undefined,
  now: Version | undefined,
  today: string,
  company: SampleCompany,
): Item<Change>[] {
  if (!now || then === now) return []
  const [start, end] = periodOf(today, 'fiscal_quarter')
  const worth = (it: Version | undefined): Micros | null =>
    it?.status === 'open' && it.closeDate !== null && it.closeDate >= start && it.closeDate <= end
      ? valued(it.amount, it.currency, today, company)
      : null
  const [was, is] = [worth(then), worth(now)]
  if (was === is) return []
  const came = !then ? 'new' : then.status === 'open' ? 'pulled in' : 're-opened'
  const went = now.status === 'open' ? 'pushed out' : now.status
  const reason = was === null ? came : is === null ? went : is > was ? 'amount up' : 'amount down'
  const dims = { ...now.deal.dims, ...whose(now), subject: 'pipeline', reason }
  return [{ at: today, dims, value: { amount: (is ?? 0n) - (was ?? 0n), deals: 1 } }]
}
