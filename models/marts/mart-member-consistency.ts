import { sql } from 'kysely'
import { optional, required } from '../column.ts'
import { defineModel } from '../model.ts'
import { reconciles } from '../reconcile.ts'
import { giniOf, variationOf } from '../statistics/unevenness.ts'
import { asDouble, countRows, share, sumAmount, sumInteger } from '../warehouse/portable.ts'

/** Months from which a variation is told. */
const ENOUGH = 6
/** Share of a month's quota that counts as on target. */
const TARGET = 0.7

export const martMemberConsistencyColumns = {
  consistency_member_key: required('text', 'Kind and key of the member'),
  kind: required('text', 'What the member is', ['rep', 'method', 'territory']),
  member_key: required('text', 'User id, or key of the selling method or territory'),
  member: required('text', 'Name of the rep, selling method or territory'),
  months: required('integer', 'Complete months of its tenure, those without wins included'),
  total_amount: required('amount', "Bookings of these months, in the company's currency"),
  mean_amount: required('amount', 'Mean of its monthly bookings'),
  variation: optional(
    'double',
    `Coefficient of variation of its monthly bookings: sample standard deviation / mean; empty under ${ENOUGH} months or where the mean is 0`,
  ),
  gini: optional(
    'double',
    'How unevenly its bookings lie over its months, 0 for alike; empty where there are none',
  ),
  months_at_target: optional(
    'double',
    `Share of its months with a quota in which bookings are at least ${TARGET * 100}% of it; empty without quota`,
  ),
  months_with_target: required('integer', 'Those months; 0 for selling methods and territories'),
} as const

/** Variation for those who sell every month; Gini and months on target where few large deals make it large. */
export const martMemberConsistency = defineModel({
  name: 'mart_member_consistency',
  layer: 'mart',
  grain: 'one row a rep, selling method or territory that ever won',
  key: ['consistency_member_key'],
  columns: martMemberConsistencyColumns,
  query: (db) => {
    const quota = db
      .selectFrom('fct_quota')
      .groupBy(['rep_id', 'month_start'])
      .having((eb) => sql<boolean>`sum(${eb.ref('amount')}) > 0`)
      .select((eb) => ['rep_id', 'month_start', sumAmount(eb.ref('amount')).as('quota')])
    const months = db
      .selectFrom('mart_consistency as m')
      .leftJoin(quota.as('q'), (join) =>
        join
          .on('m.kind', '=', 'rep')
          .onRef('q.rep_id', '=', 'm.member_key')
          .onRef('q.month_start', '=', 'm.month_start'),
      )
      .select((eb) => {
        const mine = sql`partition by ${eb.ref('m.kind')}, ${eb.ref('m.member_key')}`
        return [
          'm.kind',
          'm.member_key',
          'm.member',
          'm.bookings_amount',
          sql<
            number | null
          >`cast(${eb.ref('m.bookings_amount')} as double precision) * count(*) over (${mine}) / nullif(cast(sum(${eb.ref('m.bookings_amount')}) over (${mine}) as double precision), 0)`.as(
            'over_mean',
          ),
          sql<number>`row_number() over (${mine} order by ${eb.ref('m.bookings_amount')}, ${eb.ref('m.month_start')})`.as(
            'place',
          ),
          sql<number>`case when ${eb.ref('q.quota')} is not null then 1 else 0 end`.as('has_target'),
          sql<number>`case when ${eb.ref('m.bookings_amount')} >= ${sql.lit(TARGET)} * ${eb.ref('q.quota')} then 1 else 0 end`.as(
            'at_target',
          ),
        ]
      })
    return db
      .selectFrom(months.as('m'))
      .groupBy(['m.kind', 'm.member_key'])
      .select((eb) => {
        const n = countRows()
        const targets = sumInteger(eb.ref('m.has_target'))
        return [
          sql<string>`${eb.ref('m.kind')} || '/' || ${eb.ref('m.member_key')}`.as('consistency_member_key'),
          'm.kind',
          'm.member_key',
          sql<string>`max(${eb.ref('m.member')})`.as('member'),
          n.as('months'),
          sumAmount(eb.ref('m.bookings_amount')).as('total_amount'),
          share(sumAmount(eb.ref('m.bookings_amount')), sql.lit(1), n).as('mean_amount'),
          variationOf(eb.ref('m.over_mean'), ENOUGH).as('variation'),
          giniOf(eb.ref('m.over_mean'), eb.ref('m.place')).as('gini'),
          sql<number | null>`${asDouble(sumInteger(eb.ref('m.at_target')))} / nullif(${targets}, 0)`.as(
            'months_at_target',
          ),
          targets.as('months_with_target'),
        ]
      })
  },
  audits: [
    reconciles('months are as many as in mart_consistency', (db) => ({
      here: db.selectFrom('mart_member_consistency').select((eb) => sumInteger(eb.ref('months')).as('total')),
      there: db.selectFrom('mart_consistency').select(countRows().as('total')),
    })),
    reconciles('bookings add up to those of mart_consistency', (db) => ({
      here: db
        .selectFrom('mart_member_consistency')
        .select((eb) => sumAmount(eb.ref('total_amount')).as('total')),
      there: db
        .selectFrom('mart_consistency')
        .select((eb) => sumAmount(eb.ref('bookings_amount')).as('total')),
    })),
    {
      name: 'Gini coefficients and shares of months lie between 0 and 1',
      severity: 'error',
      failing: (db) =>
        db
          .selectFrom('mart_member_consistency')
          .where(
            (eb) =>
              sql<boolean>`not (coalesce(${eb.ref('gini')}, 0) between -0.000000001 and 1 and coalesce(${eb.ref('months_at_target')}, 0) between 0 and 1)`,
          )
          .select('consistency_member_key as example'),
    },
  ],
})
