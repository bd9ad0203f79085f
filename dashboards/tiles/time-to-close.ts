import { followed, lifeTitle } from './life.ts'
import { cell, type TileQuery } from './member.ts'
import type { Scope } from './scope.ts'
import { defineTile } from './tile.ts'

/** Deals followed from their creation. Two tiles ask the same, so that it is asked once. */
function lives(scope: Scope): { now: TileQuery } | string {
  const found = followed('cycle_survival', scope)
  if (!found) return scope.words.life.notFollowed
  return {
    now: {
      measures: [
        'cycle_survival.deals',
        'cycle_survival.deals_open',
        'cycle_survival.km_median_days',
        'cycle_survival.km_median_low',
        'cycle_survival.km_median_high',
        'cycle_survival.cif_won_30',
        'cycle_survival.cif_won_90',
        'cycle_survival.cif_won_180',
      ],
      filters: found.filters,
    },
  }
}

const nameOf = (scope: Scope): string => followed('cycle_survival', scope)?.name ?? scope.words.title.everyone

/** By when half of the deals are decided, open ones counted as far as they were followed. */
export const timeToClose = defineTile({
  id: 'time-to-close',
  form: 'kpi',
  needs: ['opportunity'],
  title: (scope) => lifeTitle(scope.words.life.median, scope.words.unit.days, nameOf(scope), scope),
  queries: lives,
  view: ({ now: [row] }, { words, format }) => {
    const n = cell(row, 'cycle_survival.deals')
    if (n === null) return { kind: 'empty', reason: words.life.notFollowed }
    const raw = cell(row, 'cycle_survival.km_median_days')
    if (raw === null) return { kind: 'empty', reason: words.life.notReached(format.count(n)) }
    const days = (end: 'low' | 'high'): string => format.decimal(cell(row, `cycle_survival.km_median_${end}`))
    return {
      kind: 'kpi',
      raw,
      value: format.decimal(raw),
      exact: format.decimal(raw, 1),
      variance: null,
      note: words.life.medianNote(
        days('low'),
        days('high'),
        format.count(n),
        format.count(cell(row, 'cycle_survival.deals_open')),
      ),
      message: null,
    }
  },
})

/** What share of the deals created is won so soon, whatever becomes of the others. */
export const wonWithin90 = defineTile({
  id: 'won-within-90',
  form: 'kpi',
  needs: ['opportunity'],
  title: (scope) => lifeTitle(scope.words.life.within90, scope.words.unit.percent, nameOf(scope), scope),
  queries: lives,
  view: ({ now: [row] }, { words, format }) => {
    const raw = cell(row, 'cycle_survival.cif_won_90')
    if (raw === null) return { kind: 'empty', reason: words.life.notFollowed }
    return {
      kind: 'kpi',
      raw,
      value: format.percent(raw),
      exact: format.percent(raw),
      variance: null,
      note: words.life.withinNote(
        format.percent(cell(row, 'cycle_survival.cif_won_30')),
        format.percent(cell(row, 'cycle_survival.cif_won_180')),
        format.count(cell(row, 'cycle_survival.deals')),
      ),
      message: null,
    }
  },
})
