import { barsBy } from './bars-by.ts'
import { cell, type Row, type TileQuery } from './member.ts'
import { brokenRecords } from './records.ts'
import { notCarried, scopeFilters } from './scope.ts'
import { defineTile } from './tile.ts'
import { standingTitle } from './title.ts'

/** Each rule with how many records break it, the most broken first. */
export const brokenRules = defineTile({
  id: 'broken-rules',
  form: 'bars',
  needs: ['opportunity'],
  title: (scope) => standingTitle(scope.words.health.byRule, scope.words.unit.deals, scope),
  drill: (part, scope) => part && brokenRecords(scope, part.key),
  queries: (scope) => {
    const filter = notCarried('hygiene', scope)
    if (filter !== null) return scope.words.empty.notBy(scope.words.filter.name[filter].toLowerCase())
    return {
      rules: {
        measures: ['hygiene.failures', 'hygiene.failure_rate', 'hygiene.checks', 'hygiene.failed_amount'],
        dimensions: ['hygiene.rule', 'hygiene.weight'],
        filters: scopeFilters('hygiene', scope),
        order: { 'hygiene.failures': 'desc' },
      } satisfies TileQuery,
    }
  },
  view: ({ rules }, scope) => {
    const { words, format, company } = scope
    const text = words.health
    if (rules.length === 0) return { kind: 'empty', reason: text.none }
    const ruleOf = (row: Row): string => cell(row, 'hygiene.rule') ?? ''
    const nameOf = (row: Row): string => Reflect.get(words.rules, ruleOf(row)) ?? ruleOf(row)
    const [most] = rules
    return {
      ...barsBy(
        {
          label: text.byRuleLabel,
          head: text.rule,
          rows: rules,
          nameOf,
          panels: [
            { member: 'hygiene.failures', head: text.failures, short: format.count },
            {
              member: 'hygiene.failure_rate',
              head: text.rate,
              unit: words.unit.percent,
              short: (raw) => format.percent(raw, 1),
              n: 'hygiene.checks',
            },
          ],
          columns: [
            { member: 'hygiene.weight', head: text.weight, short: format.count },
            {
              member: 'hygiene.failed_amount',
              head: words.attention.amount,
              unit: company.currency,
              short: format.amount,
            },
          ],
        },
        scope,
      ),
      parts: rules.map((row) => ({ key: ruleOf(row), label: nameOf(row) })),
      message:
        most && Number(cell(most, 'hygiene.failures')) > 0
          ? text.message(nameOf(most), format.count(cell(most, 'hygiene.failures')))
          : text.clean,
    }
  },
})
