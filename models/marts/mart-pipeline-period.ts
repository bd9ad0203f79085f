import { type Kysely, sql } from 'kysely'
import { joins, required } from '../column.ts'
import { defineModel } from '../model.ts'
import { reconciles } from '../reconcile.ts'
import type { Warehouse } from '../warehouse/database.ts'
import { convert, countRows, sumAmount } from '../warehouse/portable.ts'
import { dueAtStartOfQuarters } from './due-at-start.ts'

export const martPipelinePeriodColumns = {
  pipeline_period_key: required('text', 'Kind and first day of the period, and opportunity'),
  period_kind: required('text', 'Fiscal month or fiscal quarter', ['month', 'quarter']),
  period_start: required('date', 'First day of the period'),
  period_end: required('date', 'Last day of the period'),
  period_name: required('text', 'FY27 M08 or FY27 Q3'),
  opportunity_id: joins('fct_opportunity.opportunity_id', required('text', 'Opportunity')),
  rep_key: joins(
    'dim_rep.rep_key',
    required('text', 'Owner at the start of the period; of what was not due then, at the win'),
  ),
  territory_key: joins('dim_territory.territory_key', required('text', 'Territory, likewise')),
  channel_key: joins('dim_channel.channel_key', required('text', 'Selling method')),
  was_due: required(
    'boolean',
    "True where it was open, with its close date in the period, at the end of the day before the period's first",
  ),
  due_amount: required(
    'amount',
    "Its amount then, in the company's currency at the rate of the period's first day; 0 where it was not due",
  ),
  outcome: required(
    'text',
    'How it ended the period, or is now while that runs. won; lost; slipped: still open, with a later close date; open: still open without one; brought in: not due at the start, won in the period',
    ['won', 'lost', 'slipped', 'open', 'brought in'],
  ),
  slipped: required('boolean', 'True where the outcome is slipped'),
  won_amount: required(
    'amount',
    "Bookings of it that were closed in the period and stand, in the company's currency",
  ),
  is_complete: required('boolean', 'True once the period is over'),
} as const

/**
 * What was due in a period at its start, and what became of it. Told from versions, so it is as good as the history:
 * where a CRM keeps none, what a deal was before its first export is taken to have been as it was then. Periods are
 * told from the one in which the first version begins.
 */
export const martPipelinePeriod = defineModel({
  name: 'mart_pipeline_period',
  layer: 'mart',
  grain:
    'one row a fiscal month or quarter and opportunity that at its start was due to close in it, or was won in it',
  key: ['pipeline_period_key'],
  columns: martPipelinePeriodColumns,
  query: (db) =>
    db
      .selectFrom(ended(db).unionAll(broughtIn(db)).as('d'))
      .innerJoin('fct_opportunity as o', 'o.opportunity_id', 'd.opportunity_id')
      .select((eb) => {
        const wonIn = sql`${eb.ref('o.status')} = 'won' and ${eb.ref('o.closed_on')} between ${eb.ref('d.period_start')} and ${eb.ref('d.period_end')}`
        const later = sql`coalesce(${eb.ref('d.close_date')} > ${eb.ref('d.period_end')}, false)`
        const outcome = sql<string>`case when not ${eb.ref('d.was_due')} then 'brought in' when ${wonIn} then 'won' when ${eb.ref('d.status')} <> 'open' then ${eb.ref('d.status')} when ${later} then 'slipped' else 'open' end`
        return [
          sql<string>`${eb.ref('d.period_kind')} || '/' || cast(${eb.ref('d.period_start')} as varchar) || '/' || ${eb.ref('d.opportunity_id')}`.as(
            'pipeline_period_key',
          ),
          'd.period_kind',
          'd.period_start',
          'd.period_end',
          'd.period_name',
          'd.opportunity_id',
          'd.rep_key',
          'd.territory_key',
          'o.channel_key',
          'd.was_due',
          'd.due_amount',
          outcome.as('outcome'),
          sql<boolean>`${outcome} = 'slipped'`.as('slipped'),
          sql<string>`cast(case when ${wonIn} then coalesce(${eb.ref('o.amount')}, 0) else 0 end as decimal(18, 6))`.as(
            'won_amount',
          ),
          'd.is_complete',
        ]
      }),
  audits: [
    {
      name: 'won amounts of each period are the bookings that fct_opportunity has in it',
      severity: 'error',
      failing: (db) =>
        db
          .selectFrom(
            periods(db)
              .innerJoin('fct_opportunity as o', 'o.closed_on', 'p.date_key')
              .where('o.status', '=', 'won')
              .groupBy(['p.period_kind', 'p.period_start'])
              .select((eb) => [
                'p.period_kind',
                'p.period_start',
                sumAmount(sql<string>`coalesce(${eb.ref('o.amount')}, 0)`).as('amount'),
              ])
              .as('fact'),
          )
          .fullJoin(
            db
              .selectFrom('mart_pipeline_period as m')
              .groupBy(['m.period_kind', 'm.period_start'])
              .select((eb) => [
                'm.period_kind',
                'm.period_start',
                sumAmount(eb.ref('m.won_amount')).as('amount'),
              ])
              .as('mart'),
            (join) =>
              join
                .onRef('mart.period_kind', '=', 'fact.period_kind')
                .onRef('mart.period_start', '=', 'fact.period_start'),
          )
          .where(
            (eb) =>
              sql<boolean>`coalesce(${eb.ref('mart.amount')}, 0) <> coalesce(${eb.ref('fact.amount')}, 0)`,
          )
          .select((eb) =>
            sql<string>`coalesce(${eb.ref('mart.period_kind')} || ' from ' || cast(${eb.ref('mart.period_start')} as varchar), ${eb.ref('fact.period_kind')} || ' from ' || cast(${eb.ref('fact.period_start')} as varchar))`.as(
              'example',
            ),
          ),
    },
    reconciles('deals due at the start of quarters are as many as versions tell', (db) => ({
      here: db
        .selectFrom('mart_pipeline_period')
        .where('period_kind', '=', 'quarter')
        .where('was_due', '=', true)
        .select(countRows().as('total')),
      there: dueAtStartOfQuarters(db),
    })),
  ],
})

/** Days of the fiscal months and quarters from the first version on. */
function periods(db: Kysely<Warehouse>) {
  const first = db
    .selectFrom('fct_opportunity_version')
    .select((eb) => sql<string | null>`min(${eb.ref('valid_on')})`.as('day'))
    .as('first')
  return db
    .selectFrom('int_fiscal_period as p')
    .innerJoin(first, (join) => join.onRef('first.day', '<=', 'p.period_end'))
    .where('p.period_kind', 'in', ['month', 'quarter'])
}

/** What was open and planned to close in the period at the end of the day before it. */
function due(db: Kysely<Warehouse>) {
  return periods(db)
    .innerJoin('fct_opportunity_version as v', (join) =>
      join
        .onRef('v.close_date', '=', 'p.date_key')
        .onRef('v.valid_on', '<', 'p.period_start')
        .onRef('v.valid_before_on', '>=', 'p.period_start'),
    )
    .leftJoin('int_rate_period as r', (join) =>
      join
        .onRef('r.currency', '=', 'v.currency')
        .on('r.rate_kind', '=', 'spot')
        .onRef('p.period_start', '>=', 'r.valid_from')
        .onRef('p.period_start', '<', 'r.valid_before'),
    )
    .where('v.status', '=', 'open')
    .select((eb) => [
      'p.period_kind',
      'p.period_start',
      'p.period_end',
      'p.period_name',
      'p.is_complete',
      'v.opportunity_id',
      'v.rep_key',
      'v.territory_key',
      sql<string>`coalesce(${convert(eb.ref('v.amount_deal'), eb.ref('r.rate'))}, 0)`.as('due_amount'),
    ])
}

/** How what was due stands at the end of the period, or now. */
function ended(db: Kysely<Warehouse>) {
  return db
    .selectFrom(due(db).as('d'))
    .innerJoin('company as c', (join) => join.onTrue())
    .innerJoin('fct_opportunity_version as e', 'e.opportunity_id', 'd.opportunity_id')
    .whereRef('e.valid_on', '<=', 'd.period_end')
    .whereRef('e.valid_from', '<=', 'c.as_of')
    .where((eb) =>
      eb.or([eb('e.valid_before_on', '>', eb.ref('d.period_end')), eb('e.valid_to', '>', eb.ref('c.as_of'))]),
    )
    .select((eb) => [
      'd.period_kind',
      'd.period_start',
      'd.period_end',
      'd.period_name',
      'd.is_complete',
      'd.opportunity_id',
      'd.rep_key',
      'd.territory_key',
      sql<boolean>`true`.as('was_due'),
      'd.due_amount',
      eb.ref('e.status').$castTo<string | null>().as('status'),
      'e.close_date',
    ])
}

/** What was won in the period without having been due at its start. */
function broughtIn(db: Kysely<Warehouse>) {
  return periods(db)
    .innerJoin('fct_opportunity as o', 'o.closed_on', 'p.date_key')
    .leftJoin(due(db).as('x'), (join) =>
      join
        .onRef('x.period_kind', '=', 'p.period_kind')
        .onRef('x.period_start', '=', 'p.period_start')
        .onRef('x.opportunity_id', '=', 'o.opportunity_id'),
    )
    .where('o.status', '=', 'won')
    .where('x.opportunity_id', 'is', null)
    .select([
      'p.period_kind',
      'p.period_start',
      'p.period_end',
      'p.period_name',
      'p.is_complete',
      'o.opportunity_id',
      'o.rep_key',
      'o.territory_key',
      sql<boolean>`false`.as('was_due'),
      sql<string>`cast(0 as decimal(18, 6))`.as('due_amount'),
      sql<string | null>`cast(null as varchar)`.as('status'),
      sql<string | null>`cast(null as date)`.as('close_date'),
    ])
}
