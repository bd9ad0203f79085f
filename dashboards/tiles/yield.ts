import type { Bar } from '../charts/spec.ts'
import { closedDeals } from './deals.ts'
import { isEverything } from './filters.ts'
import { cell, type Member, type Row } from './member.ts'
import { dateRange, type Scope, scopeFilters } from './scope.ts'
import { steadiness, steadyRange } from './steadiness.ts'
import type { TableModel } from './table.ts'
import { defineTile, type Tile } from './tile.ts'
import { periodWords, scopeWords } from './title.ts'

/** Under so many closed deals a win rate is not shown as one. */
export const TOO_FEW = 10

interface Group {
  readonly id: string
  readonly kind: 'method' | 'territory'
  readonly member: Member & `bookings.${string}`
}

/** One member of a group, its numbers as REST gives them. */
interface Yield {
  readonly key: string | null
  readonly name: string
  readonly closed: string
  readonly isFew: boolean
  readonly rate: string | null
  readonly low: string | null
  readonly high: string | null
  readonly variation: string | null
}

/** Win rate with its n and interval, and consistency, of each member of a group, the best first. */
function yieldBy({ id, kind, member }: Group): Tile {
  const isMethod = kind === 'method'
  // Consistency is kept for the whole company, so another filter would make two truths of one row.
  const isWhole = (scope: Scope): boolean => isEverything({ ...scope, [kind]: null })
  const headOf = ({ words }: Scope): string => (isMethod ? words.yield.method : words.yield.territory)
  return defineTile({
    id,
    form: 'bars',
    needs: ['opportunity'],
    title: (scope) => {
      const { words, format } = scope
      const text = words.yield
      const until = words.title.untilMonth(12, format.monthAndYear(steadyRange(scope).to))
      const both = isMethod ? text.byMethod : text.byTerritory
      const period = periodWords(scope)
      return {
        measure: isWhole(scope) ? both : text.rateBy(headOf(scope)),
        unit: words.unit.percent,
        scope: scopeWords(scope),
        period: isWhole(scope) ? `${period}; ${text.variationHead.toLowerCase()} ${until}` : period,
      }
    },
    drill: (part, scope) =>
      part &&
      closedDeals(scope, {
        status: 'closed',
        range: scope.period.range,
        filters: [{ member, operator: 'equals', values: [part.key] }],
      }),
    narrow: (part) => ({ [kind]: part.key }),
    queries: (scope) => ({
      closed: {
        measures: [
          'bookings.win_rate',
          'bookings.win_rate_low',
          'bookings.win_rate_high',
          'bookings.deals_closed',
        ],
        dimensions: [member],
        timeDimensions: [{ dimension: 'bookings.closed_at', dateRange: dateRange(scope.period.range) }],
        filters: scopeFilters('bookings', scope),
      },
      steady: isWhole(scope) ? steadiness(scope, kind) : null,
    }),
    view: ({ closed, steady }, scope) => {
      const rows = yields(closed, steady, member)
      if (rows.length === 0) return { kind: 'empty', reason: scope.words.empty.noDeals }
      const text = scope.words.yield
      const steadyPanel = { title: text.panelVariation, bars: rows.map((row) => variationBar(row, scope)) }
      return {
        kind: 'chart',
        message: messageOf(rows, scope),
        chart: {
          kind: 'bars',
          label: text.label(headOf(scope).toLowerCase()),
          names: rows.map(({ name }) => name),
          panels: [
            { title: text.panelRate, bars: rows.map((row) => rateBar(row, scope)) },
            ...(isWhole(scope) ? [steadyPanel] : []),
          ],
        },
        table: tableOf(rows, headOf(scope), isWhole(scope), scope),
        parts: rows.map(({ key, name }) => (key === null ? null : { key, label: name })),
      }
    },
  })
}

function yields(closed: readonly Row[], steady: readonly Row[], member: Member): Yield[] {
  const variations = new Map(
    steady.map((row) => [cell(row, 'consistency.member'), cell(row, 'consistency.variation')]),
  )
  return closed
    .map((row) => {
      const key = cell(row, member)
      const name = key ?? '–'
      const deals = cell(row, 'bookings.deals_closed') ?? '0'
      return {
        key,
        name,
        closed: deals,
        isFew: Number(deals) < TOO_FEW,
        rate: cell(row, 'bookings.win_rate'),
        low: cell(row, 'bookings.win_rate_low'),
        high: cell(row, 'bookings.win_rate_high'),
        variation: variations.get(name) ?? null,
      }
    })
    .filter((row) => Number(row.closed) > 0)
    .sort(
      (a, b) =>
        Number(a.isFew) - Number(b.isFew) || Number(b.rate) - Number(a.rate) || a.name.localeCompare(b.name),
    )
}

/** The best against the worst where their intervals do not touch, and who is the steadiest. */
function messageOf(rows: readonly Yield[], { words, format }: Scope): string | null {
  const text = words.yield
  const sound = rows.filter(({ isFew }) => !isFew)
  const [best] = sound
  const last = sound.at(-1)
  if (!best || !last || best === last) return null
  const isSure = Number(best.low) > Number(last.high)
  const rates = isSure
    ? text.best(best.name, format.percent(best.rate, 0), last.name, format.percent(last.rate, 0))
    : text.alike
  const steadiest = sound
    .filter(({ variation }) => variation !== null)
    .sort((a, b) => Number(a.variation) - Number(b.variation))[0]
  return steadiest ? `${rates} ${text.steadiest(steadiest.name)}` : rates
}

function rateBar({ closed, isFew, rate, low, high }: Yield, { words, format }: Scope): Bar {
  const n = format.count(closed)
  return {
    value: rate === null ? null : Number(rate),
    label: isFew ? words.tooFew(n) : words.yield.ofDeals(format.percent(rate, 0), n),
    faint: isFew,
    ...(low !== null && high !== null && { interval: [Number(low), Number(high)] }),
  }
}

function variationBar({ variation }: Yield, { words, format }: Scope): Bar {
  return variation === null
    ? { value: null, label: words.yield.notKnown, faint: true }
    : { value: Number(variation), label: format.percent(variation, 0), faint: false }
}

function tableOf(
  rows: readonly Yield[],
  head: string,
  isWhole: boolean,
  { words, format }: Scope,
): TableModel {
  const text = words.yield
  return {
    columns: [
      { id: 'name', head, numeric: false },
      { id: 'win-rate', head: text.winRate, unit: words.unit.percent, numeric: true },
      { id: 'range', head: text.rangeHead, unit: words.unit.percent, numeric: true },
      { id: 'closed', head: text.deals, numeric: true },
      ...(isWhole
        ? [{ id: 'variation', head: text.variationHead, unit: words.unit.percent, numeric: true }]
        : []),
    ],
    rows: rows.map(({ name, rate, low, high, closed, isFew, variation }) => [
      { text: name },
      isFew
        ? { text: words.tooFew(format.count(closed)), raw: rate, faint: true }
        : { text: format.percent(rate), raw: rate },
      { text: isFew ? '–' : text.range(format.percent(low, 0), format.percent(high, 0)) },
      { text: format.count(closed), raw: closed },
      ...(isWhole
        ? [{ text: variation === null ? text.notKnown : format.percent(variation, 0), raw: variation }]
        : []),
    ]),
  }
}

export const yieldByMethod = yieldBy({
  id: 'yield-by-method',
  kind: 'method',
  member: 'bookings.channel_name',
})
export const yieldByTerritory = yieldBy({
  id: 'yield-by-territory',
  kind: 'territory',
  member: 'bookings.territory_name',
})
