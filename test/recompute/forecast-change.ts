import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { dayNumber, localDay, type SampleCompany, startOfLocalDay } from './company.ts'
import { ownerDims } from './deals.ts'
import type { Given, GivenProbability } from './given-forecasts.ts'
import { ledger } from './ledger.ts'
import type { Micros } from './money.ts'
import { dayAfter, periodOf } from './periods.ts'
import type { Version } from './versions.ts'
import { type Item, sum, type View } from './view.ts'

interface Change {
  readonly deal: string | null
  readonly amount: Micros
}

/** Why our forecast of the running quarter is another one than a week ago, from the probabilities that were given. */
export function forecastChange(
  exports: string,
  company: SampleCompany,
  byDeal: readonly (readonly Version[])[],
  given: Given,
): View<Change> {
  const today = localDay(company.asOf)
  const [start, end] = periodOf(today, 'fiscal_quarter')
  const before = beforeOf(given, today, start)
  const endOf = (day: string): string => startOfLocalDay(dayAfter(day))
  const known = knownOf(exports)
  const of = (origin: string) =>
    new Map(
      given.probabilities
        .filter((it) => it.origin === origin && it.periodStart === start)
        .map((it) => [it.deal, it] as const),
    )
  const [was, is] = [of(before ?? ''), of(today)]
  const items: Item<Change>[] = []
  const byRep = new Map<string, Micros>()
  for (const versions of before ? byDeal : []) {
    const deal = versions[0]?.deal
    if (!deal) continue
    const entries = ledger(company, [versions]).items as readonly Item<{ amount: Micros }>[]
    const booked = sum(
      entries
        .filter(({ at }) => localDay(at) > (before ?? '') && localDay(at) <= today)
        .map((it) => it.value.amount),
    )
    const then = versions.findLast((it) => known(it.from) < endOf(before ?? ''))
    const planned = deal.record.CloseDate ?? ''
    const isPushed = planned > (then?.closeDate ?? '9999') && planned > end
    for (const [cause, amount] of causesOf(was.get(deal.id), is.get(deal.id), booked, isPushed)) {
      items.push({ at: today, dims: { ...deal.dims, cause }, value: { deal: deal.id, amount } })
      const rep = deal.owner?.Id ?? 'unknown'
      byRep.set(rep, (byRep.get(rep) ?? 0n) + amount)
    }
  }
  const points = given.forecasts.filter(
    (it) => it.method === 'hazard' && it.level === 'rep' && it.periodStart === start,
  )
  for (const { origin, unit, point } of points) {
    if (origin === today) byRep.set(unit, (byRep.get(unit) ?? 0n) - point)
    if (origin === before) byRep.set(unit, (byRep.get(unit) ?? 0n) + point)
  }
  for (const [rep, rest] of before ? byRep : [])
    if (rest !== 0n)
      items.push({
        at: today,
        dims: { ...ownerDims(company.users.get(rep), company), cause: 'still_to_come' },
        value: { deal: null, amount: -rest },
      })
  return {
    name: 'forecast_change',
    time: null,
    dimensions: ['cause', 'rep_name', 'rep_team', 'manager_name'],
    items,
    measures: {
      change: (rows) => sum(rows.map(({ amount }) => amount)),
      deals: (rows) => new Set(rows.flatMap(({ deal }) => deal ?? [])).size,
    },
  }
}

/** The newest day with forecasts of the running quarter at least four days ago. */
function beforeOf({ forecasts }: Given, today: string, start: string): string | undefined {
  return forecasts
    .filter((it) => it.method === 'hazard' && it.periodStart === start && it.origin >= start)
    .map(({ origin }) => origin)
    .filter((origin) => dayNumber(origin) <= dayNumber(today) - 4)
    .sort()
    .at(-1)
}

/** To the cent, half away from zero. */
const worth = (p: number, amount: Micros): Micros => BigInt(Math.round(p * Number(amount) * 1e-4)) * 10_000n

function causesOf(
  was: GivenProbability | undefined,
  is: GivenProbability | undefined,
  booked: Micros | null,
  isPushed: boolean,
): [string, Micros][] {
  const before = was ? worth(was.pWin, was.expected) : 0n
  const after = is ? worth(is.pWin, is.expected) : 0n
  if (booked !== null) return [['won', booked + after - before]]
  if (!was && !is) return []
  if (!was || !is) return [[was ? 'lost' : 'created', after - before]]
  const renewed = worth(was.pWin, is.expected)
  const causes: [string, Micros][] = [
    ['amount', renewed - before],
    [isPushed ? 'pushed' : 'probability', after - renewed],
  ]
  return causes.filter(([, amount]) => amount !== 0n)
}

/** When what happened became known: at once up to the first export, later with the next one. */
export function knownOf(exports: string): (at: string) => string {
  const ends = readdirSync(join(exports, 'crm'))
    .sort()
    .map((day) => new Date(Date.parse(startOfLocalDay(dayAfter(day))) - 1).toISOString())
  return (at) => (at <= (ends[0] ?? '') ? at : (ends.find((end) => end >= at) ?? at))
}
