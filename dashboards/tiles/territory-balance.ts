import { barsBy } from './bars-by.ts'
import { keptWhole } from './kept-whole.ts'
import { cell, type Row } from './member.ts'
import { defineTile } from './tile.ts'

/** Potential, workload and revenue of each territory side by side. */
export const territoryBalance = defineTile({
  id: 'territory-balance',
  form: 'bars',
  needs: ['opportunity'],
  title: (scope) => ({
    measure: scope.words.balance.measure,
    unit: scope.words.balance.unit(scope.company.currency),
    scope: scope.words.title.everyone,
    period: scope.words.balance.period(scope.format.day(scope.calendar.today)),
  }),
  narrow: (part) => ({ territory: part.key }),
  queries: (scope) => {
    const chosen = keptWhole(scope, { kind: 'territory', member: 'territory.territory_name' })
    if (!chosen) return scope.words.empty.whole
    return {
      territories: {
        measures: [
          'territory.accounts',
          'territory.open_amount',
          'territory.activities',
          'territory.bookings',
        ],
        dimensions: ['territory.territory_name'],
        filters: chosen,
        order: { 'territory.bookings': 'desc' },
      },
      spread: {
        measures: [
          'territory.accounts_gini',
          'territory.open_amount_gini',
          'territory.activities_gini',
          'territory.bookings_gini',
        ],
      },
    }
  },
  view: ({ territories: rows, spread: [spread] }, scope) => {
    const { words, format, company } = scope
    const text = words.balance
    if (rows.length === 0) return { kind: 'empty', reason: text.none }
    const nameOf = (row: Row): string => cell(row, 'territory.territory_name') ?? '–'
    const money = { unit: company.currency, short: format.short, exact: format.amount }
    const gini = (what: 'accounts' | 'open_amount' | 'activities' | 'bookings'): string =>
      format.decimal(cell(spread, `territory.${what}_gini`), 2)
    return {
      ...barsBy(
        {
          label: text.label,
          head: words.filter.name.territory,
          rows,
          nameOf,
          panels: [
            { member: 'territory.bookings', head: text.bookings, ...money },
            { member: 'territory.open_amount', head: text.open, ...money },
            { member: 'territory.accounts', head: text.accounts, short: format.count },
            { member: 'territory.activities', head: text.activities, short: format.count },
          ],
        },
        scope,
      ),
      parts: rows.map((row) => ({ key: nameOf(row), label: nameOf(row) })),
      message: text.message(gini('bookings'), gini('accounts'), gini('activities')),
    }
  },
})
