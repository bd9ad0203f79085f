import type { WaterfallStep } from '../charts/spec.ts'
import { sumDecimals } from './decimal.ts'
import { cell, type TileQuery } from './member.ts'
import { lastQuarter } from './quarter.ts'
import { movedDeals } from './records.ts'
import { dateRange, notCarried, type Scope, scopeFilters } from './scope.ts'
import { defineTile } from './tile.ts'
import { scopeWords } from './title.ts'

/** In the order of the waterfall: what comes in, what changes, what goes out. */
const reasons = [
  'new',
  're-opened',
  'pulled in',
  'amount up',
  'amount down',
  'pushed out',
  'owner in',
  'owner out',
  'currency',
  'won',
  'lost',
] as const

const movements = (scope: Scope): TileQuery => ({
  measures: ['movement.amount', 'movement.deals'],
  dimensions: ['movement.reason'],
  timeDimensions: [{ dimension: 'movement.from', dateRange: dateRange(lastQuarter(scope)) }],
  filters: [
    { member: 'movement.period_kind', operator: 'equals', values: ['quarter'] },
    ...scopeFilters('movement', scope),
  ],
})

/** What stood in the quarter's pipeline on the day before it; not kept by method and segment. */
const opening = (scope: Scope): TileQuery | null =>
  notCarried('conversion', scope) === null
    ? {
        measures: ['conversion.open_amount', 'conversion.open_deals'],
        timeDimensions: [{ dimension: 'conversion.quarter_start', dateRange: dateRange(lastQuarter(scope)) }],
        filters: [
          { member: 'conversion.week_number', operator: 'equals', values: ['0'] },
          ...scopeFilters('conversion', scope),
        ],
      }
    : null

/** Why the pipeline of the quarter is not what it was at its start. */
export const waterfall = defineTile({
  id: 'waterfall',
  form: 'waterfall',
  needs: ['opportunity'],
  title: (scope) => ({
    measure: scope.words.waterfall.measure,
    unit: scope.company.currency,
    scope: scopeWords(scope),
    period: scope.words.waterfall.period(lastQuarter(scope).name),
  }),
  drill: (part, scope) => part && movedDeals(scope, part.key),
  queries: (scope) => ({ moved: movements(scope), opening: opening(scope) }),
  view: ({ moved, opening: [first] }, scope) => {
    const { words, format } = scope
    const text = words.waterfall
    const rows = reasons.flatMap((reason) => {
      const row = moved.find((one) => cell(one, 'movement.reason') === reason)
      return row ? [{ reason, amount: cell(row, 'movement.amount'), deals: cell(row, 'movement.deals') }] : []
    })
    if (rows.length === 0) return { kind: 'empty', reason: text.none }
    const start = cell(first, 'conversion.open_amount')
    const end = sumDecimals([start, ...rows.map(({ amount }) => amount)])
    const signed = (raw: string | null): string =>
      Number(raw) > 0 ? `+${format.short(raw)}` : format.short(raw)
    const total = (name: string, raw: string): WaterfallStep => ({
      name,
      value: Number(raw),
      label: format.short(raw),
      isTotal: true,
    })
    const heaviest = rows
      .filter(({ reason }) => reason !== 'won')
      .toSorted((a, b) => Number(a.amount) - Number(b.amount))[0]
    return {
      kind: 'chart',
      message:
        heaviest && Number(heaviest.amount) < 0
          ? text.message(
              text.reasons[heaviest.reason],
              format.short(heaviest.amount?.replace('-', '') ?? null),
            )
          : null,
      chart: {
        kind: 'waterfall',
        label: text.label,
        steps: [
          ...(start === null ? [] : [total(text.opening, start)]),
          ...rows.map(({ reason, amount }) => ({
            name: text.reasons[reason],
            value: Number(amount),
            label: signed(amount),
            isTotal: false,
          })),
          total(start === null ? text.moved : text.closing, end),
        ],
      },
      table: {
        columns: [
          { id: 'reason', head: text.reason, numeric: false },
          { id: 'amount', head: text.amount, unit: scope.company.currency, numeric: true },
          { id: 'deals', head: text.deals, numeric: true },
        ],
        rows: [
          ...(start === null
            ? []
            : [
                [
                  { text: text.opening },
                  { text: format.amount(start), raw: start },
                  {
                    text: format.count(cell(first, 'conversion.open_deals')),
                    raw: cell(first, 'conversion.open_deals'),
                  },
                ],
              ]),
          ...rows.map(({ reason, amount, deals }) => [
            { text: text.reasons[reason] },
            { text: format.amount(amount), raw: amount },
            { text: format.count(deals), raw: deals },
          ]),
          [
            { text: start === null ? text.moved : text.closing },
            { text: format.amount(end), raw: end },
            { text: '' },
          ],
        ],
      },
      parts: [
        ...(start === null ? [] : [null]),
        ...rows.map(({ reason }) => ({ key: reason, label: text.reasons[reason] })),
        null,
      ],
    }
  },
})
