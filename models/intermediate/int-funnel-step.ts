import { sql } from 'kysely'
import { joins, optional, required } from '../column.ts'
import { defineModel } from '../model.ts'

export const funnelStepColumns = {
  pipeline: required('text', 'Pipeline; empty where there is one only'),
  step: required('integer', 'Order in the funnel from 1; stages of the same order share a step'),
  stage_key: joins('dim_stage.stage_key', optional('text', 'Stage; empty for the win, the last step')),
  stage_name: required('text', 'Name of the stage; Won for the last step'),
  is_won: required('boolean', 'True for the last step'),
} as const

/**
 * Stages that end an opportunity are no steps: one that is lost has passed nothing, wherever its stage is sorted,
 * and a win passes every step. A stage without an order cannot be told to come before or after another.
 */
export const intFunnelStep = defineModel({
  name: 'int_funnel_step',
  layer: 'intermediate',
  grain: 'one row an open stage of a pipeline that has an order, and the win of each pipeline',
  key: ['pipeline', 'step', 'stage_key'],
  columns: funnelStepColumns,
  query: (db) =>
    db
      .with('stages', () =>
        db
          .selectFrom('dim_stage')
          .select((eb) => [
            sql<string>`coalesce(${eb.ref('pipeline')}, '')`.as('pipeline'),
            'stage_key',
            'stage_name',
            sql<boolean>`not ${eb.ref('is_closed')} and ${eb.ref('sort_order')} is not null`.as('is_step'),
            sql<number>`cast(dense_rank() over (partition by ${eb.ref('pipeline')}, ${eb.ref('is_closed')} order by ${eb.ref('sort_order')} nulls last) as integer)`.as(
              'step',
            ),
          ]),
      )
      .selectFrom('stages')
      .where('is_step', '=', true)
      .select((eb) => [
        'pipeline',
        'step',
        eb.ref('stage_key').$castTo<string | null>().as('stage_key'),
        'stage_name',
        sql<boolean>`false`.as('is_won'),
      ])
      .unionAll((eb) =>
        eb
          .selectFrom('stages')
          .groupBy('pipeline')
          .select((e) => [
            'pipeline',
            sql<number>`coalesce(max(case when ${e.ref('is_step')} then ${e.ref('step')} end), 0) + 1`.as(
              'step',
            ),
            sql<string | null>`cast(null as varchar)`.as('stage_key'),
            sql<string>`'Won'`.as('stage_name'),
            sql<boolean>`true`.as('is_won'),
          ]),
      ),
  audits: [
    {
      name: 'open stages that opportunities enter have an order, without which they are no step of the funnel',
      severity: 'warn',
      failing: (db) =>
        db
          .selectFrom('dim_stage as s')
          .innerJoin('fct_stage_visit as v', 'v.stage_key', 's.stage_key')
          .where('s.is_closed', '=', false)
          .where('s.sort_order', 'is', null)
          .groupBy('s.stage_key')
          .select('s.stage_key as example'),
    },
  ],
})
