import { shapeOf } from '../computed.ts'
import { dealForecastMadeColumns } from '../forecast/forecast-made.ts'
import { forecastsDue } from '../forecast/forecasts-due.ts'
import { knownColumns } from '../forecast/known-columns.ts'
import { MODEL_VERSION } from '../forecast/make-forecasts.ts'
import { defineModel } from '../model.ts'

/** Probabilities of open opportunities that this build gives, on its own day. */
export const intDealForecastMade = defineModel({
  name: 'int_deal_forecast_made',
  layer: 'intermediate',
  grain: 'one row a fiscal quarter and opportunity',
  key: ['origin', 'period_start', 'opportunity_id'],
  columns: dealForecastMadeColumns,
  query: (db) => shapeOf(db, knownColumns, dealForecastMadeColumns),
  computed: { version: MODEL_VERSION, rows: async (db) => (await forecastsDue(db)).deals },
})
