import { daysBetween } from './day.ts'
import { runningQuarter, unitFilters, widestLevel } from './forecast-rows.ts'
import { cell, numeric, type Row } from './member.ts'
import type { Scope } from './scope.ts'
import { defineTile } from './tile.ts'
import { scopeWords } from './title.ts'

const titleOf = (measure: string, scope: Scope) => ({
  measure,
  unit: scope.company.currency,
  scope: scopeWords(scope),
  period: runningQuarter(scope).name,
  isOwnPeriod: true,
})

/** What must be true to make the number, beside what came in the quarters before from the same day on. */
export const forecastNeed = defineTile({
  id: 'forecast-need',
  form: 'table',
  needs: ['opportunity', 'quota'],
  title: (scope) => titleOf(scope.words.forecast.need, scope),
  queries: (scope) => {
    const filters = unitFilters(scope, 'forecast_need')
    if (filters === null) return scope.words.forecast.oneUnit
    return {
      needs: {
        measures: [
          'forecast_need.needed',
          'forecast_need.needed_yield',
          'forecast_need.past_yield',
          'forecast_need.past_quarters',
          'forecast_need.average_deal',
          'forecast_need.needed_deals',
          'forecast_need.past_deals',
          'forecast_need.new_pipeline_needed',
          'forecast_need.past_created',
        ],
        dimensions: ['forecast_need.level'],
        filters,
      },
      now: {
        measures: ['forecast_need.target', 'forecast_need.due_amount', 'forecast_need.due_deals'],
        dimensions: ['forecast_need.level'],
        filters: [...filters, { member: 'forecast_need.is_running', operator: 'equals', values: ['true'] }],
      },
    }
  },
  view: ({ needs, now }, scope) => {
    const { words, format, company } = scope
    const text = words.forecast
    const widest = (rows: readonly Row[]) =>
      rows.find((row) => cell(row, 'forecast_need.level') === widestLevel(rows, 'forecast_need'))
    const [row, running] = [widest(needs), widest(now)]
    const target = cell(running, 'forecast_need.target')
    if (!row || target === null || Number(target) <= 0) return { kind: 'empty', reason: text.noTarget }
    if (numeric(row, 'forecast_need.needed') === 0)
      return { kind: 'empty', reason: text.reached(format.short(target)) }
    const money = (raw: string | null) => ({ text: format.amount(raw), raw })
    const share = (raw: string | null) => ({ text: raw === null ? '–' : format.percent(raw, 0), raw })
    const count = (raw: string | null) => ({
      text: raw === null ? '–' : format.count(Math.ceil(Number(raw))),
      raw,
    })
    return {
      kind: 'table',
      message: messageOf(row, target, scope),
      table: {
        columns: [
          { id: 'condition', head: text.condition, numeric: false },
          { id: 'needed', head: text.toNeed, numeric: true },
          {
            id: 'before',
            head: text.cameBefore(format.count(cell(row, 'forecast_need.past_quarters'))),
            numeric: true,
          },
        ],
        rows: [
          [
            {
              text: text.shareOfDue(
                format.short(cell(running, 'forecast_need.due_amount')),
                format.count(cell(running, 'forecast_need.due_deals')),
              ),
            },
            share(cell(row, 'forecast_need.needed_yield')),
            share(cell(row, 'forecast_need.past_yield')),
          ],
          [
            { text: text.usualDeals(format.short(cell(row, 'forecast_need.average_deal'))) },
            count(cell(row, 'forecast_need.needed_deals')),
            count(cell(row, 'forecast_need.past_deals')),
          ],
          [
            { text: `${text.newPipeline}, ${company.currency}` },
            money(cell(row, 'forecast_need.new_pipeline_needed')),
            money(cell(row, 'forecast_need.past_created')),
          ],
        ],
      },
    }
  },
})

function messageOf(row: Row, target: string, scope: Scope): string {
  const { words, format, calendar } = scope
  const text = words.forecast
  const left = daysBetween(calendar.today, runningQuarter(scope).to)
  const [needed, before] = [
    numeric(row, 'forecast_need.needed_yield'),
    numeric(row, 'forecast_need.past_yield'),
  ]
  const amount = text.needed(format.short(cell(row, 'forecast_need.needed')), format.short(target))
  const verdict =
    needed === null || before === null ? '' : needed <= before ? text.yieldsAsBefore : text.moreThanBefore
  return `${amount} ${text.daysLeft(left)}. ${verdict}`.trim()
}

/** The quarters before: what they had on the same day, and what became of it. */
export const forecastRest = defineTile({
  id: 'forecast-rest',
  form: 'table',
  needs: ['opportunity'],
  title: (scope) => titleOf(scope.words.forecast.rest, scope),
  queries: (scope) => {
    const filters = unitFilters(scope, 'forecast_need')
    if (filters === null) return scope.words.forecast.oneUnit
    return {
      quarters: {
        measures: [
          'forecast_need.booked_before',
          'forecast_need.due_amount',
          'forecast_need.booked_after',
          'forecast_need.deals_after',
          'forecast_need.rest_yield',
        ],
        dimensions: ['forecast_need.level', 'forecast_need.quarter', 'forecast_need.is_running'],
        timeDimensions: [{ dimension: 'forecast_need.quarter_start', granularity: 'day' }],
        filters,
        order: { 'forecast_need.quarter_start': 'desc' },
      },
    }
  },
  view: ({ quarters }, { words, format, company }) => {
    const text = words.forecast
    const level = widestLevel(quarters, 'forecast_need')
    const rows = quarters.filter((row) => cell(row, 'forecast_need.level') === level)
    if (rows.length === 0) return { kind: 'empty', reason: text.noPace }
    const { currency: unit } = company
    return {
      kind: 'table',
      message: null,
      table: {
        columns: [
          { id: 'quarter', head: text.quarter, numeric: false },
          { id: 'booked', head: text.bookedByThen, unit, numeric: true },
          { id: 'due', head: text.dueThen, unit, numeric: true },
          { id: 'after', head: text.bookedAfter, unit, numeric: true },
          { id: 'deals', head: text.dealsAfter, numeric: true },
          { id: 'yield', head: text.shareCame, numeric: true },
        ],
        rows: rows.map((row) => {
          const isRunning = String(row['forecast_need.is_running']) === 'true'
          const amount = (name: 'booked_before' | 'due_amount' | 'booked_after') => {
            const raw = cell(row, `forecast_need.${name}`)
            return { text: format.amount(raw), raw }
          }
          const toCome = { text: text.toCome, faint: true }
          const [deals, came] = [
            cell(row, 'forecast_need.deals_after'),
            cell(row, 'forecast_need.rest_yield'),
          ]
          return [
            { text: cell(row, 'forecast_need.quarter') ?? '–' },
            amount('booked_before'),
            amount('due_amount'),
            isRunning ? toCome : amount('booked_after'),
            isRunning ? { text: '–' } : { text: format.count(deals), raw: deals },
            isRunning || came === null ? { text: '–' } : { text: format.percent(came, 0), raw: came },
          ]
        }),
      },
    }
  },
})
