import { type Kysely, sql } from 'kysely'
import { optional } from '../column.ts'
import { type Reads, shapeOf } from '../computed.ts'
import { calibrationLine } from '../forecast/calibration-line.ts'
import { scopeColumns, scoredDeals } from '../forecast/scored-deals.ts'
import { defineModel } from '../model.ts'
import type { Warehouse } from '../warehouse/database.ts'
import { countRows, sumInteger } from '../warehouse/portable.ts'

export const intCalibrationLineColumns = {
  ...scopeColumns,
  slope: optional(
    'double',
    'Slope of the calibration line, 1 where calibrated; empty where it cannot be told',
  ),
  intercept: optional('double', 'Intercept of it, 0 where calibrated'),
} as const

const reads = {
  fct_deal_forecast: [
    'deal_forecast_key',
    'origin',
    'period_end',
    'stage_key',
    'amount',
    'p_win',
    'base_rate',
    'is_won',
    'week_of_quarter',
  ],
  dim_stage: ['stage_key', 'stage_name'],
} as const satisfies Reads

/** The calibration line of each scope of probabilities, from probabilities to three decimals. */
export const intCalibrationLine = defineModel({
  name: 'int_calibration_line',
  layer: 'intermediate',
  grain: 'one row a scope',
  key: ['scope_kind', 'scope'],
  columns: intCalibrationLineColumns,
  query: (db) => shapeOf(db, reads, intCalibrationLineColumns),
  computed: { version: '1', rows: lines },
})

async function lines(db: Kysely<Warehouse>) {
  const cells = await db
    .selectFrom((inner) =>
      inner
        .selectFrom(scoredDeals(db).as('s'))
        .select((eb) => [
          's.scope_kind',
          's.scope',
          's.won',
          sql<number>`round(cast(${eb.ref('s.p_win')} as decimal(20, 9)), 3)`.as('p'),
        ])
        .as('d'),
    )
    .groupBy(['d.scope_kind', 'd.scope', 'd.p'])
    .orderBy('d.scope_kind')
    .orderBy('d.scope')
    .orderBy('d.p')
    .select((eb) => [
      'd.scope_kind',
      'd.scope',
      sql<number>`cast(${eb.ref('d.p')} as double precision)`.as('p'),
      countRows().as('deals'),
      sumInteger(eb.ref('d.won')).as('wins'),
    ])
    .execute()
  const scopes = new Map<string, typeof cells>()
  for (const cell of cells) {
    const key = JSON.stringify([cell.scope_kind, cell.scope])
    scopes.set(key, [...(scopes.get(key) ?? []), cell])
  }
  return [...scopes].map(([key, own]) => {
    const [scope_kind, scope] = JSON.parse(key) as [string, string]
    const line = calibrationLine(own)
    return { scope_kind, scope, slope: line?.slope ?? null, intercept: line?.intercept ?? null }
  })
}
