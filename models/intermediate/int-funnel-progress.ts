import { type Kysely, sql } from 'kysely'
import { optional, required } from '../column.ts'
import { holds } from '../incremental.ts'
import { defineModel } from '../model.ts'
import type { Warehouse } from '../warehouse/database.ts'
import { companyDay, daysBetween } from '../warehouse/portable.ts'

export const funnelProgressColumns = {
  opportunity_id: required('text', 'Opportunity'),
  created_on: required('date', 'Company day on which it was created'),
  pipeline: required('text', 'Pipeline that it is in; empty where there is one only'),
  step: required('integer', 'Step of the funnel, see int_funnel_step'),
  stage_key: optional('text', 'Stage of the step; empty for the win'),
  entered_days: optional(
    'integer',
    'Company days from creation until it first entered this very stage; empty where it never did',
  ),
  reached_days: optional(
    'integer',
    'Company days from creation until it first entered this stage or a later one, or was won; empty where it never did',
  ),
  passed_days: optional(
    'integer',
    'Company days from creation until it first entered a later stage, or was won; empty where it never did',
  ),
} as const

/**
 * By first entries, so that a stage that is skipped counts as passed and one that is entered twice counts once.
 * A win is the outcome that stands, at the last close: a win that was re-opened and lost passes nothing.
 */
export const intFunnelProgress = defineModel({
  name: 'int_funnel_progress',
  layer: 'intermediate',
  grain: 'one row an opportunity with a day of creation and step of its pipeline',
  key: ['opportunity_id', 'step', 'stage_key'],
  columns: funnelProgressColumns,
  incremental: {
    by: 'opportunity_id',
    inputs: [holds('fct_opportunity', 'opportunity_id'), holds('fct_stage_visit', 'opportunity_id')],
  },
  query: (db) =>
    db
      .with('deals', () => deals(db))
      .with('first_entries', (cte) =>
        entriesOfStages(db).unionAll(
          cte
            .selectFrom('deals as d')
            .innerJoin('int_funnel_step as s', (join) =>
              join.onRef('s.pipeline', '=', 'd.pipeline').on('s.is_won', '=', true),
            )
            .where('d.status', '=', 'won')
            .where('d.cycle_days', 'is not', null)
            .select((eb) => [
              'd.opportunity_id',
              's.step',
              's.stage_key',
              eb.ref('d.cycle_days').$castTo<number>().as('days'),
            ]),
        ),
      )
      .selectFrom('deals as d')
      .innerJoin('int_funnel_step as s', 's.pipeline', 'd.pipeline')
      .leftJoin('first_entries as f', (join) =>
        join.onRef('f.opportunity_id', '=', 'd.opportunity_id').onRef('f.step', '>=', 's.step'),
      )
      .groupBy(['d.opportunity_id', 'd.created_on', 'd.pipeline', 's.step', 's.stage_key'])
      .select((eb) => {
        const here = sql`${eb.ref('f.stage_key')} is not distinct from ${eb.ref('s.stage_key')}`
        const later = sql`${eb.ref('f.step')} > ${eb.ref('s.step')}`
        const first = (which: typeof here) =>
          sql<number | null>`min(case when ${which} then ${eb.ref('f.days')} end)`
        return [
          'd.opportunity_id',
          'd.created_on',
          'd.pipeline',
          's.step',
          's.stage_key',
          first(here).as('entered_days'),
          first(sql`${here} or ${later}`).as('reached_days'),
          first(later).as('passed_days'),
        ]
      }),
})

function deals(db: Kysely<Warehouse>) {
  return db
    .selectFrom('fct_opportunity as o')
    .innerJoin('dim_stage as s', 's.stage_key', 'o.stage_key')
    .where('o.created_on', 'is not', null)
    .select((eb) => [
      'o.opportunity_id',
      eb.ref('o.created_on').$castTo<string>().as('created_on'),
      sql<string>`coalesce(${eb.ref('s.pipeline')}, '')`.as('pipeline'),
      'o.status',
      'o.cycle_days',
    ])
}

/** First entry into each stage. Stages of a pipeline that an opportunity has left are none of its funnel. */
function entriesOfStages(db: Kysely<Warehouse>) {
  return db
    .selectFrom('fct_stage_visit as v')
    .innerJoin(deals(db).as('d'), 'd.opportunity_id', 'v.opportunity_id')
    .innerJoin('int_funnel_step as s', (join) =>
      join.onRef('s.pipeline', '=', 'd.pipeline').onRef('s.stage_key', '=', 'v.stage_key'),
    )
    .innerJoin('company as c', (join) => join.onTrue())
    .groupBy(['v.opportunity_id', 's.step', 's.stage_key'])
    .select((eb) => [
      'v.opportunity_id',
      's.step',
      's.stage_key',
      sql<number>`min(${daysBetween(eb.ref('d.created_on'), companyDay(eb.ref('v.entered_at'), eb.ref('c.timezone')))})`.as(
        'days',
      ),
    ])
}
