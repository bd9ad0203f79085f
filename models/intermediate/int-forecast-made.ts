import { shapeOf } from '../computed.ts'
import { forecastMadeColumns } from '../forecast/forecast-made.ts'
import { forecastsDue } from '../forecast/forecasts-due.ts'
import { knownColumns } from '../forecast/known-columns.ts'
import { MODEL_VERSION } from '../forecast/make-forecasts.ts'
import { defineModel } from '../model.ts'

/** Forecasts of bookings that this build makes, of its own day. */
export const intForecastMade = defineModel({
  name: 'int_forecast_made',
  layer: 'intermediate',
  grain: 'one row a fiscal quarter, unit and method',
  key: ['origin', 'period_start', 'level', 'unit_key', 'method'],
  columns: forecastMadeColumns,
  query: (db) => shapeOf(db, knownColumns, forecastMadeColumns),
  computed: { version: MODEL_VERSION, rows: async (db) => (await forecastsDue(db)).units },
})
