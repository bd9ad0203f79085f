import { dayNumber, localDay, type SampleCompany, startOfLocalDay } from './company.ts'
import { type Deal, type Dims, ownerDims } from './deals.ts'
import { dropOf, live } from './exports.ts'
import type { Given, GivenProbability } from './given-forecasts.ts'
import { ledger } from './ledger.ts'
import type { Micros } from './money.ts'
import { dayAfter, fiscalQuarter, periodOf } from './periods.ts'
import type { Version } from './versions.ts'
import {
  type Answer,
  type AnyView,
  add,
  type Item,
  mean,
  ofOne,
  ratio,
  sum,
  type View,
  wilson,
} from './view.ts'

/** Probabilities of deals as given, with what came of them, read again from the exports. */
interface Scored extends GivenProbability {
  readonly isWon: boolean
  readonly week: number
}

/** The views that tell of the probabilities of deals. */
export function dealForecasts(
  exports: string,
  company: SampleCompany,
  byDeal: readonly (readonly Version[])[],
  given: Given,
): readonly AnyView[] {
  const today = localDay(company.asOf)
  const bookings = bookingsOf(company, byDeal)
  const scored = given.probabilities
    .filter(({ periodEnd }) => periodEnd < today)
    .map(
      (it): Scored => ({
        ...it,
        isWon: isWonIn(bookings.get(it.deal) ?? [], it),
        week:
          it.origin < it.periodStart
            ? 0
            : Math.floor((dayNumber(it.origin) - dayNumber(it.periodStart)) / 7) + 1,
      }),
    )
  const deals = new Map(
    byDeal.flatMap(([version]) => (version ? [[version.deal.id, version.deal] as const] : [])),
  )
  return [
    scores(given, deals, today),
    calibration(scored),
    quality(scored),
    commits(exports, company, scored),
  ] as unknown as readonly AnyView[]
}

interface Booking {
  readonly day: string
  readonly deals: number
}

/** What was booked and reversed of each deal, and on which days. */
function bookingsOf(
  company: SampleCompany,
  byDeal: readonly (readonly Version[])[],
): ReadonlyMap<string, readonly Booking[]> {
  const count = { booked: 1, reversed: -1, adjusted: 0 } as const
  return new Map(
    byDeal.flatMap((versions) => {
      const [version] = versions
      if (!version) return []
      const own = ledger(company, [versions]).items as readonly Item<{ event: keyof typeof count }>[]
      return [
        [
          version.deal.id,
          own.map(({ at, value }) => ({ day: localDay(at), deals: count[value.event] })),
        ] as const,
      ]
    }),
  )
}

/** Won in the quarter after the origin, and still so at its end. */
function isWonIn(
  bookings: readonly Booking[],
  { origin, periodStart, periodEnd }: GivenProbability,
): boolean {
  const inQuarter = bookings.filter(({ day }) => day >= periodStart && day <= periodEnd)
  return add(inQuarter.map((it) => it.deals)) > 0 && inQuarter.some((it) => it.deals > 0 && it.day > origin)
}

interface Score extends GivenProbability {
  readonly weighted: Micros
}

/** Open deals with their chances. */
function scores(given: Given, deals: ReadonlyMap<string, Deal>, today: string): View<Score> {
  const [start] = periodOf(today, 'fiscal_quarter')
  const now = given.probabilities.filter((it) => it.origin === today && it.periodStart === start)
  return {
    name: 'deal_score',
    time: null,
    dimensions: [
      'rep_name',
      'rep_team',
      'manager_name',
      'territory_name',
      'stage_name',
      'channel_name',
      'deal_type',
      'lead_source',
    ],
    items: now.flatMap((it) => {
      const deal = deals.get(it.deal)
      if (deal?.status !== 'open') return []
      const weighted = (BigInt(Math.round(it.pWin * Number(it.expected) * 1e-4)) * 10_000n) as Micros
      return [{ at: today, dims: deal.dims, value: { ...it, weighted } }]
    }),
    measures: {
      deals: (rows) => rows.length,
      open_amount: (rows) => sum(rows.map(({ amount }) => amount)),
      expected_amount: (rows) => sum(rows.map(({ weighted }) => weighted)),
      expected_wins: (rows) => (rows.length ? add(rows.map(({ pWin }) => pWin)) : null),
      p_win_avg: (rows) => mean(rows.map(({ pWin }) => pWin)),
    },
  }
}

interface Scope {
  readonly kind: string
  readonly scope: string
  readonly deals: readonly Scored[]
}

/** The groups that probabilities are taken together in. */
function scopesOf(scored: readonly Scored[]): Scope[] {
  const band = (week: number) =>
    week === 0 ? 'next quarter' : week <= 4 ? 'weeks 1-4' : week <= 8 ? 'weeks 5-8' : 'weeks 9-14'
  const sizes = ['smallest quarter', 'second quarter', 'third quarter', 'largest quarter']
  const size = new Map(
    split(
      [...scored].sort((a, b) => compare(a.amount ?? -1n, b.amount ?? -1n) || compare(a.key, b.key)),
      4,
    ).flatMap((part, i) => part.map((it) => [it.key, sizes[i] ?? ''] as const)),
  )
  const within = scored.filter(({ week }) => week > 0)
  return [
    { kind: 'all', scope: 'all', deals: within },
    ...grouped('horizon', scored, (it) => band(it.week)),
    ...grouped('stage', within, (it) => it.stage ?? 'Unknown'),
    ...grouped('size', within, (it) => size.get(it.key) ?? ''),
  ].filter(({ deals }) => deals.length > 0)
}

function grouped(kind: string, deals: readonly Scored[], by: (deal: Scored) => string): Scope[] {
  return [...new Set(deals.map(by))].map((scope) => ({
    kind,
    scope,
    deals: deals.filter((it) => by(it) === scope),
  }))
}

/** Of a two-sided interval of 95%, to the last digit. */
const Z = 1.959963984540054

const compare = <T>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0)

/** As many parts of as equal a length as can be, the longer ones first. */
function split<T>(all: readonly T[], parts: number): T[][] {
  const [least, longer] = [Math.floor(all.length / parts), all.length % parts]
  const rest = [...all]
  return Array.from({ length: parts }, (_, i) => rest.splice(0, least + (i < longer ? 1 : 0)))
}

const binsOf = ({ deals }: Scope): Scored[][] =>
  split(
    [...deals].sort((a, b) => a.pWin - b.pWin || compare(a.key, b.key)),
    10,
  ).filter((bin) => bin.length > 0)

function calibration(scored: readonly Scored[]): View<readonly Scored[]> {
  const wins = (bins: readonly (readonly Scored[])[]) => bins.flat().filter(({ isWon }) => isWon).length
  const count = (bins: readonly (readonly Scored[])[]) => bins.flat().length
  const expected = (bins: readonly (readonly Scored[])[]) => add(bins.flat().map(({ pWin }) => pWin))
  const told =
    (answer: (bins: readonly (readonly Scored[])[]) => Answer) => (bins: readonly (readonly Scored[])[]) =>
      bins.length ? answer(bins) : null
  return {
    name: 'calibration',
    time: null,
    dimensions: ['scope_kind', 'scope', 'bin'],
    pins: [['scope_kind']],
    items: scopesOf(scored).flatMap((scope) =>
      binsOf(scope).map((bin, i) => ({
        at: '',
        dims: { scope_kind: scope.kind, scope: scope.scope, bin: String(i + 1) },
        value: bin,
      })),
    ),
    measures: {
      deals: told(count),
      wins: told(wins),
      expected_wins: told(expected),
      predicted_share: told((bins) => expected(bins) / count(bins)),
      won_share_low: ofOne((bin) => wilson(wins([bin]), bin.length, -1, Z)),
      won_share_high: ofOne((bin) => wilson(wins([bin]), bin.length, 1, Z)),
      won_share: told((bins) => wins(bins) / count(bins)),
    },
  }
}

/** Brier score with its parts, calibration error and line. */
function quality(scored: readonly Scored[]): View<Scope> {
  const y = ({ isWon }: Scored): number => (isWon ? 1 : 0)
  const share = ({ deals }: Scope): number => mean(deals.map(y)) ?? 0
  const brier = ({ deals }: Scope, p: (deal: Scored) => number): number =>
    mean(deals.map((it) => (p(it) - y(it)) ** 2)) ?? 0
  const overBins = (scope: Scope, part: (p: number, won: number) => number): number =>
    add(
      binsOf(scope).map(
        (bin) => bin.length * part(mean(bin.map(({ pWin }) => pWin)) ?? 0, mean(bin.map(y)) ?? 0),
      ),
    ) / scope.deals.length
  const uncertainty = (scope: Scope): number => share(scope) * (1 - share(scope))
  return {
    name: 'probability_quality',
    time: null,
    dimensions: ['scope_kind', 'scope'],
    pins: [['scope_kind'], ['scope']],
    items: scopesOf(scored).map((scope) => ({
      at: '',
      dims: { scope_kind: scope.kind, scope: scope.scope },
      value: scope,
    })),
    measures: {
      scored: ofOne(({ deals }) => deals.length),
      brier: ofOne((scope) => brier(scope, ({ pWin }) => pWin)),
      brier_base: ofOne((scope) => brier(scope, ({ baseRate }) => baseRate)),
      brier_skill: ofOne((scope) =>
        uncertainty(scope) > 0 ? 1 - brier(scope, ({ pWin }) => pWin) / uncertainty(scope) : null,
      ),
      reliability: ofOne((scope) => overBins(scope, (p, won) => (p - won) ** 2)),
      resolution: ofOne((scope) => overBins(scope, (_, won) => (won - share(scope)) ** 2)),
      uncertainty: ofOne(uncertainty),
      ece: ofOne((scope) => overBins(scope, (p, won) => Math.abs(p - won))),
      slope: ofOne((scope) => lineOf(scope)?.slope ?? null),
      intercept: ofOne((scope) => lineOf(scope)?.intercept ?? null),
    },
  }
}

/** The line that makes what came most likely, by halving steps up the gradient of each coefficient in turn. */
function lineOf({ deals }: Scope): { slope: number; intercept: number } | null {
  const wins = deals.filter(({ isWon }) => isWon).length
  const cells = new Map<number, { x: number; n: number; wins: number }>()
  for (const { pWin, isWon } of deals) {
    const p = Math.min(
      Math.max(Number(Math.round(Number(pWin.toFixed(9)) * 1000 + 1e-9) / 1000), 1e-6),
      1 - 1e-6,
    )
    const cell = cells.get(p) ?? { x: Math.log(p / (1 - p)), n: 0, wins: 0 }
    cells.set(p, { ...cell, n: cell.n + 1, wins: cell.wins + (isWon ? 1 : 0) })
  }
  if (wins === 0 || wins === deals.length || cells.size < 2) return null
  const all = [...cells.values()]
  const miss = (a: number, b: number, by: (x: number) => number) =>
    add(all.map(({ x, n, wins: won }) => by(x) * (won - n / (1 + Math.exp(-a - b * x)))))
  // For a given slope the score of the intercept falls in it; along those intercepts that of the slope falls too.
  const interceptOf = (b: number) => root((a) => miss(a, b, () => 1), -60, 60)
  const slope = root((b) => miss(interceptOf(b), b, (x) => x), -60, 60)
  return { slope, intercept: interceptOf(slope) }
}

/** Where a falling function is nothing, by halving. */
function root(falling: (at: number) => number, from: number, to: number): number {
  let [low, high] = [from, to]
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2
    if (falling(middle) > 0) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** What was committed and what came of it. */
function commits(
  exports: string,
  company: SampleCompany,
  scored: readonly Scored[],
): View<Scored & { isCommitted: boolean }> {
  const categories = categoriesOf(exports)
  type Row = Scored & { isCommitted: boolean }
  const amount = (rows: readonly Row[]) => (rows.length ? (sum(rows.map((it) => it.amount)) ?? 0n) : 0n)
  const committed = (rows: readonly Row[]) => rows.filter((it) => it.isCommitted)
  const won = (rows: readonly Row[]) => rows.filter((it) => it.isWon)
  const none =
    <T>(answer: (rows: readonly Row[]) => T) =>
    (rows: readonly Row[]) =>
      rows.length ? answer(rows) : null
  return {
    name: 'commit_accuracy',
    time: 'origin',
    dimensions: ['period', 'week_of_quarter', 'rep_name', 'rep_team', 'manager_name'],
    items: scored
      .filter(({ week }) => week > 0)
      .map((it) => {
        const end = startOfLocalDay(dayAfter(it.origin))
        const category = categories.get(it.deal)?.findLast(({ known }) => known < end)?.category
        const stage = company.stages.get(it.stage ?? '')
        // The CRM calls the category commit by the word Forecast.
        const isCommitted = (category ?? stage?.ForecastCategory) === 'Forecast'
        const dims: Dims = {
          ...ownerDims(company.users.get(it.rep), company),
          period: fiscalQuarter(it.periodStart),
          week_of_quarter: String(it.week),
        }
        return { at: it.origin, dims, value: { ...it, isCommitted } }
      }),
    measures: {
      open_deals: none((rows) => rows.length),
      committed: none((rows) => committed(rows).length),
      committed_won: none((rows) => won(committed(rows)).length),
      won: none((rows) => won(rows).length),
      committed_amount: none((rows) => amount(committed(rows))),
      committed_won_amount: none((rows) => amount(won(committed(rows)))),
      won_amount: none((rows) => amount(won(rows))),
      hit_rate: (rows) => ratio(won(committed(rows)).length, committed(rows).length),
      hit_rate_by_value: (rows) =>
        ratio(Number(amount(won(committed(rows)))), Number(amount(committed(rows)))),
      recall: (rows) => ratio(won(committed(rows)).length, won(rows).length),
    },
  }
}

/** Forecast categories of each deal by when they became known: with the first export when they were set, later when exported. */
function categoriesOf(exports: string): ReadonlyMap<string, readonly { known: string; category: string }[]> {
  const records = live(exports, 'OpportunityHistory')
  const first = records.map(dropOf).sort()[0]
  const found = new Map<string, { known: string; at: string; category: string }[]>()
  for (const record of records) {
    const { OpportunityId: deal = '', ForecastCategory: category = '', CreatedDate: at = '' } = record
    if (!category) continue
    const drop = dropOf(record)
    found.set(deal, [
      ...(found.get(deal) ?? []),
      { known: drop === first ? at : lastInstant(drop), at, category },
    ])
  }
  for (const all of found.values()) all.sort((a, b) => compare(a.known, b.known) || compare(a.at, b.at))
  return found
}

const lastInstant = (day: string): string =>
  new Date(Date.parse(startOfLocalDay(dayAfter(day))) - 1).toISOString()
