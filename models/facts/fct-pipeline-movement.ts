import { type ExpressionBuilder, type Kysely, type RawBuilder, sql } from 'kysely'
import { joins, required } from '../column.ts'
import { holds } from '../incremental.ts'
import { defineModel } from '../model.ts'
import type { Warehouse } from '../warehouse/database.ts'
import { sumAmount } from '../warehouse/portable.ts'
import { ownersBalance, versionsBalance } from './pipeline-balance.ts'

/** Reasons by rank: of several for one opportunity and period the first is the one that counts it. */
const movementReasons = [
  'won',
  'lost',
  'new',
  're-opened',
  'pulled in',
  'pushed out',
  'amount up',
  'amount down',
  'owner in',
  'owner out',
  'currency',
] as const

export const fctPipelineMovementColumns = {
  movement_key: required('text', 'Kind of period, period, opportunity and reason, as day/2026-03-01/id/won'),
  period_kind: required('text', 'day, week, month or quarter', ['day', 'week', 'month', 'quarter']),
  period_start: required('date', 'First day of the period; weeks by the company, months and quarters fiscal'),
  opportunity_id: joins('fct_opportunity.opportunity_id', required('text', 'Opportunity')),
  reason: required('text', 'What moved the pipeline', [...movementReasons]),
  is_main_reason: required('boolean', 'True for the one reason that counts the opportunity in the period'),
  rep_key: joins('dim_rep.rep_key', required('text', 'Whose pipeline it moved')),
  territory_key: joins('dim_territory.territory_key', required('text', 'Territory whose pipeline it moved')),
  amount: required('amount', "By how much, in the company's currency; losses to the pipeline are negative"),
} as const

/**
 * The waterfall of the pipeline: opening + all reasons = closing, for each period at company, territory and
 * owner level. The pipeline of a period is what is open and planned to close in the fiscal quarter in which the
 * period begins. A deal that leaves goes with its amount at the time, and what it grew by before stands as its own
 * reason; what the rate of its currency did stands as `currency`. A deal handed over leaves one owner and comes to
 * the other with its amount at the start of the period.
 */
export const fctPipelineMovement = defineModel({
  name: 'fct_pipeline_movement',
  layer: 'fact',
  grain: 'one row a period, opportunity, reason and owner whose pipeline moved',
  key: ['movement_key'],
  columns: fctPipelineMovementColumns,
  incremental: {
    by: 'opportunity_id',
    inputs: [holds('int_pipeline_change', 'opportunity_id')],
  },
  query: (db) =>
    db
      .selectFrom(reasons(db).as('m'))
      .select((eb) => [
        sql<string>`${eb.ref('m.period_kind')} || '/' || cast(${eb.ref('m.period_start')} as varchar) || '/' || ${eb.ref('m.opportunity_id')} || '/' || ${eb.ref('m.reason')}`.as(
          'movement_key',
        ),
        'm.period_kind',
        'm.period_start',
        'm.opportunity_id',
        'm.reason',
        sql<boolean>`row_number() over (partition by ${eb.ref('m.period_kind')}, ${eb.ref('m.period_start')}, ${eb.ref('m.opportunity_id')} order by ${eb.ref('m.reason_rank')}) = 1`.as(
          'is_main_reason',
        ),
        'm.rep_key',
        'm.territory_key',
        'm.amount',
      ]),
  audits: [
    {
      name: 'opening and movements add up to closing, opportunity by opportunity',
      severity: 'error',
      by: ['opportunity_id'],
      failing: (db) =>
        db
          .selectFrom('int_pipeline_change as c')
          .leftJoin(
            db
              .selectFrom('fct_pipeline_movement')
              .groupBy(['period_kind', 'period_start', 'opportunity_id'])
              .select((eb) => [
                'period_kind',
                'period_start',
                'opportunity_id',
                sumAmount(eb.ref('amount')).as('amount'),
              ])
              .as('m'),
            (join) =>
              join
                .onRef('m.period_kind', '=', 'c.period_kind')
                .onRef('m.period_start', '=', 'c.period_start')
                .onRef('m.opportunity_id', '=', 'c.opportunity_id'),
          )
          .where(
            (eb) =>
              sql<boolean>`${eb.ref('c.opening')} + coalesce(${eb.ref('m.amount')}, 0) <> ${eb.ref('c.closing')}`,
          )
          .select((eb) =>
            sql<string>`${eb.ref('c.opportunity_id')} || ' in the ' || ${eb.ref('c.period_kind')} || ' from ' || cast(${eb.ref('c.period_start')} as varchar)`.as(
              'example',
            ),
          ),
    },
    ownersBalance,
    versionsBalance,
  ],
})

function reasons(db: Kysely<Warehouse>) {
  const left = (eb: Changed) => sql`(${eb.ref('was_in')} or ${eb.ref('passed')}) and not ${eb.ref('is_in')}`
  const handedOver = (eb: Changed) =>
    sql<boolean>`${eb.ref('was_in')} and (${eb.ref('rep_key')} is distinct from ${eb.ref('rep_key_before')} or ${eb.ref('territory_key')} is distinct from ${eb.ref('territory_key_before')})`
  const entered = moved(
    db,
    (eb) =>
      sql`case when ${eb.ref('status_before')} is null then 'new' when ${eb.ref('status_before')} <> 'open' then 're-opened' else 'pulled in' end`,
    (eb) => sql`${eb.ref('value')}`,
    (eb) => sql`${eb.ref('passed')}`,
  )
  const gone = moved(
    db,
    (eb) => sql`case ${eb.ref('status')} when 'won' then 'won' when 'lost' then 'lost' else 'pushed out' end`,
    (eb) => sql`-${eb.ref('value')}`,
    left,
  )
  const grown = moved(
    db,
    (eb) => sql`case when ${eb.ref('growth')} > 0 then 'amount up' else 'amount down' end`,
    (eb) => sql`${eb.ref('growth')}`,
    (eb) => sql`${eb.ref('growth')} <> 0`,
  )
  const revalued = moved(
    db,
    () => sql`'currency'`,
    (eb) => sql`${eb.ref('value')} - ${eb.ref('opening')} - ${eb.ref('growth')}`,
    (eb) => sql`${eb.ref('was_in')} and ${eb.ref('value')} - ${eb.ref('opening')} - ${eb.ref('growth')} <> 0`,
  )
  const received = moved(
    db,
    () => sql`'owner in'`,
    (eb) => sql`${eb.ref('opening')}`,
    handedOver,
  )
  const handed = moved(
    db,
    () => sql`'owner out'`,
    (eb) => sql`-${eb.ref('opening')}`,
    handedOver,
    'before',
  )
  return entered.unionAll(gone).unionAll(grown).unionAll(revalued).unionAll(received).unionAll(handed)
}

type Changed = ExpressionBuilder<Warehouse, 'int_pipeline_change'>

function moved(
  db: Kysely<Warehouse>,
  reason: (eb: Changed) => RawBuilder<unknown>,
  amount: (eb: Changed) => RawBuilder<unknown>,
  where: (eb: Changed) => RawBuilder<unknown>,
  owner: 'now' | 'before' = 'now',
) {
  const rank = (found: RawBuilder<unknown>) =>
    sql<number>`case ${found} ${sql.join(
      movementReasons.map((name, i) => sql`when ${sql.lit(name)} then ${sql.lit(i + 1)}`),
      sql` `,
    )} end`
  return db
    .selectFrom('int_pipeline_change')
    .where((eb) => where(eb) as RawBuilder<boolean>)
    .select((eb) => [
      'period_kind',
      'period_start',
      'opportunity_id',
      sql<string>`${reason(eb)}`.as('reason'),
      rank(reason(eb)).as('reason_rank'),
      sql<string>`${owner === 'now' ? eb.ref('rep_key') : sql`coalesce(${eb.ref('rep_key_before')}, 'unknown')`}`.as(
        'rep_key',
      ),
      sql<string>`${owner === 'now' ? eb.ref('territory_key') : sql`coalesce(${eb.ref('territory_key_before')}, 'unknown')`}`.as(
        'territory_key',
      ),
      sql<string>`cast(${amount(eb)} as decimal(18, 6))`.as('amount'),
    ])
}
