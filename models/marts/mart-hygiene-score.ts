import { sql } from 'kysely'
import { joins, required } from '../column.ts'
import { hygieneRules } from '../hygiene/rules.ts'
import { defineModel } from '../model.ts'
import { reconciles } from '../reconcile.ts'
import { countRows, sumInteger } from '../warehouse/portable.ts'

export const martHygieneScoreColumns = {
  hygiene_score_key: required('text', 'Rep version, territory and rule'),
  rep_key: joins('dim_rep.rep_key', required('text', 'Owner')),
  territory_key: joins('dim_territory.territory_key', required('text', 'Territory')),
  rule: required(
    'text',
    'Rule, see fct_hygiene',
    hygieneRules.map(({ name }) => name),
  ),
  as_of_on: required('date', "The build's company day"),
  applicable: required('integer', 'Records that the rule applies to'),
  failed: required('integer', 'Those that break it'),
  weighted_applicable: required('integer', 'Records that the rule applies to, times its weight'),
  weighted_failed: required(
    'integer',
    'Those that break it, times its weight: 1 - the one over the other is the score',
  ),
} as const

export const martHygieneScore = defineModel({
  name: 'mart_hygiene_score',
  layer: 'mart',
  grain: 'one row an owner version, territory and rule',
  key: ['hygiene_score_key'],
  columns: martHygieneScoreColumns,
  query: (db) =>
    db
      .selectFrom('fct_hygiene as h')
      .groupBy(['h.rep_key', 'h.territory_key', 'h.rule', 'h.as_of_on'])
      .select((eb) => {
        const failed = sql<number>`case when ${eb.ref('h.failed')} then 1 else 0 end`
        return [
          sql<string>`concat_ws('/', ${eb.ref('h.rep_key')}, ${eb.ref('h.territory_key')}, ${eb.ref('h.rule')})`.as(
            'hygiene_score_key',
          ),
          'h.rep_key',
          'h.territory_key',
          'h.rule',
          'h.as_of_on',
          countRows().as('applicable'),
          sumInteger(failed).as('failed'),
          sumInteger(eb.ref('h.weight')).as('weighted_applicable'),
          sumInteger(sql<number>`${failed} * ${eb.ref('h.weight')}`).as('weighted_failed'),
        ]
      }),
  audits: (
    [
      ['checks', 'applicable', 'weighted_applicable', sql`true`],
      ['failures', 'failed', 'weighted_failed', sql`${sql.ref('failed')}`],
    ] as const
  ).flatMap(([what, count, weight, condition]) => [
    reconciles(`${what} are as many as in fct_hygiene`, (db) => ({
      here: db.selectFrom('mart_hygiene_score').select((eb) => sumInteger(eb.ref(count)).as('total')),
      there: db.selectFrom('fct_hygiene').where(sql<boolean>`${condition}`).select(countRows().as('total')),
    })),
    reconciles(`${what} weigh as much as in fct_hygiene`, (db) => ({
      here: db.selectFrom('mart_hygiene_score').select((eb) => sumInteger(eb.ref(weight)).as('total')),
      there: db
        .selectFrom('fct_hygiene')
        .where(sql<boolean>`${condition}`)
        .select((eb) => sumInteger(eb.ref('weight')).as('total')),
    })),
  ]),
})
