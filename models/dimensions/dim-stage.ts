import { type Expression, type RawBuilder, sql } from 'kysely'
import { optional, required } from '../column.ts'
import { defineModel } from '../model.ts'

export const dimStageColumns = {
  stage_key: required('text', 'Pipeline and stage, as pipeline/stage'),
  pipeline: optional('text', 'Pipeline; empty where there is one only'),
  stage_name: required('text', 'Name as people read it'),
  sort_order: optional('integer', 'Order in the pipeline'),
  probability: optional('double', 'Default probability of winning, 0 to 1'),
  is_closed: required('boolean', 'True where the stage ends an opportunity'),
  is_won: required('boolean', 'True where the stage is a win'),
  forecast_category: optional('text', 'Default forecast category'),
  is_active: required('boolean', 'False once withdrawn; old deals keep it'),
} as const

/** Key of a stage within its pipeline. */
export function stageKey(
  pipeline: Expression<string | null>,
  stage: Expression<string | null>,
): RawBuilder<string> {
  return sql`coalesce(${pipeline}, '') || '/' || ${stage}`
}

/** Stages that the source describes, then those that only opportunities or their history name. */
export const dimStage = defineModel({
  name: 'dim_stage',
  layer: 'dimension',
  grain: 'one row a stage of a pipeline, deleted ones that records still name included',
  key: ['stage_key'],
  columns: dimStageColumns,
  query: (db) => {
    // Earlier versions count too: a stage that no deal stands in any more is still part of its past.
    const observed = db
      .selectFrom('landed_opportunity')
      .select(['pipeline', 'stage_name', 'is_closed', 'is_won', 'probability', 'forecast_category'])
      .unionAll(
        db
          .selectFrom('stg_opportunity_history as h')
          .innerJoin('stg_opportunity as o', 'o.opportunity_id', 'h.opportunity_id')
          .select([
            'o.pipeline',
            'h.stage_name',
            sql<boolean | null>`cast(null as boolean)`.as('is_closed'),
            sql<boolean | null>`cast(null as boolean)`.as('is_won'),
            'h.probability',
            'h.forecast_category',
          ]),
      )
      .as('observed')
    return db
      .selectFrom('stg_stage')
      .select((eb) => [
        stageKey(eb.ref('pipeline'), eb.ref('stage_name')).as('stage_key'),
        'pipeline',
        sql<string>`coalesce(${eb.ref('label')}, ${eb.ref('stage_name')})`.as('stage_name'),
        'sort_order',
        'probability',
        sql<boolean>`coalesce(${eb.ref('is_closed')}, false)`.as('is_closed'),
        sql<boolean>`coalesce(${eb.ref('is_won')}, false)`.as('is_won'),
        'forecast_category',
        sql<boolean>`coalesce(${eb.ref('is_active')}, true)`.as('is_active'),
      ])
      .unionAll(
        db
          .selectFrom(observed)
          .leftJoin('stg_stage as s', (join) =>
            join
              .onRef('s.stage_name', '=', 'observed.stage_name')
              .on(
                (eb) =>
                  sql<boolean>`coalesce(${eb.ref('s.pipeline')}, '') = coalesce(${eb.ref('observed.pipeline')}, '')`,
              ),
          )
          .where('s.stage_name', 'is', null)
          .groupBy(['observed.pipeline', 'observed.stage_name'])
          .select((eb) => [
            stageKey(eb.ref('observed.pipeline'), eb.ref('observed.stage_name')).as('stage_key'),
            'observed.pipeline',
            'observed.stage_name',
            sql<number | null>`cast(null as integer)`.as('sort_order'),
            sql<number | null>`max(${eb.ref('observed.probability')})`.as('probability'),
            sql<boolean>`coalesce(bool_or(${eb.ref('observed.is_closed')}), false)`.as('is_closed'),
            sql<boolean>`coalesce(bool_or(${eb.ref('observed.is_won')}), false)`.as('is_won'),
            sql<string | null>`min(${eb.ref('observed.forecast_category')})`.as('forecast_category'),
            sql<boolean>`true`.as('is_active'),
          ]),
      )
  },
})
