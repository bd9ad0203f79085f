import { type Expression, type Kysely, type RawBuilder, sql } from 'kysely'
import { joins, required } from '../column.ts'
import { defineModel } from '../model.ts'
import { reconciles } from '../reconcile.ts'
import type { Warehouse } from '../warehouse/database.ts'
import {
  convert,
  countRows,
  dayBefore,
  daysBetween,
  sumAmount,
  sumInteger,
  wholeQuotient,
} from '../warehouse/portable.ts'
import { dueAtStartOfQuarters } from './due-at-start.ts'

export const martPipelineConversionColumns = {
  conversion_key: required('text', 'Quarter, week, owner and territory'),
  quarter_start: required('date', 'First day of the fiscal quarter'),
  quarter_name: required('text', 'FY27 Q3'),
  week_number: required('integer', 'Weeks since the start of the quarter: 0 for the day before it'),
  snapshot_on: required('date', 'Day at whose end the pipeline is told'),
  rep_key: joins(
    'dim_rep.rep_key',
    required('text', 'Owner: of pipeline when the version began, of bookings at the close'),
  ),
  territory_key: joins('dim_territory.territory_key', required('text', 'Territory')),
  open_deals: required('integer', 'Open opportunities that are then planned to close in the quarter'),
  open_amount: required(
    'amount',
    "Their amounts then, in the company's currency at the rate of the snapshot's day",
  ),
  won_amount: required('amount', "All bookings closed in the quarter so far, in the company's currency"),
  won_before: required('amount', 'Those closed up to the snapshot'),
  is_complete: required('boolean', 'True once the quarter is over'),
} as const

/**
 * What the pipeline of day n of a quarter became: all bookings of the quarter over what was open on that day. Snapshots
 * lie whole weeks after the start of the quarter, not at the ends of calendar weeks, so that those of one number are
 * alike in all quarters. Ask for one number at a time: pipeline does not add up over snapshots.
 */
export const martPipelineConversion = defineModel({
  name: 'mart_pipeline_conversion',
  layer: 'mart',
  grain: 'one row a fiscal quarter, week of it, owner and territory with pipeline due or bookings',
  key: ['conversion_key'],
  columns: martPipelineConversionColumns,
  query: (db) =>
    db
      .selectFrom(open(db).unionAll(won(db)).as('t'))
      .groupBy([
        't.quarter_start',
        't.quarter_name',
        't.week_number',
        't.snapshot_on',
        't.is_complete',
        't.rep_key',
        't.territory_key',
      ])
      .select((eb) => [
        sql<string>`concat_ws('/', cast(${eb.ref('t.quarter_start')} as varchar), cast(${eb.ref('t.week_number')} as varchar), ${eb.ref('t.rep_key')}, ${eb.ref('t.territory_key')})`.as(
          'conversion_key',
        ),
        't.quarter_start',
        't.quarter_name',
        't.week_number',
        't.snapshot_on',
        't.rep_key',
        't.territory_key',
        sumInteger(eb.ref('t.open_deals')).as('open_deals'),
        sumAmount(eb.ref('t.open_amount')).as('open_amount'),
        sumAmount(eb.ref('t.won_amount')).as('won_amount'),
        sumAmount(eb.ref('t.won_before')).as('won_before'),
        't.is_complete',
      ]),
  audits: [
    reconciles('deals of week 0 are as many as versions tell that were due at the start', (db) => ({
      here: db
        .selectFrom('mart_pipeline_conversion')
        .where('week_number', '=', 0)
        .select((eb) => sumInteger(eb.ref('open_deals')).as('total')),
      there: dueAtStartOfQuarters(db),
    })),
    reconciles('bookings of each quarter, told in week 0, are those of fct_opportunity', (db) => ({
      here: db
        .selectFrom('mart_pipeline_conversion')
        .where('week_number', '=', 0)
        .select((eb) => sumAmount(eb.ref('won_amount')).as('total')),
      there: quarterDays(db)
        .innerJoin('fct_opportunity as o', 'o.closed_on', 'p.date_key')
        .where('o.status', '=', 'won')
        .select((eb) => sumAmount(eb.ref('o.amount')).as('total')),
    })),
  ],
})

/** Days of the fiscal quarters from the first version on. */
function quarterDays(db: Kysely<Warehouse>) {
  const first = db
    .selectFrom('fct_opportunity_version')
    .select((eb) => sql<string | null>`min(${eb.ref('valid_on')})`.as('day'))
    .as('first')
  return db
    .selectFrom('int_fiscal_period as p')
    .innerJoin(first, (join) => join.onRef('first.day', '<=', 'p.period_end'))
    .where('p.period_kind', '=', 'quarter')
}

/** A snapshot for every seventh day of each quarter that the build has come to, told at the end of the day before. */
function snapshots(db: Kysely<Warehouse>) {
  return quarterDays(db)
    .innerJoin('company as c', (join) =>
      join.on((eb) => eb(dayBefore(eb.ref('p.date_key')), '<=', eb.ref('c.as_of_on'))),
    )
    .where((eb) => sql<boolean>`mod(${daysBetween(eb.ref('p.period_start'), eb.ref('p.date_key'))}, 7) = 0`)
    .select((eb) => [
      'p.period_start as quarter_start',
      'p.period_name as quarter_name',
      'p.is_complete',
      wholeQuotient(daysBetween(eb.ref('p.period_start'), eb.ref('p.date_key')), 7).as('week_number'),
      dayBefore(eb.ref('p.date_key')).as('snapshot_on'),
    ])
}

/** Number of the first snapshot that has seen the end of a day. */
function firstSeen(quarterStart: Expression<string>, day: Expression<string>): RawBuilder<number> {
  const since = daysBetween(quarterStart, day)
  return sql`case when ${since} < 0 then 0 else ${wholeQuotient(since, 7)} + 1 end`
}

const snapshotColumns = [
  'w.quarter_start',
  'w.quarter_name',
  'w.week_number',
  'w.snapshot_on',
  'w.is_complete',
] as const
const zero = sql<string>`cast(0 as decimal(18, 6))`

/** Open deals by the snapshots that see them: counted by the numbers of the first and the last before anything else. */
function open(db: Kysely<Warehouse>) {
  const seen = quarterDays(db)
    .innerJoin('fct_opportunity_version as v', 'v.close_date', 'p.date_key')
    .innerJoin('company as c', (join) => join.onRef('v.valid_from', '<=', 'c.as_of'))
    .where('v.status', '=', 'open')
    .select((eb) => [
      'p.period_start as quarter_start',
      'v.rep_key',
      'v.territory_key',
      'v.currency',
      firstSeen(eb.ref('p.period_start'), eb.ref('v.valid_on')).as('from_week'),
      // What the records tell of after the build's instant has not happened yet.
      firstSeen(
        eb.ref('p.period_start'),
        sql<string>`case when ${eb.ref('v.valid_to')} > ${eb.ref('c.as_of')} then date '9999-12-31' else ${eb.ref('v.valid_before_on')} end`,
      ).as('before_week'),
      'v.amount_deal',
    ])
  const alike = db
    .selectFrom(seen.as('s'))
    .whereRef('s.from_week', '<', 's.before_week')
    .groupBy([
      's.quarter_start',
      's.rep_key',
      's.territory_key',
      's.currency',
      's.from_week',
      's.before_week',
    ])
    .select((eb) => [
      's.quarter_start',
      's.rep_key',
      's.territory_key',
      's.currency',
      's.from_week',
      's.before_week',
      countRows().as('deals'),
      sumAmount(sql<string>`coalesce(${eb.ref('s.amount_deal')}, 0)`).as('amount'),
    ])
  const weekly = db
    .selectFrom(alike.as('a'))
    .innerJoin(snapshots(db).as('w'), (join) =>
      join
        .onRef('w.quarter_start', '=', 'a.quarter_start')
        .onRef('w.week_number', '>=', 'a.from_week')
        .onRef('w.week_number', '<', 'a.before_week'),
    )
    .groupBy([...snapshotColumns, 'a.rep_key', 'a.territory_key', 'a.currency'])
    .select((eb) => [
      ...snapshotColumns,
      'a.rep_key',
      'a.territory_key',
      'a.currency',
      sumInteger(eb.ref('a.deals')).as('deals'),
      sumAmount(eb.ref('a.amount')).as('amount'),
    ])
  return db
    .selectFrom(weekly.as('w'))
    .leftJoin('int_rate_period as r', (join) =>
      join
        .onRef('r.currency', '=', 'w.currency')
        .on('r.rate_kind', '=', 'spot')
        .onRef('w.snapshot_on', '>=', 'r.valid_from')
        .onRef('w.snapshot_on', '<', 'r.valid_before'),
    )
    .select((eb) => [
      ...snapshotColumns,
      'w.rep_key',
      'w.territory_key',
      'w.deals as open_deals',
      sql<string>`coalesce(${convert(eb.ref('w.amount'), eb.ref('r.rate'))}, 0)`.as('open_amount'),
      zero.as('won_amount'),
      zero.as('won_before'),
    ])
}

/** Bookings of the quarter beside each of its snapshots. */
function won(db: Kysely<Warehouse>) {
  const weekly = quarterDays(db)
    .innerJoin('fct_opportunity as o', 'o.closed_on', 'p.date_key')
    .where('o.status', '=', 'won')
    .groupBy((eb) => [
      'p.period_start',
      'o.rep_key',
      'o.territory_key',
      firstSeen(eb.ref('p.period_start'), eb.ref('p.date_key')),
    ])
    .select((eb) => [
      'p.period_start as quarter_start',
      'o.rep_key',
      'o.territory_key',
      firstSeen(eb.ref('p.period_start'), eb.ref('p.date_key')).as('from_week'),
      sumAmount(sql<string>`coalesce(${eb.ref('o.amount')}, 0)`).as('amount'),
    ])
  return db
    .selectFrom(weekly.as('b'))
    .innerJoin(snapshots(db).as('w'), 'w.quarter_start', 'b.quarter_start')
    .select((eb) => [
      ...snapshotColumns,
      'b.rep_key',
      'b.territory_key',
      sql<number>`0`.as('open_deals'),
      zero.as('open_amount'),
      'b.amount as won_amount',
      sql<string>`case when ${eb.ref('b.from_week')} <= ${eb.ref('w.week_number')} then ${eb.ref('b.amount')} else 0 end`.as(
        'won_before',
      ),
    ])
}
