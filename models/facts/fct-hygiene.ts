import { type Kysely, type SelectQueryBuilder, sql } from 'kysely'
import { joins, optional, required } from '../column.ts'
import type { Checked, HygieneRule } from '../hygiene/rule.ts'
import { hygieneRules } from '../hygiene/rules.ts'
import { defineModel } from '../model.ts'
import { reconciles } from '../reconcile.ts'
import type { Warehouse } from '../warehouse/database.ts'
import { countRows } from '../warehouse/portable.ts'

export const fctHygieneColumns = {
  hygiene_key: required('text', 'Rule and opportunity'),
  rule: required(
    'text',
    hygieneRules.map(({ name, doc }) => `${name}: ${doc}`).join('; '),
    hygieneRules.map(({ name }) => name),
  ),
  weight: required('integer', 'How much a failure counts in the score'),
  opportunity_id: joins(
    'fct_opportunity.opportunity_id',
    required('text', 'Opportunity that the rule applies to'),
  ),
  failed: required('boolean', 'True where it breaks the rule as of the build'),
  detail: optional('text', 'What is wrong, in the value itself'),
  rep_key: joins('dim_rep.rep_key', required('text', 'Owner')),
  territory_key: joins('dim_territory.territory_key', required('text', 'Territory')),
  as_of_on: required('date', "The build's company day"),
} as const

export const fctHygiene = defineModel({
  name: 'fct_hygiene',
  layer: 'fact',
  grain: 'one row a rule and opportunity that it applies to',
  key: ['hygiene_key'],
  columns: fctHygieneColumns,
  query: (db) => {
    const [first, ...rest] = hygieneRules
    return rest.reduce((all, rule) => all.unionAll(rowsOf(db, rule)), rowsOf(db, first))
  },
  audits: [
    reconciles('close dates are checked of as many opportunities as are open', (db) => ({
      here: db
        .selectFrom('fct_hygiene')
        .where('rule', '=', 'close_date_past')
        .select(countRows().as('total')),
      there: db.selectFrom('fct_opportunity').where('status', '=', 'open').select(countRows().as('total')),
    })),
  ],
})

function rowsOf(db: Kysely<Warehouse>, { name, weight, checked }: HygieneRule) {
  const rows = checked(db) as unknown as SelectQueryBuilder<Warehouse, never, Checked>
  return db
    .selectFrom(rows.as('checked'))
    .innerJoin('fct_opportunity as o', 'o.opportunity_id', 'checked.opportunity_id')
    .select((eb) => [
      sql<string>`${sql.lit(name)} || '/' || ${eb.ref('checked.opportunity_id')}`.as('hygiene_key'),
      sql<string>`${sql.lit(name)}`.as('rule'),
      sql<number>`${sql.lit(weight)}`.as('weight'),
      'checked.opportunity_id',
      'checked.failed',
      sql<string | null>`case when ${eb.ref('checked.failed')} then ${eb.ref('checked.detail')} end`.as(
        'detail',
      ),
      'o.rep_key',
      'o.territory_key',
      'o.as_of_on',
    ])
}
