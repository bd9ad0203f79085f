import { type Kysely, sql } from 'kysely'
import { required } from '../column.ts'
import type { Warehouse } from '../warehouse/database.ts'

const scopeKinds = ['all', 'horizon', 'stage', 'size'] as const

export const scopeColumns = {
  scope_kind: required(
    'text',
    'What the probabilities are taken together by: all, horizon, stage or size',
    scopeKinds,
  ),
  scope: required(
    'text',
    "all; 'weeks 1-4', 'weeks 5-8', 'weeks 9-14' or 'next quarter'; name of the stage; 'smallest quarter' to 'largest quarter' by amount",
  ),
} as const

/**
 * Probabilities of quarters that are over, once in each scope that they are taken together by. But for the horizon
 * `next quarter` only those that were given within the quarter.
 */
export function scoredDeals(db: Kysely<Warehouse>) {
  const scored = db
    .selectFrom('fct_deal_forecast as f')
    .leftJoin('dim_stage as s', 's.stage_key', 'f.stage_key')
    .where('f.is_won', 'is not', null)
    .select((eb) => [
      'f.deal_forecast_key',
      'f.p_win',
      'f.base_rate',
      sql<number>`case when ${eb.ref('f.is_won')} then 1 else 0 end`.as('won'),
      'f.week_of_quarter',
      sql<string>`coalesce(${eb.ref('s.stage_name')}, 'Unknown')`.as('stage_name'),
      sql<number>`ntile(4) over (order by ${eb.ref('f.amount')} nulls first, ${eb.ref('f.deal_forecast_key')})`.as(
        'size',
      ),
    ])
  const within = () => db.selectFrom(scored.as('d')).where('d.week_of_quarter', '>', 0)
  const columns = ['d.deal_forecast_key', 'd.p_win', 'd.base_rate', 'd.won'] as const
  return within()
    .select([sql<string>`'all'`.as('scope_kind'), sql<string>`'all'`.as('scope'), ...columns])
    .unionAll(
      db
        .selectFrom(scored.as('d'))
        .select((eb) => [
          sql<string>`'horizon'`.as('scope_kind'),
          sql<string>`case when ${eb.ref('d.week_of_quarter')} = 0 then 'next quarter' when ${eb.ref('d.week_of_quarter')} <= 4 then 'weeks 1-4' when ${eb.ref('d.week_of_quarter')} <= 8 then 'weeks 5-8' else 'weeks 9-14' end`.as(
            'scope',
          ),
          ...columns,
        ]),
    )
    .unionAll(
      within().select((eb) => [
        sql<string>`'stage'`.as('scope_kind'),
        eb.ref('d.stage_name').as('scope'),
        ...columns,
      ]),
    )
    .unionAll(
      within().select((eb) => [
        sql<string>`'size'`.as('scope_kind'),
        sql<string>`case ${eb.ref('d.size')} when 1 then 'smallest quarter' when 2 then 'second quarter' when 3 then 'third quarter' else 'largest quarter' end`.as(
          'scope',
        ),
        ...columns,
      ]),
    )
}
