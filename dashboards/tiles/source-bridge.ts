import type { WaterfallStep } from '../charts/spec.ts'
import type { Drill } from './drill.ts'
import { cell, type Row, type TileQuery } from './member.ts'
import { dateRange, type Scope } from './scope.ts'
import { defineTile, type Tile, type Title } from './tile.ts'
import { periodWords } from './title.ts'

type Status = 'won' | 'open'
type Filters = NonNullable<TileQuery['filters']>

/** What leads from the CRM's total to ours, in the order of the bridge. */
const lines = ['deleted', 'missing', 'merged', 'converted'] as const

/** Deals won in the period, or those that are open now. */
const asked = (scope: Scope, status: Status): Pick<TileQuery, 'timeDimensions' | 'filters'> => ({
  ...(status === 'won' && {
    timeDimensions: [{ dimension: 'bridge.close_on', dateRange: dateRange(scope.period.range) }],
  }),
  filters: [{ member: 'bridge.status', operator: 'equals', values: [status] }],
})

const byLine = (scope: Scope, status: Status): TileQuery => ({
  measures: ['bridge.amount', 'bridge.records'],
  dimensions: ['bridge.line'],
  ...asked(scope, status),
})

/** The same by the way that every other page asks. */
const ours = (scope: Scope, status: Status): TileQuery =>
  status === 'won'
    ? {
        measures: ['bookings.amount', 'bookings.deals_won'],
        timeDimensions: [{ dimension: 'bookings.closed_at', dateRange: dateRange(scope.period.range) }],
      }
    : { measures: ['pipeline.open_amount', 'pipeline.open_deals'] }

const oursOf = (row: Row | undefined, status: Status): Record<'amount' | 'records', string> => {
  const [amount, records] =
    status === 'won'
      ? [cell(row, 'bookings.amount'), cell(row, 'bookings.deals_won')]
      : [cell(row, 'pipeline.open_amount'), cell(row, 'pipeline.open_deals')]
  return { amount: amount ?? '0', records: records ?? '0' }
}

/** Records that were read as deals and did not load: they are in no total. */
const unloaded: TileQuery = {
  measures: ['data.files_quarantined'],
  filters: [{ member: 'data.files_entity', operator: 'equals', values: ['opportunity'] }],
}

const titleOf = (measure: string, status: Status, scope: Scope): Title => ({
  measure,
  unit: scope.company.currency,
  scope: scope.words.title.everyone,
  period:
    status === 'won' ? periodWords(scope) : scope.words.title.atDay(scope.format.day(scope.calendar.today)),
})

function recordsOf(scope: Scope, status: Status, line: string): Drill {
  const { deals: words, bridge: text } = scope.words
  const { timeDimensions, filters = [] } = asked(scope, status)
  const ofLine: Filters = [{ member: 'bridge.line', operator: 'equals', values: [line] }]
  return {
    what: text.records,
    columns: [
      { member: 'bridge.opportunity_name', head: words.name, kind: 'text' },
      { member: 'bridge.source', head: text.source, kind: 'text' },
      { member: 'bridge.currency', head: text.currency, kind: 'text' },
      { member: 'bridge.amount', head: words.amount, kind: 'number' },
    ],
    sum: 'bridge.amount',
    id: 'bridge.opportunity_id',
    query: {
      measures: ['bridge.amount'],
      dimensions: ['bridge.opportunity_id', 'bridge.opportunity_name', 'bridge.source', 'bridge.currency'],
      ...(timeDimensions && { timeDimensions }),
      filters: [...filters, ...ofLine],
      order: { 'bridge.amount': 'desc', 'bridge.opportunity_id': 'asc' },
    },
  }
}

/** Why the number here is not that of a report in the CRM, line by line. */
function bridgeOf(id: string, status: Status): Tile {
  return defineTile({
    id,
    form: 'waterfall',
    needs: ['opportunity'],
    title: (scope) => titleOf(scope.words.bridge.measure[status], status, scope),
    drill: (part, scope) => part && recordsOf(scope, status, part.key),
    queries: (scope) => ({ lines: byLine(scope, status), ours: ours(scope, status), unloaded }),
    view: ({ lines: rows, ours: [own], unloaded: [quarantined] }, scope) => {
      const { words, format, company } = scope
      const text = words.bridge
      const find = (line: string): Row | undefined => rows.find((row) => cell(row, 'bridge.line') === line)
      const source = find('source')
      if (!source) return { kind: 'empty', reason: text.none }
      const [told, end] = [cell(source, 'bridge.amount') ?? '0', oursOf(own, status)]
      const known = lines.flatMap((line) => {
        const row = find(line)
        return row ? [{ line, amount: cell(row, 'bridge.amount'), records: cell(row, 'bridge.records') }] : []
      })
      const lost = cell(quarantined, 'data.files_quarantined') ?? '0'
      const total = (name: string, raw: string): WaterfallStep => ({
        name,
        value: Number(raw),
        label: format.short(raw),
        isTotal: true,
      })
      const row = (name: string, amount: string | null, records: string | null) => [
        { text: name },
        { text: format.amount(amount), raw: amount },
        { text: format.count(records), raw: records },
      ]
      return {
        kind: 'chart',
        message: text.message(format.short(told), format.short(end.amount), format.count(lost)),
        chart: {
          kind: 'waterfall',
          label: text.label,
          steps: [
            total(text.theirs, told),
            ...known.map(({ line, amount }) => ({
              name: text.lines[line],
              value: Number(amount),
              label: Number(amount) > 0 ? `+${format.short(amount)}` : format.short(amount),
              isTotal: false,
            })),
            total(text.ours, end.amount),
          ],
        },
        table: {
          columns: [
            { id: 'line', head: text.line, numeric: false },
            { id: 'amount', head: words.deals.amount, unit: company.currency, numeric: true },
            { id: 'records', head: text.deals, numeric: true },
          ],
          rows: [
            row(text.theirs, told, cell(source, 'bridge.records')),
            ...known.map(({ line, amount, records }) => row(text.lines[line], amount, records)),
            row(text.ours, end.amount, end.records),
          ],
        },
        parts: [
          { key: 'source', label: text.theirs },
          ...known.map(({ line }) => ({ key: line, label: text.lines[line] })),
          null,
        ],
      }
    },
  })
}

export const bookingsBridge = bridgeOf('bookings-bridge', 'won')
export const pipelineBridge = bridgeOf('pipeline-bridge', 'open')

/** One end of the bridge of bookings. */
function bridgeEnd(id: 'crm-total' | 'our-total'): Tile {
  const isTheirs = id === 'crm-total'
  return defineTile({
    id,
    form: 'kpi',
    needs: ['opportunity'],
    title: (scope) => ({
      ...titleOf(scope.words.bridge[isTheirs ? 'theirs' : 'ours'], 'won', scope),
      ...(isTheirs && { unit: scope.words.bridge.mixed }),
    }),
    queries: (scope) => ({ now: isTheirs ? byLine(scope, 'won') : ours(scope, 'won') }),
    view: ({ now }, { words, format }) => {
      const source = now.find((row) => cell(row, 'bridge.line') === 'source')
      const { amount, records } = isTheirs
        ? { amount: cell(source, 'bridge.amount') ?? '0', records: cell(source, 'bridge.records') ?? '0' }
        : oursOf(now[0], 'won')
      return {
        kind: 'kpi',
        raw: amount,
        value: format.short(amount),
        exact: isTheirs ? format.amount(amount) : format.money(amount),
        variance: null,
        note: words.bridge[isTheirs ? 'theirsNote' : 'oursNote'](format.count(records)),
        message: null,
      }
    },
  })
}

export const crmTotal = bridgeEnd('crm-total')
export const ourTotal = bridgeEnd('our-total')

/** What each currency's amounts are in the CRM and here. */
export const bridgeByCurrency = defineTile({
  id: 'bridge-by-currency',
  form: 'table',
  needs: ['opportunity'],
  title: (scope) => titleOf(scope.words.bridge.byCurrency, 'won', scope),
  queries: (scope) => ({
    lines: {
      measures: ['bridge.amount', 'bridge.records'],
      dimensions: ['bridge.currency', 'bridge.line'],
      ...asked(scope, 'won'),
    },
    sums: {
      measures: ['bridge.amount', 'bridge.records'],
      dimensions: ['bridge.currency'],
      ...asked(scope, 'won'),
    },
  }),
  view: ({ lines: rows, sums }, { words, format, company }) => {
    const text = words.bridge
    if (sums.length === 0) return { kind: 'empty', reason: text.none }
    const amountOf = (row: Row | undefined) => {
      const raw = cell(row, 'bridge.amount')
      return { text: format.amount(raw), raw }
    }
    const of = (currency: string | null, line: string): Row | undefined =>
      rows.find((row) => cell(row, 'bridge.currency') === currency && cell(row, 'bridge.line') === line)
    return {
      kind: 'table',
      message: null,
      table: {
        columns: [
          { id: 'currency', head: text.currency, numeric: false },
          { id: 'theirs', head: text.theirs, unit: text.eachOwn, numeric: true },
          { id: 'converted', head: text.lines.converted, unit: company.currency, numeric: true },
          { id: 'ours', head: text.ours, unit: company.currency, numeric: true },
          { id: 'deals', head: text.deals, numeric: true },
        ],
        rows: sums
          .toSorted((a, b) => Number(cell(b, 'bridge.records')) - Number(cell(a, 'bridge.records')))
          .map((row) => {
            const currency = cell(row, 'bridge.currency')
            const records = cell(row, 'bridge.records')
            return [
              { text: currency ?? company.currency },
              amountOf(of(currency, 'source')),
              amountOf(of(currency, 'converted')),
              amountOf(row),
              { text: format.count(records), raw: records },
            ]
          }),
      },
    }
  },
})
