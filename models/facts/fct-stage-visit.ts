import { sql } from 'kysely'
import { joins, optional, required } from '../column.ts'
import { holds, tells } from '../incremental.ts'
import { coversOnce } from '../intervals.ts'
import { defineModel } from '../model.ts'
import { reconciles } from '../reconcile.ts'
import { daysElapsed } from '../warehouse/portable.ts'

export const fctStageVisitColumns = {
  visit_key: required('text', 'Opportunity and number of the visit, as id:1'),
  opportunity_id: joins('fct_opportunity.opportunity_id', required('text', 'Opportunity')),
  visit_number: required('integer', 'Order of the visit in the life of the opportunity'),
  stage_key: joins('dim_stage.stage_key', required('text', 'Stage')),
  is_closed_stage: required('boolean', 'True where the stage ends an opportunity'),
  entered_at: required('timestamp', 'When the stage was entered'),
  exited_at: optional('timestamp', 'When it was left; empty for the current visit'),
  is_censored: required('boolean', 'True for the current visit, whose end is not known'),
  days_in_stage: required(
    'double',
    "Days from entry to exit, or to the build's instant for the current visit; 0 for a current visit that ended it",
  ),
} as const

/** Visits in the order of the opportunity's history; changes within a stage do not start a new one. */
export const fctStageVisit = defineModel({
  name: 'fct_stage_visit',
  layer: 'fact',
  grain: 'one row an unbroken stay of an opportunity in a stage',
  key: ['visit_key'],
  columns: fctStageVisitColumns,
  incremental: {
    by: 'opportunity_id',
    inputs: [
      holds('int_opportunity_change', 'opportunity_id'),
      holds('int_opportunity', 'opportunity_id'),
      tells('company', (db) =>
        db
          .selectFrom('fct_stage_visit')
          .where('is_censored', '=', true)
          .where('is_closed_stage', '=', false)
          .select('opportunity_id as key'),
      ),
    ],
  },
  query: (db) =>
    db
      .selectFrom((outer) =>
        outer
          .selectFrom((inner) =>
            inner
              .selectFrom('int_opportunity_change as h')
              // What was merged away keeps its history, but is no opportunity any more.
              .innerJoin('int_opportunity as o', 'o.opportunity_id', 'h.opportunity_id')
              .select((eb) => [
                'h.opportunity_id',
                'h.change_id',
                'h.changed_at',
                'h.stage_key',
                sql<
                  string | null
                >`lag(${eb.ref('h.stage_key')}) over (partition by ${eb.ref('h.opportunity_id')} order by ${eb.ref('h.changed_at')}, ${eb.ref('h.change_id')})`.as(
                  'stage_before',
                ),
              ])
              .as('changes'),
          )
          .where((eb) => sql<boolean>`${eb.ref('stage_before')} is distinct from ${eb.ref('stage_key')}`)
          .select((eb) => {
            const order = sql`over (partition by ${eb.ref('opportunity_id')} order by ${eb.ref('changed_at')}, ${eb.ref('change_id')})`
            return [
              'opportunity_id',
              sql<number>`cast(row_number() ${order} as integer)`.as('visit_number'),
              'stage_key',
              'changed_at as entered_at',
              sql<Date | null>`lead(${eb.ref('changed_at')}) ${order}`.as('exited_at'),
            ]
          })
          .as('visits'),
      )
      .innerJoin('company as c', (join) => join.onTrue())
      .innerJoin('dim_stage as s', 's.stage_key', 'visits.stage_key')
      .select((eb) => [
        sql<string>`${eb.ref('visits.opportunity_id')} || ':' || cast(${eb.ref('visits.visit_number')} as varchar)`.as(
          'visit_key',
        ),
        'visits.opportunity_id',
        'visits.visit_number',
        'visits.stage_key',
        's.is_closed as is_closed_stage',
        'visits.entered_at',
        'visits.exited_at',
        sql<boolean>`${eb.ref('visits.exited_at')} is null`.as('is_censored'),
        daysElapsed(
          eb.ref('visits.entered_at'),
          // Nothing waits in a stage that ended it.
          sql<Date>`coalesce(${eb.ref('visits.exited_at')}, case when ${eb.ref('s.is_closed')} then ${eb.ref('visits.entered_at')} else ${eb.ref('c.as_of')} end)`,
        ).as('days_in_stage'),
      ]),
  audits: [
    {
      name: 'no visit ends before it begins',
      severity: 'warn',
      by: ['opportunity_id'],
      failing: (db) =>
        db.selectFrom('fct_stage_visit').where('days_in_stage', '<', 0).select('visit_key as example'),
    },
    coversOnce('visits follow one another without gap or overlap', {
      table: 'fct_stage_visit',
      of: ['opportunity_id'],
      from: 'entered_at',
      to: 'exited_at',
      order: 'visit_number',
      example: 'visit_key',
    }),
    reconciles('every opportunity that has history has visits', (db) => ({
      here: db
        .selectFrom('fct_stage_visit')
        .select((eb) =>
          sql<number>`cast(count(distinct ${eb.ref('opportunity_id')}) as integer)`.as('total'),
        ),
      there: db
        .selectFrom('int_opportunity_change as h')
        .innerJoin('int_opportunity as o', 'o.opportunity_id', 'h.opportunity_id')
        .select((eb) =>
          sql<number>`cast(count(distinct ${eb.ref('h.opportunity_id')}) as integer)`.as('total'),
        ),
    })),
  ],
})
