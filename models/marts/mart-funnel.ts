import { type Kysely, sql } from 'kysely'
import { joins, optional, required } from '../column.ts'
import { defineModel } from '../model.ts'
import { reconciles } from '../reconcile.ts'
import type { Warehouse } from '../warehouse/database.ts'
import { countRows, daysBetween, sumInteger } from '../warehouse/portable.ts'

/** Ages, in days, at which cohorts are compared. */
const AGES = [30, 60, 90, 180, 365] as const

export const martFunnelColumns = {
  funnel_key: required('text', 'First day of the cohort, pipeline, stage and age'),
  cohort: required('text', 'Fiscal quarter in which the opportunities were created, FY27 Q3'),
  cohort_start: required('date', 'First day of that fiscal quarter'),
  pipeline: optional('text', 'Pipeline; empty where there is one only'),
  step: required('integer', 'Order of the stage in the funnel, from 1'),
  stage_key: joins('dim_stage.stage_key', optional('text', 'Stage; empty for the win, the last step')),
  stage_name: required('text', 'Name of the stage; Won for the last step'),
  is_won: required('boolean', 'True for the last step'),
  age_days: required('integer', 'Age in company days up to which the opportunities are followed'),
  deals: required(
    'integer',
    'Opportunities of the cohort that are at least so old: all others count nowhere',
  ),
  entered: required('integer', 'Of these, those that entered this very stage within that age'),
  reached: required(
    'integer',
    'Of these, those that entered this stage or a later one, or were won, within that age',
  ),
  passed: optional(
    'integer',
    'Of these, those that entered a later stage, or were won, within that age; empty for the last step',
  ),
  is_complete: required('boolean', 'True where every opportunity of the quarter is that old'),
} as const

/**
 * "Reached or passed": rates are passed / reached for a stage, reached / deals for the whole way, both of the same
 * opportunities at the same age. Chaining the rates of stages entered goes wrong where stages are skipped.
 */
export const martFunnel = defineModel({
  name: 'mart_funnel',
  layer: 'mart',
  grain:
    'one row a fiscal quarter of creation, step of a pipeline and age, where any opportunity is that old',
  key: ['funnel_key'],
  columns: martFunnelColumns,
  query: (db) =>
    db
      .with('ages', () => ages(db))
      .with('quarters', () =>
        db
          .selectFrom('dim_date')
          .groupBy('fiscal_quarter_start')
          .select((eb) => [
            'fiscal_quarter_start',
            sql<string>`max(${eb.ref('date_key')})`.as('fiscal_quarter_end'),
          ]),
      )
      .selectFrom('int_funnel_progress as p')
      .innerJoin('int_funnel_step as s', (join) =>
        join
          .onRef('s.pipeline', '=', 'p.pipeline')
          .onRef('s.step', '=', 'p.step')
          .on((eb) => sql<boolean>`${eb.ref('s.stage_key')} is not distinct from ${eb.ref('p.stage_key')}`),
      )
      .innerJoin('company as c', (join) => join.onTrue())
      .innerJoin('ages as a', (join) =>
        join.on((eb) =>
          eb(daysBetween(eb.ref('p.created_on'), eb.ref('c.as_of_on')), '>=', eb.ref('a.age_days')),
        ),
      )
      .innerJoin('dim_date as d', 'd.date_key', 'p.created_on')
      .innerJoin('quarters as q', 'q.fiscal_quarter_start', 'd.fiscal_quarter_start')
      .groupBy([
        'd.fiscal_quarter_name',
        'd.fiscal_quarter_start',
        'q.fiscal_quarter_end',
        'c.as_of_on',
        'p.pipeline',
        'p.step',
        'p.stage_key',
        's.stage_name',
        's.is_won',
        'a.age_days',
      ])
      .select((eb) => {
        const within = (days: 'entered_days' | 'reached_days' | 'passed_days') =>
          sql<number>`cast(count(case when ${eb.ref(`p.${days}`)} <= ${eb.ref('a.age_days')} then 1 end) as integer)`
        return [
          sql<string>`cast(${eb.ref('d.fiscal_quarter_start')} as varchar) || '/' || coalesce(${eb.ref('p.stage_key')}, ${eb.ref('p.pipeline')} || '/') || '/' || cast(${eb.ref('a.age_days')} as varchar)`.as(
            'funnel_key',
          ),
          'd.fiscal_quarter_name as cohort',
          'd.fiscal_quarter_start as cohort_start',
          sql<string | null>`nullif(${eb.ref('p.pipeline')}, '')`.as('pipeline'),
          'p.step',
          'p.stage_key',
          's.stage_name',
          's.is_won',
          'a.age_days',
          countRows().as('deals'),
          within('entered_days').as('entered'),
          within('reached_days').as('reached'),
          sql<number | null>`case when not ${eb.ref('s.is_won')} then ${within('passed_days')} end`.as(
            'passed',
          ),
          sql<boolean>`${daysBetween(eb.ref('q.fiscal_quarter_end'), eb.ref('c.as_of_on'))} >= ${eb.ref('a.age_days')}`.as(
            'is_complete',
          ),
        ]
      }),
  audits: [
    {
      name: 'no more pass a stage than reach it, and none enters it without reaching it',
      severity: 'error',
      failing: (db) =>
        db
          .selectFrom('mart_funnel')
          .where((eb) =>
            eb.or([
              eb('passed', '>', eb.ref('reached')),
              eb('entered', '>', eb.ref('reached')),
              eb('reached', '>', eb.ref('deals')),
            ]),
          )
          .select('funnel_key as example'),
    },
    ...AGES.flatMap((age) => [
      reconciles(
        `deals ${age} days old are as many as in fct_opportunity, in pipelines that have a funnel`,
        (db) => ({
          here: lastSteps(db, age).select((eb) => sumInteger(eb.ref('deals')).as('total')),
          there: dealsAt(db, age).select(countRows().as('total')),
        }),
      ),
      reconciles(`deals won within ${age} days are as many as in fct_opportunity`, (db) => ({
        here: lastSteps(db, age).select((eb) => sumInteger(eb.ref('reached')).as('total')),
        there: dealsAt(db, age)
          .where('o.status', '=', 'won')
          .where('o.cycle_days', '<=', age)
          .select(countRows().as('total')),
      })),
    ]),
  ],
})

function lastSteps(db: Kysely<Warehouse>, age: number) {
  return db.selectFrom('mart_funnel').where('is_won', '=', true).where('age_days', '=', age)
}

/** Deals that are at least so old, of the pipelines that have a funnel. */
function dealsAt(db: Kysely<Warehouse>, age: number) {
  return db
    .selectFrom('fct_opportunity as o')
    .innerJoin('dim_stage as s', 's.stage_key', 'o.stage_key')
    .innerJoin('int_funnel_step as f', (join) =>
      join
        .on((eb) => eb('f.pipeline', '=', sql<string>`coalesce(${eb.ref('s.pipeline')}, '')`))
        .on('f.is_won', '=', true),
    )
    .where((eb) => eb(daysBetween(eb.ref('o.created_on'), eb.ref('o.as_of_on')), '>=', age))
}

/** A row an age. */
function ages(db: Kysely<Warehouse>) {
  const [first, ...others] = AGES.map((age) =>
    db.selectFrom('company').select(sql<number>`${sql.lit(age)}`.as('age_days')),
  )
  return others.reduce((union, age) => union.unionAll(age), first as NonNullable<typeof first>)
}
