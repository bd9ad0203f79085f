import { barsBy } from './bars-by.ts'
import { keptWhole } from './kept-whole.ts'
import { cell, type Row, type TileQuery } from './member.ts'
import { defineTile } from './tile.ts'

/** How soon leads are answered by method, those unanswered as far as they were followed. */
export const leadResponse = defineTile({
  id: 'lead-response',
  form: 'bars',
  needs: ['lead'],
  title: (scope) => ({
    measure: scope.words.response.measure,
    unit: scope.words.unit.minutes,
    scope: scope.words.title.everyone,
    period: scope.words.response.period(scope.format.day(scope.calendar.today)),
  }),
  queries: (scope) => {
    const chosen = keptWhole(scope, { kind: 'method', member: 'lead_response.member' })
    if (!chosen) return scope.words.empty.whole
    return {
      members: {
        measures: [
          'lead_response.response_median',
          'lead_response.response_median_business',
          'lead_response.answered_in_5',
          'lead_response.answered_in_60',
          'lead_response.leads_followed',
        ],
        dimensions: ['lead_response.member'],
        filters: [{ member: 'lead_response.kind', operator: 'equals', values: ['method'] }, ...chosen],
        order: { 'lead_response.response_median': 'asc' },
      } satisfies TileQuery,
    }
  },
  view: ({ members }, scope) => {
    const { words, format } = scope
    const text = words.response
    if (members.length === 0) return { kind: 'empty', reason: words.leads.none }
    const nameOf = (row: Row): string => cell(row, 'lead_response.member') ?? '–'
    const minutes = (raw: Parameters<typeof format.decimal>[0]): string =>
      raw === null ? text.notReached : format.decimal(raw)
    const [quickest] = members
    return {
      ...barsBy(
        {
          label: text.label,
          head: words.filter.name.method,
          rows: members,
          nameOf,
          panels: [
            {
              member: 'lead_response.response_median',
              head: text.median,
              unit: words.unit.minutes,
              short: minutes,
              n: 'lead_response.leads_followed',
            },
            {
              member: 'lead_response.answered_in_60',
              head: text.withinHour,
              unit: words.unit.percent,
              short: (raw) => format.percent(raw, 0),
              exact: format.percent,
              max: 1,
            },
          ],
          columns: [
            {
              member: 'lead_response.response_median_business',
              head: text.business,
              unit: words.unit.minutes,
              short: minutes,
            },
            {
              member: 'lead_response.answered_in_5',
              head: text.within5,
              unit: words.unit.percent,
              short: format.percent,
            },
          ],
        },
        scope,
      ),
      message:
        quickest && cell(quickest, 'lead_response.response_median') !== null
          ? text.message(nameOf(quickest), minutes(cell(quickest, 'lead_response.response_median')))
          : null,
    }
  },
})
