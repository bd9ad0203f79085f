import { shapeOf } from '../computed.ts'
import { forecastMadeColumns } from '../forecast/forecast-made.ts'
import { forecastReads, forecastsDue } from '../forecast/forecasts-due.ts'
import { MODEL_VERSION } from '../forecast/make-forecasts.ts'
import { defineModel } from '../model.ts'

/** Forecasts of bookings that this build makes: of its own day, and of days of which none is kept. */
export const intForecastMade = defineModel({
  name: 'int_forecast_made',
  layer: 'intermediate',
  grain: 'one row an origin, fiscal quarter, unit and method of which no forecast is kept',
  key: ['origin', 'period_start', 'level', 'unit_key', 'method'],
  columns: forecastMadeColumns,
  query: (db) => shapeOf(db, forecastReads, forecastMadeColumns),
  computed: { version: MODEL_VERSION, rows: async (db) => (await forecastsDue(db)).units },
})
