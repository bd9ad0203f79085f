import { localDay, type SampleCompany } from './company.ts'
import type { Dims } from './deals.ts'
import type { Micros } from './money.ts'
import { isIn, type PeriodKind, periodsBetween } from './periods.ts'
import { REPS } from './quota.ts'
import { type Version, valued, whose } from './versions.ts'
import { type Item, ratio, sum, type View } from './view.ts'

interface Due {
  readonly outcome: string
  /** What it was worth at the start of the period; null where it was not due. */
  readonly amount: Micros | null
  readonly won: Micros
}

const KINDS: Readonly<Record<string, PeriodKind>> = { month: 'month', quarter: 'fiscal_quarter' }

/** What at the start of each fiscal month and quarter was planned to close in it, and how it stood at its end. */
export function due(company: SampleCompany, deals: readonly (readonly Version[])[]): View<Due> {
  const due = (all: readonly Due[]) => all.filter(({ amount }) => amount !== null)
  const slipped = (all: readonly Due[]) => all.filter(({ outcome }) => outcome === 'slipped')
  const amount = (all: readonly Due[]) => (all.length ? (sum(all.map((it) => it.amount)) ?? 0n) : null)
  const won = (all: readonly Due[]) => sum(all.map((it) => it.won))
  const share = (part: Micros | null, all: readonly Due[]) =>
    ratio(Number(part ?? 0n), Number(amount(all) ?? 0n), part)
  const items = Object.entries(KINDS).flatMap(([kind, unit]) =>
    periodsBegun(company, deals, unit).flatMap(([from, to]) =>
      deals.flatMap((versions): Item<Due>[] => {
        const found = dueOf(versions, from, to, company)
        if (!found) return []
        const { outcome } = found.value
        const is_complete = String(to < localDay(company.asOf))
        return [
          { at: from, dims: { ...found.dims, period_kind: kind, outcome, is_complete }, value: found.value },
        ]
      }),
    ),
  )
  return {
    name: 'due',
    time: 'period_start',
    dimensions: [
      'period_kind',
      'outcome',
      'is_complete',
      ...REPS,
      'channel_name',
      'status',
      'deal_type',
      'stage_name',
    ],
    pins: [['period_kind']],
    items,
    measures: {
      due_deals: (all) => due(all).length,
      due_amount: amount,
      slipped_deals: (all) => slipped(all).length,
      slipped_amount: (all) => amount(slipped(all)),
      won_amount: won,
      due_won_amount: (all) => won(due(all)),
      slip_rate: (all) => ratio(slipped(all).length, due(all).length),
      slip_rate_by_value: (all) => share(amount(slipped(all)), all),
      conversion: (all) => share(won(all), all),
    },
  }
}

/** What became of a deal in a period; null where it was neither due nor won in it. */
function dueOf(
  versions: readonly Version[],
  from: string,
  to: string,
  company: SampleCompany,
): { dims: Dims; value: Due } | null {
  const known = versions.filter((it) => it.from <= company.asOf)
  const before = known.findLast(({ day }) => day < from)
  const after = known.findLast(({ day }) => day <= to)
  const deal = after?.deal
  if (!after || !deal) return null
  const isWon = deal.status === 'won' && deal.closedOn !== null && isIn(deal.closedOn, from, to)
  const won = isWon ? (deal.amount ?? 0n) : 0n
  if (before?.status !== 'open' || !isIn(before.closeDate, from, to))
    return isWon ? { dims: deal.dims, value: { outcome: 'brought in', amount: null, won } } : null
  const isLater = after.closeDate !== null && after.closeDate > to
  const outcome = isWon ? 'won' : after.status !== 'open' ? after.status : isLater ? 'slipped' : 'open'
  const amount = valued(before.amount, before.currency, from, company)
  return { dims: { ...deal.dims, ...whose(before) }, value: { outcome, amount, won } }
}

/** Periods that have begun, from the one in which the first deal is known. */
export function periodsBegun(
  company: SampleCompany,
  deals: readonly (readonly Version[])[],
  kind: PeriodKind,
) {
  const today = localDay(company.asOf)
  const first = deals.map(([version]) => version?.day ?? today).sort()[0] ?? today
  return periodsBetween(first, today, kind)
}
