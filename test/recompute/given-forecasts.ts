import { DuckDBInstance } from '@duckdb/node-api'
import { rowsOf } from '../support/duckdb.ts'
import { type Micros, micros } from './money.ts'

/** A forecast as the method made it: what it says is taken as given, what came of it is not. */
export interface GivenForecast {
  readonly origin: string
  readonly periodStart: string
  readonly periodEnd: string
  readonly level: string
  readonly unit: string
  readonly method: string
  readonly point: Micros
  readonly range: readonly [p10: Micros, p50: Micros, p90: Micros] | null
  readonly won: Micros
  readonly openDeals: number
  readonly made: string
}

/** The probability of a deal, likewise. */
export interface GivenProbability {
  readonly key: string
  readonly origin: string
  readonly periodStart: string
  readonly periodEnd: string
  readonly deal: string
  readonly rep: string
  readonly stage: string | null
  readonly amount: Micros | null
  readonly pWin: number
  readonly pLost: number
  readonly baseRate: number
  readonly expected: Micros
}

/** What a unit is expected to have booked by the end of a day of the running quarter, likewise. */
interface GivenPace {
  readonly level: string
  readonly unit: string
  readonly day: string
  readonly expected: Micros
  readonly range: GivenForecast['range']
}

export interface Given {
  readonly pace: readonly GivenPace[]
  readonly forecasts: readonly GivenForecast[]
  readonly probabilities: readonly GivenProbability[]
}

const days = ['origin', 'period_start', 'period_end']
  .map((it) => `cast(f.${it} as varchar) as ${it}`)
  .join(', ')

/** Reads what the methods said out of a build. Call it while nothing else has the file open. */
export async function readGiven(buildFile: string): Promise<Given> {
  const instance = await DuckDBInstance.create(buildFile, { access_mode: 'READ_ONLY' })
  const connection = await instance.connect()
  try {
    const forecasts = await rowsOf(
      connection,
      `select ${days}, level, unit_key, method, made, open_deals, point::varchar as point, p10::varchar as p10,
         p50::varchar as p50, p90::varchar as p90, won_amount::varchar as won
       from fct_forecast f where model_version is not null`,
    )
    const probabilities = await rowsOf(
      connection,
      `select ${days}, deal_forecast_key, opportunity_id, r.rep_id, s.stage_name, amount::varchar as amount, p_win, p_lost,
         base_rate, expected_amount::varchar as expected
       from fct_deal_forecast f join dim_rep r using (rep_key) left join dim_stage s using (stage_key)`,
    )
    const pace = await rowsOf(
      connection,
      `select level, unit_key, cast(on_day as varchar) as on_day, expected_amount::varchar as expected, p10::varchar as p10,
         p50::varchar as p50, p90::varchar as p90
       from mart_forecast_pace where expected_amount is not null`,
    )
    return {
      pace: pace.map((row) => ({
        level: String(row.level),
        unit: String(row.unit_key),
        day: String(row.on_day),
        expected: micros(String(row.expected)),
        range: rangeOf(row),
      })),
      forecasts: forecasts.map((row) => ({
        ...daysOf(row),
        level: String(row.level),
        unit: String(row.unit_key),
        method: String(row.method),
        made: String(row.made),
        point: micros(String(row.point)),
        range: rangeOf(row),
        won: micros(String(row.won)),
        openDeals: Number(row.open_deals),
      })),
      probabilities: probabilities.map((row) => ({
        ...daysOf(row),
        key: String(row.deal_forecast_key),
        deal: String(row.opportunity_id),
        rep: String(row.rep_id),
        stage: row.stage_name === null ? null : String(row.stage_name),
        amount: row.amount === null ? null : micros(String(row.amount)),
        pWin: Number(row.p_win),
        pLost: Number(row.p_lost),
        baseRate: Number(row.base_rate),
        expected: micros(String(row.expected)),
      })),
    }
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

const rangeOf = ({ p10, p50, p90 }: Readonly<Record<string, unknown>>): GivenForecast['range'] =>
  p10 === null ? null : [micros(String(p10)), micros(String(p50)), micros(String(p90))]

const daysOf = (row: Readonly<Record<string, unknown>>) => ({
  origin: String(row.origin),
  periodStart: String(row.period_start),
  periodEnd: String(row.period_end),
})
