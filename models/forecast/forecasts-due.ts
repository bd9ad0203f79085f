import type { Kysely } from 'kysely'
import type { RowOf } from '../column.ts'
import { UNKNOWN } from '../dimensions/unknown.ts'
import type { Warehouse } from '../warehouse/database.ts'
import type { dealForecastMadeColumns, forecastMadeColumns, forecastPathColumns } from './forecast-made.ts'
import { type DealForecast, makeForecasts, type UnitForecast } from './make-forecasts.ts'
import { reasonWords } from './reason-words.ts'

/** Rows of the tables that a build computes. */
export interface MadeForecasts {
  readonly units: readonly RowOf<typeof forecastMadeColumns>[]
  readonly deals: readonly RowOf<typeof dealForecastMadeColumns>[]
  readonly path: readonly RowOf<typeof forecastPathColumns>[]
}

const made = new WeakMap<Kysely<Warehouse>, Promise<MadeForecasts>>()

/** The forecasts that a build has to make, made once for all of its tables. */
export function forecastsDue(db: Kysely<Warehouse>): Promise<MadeForecasts> {
  const known = made.get(db) ?? makeDue(db)
  made.set(db, known)
  return known
}

/** Of its own day: what could have been forecast on days before is made by a backtest, and kept as records. */
async function makeDue(db: Kysely<Warehouse>): Promise<MadeForecasts> {
  const { today } = await db.selectFrom('company').select('as_of_on as today').executeTakeFirstOrThrow()
  return forecastsOf(db, [today], today)
}

/** Forecasts of some days as rows of the warehouse; those of `today` are live. */
export async function forecastsOf(
  db: Kysely<Warehouse>,
  origins: readonly string[],
  today: string | null,
): Promise<MadeForecasts> {
  const { units, deals, pace, modelVersion } = await makeForecasts(db, {
    origins,
    dealOrigins: new Set(origins),
    paceOrigin: today,
  })
  const common = (forecast: UnitForecast | DealForecast) => ({
    origin: forecast.origin,
    period_start: forecast.periodStart,
    period_end: forecast.periodEnd,
    made: forecast.origin === today ? 'live' : 'reconstructed',
    model_version: modelVersion,
    fallback: forecast.fallback,
  })
  return {
    units: units.map((unit) => ({
      ...common(unit),
      level: unit.level,
      unit_key: unitKey(unit),
      method: unit.method,
      point: unit.point,
      p10: unit.p10,
      p50: unit.p50,
      p90: unit.p90,
      won_amount: unit.won,
      open_deals: unit.openDeals,
    })),
    deals: deals.map((deal) => ({
      ...common(deal),
      opportunity_id: deal.opportunityId,
      rep_id: deal.repId,
      territory_key: deal.territoryKey,
      stage_key: deal.stageKey,
      amount: deal.amount,
      p_win: deal.pWin,
      p_lost: deal.pLost,
      base_rate: deal.baseRate,
      expected_amount: deal.expectedAmount,
      expected_close: deal.expectedClose,
      reasons: JSON.stringify(deal.reasons),
      reasons_in_words: reasonWords(deal.reasons),
    })),
    path: pace.map((it) => ({
      origin: it.origin,
      period_start: it.periodStart,
      level: it.level,
      unit_key: unitKey(it),
      on_day: it.day,
      point: it.point,
      p10: it.p10,
      p50: it.p50,
      p90: it.p90,
    })),
  }
}

const unitKey = ({ level, unit }: Pick<UnitForecast, 'level' | 'unit'>): string =>
  level === 'company' ? 'company' : unit || UNKNOWN
