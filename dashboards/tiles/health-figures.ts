import { cell, type TileQuery } from './member.ts'
import { brokenRecords } from './records.ts'
import { notCarried, type Scope, scopeFilters } from './scope.ts'
import { defineTile, type Tile, type Title } from './tile.ts'
import { standingTitle } from './title.ts'

const titleOf = (measure: string, unit: string, scope: Scope): Title => ({
  ...standingTitle(measure, unit, scope),
  isOwnPeriod: true,
})

/** What the rules say of the records, or the reason why they say nothing. */
function checked(scope: Scope, rule?: string): { now: TileQuery } | string {
  const filter = notCarried('hygiene', scope)
  if (filter !== null) return scope.words.empty.notBy(scope.words.filter.name[filter].toLowerCase())
  return {
    now: {
      measures: rule
        ? ['hygiene.failed_amount', 'hygiene.records_failed']
        : ['hygiene.score', 'hygiene.checks', 'hygiene.failures', 'hygiene.records_failed'],
      filters: [
        ...(rule ? [{ member: 'hygiene.rule' as const, operator: 'equals' as const, values: [rule] }] : []),
        ...scopeFilters('hygiene', scope),
      ],
    },
  }
}

export const hygieneScore = defineTile({
  id: 'hygiene-score',
  form: 'kpi',
  needs: ['opportunity'],
  title: (scope) => titleOf(scope.words.health.score, scope.words.unit.percent, scope),
  drill: (part, scope) => (part === null ? brokenRecords(scope) : null),
  queries: (scope) => checked(scope),
  view: ({ now: [row] }, { words, format }) => {
    const raw = cell(row, 'hygiene.score')
    if (raw === null) return { kind: 'empty', reason: words.health.none }
    return {
      kind: 'kpi',
      raw,
      value: format.percent(raw),
      exact: format.percent(raw),
      variance: null,
      note: words.health.scoreNote(
        format.count(cell(row, 'hygiene.failures')),
        format.count(cell(row, 'hygiene.checks')),
      ),
      message: null,
    }
  },
})

export const recordsToFix = defineTile({
  id: 'records-to-fix',
  form: 'kpi',
  needs: ['opportunity'],
  title: (scope) => titleOf(scope.words.health.records, scope.words.unit.deals, scope),
  drill: (part, scope) => (part === null ? brokenRecords(scope) : null),
  queries: (scope) => checked(scope),
  view: ({ now: [row] }, { words, format }) => {
    const raw = cell(row, 'hygiene.records_failed') ?? '0'
    return {
      kind: 'kpi',
      raw,
      value: format.count(raw),
      exact: format.count(raw),
      variance: null,
      note: words.health.recordsNote(format.count(cell(row, 'hygiene.failures') ?? '0')),
      message: null,
    }
  },
})

/** The amount of the deals that break a rule. */
function amountOf(id: string, rule: 'stale' | 'close_date_past'): Tile {
  return defineTile({
    id,
    form: 'kpi',
    needs: ['opportunity'],
    title: (scope) => titleOf(scope.words.health.amount[rule], scope.company.currency, scope),
    drill: (part, scope) => (part === null ? brokenRecords(scope, rule) : null),
    queries: (scope) => checked(scope, rule),
    view: ({ now: [row] }, { words, format }) => {
      const raw = cell(row, 'hygiene.failed_amount') ?? '0'
      return {
        kind: 'kpi',
        raw,
        value: format.short(raw),
        exact: format.money(raw),
        variance: null,
        note: words.health.deals(format.count(cell(row, 'hygiene.records_failed') ?? '0')),
        message: null,
      }
    },
  })
}

export const staleAmount = amountOf('stale-amount', 'stale')
export const overdueAmount = amountOf('overdue-amount', 'close_date_past')
