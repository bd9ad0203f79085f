import { sql } from 'kysely'
import { required } from '../column.ts'
import { defineModel } from '../model.ts'
import { endOfTime } from '../warehouse/portable.ts'

export const intForecastCategoryColumns = {
  opportunity_id: required('text', 'Opportunity'),
  forecast_category: required('text', 'Forecast category'),
  known_from: required('timestamp', 'From when it was the newest that was known'),
  known_to: required('timestamp', 'Until when; 9999 for the one that holds'),
} as const

/** Forecast categories of opportunities as their history tells them, each for as long as it was the newest known. */
export const intForecastCategory = defineModel({
  name: 'int_forecast_category',
  layer: 'intermediate',
  grain: 'one row an opportunity and period of one forecast category known',
  key: ['opportunity_id', 'known_from'],
  columns: intForecastCategoryColumns,
  query: (db) => {
    const told = db
      .selectFrom('stg_opportunity_history as h')
      .innerJoin('int_opportunity_change as k', (join) =>
        join.onRef('k.change_id', '=', 'h.history_id').onRef('k.opportunity_id', '=', 'h.opportunity_id'),
      )
      .where('h.forecast_category', 'is not', null)
      .select((eb) => [
        'h.opportunity_id',
        eb.ref('h.forecast_category').$castTo<string>().as('forecast_category'),
        'k.known_from',
        // Of changes that became known at once the last one holds.
        sql<number>`row_number() over (partition by ${eb.ref('h.opportunity_id')}, ${eb.ref('k.known_from')} order by ${eb.ref('h.changed_at')} desc, ${eb.ref('h.history_id')} desc)`.as(
          'place',
        ),
      ])
      .as('told')
    return db
      .selectFrom(told)
      .where('told.place', '=', 1)
      .select((eb) => [
        'told.opportunity_id',
        'told.forecast_category',
        'told.known_from',
        sql<Date>`coalesce(lead(${eb.ref('told.known_from')}) over (partition by ${eb.ref('told.opportunity_id')} order by ${eb.ref('told.known_from')}), ${endOfTime})`.as(
          'known_to',
        ),
      ])
  },
})
