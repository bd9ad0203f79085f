import { localDay, type SampleCompany } from './company.ts'
import { converted, type Micros } from './money.ts'
import { dayAfter, earlier, type PeriodKind, periodOf, periodsBetween } from './periods.ts'
import { type Version, valued, whose } from './versions.ts'
import { type Item, sum, type View } from './view.ts'

interface Movement {
  readonly amount: Micros
  readonly isMain: boolean
}

/** What a change of the pipeline is told by, besides its reason. */
export const movedDims = [
  'rep_name',
  'rep_team',
  'manager_name',
  'territory_name',
  'region_name',
  'channel_name',
  'account_segment',
  'stage_name',
  'status',
] as const

/** The waterfall's reasons, the one that counts a deal first. */
const RANK = [
  'won',
  'lost',
  'new',
  're-opened',
  'pulled in',
  'pushed out',
  'amount up',
  'amount down',
  'owner in',
  'owner out',
  'currency',
]

const KINDS: Readonly<Record<string, PeriodKind>> = {
  day: 'day',
  week: 'week',
  month: 'month',
  quarter: 'fiscal_quarter',
}

/** What moved the pipeline in each day, week, month and fiscal quarter, deal by deal. */
export function movement(company: SampleCompany, deals: readonly (readonly Version[])[]): View<Movement> {
  const today = localDay(company.asOf)
  const first = deals.map(([version]) => version?.day ?? today).sort()[0] ?? today
  const items = Object.entries(KINDS).flatMap(([kind, unit]) => {
    const periods = periodsBetween(first, today, unit)
    return deals.flatMap((versions) => {
      const known = versions.filter(({ from }) => from <= company.asOf)
      return periods.flatMap(([from, to]) => {
        const before = known.findLast(({ day }) => day < from)
        const after = known.findLast(({ day }) => day <= to)
        if (!after || (before === after && after.status !== 'open')) return []
        const end = earlier(to, today)
        return moves(before, after, from, end, company).map(
          ({ reason, amount, of }, i): Item<Movement> => ({
            at: from,
            dims: { ...after.deal.dims, ...whose(of), period_kind: kind, reason },
            value: { amount, isMain: i === 0 },
          }),
        )
      })
    })
  })
  return {
    name: 'movement',
    time: 'from',
    dimensions: ['period_kind', 'reason', ...movedDims],
    pins: [['period_kind']],
    items,
    measures: {
      amount: (all) => sum(all.map(({ amount }) => amount)),
      deals: (all) => all.filter(({ isMain }) => isMain).length,
    },
  }
}

/** The movements of one deal between the end of the day before a period and its last known day, by rank. */
function moves(
  before: Version | undefined,
  after: Version,
  from: string,
  end: string,
  company: SampleCompany,
): { reason: string; amount: Micros; of: Version }[] {
  const [start, close] = periodOf(from, 'fiscal_quarter')
  const closes = (it: Version) => it.closeDate !== null && it.closeDate >= start && it.closeDate <= close
  const isOpen = (it: Version) => it.status === 'open' && closes(it)
  // How it stood in the pipeline of the window at the start; null where it was not in it.
  const stood = before && isOpen(before) ? before : null
  const isIn = isOpen(after)
  const isWin = after.status === 'won' && before?.status !== 'won'
  const cameAndWent = after.status === 'lost' && !before && closes(after)
  const passed = !stood && (isIn || isWin || cameAndWent)
  if (!stood && !passed) return []
  const day = after.status === 'open' ? end : after.day
  const rate = company.rate(after.currency, 'spot', day)
  const value = converted(after.amount ?? 0n, rate)
  const opening = stood ? valued(stood.amount, stood.currency, dayAfter(from, -1), company) : 0n
  const growth = stood ? converted((after.amount ?? 0n) - (stood.amount ?? 0n), rate) : 0n
  const found: { reason: string; amount: Micros; of: Version }[] = []
  const add = (reason: string, amount: Micros, of = after) => found.push({ reason, amount, of })
  if (passed) add(!before ? 'new' : before.status === 'open' ? 'pulled in' : 're-opened', value)
  if (!isIn) add(after.status === 'open' ? 'pushed out' : after.status, -value)
  if (growth !== 0n) add(growth > 0n ? 'amount up' : 'amount down', growth)
  if (stood && value !== opening + growth) add('currency', value - opening - growth)
  if (
    stood &&
    (stood.ownerKey !== after.ownerKey || stood.dims.territory_name !== after.dims.territory_name)
  ) {
    add('owner in', opening)
    add('owner out', -opening, stood)
  }
  return found.sort((a, b) => RANK.indexOf(a.reason) - RANK.indexOf(b.reason))
}
