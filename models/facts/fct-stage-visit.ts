import { sql } from 'kysely'
import { optional, required } from '../column.ts'
import { defineModel } from '../model.ts'
import { daysElapsed } from '../warehouse/portable.ts'

export const fctStageVisitColumns = {
  visit_key: required('text', 'Opportunity and number of the visit, as id:1'),
  opportunity_id: required('text', 'Opportunity, joins fct_opportunity'),
  visit_number: required('integer', 'Order of the visit in the life of the opportunity'),
  stage_key: required('text', 'Stage, joins dim_stage'),
  is_closed_stage: required('boolean', 'True where the stage ends an opportunity'),
  entered_at: required('timestamp', 'When the stage was entered'),
  exited_at: optional('timestamp', 'When it was left; empty for the current visit'),
  is_censored: required('boolean', 'True for the current visit, whose end is not known'),
  days_in_stage: required(
    'double',
    "Days from entry to exit, or to the build's instant for the current visit",
  ),
} as const

/** Visits in the order of the opportunity's history; changes within a stage do not start a new one. */
export const fctStageVisit = defineModel({
  name: 'fct_stage_visit',
  layer: 'fact',
  grain: 'one row an unbroken stay of an opportunity in a stage',
  key: ['visit_key'],
  columns: fctStageVisitColumns,
  query: (db) =>
    db
      .selectFrom((outer) =>
        outer
          .selectFrom((inner) =>
            inner
              .selectFrom('int_opportunity_change')
              .select((eb) => [
                'opportunity_id',
                'change_id',
                'changed_at',
                'stage_key',
                sql<
                  string | null
                >`lag(${eb.ref('stage_key')}) over (partition by ${eb.ref('opportunity_id')} order by ${eb.ref('changed_at')}, ${eb.ref('change_id')})`.as(
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
          sql<Date>`coalesce(${eb.ref('visits.exited_at')}, ${eb.ref('c.as_of')})`,
        ).as('days_in_stage'),
      ]),
  audits: [
    {
      name: 'no visit ends before it begins',
      severity: 'warn',
      failing: (db) =>
        db.selectFrom('fct_stage_visit').where('days_in_stage', '<', 0).select('visit_key as example'),
    },
  ],
})
