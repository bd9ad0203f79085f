import { shapeOf } from '../computed.ts'
import { dealForecastMadeColumns } from '../forecast/forecast-made.ts'
import { forecastReads, forecastsDue } from '../forecast/forecasts-due.ts'
import { MODEL_VERSION } from '../forecast/make-forecasts.ts'
import { defineModel } from '../model.ts'

/** Probabilities of open opportunities that this build gives: on its own day, and on days of which none are kept. */
export const intDealForecastMade = defineModel({
  name: 'int_deal_forecast_made',
  layer: 'intermediate',
  grain: 'one row an origin, fiscal quarter and opportunity of which no forecast is kept',
  key: ['origin', 'period_start', 'opportunity_id'],
  columns: dealForecastMadeColumns,
  query: (db) => shapeOf(db, forecastReads, dealForecastMadeColumns),
  computed: { version: MODEL_VERSION, rows: async (db) => (await forecastsDue(db)).deals },
})
