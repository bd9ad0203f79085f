import type { FiscalQuarter } from './calendar.ts'
import { cell, type Row, type TileQuery } from './member.ts'
import type { Scope } from './scope.ts'

type Filters = NonNullable<TileQuery['filters']>

/** The running fiscal quarter, which forecasts are of first. */
export function runningQuarter({ calendar, period }: Scope): FiscalQuarter {
  const { quarters, today } = calendar
  const running = quarters.find(({ from, to }) => from <= today && today <= to)
  return running ?? { name: period.name ?? '', year: '', ...period.whole }
}

type UnitView = 'forecast' | 'forecast_pace' | 'forecast_need'

/**
 * The filters of forecasts by what is chosen: of a territory or a team. Null where both are, or anything else: no forecast
 * is made of that.
 */
export function unitFilters(
  { territory, team, method, rep, segment }: Scope,
  view: UnitView = 'forecast',
): Filters | null {
  const unit = (level: string, name: string): Filters => [
    { member: `${view}.level`, operator: 'equals', values: [level] },
    { member: `${view}.unit`, operator: 'equals', values: [name] },
  ]
  if ([method, rep, segment].some((chosen) => chosen !== null)) return null
  if (territory !== null && team !== null) return null
  if (territory !== null) return unit('territory', territory)
  return team === null ? [] : unit('team', team)
}

/** Forecasts of the running quarter as they stand, by method and level. */
export function latestForecasts(scope: Scope, filters: Filters): TileQuery {
  return {
    measures: [
      'forecast.point',
      'forecast.single_amount',
      'forecast.p10',
      'forecast.p90',
      'forecast.won',
      'forecast.open_deals',
    ],
    dimensions: ['forecast.method', 'forecast.level'],
    filters: [
      { member: 'forecast.is_latest', operator: 'equals', values: ['true'] },
      { member: 'forecast.period', operator: 'equals', values: [runningQuarter(scope).name] },
      ...filters,
    ],
  }
}

/**
 * The level that tells most of what a reader may see: the company, one team, else the reps added up; only what is one
 * forecast has a range.
 */
export function widestLevel(rows: readonly Row[], view: UnitView = 'forecast'): string {
  const levels = new Set(rows.map((row) => cell(row, `${view}.level`)))
  const [only] = levels
  if (levels.size === 1) return only ?? 'rep'
  const isOneTeam =
    view !== 'forecast_need' &&
    rows.some((row) => cell(row, `${view}.level`) === 'team' && cell(row, `${view}.p10`) !== null)
  if (levels.has('company')) return 'company'
  return isOneTeam ? 'team' : 'rep'
}

/** Rows of the widest level by method. */
export function byMethod(rows: readonly Row[]): ReadonlyMap<string, Row> {
  const level = widestLevel(rows)
  return new Map(
    rows
      .filter((row) => cell(row, 'forecast.level') === level)
      .map((row) => [cell(row, 'forecast.method') ?? '', row]),
  )
}
