import { type Kysely, sql } from 'kysely'
import { joins, optional, required } from '../column.ts'
import { defineModel } from '../model.ts'
import { reconciles } from '../reconcile.ts'
import type { Warehouse } from '../warehouse/database.ts'
import { convert, countRows, sumAmount, sumInteger } from '../warehouse/portable.ts'

export const fctPipelineWeekColumns = {
  snapshot_key: required('text', 'Week and the group of opportunities'),
  week_start: required('date', "First day of the week, by the company's first day of the week"),
  snapshot_on: required('date', "Day at whose end the pipeline is told: the week's last, or the build's"),
  rep_key: joins('dim_rep.rep_key', required('text', 'Owner, as they were when the version began')),
  territory_key: joins('dim_territory.territory_key', required('text', 'Territory')),
  channel_key: joins('dim_channel.channel_key', required('text', 'Selling method')),
  stage_key: joins('dim_stage.stage_key', optional('text', 'Stage; empty where nothing tells it')),
  close_month: optional('date', 'First day of the month in which they are planned to close'),
  currency: required('text', 'ISO code of the currency of the deals'),
  open_deals: required('integer', 'Open opportunities'),
  open_amount_deal: required('amount', "Their amounts in the deals' currency"),
  open_amount: optional('amount', "The same in the company's currency, at the rate of the snapshot's day"),
} as const

/**
 * The open pipeline at the end of each week. Semi-additive: it adds up over everything but time, where the last
 * snapshot of a period counts. Made from what each version adds and takes away, summed up week by week.
 */
export const fctPipelineWeek = defineModel({
  name: 'fct_pipeline_week',
  layer: 'fact',
  grain:
    'one row a week, owner, territory, selling method, stage, planned month and currency with open pipeline',
  key: ['snapshot_key'],
  columns: fctPipelineWeekColumns,
  query: (db) => {
    const weeks = db.selectFrom('int_period').where('period_kind', '=', 'week').selectAll()
    return db
      .selectFrom(levels(db).as('l'))
      .innerJoin(weeks.as('w'), (join) =>
        join.onRef('w.period_start', '>=', 'l.week_start').onRef('w.period_start', '<', 'l.week_before'),
      )
      .leftJoin('int_rate_period as r', (join) =>
        join
          .onRef('r.currency', '=', 'l.currency')
          .on('r.rate_kind', '=', 'spot')
          .onRef('w.known_to', '>=', 'r.valid_from')
          .onRef('w.known_to', '<', 'r.valid_before'),
      )
      .where('l.open_deals', '<>', 0)
      .select((eb) => [
        sql<string>`concat_ws('/', cast(${eb.ref('w.period_start')} as varchar), ${eb.ref('l.rep_key')}, ${eb.ref('l.territory_key')}, ${eb.ref('l.channel_key')}, coalesce(${eb.ref('l.stage_key')}, ''), coalesce(cast(${eb.ref('l.close_month')} as varchar), ''), ${eb.ref('l.currency')})`.as(
          'snapshot_key',
        ),
        'w.period_start as week_start',
        'w.known_to as snapshot_on',
        'l.rep_key',
        'l.territory_key',
        'l.channel_key',
        'l.stage_key',
        'l.close_month',
        'l.currency',
        'l.open_deals',
        'l.open_amount as open_amount_deal',
        convert(eb.ref('l.open_amount'), eb.ref('r.rate')).$castTo<string | null>().as('open_amount'),
      ])
  },
  audits: [
    reconciles('deals of the last week are as many as are open', (db) => ({
      here: lastWeek(db).select((eb) => sumInteger(eb.ref('w.open_deals')).as('total')),
      there: openNow(db).select(countRows().as('total')),
    })),
    reconciles("amounts of the last week, in the deals' currencies, are those of open deals", (db) => ({
      here: lastWeek(db).select((eb) => sumAmount(eb.ref('w.open_amount_deal')).as('total')),
      there: openNow(db).select((eb) => sumAmount(eb.ref('v.amount_deal')).as('total')),
    })),
  ],
})

/** Versions that hold at the build's instant; those that begin after it are no pipeline yet. */
function openNow(db: Kysely<Warehouse>) {
  return db
    .selectFrom('fct_opportunity_version as v')
    .innerJoin('company as c', (join) => join.onTrue())
    .where('v.status', '=', 'open')
    .whereRef('v.valid_from', '<=', 'c.as_of')
    .where((eb) => eb.or([eb('v.is_current', '=', true), eb('v.valid_to', '>', eb.ref('c.as_of'))]))
}

function lastWeek(db: Kysely<Warehouse>) {
  return db.selectFrom('fct_pipeline_week as w').innerJoin('company as c', 'c.as_of_on', 'w.snapshot_on')
}

const group = ['rep_key', 'territory_key', 'channel_key', 'stage_key', 'close_month', 'currency'] as const

/** The level of each group from a week on until it changes. */
function levels(db: Kysely<Warehouse>) {
  const summed = db
    .selectFrom(deltas(db).as('d'))
    .groupBy(['d.week_start', ...group.map((column) => `d.${column}` as const)])
    .select((eb) => [
      'd.week_start',
      ...group.map((column) => `d.${column}` as const),
      sumInteger(eb.ref('d.deals')).as('deals'),
      sumAmount(eb.ref('d.amount')).as('amount'),
    ])
    .as('s')
  return db.selectFrom(summed).select((eb) => {
    const mine = sql`partition by ${sql.join(group.map((column) => eb.ref(`s.${column}`)))} order by ${eb.ref('s.week_start')}`
    return [
      's.week_start',
      ...group.map((column) => `s.${column}` as const),
      sql<number>`cast(sum(${eb.ref('s.deals')}) over (${mine} rows unbounded preceding) as integer)`.as(
        'open_deals',
      ),
      sql<string>`cast(sum(${eb.ref('s.amount')}) over (${mine} rows unbounded preceding) as decimal(18, 6))`.as(
        'open_amount',
      ),
      sql<string>`coalesce(lead(${eb.ref('s.week_start')}) over (${mine}), date '9999-12-31')`.as(
        'week_before',
      ),
    ]
  })
}

/** What each open version adds in the week in which it begins, and takes away in the week in which it ends. */
function deltas(db: Kysely<Warehouse>) {
  return edges(db, 'valid_on').unionAll(edges(db, 'valid_before_on'))
}

function edges(db: Kysely<Warehouse>, day: 'valid_on' | 'valid_before_on') {
  const ends = day === 'valid_before_on'
  return db
    .selectFrom('fct_opportunity_version as v')
    .innerJoin('fct_opportunity as o', 'o.opportunity_id', 'v.opportunity_id')
    .innerJoin('company as c', (join) => join.onTrue())
    .innerJoin('dim_date as d', 'd.date_key', `v.${day}`)
    .where('v.status', '=', 'open')
    .whereRef('v.valid_from', '<=', 'c.as_of')
    .$if(ends, (query) => query.where('v.is_current', '=', false).whereRef('v.valid_to', '<=', 'c.as_of'))
    .select((eb) => {
      const amount = sql`coalesce(${eb.ref('v.amount_deal')}, 0)`
      return [
        'd.week_start',
        'v.rep_key',
        'v.territory_key',
        'o.channel_key',
        'v.stage_key',
        sql<string | null>`cast(date_trunc('month', ${eb.ref('v.close_date')}) as date)`.as('close_month'),
        'v.currency',
        sql<number>`${sql.lit(ends ? -1 : 1)}`.as('deals'),
        (ends ? sql<string>`-${amount}` : sql<string>`${amount}`).as('amount'),
      ]
    })
}
