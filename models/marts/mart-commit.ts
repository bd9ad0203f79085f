import { sql } from 'kysely'
import { joins, required } from '../column.ts'
import { defineModel } from '../model.ts'
import { countRows, sumAmount, sumInteger } from '../warehouse/portable.ts'

export const martCommitColumns = {
  commit_key: required('text', 'Origin, quarter and owner'),
  origin: required('date', 'The company day at whose end deals were committed'),
  period_start: required('date', 'First day of the fiscal quarter, which is over'),
  period_name: required('text', 'FY27 Q3'),
  week_of_quarter: required('integer', 'Week of the period, 1 to 14'),
  rep_key: joins('dim_rep.rep_key', required('text', 'Owner then')),
  open_deals: required('integer', 'Open deals then'),
  committed: required('integer', 'Of these, in the category commit'),
  committed_won: required('integer', 'Of those, won by the end of the quarter'),
  won: required('integer', 'Of all open deals, won by the end of the quarter'),
  committed_amount: required('amount', "Amounts of the committed deals, in the company's currency"),
  committed_won_amount: required('amount', 'Of these, of deals that were won'),
  won_amount: required('amount', 'Amounts then of all that were won'),
} as const

/**
 * What was committed in the running quarter and what was won of it: hit rate and recall of metric 38. The deals of the
 * day are the denominator for good; what was opened later counts in neither.
 */
export const martCommit = defineModel({
  name: 'mart_commit',
  layer: 'mart',
  grain: 'one row an origin within a fiscal quarter that is over, and owner',
  key: ['commit_key'],
  columns: martCommitColumns,
  query: (db) =>
    db
      .selectFrom('fct_deal_forecast as f')
      .where('f.is_won', 'is not', null)
      .where('f.week_of_quarter', '>', 0)
      .groupBy(['f.origin', 'f.period_start', 'f.period_name', 'f.week_of_quarter', 'f.rep_key'])
      .select((eb) => {
        const isCommitted = sql`lower(coalesce(${eb.ref('f.forecast_category')}, '')) = 'commit'`
        const isWon = sql`${eb.ref('f.is_won')}`
        const count = (condition: ReturnType<typeof sql>) =>
          sumInteger(sql<number>`case when ${condition} then 1 else 0 end`)
        const amount = (condition: ReturnType<typeof sql>) =>
          sumAmount(sql<string>`case when ${condition} then coalesce(${eb.ref('f.amount')}, 0) else 0 end`)
        return [
          sql<string>`concat_ws('/', cast(${eb.ref('f.origin')} as varchar), cast(${eb.ref('f.period_start')} as varchar), ${eb.ref('f.rep_key')})`.as(
            'commit_key',
          ),
          'f.origin',
          'f.period_start',
          'f.period_name',
          'f.week_of_quarter',
          'f.rep_key',
          countRows().as('open_deals'),
          count(isCommitted).as('committed'),
          count(sql`${isCommitted} and ${isWon}`).as('committed_won'),
          count(isWon).as('won'),
          amount(isCommitted).as('committed_amount'),
          amount(sql`${isCommitted} and ${isWon}`).as('committed_won_amount'),
          amount(isWon).as('won_amount'),
        ]
      }),
})
