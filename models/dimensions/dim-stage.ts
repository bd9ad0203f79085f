import { type Expression, type RawBuilder, sql } from 'kysely'
import { optional, required } from '../column.ts'
import { defineModel } from '../model.ts'
import { stageKey } from './stage-key.ts'
import { unknownName } from './unknown.ts'

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

/** Names that say themselves how a deal ended, for files of deals that say it in no other way. */
const won = ['won', 'closed won', 'closedwon', 'closed - won']
const lost = ['lost', 'closed lost', 'closedlost', 'closed - lost']

function means(stage: Expression<string>, names: readonly string[]): RawBuilder<boolean> {
  return sql`lower(trim(${stage})) in (${sql.join(names.map((name) => sql.lit(name)))})`
}

/** Stages that the source describes, then those that only opportunities or their history name. */
export const dimStage = defineModel({
  name: 'dim_stage',
  layer: 'dimension',
  grain: 'one row a stage of a pipeline, deleted ones that records still name included',
  key: ['stage_key'],
  columns: dimStageColumns,
  query: (db) => {
    const observed = db
      .selectFrom('int_stage_reference as r')
      .leftJoin('landed_opportunity as o', (join) =>
        join.on((eb) => eb('r.reference', '=', stageKey(eb.ref('o.pipeline'), eb.ref('o.stage_name')))),
      )
      .where('r.is_described', '=', false)
      .groupBy('r.reference')
      .select((eb) => [
        'r.reference',
        // A reference is pipeline/stage; what follows its first slash is the stage.
        sql<
          string | null
        >`nullif(left(${eb.ref('r.reference')}, position('/' in ${eb.ref('r.reference')}) - 1), '')`.as(
          'pipeline',
        ),
        sql<string>`substr(${eb.ref('r.reference')}, position('/' in ${eb.ref('r.reference')}) + 1)`.as(
          'stage',
        ),
        sql<number | null>`max(${eb.ref('o.probability')})`.as('probability'),
        sql<boolean | null>`bool_or(${eb.ref('o.is_closed')})`.as('is_closed'),
        sql<boolean | null>`bool_or(${eb.ref('o.is_won')})`.as('is_won'),
        sql<string | null>`min(${eb.ref('o.forecast_category')})`.as('forecast_category'),
      ])
      .as('observed')
    const describedPipelines = db
      .selectFrom('stg_stage')
      .groupBy((eb) => sql`coalesce(${eb.ref('pipeline')}, '')`)
      .select((eb) => sql<string>`coalesce(${eb.ref('pipeline')}, '')`.as('pipeline'))
      .as('p')
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
          .leftJoin(describedPipelines, (join) =>
            join.on((eb) => eb('p.pipeline', '=', sql<string>`coalesce(${eb.ref('observed.pipeline')}, '')`)),
          )
          .select((eb) => [
            'observed.reference as stage_key',
            'observed.pipeline',
            // Where no stage of the pipeline is described, what records hold is the name that people know.
            sql<string>`case when ${eb.ref('p.pipeline')} is null then ${eb.ref('observed.stage')} else ${unknownName(eb.ref('observed.stage'))} end`.as(
              'stage_name',
            ),
            sql<number | null>`cast(null as integer)`.as('sort_order'),
            'observed.probability',
            sql<boolean>`coalesce(${eb.ref('observed.is_closed')}, ${eb.ref('observed.is_won')}, ${means(eb.ref('observed.stage'), [...won, ...lost])})`.as(
              'is_closed',
            ),
            sql<boolean>`coalesce(${eb.ref('observed.is_won')}, ${means(eb.ref('observed.stage'), won)})`.as(
              'is_won',
            ),
            'observed.forecast_category',
            sql<boolean>`true`.as('is_active'),
          ]),
      )
  },
})
