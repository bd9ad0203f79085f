import { shapeOf } from '../computed.ts'
import { forecastPathColumns } from '../forecast/forecast-made.ts'
import { forecastsDue } from '../forecast/forecasts-due.ts'
import { knownColumns } from '../forecast/known-columns.ts'
import { MODEL_VERSION } from '../forecast/make-forecasts.ts'
import { defineModel } from '../model.ts'

/** The way that bookings are expected to go from what is known to the end of the running quarter. */
export const intForecastPath = defineModel({
  name: 'int_forecast_path',
  layer: 'intermediate',
  grain: 'one row a unit and day of the running fiscal quarter, from the newest that is known on',
  key: ['level', 'unit_key', 'on_day'],
  columns: forecastPathColumns,
  query: (db) => shapeOf(db, knownColumns, forecastPathColumns),
  computed: { version: MODEL_VERSION, rows: async (db) => (await forecastsDue(db)).path },
})
