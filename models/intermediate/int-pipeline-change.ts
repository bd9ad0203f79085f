import { type Kysely, sql } from 'kysely'
import { optional, required } from '../column.ts'
import { holds, instants, tells } from '../incremental.ts'
import { defineModel } from '../model.ts'
import type { Warehouse } from '../warehouse/database.ts'
import { convert, dayBefore } from '../warehouse/portable.ts'

const amount = (doc: string) => required('amount', `${doc}, in the company's currency`)

export const pipelineChangeColumns = {
  period_kind: required('text', 'day, week, month or quarter'),
  period_start: required('date', 'First day of the period'),
  opportunity_id: required('text', 'Opportunity'),
  rep_key_before: optional('text', 'Owner at the start of the period'),
  territory_key_before: optional('text', 'Territory at the start of the period'),
  status_before: optional('text', 'Status at the start of the period; empty where it was not yet there'),
  rep_key: required('text', 'Owner at the end of the period'),
  territory_key: required('text', 'Territory at the end of the period'),
  status: required('text', 'Status at the end of the period'),
  close_date: optional('date', 'Close date at the end of the period'),
  window_end: required('date', 'Last day of the fiscal quarter in which the period begins'),
  was_in: required('boolean', 'True where it was in the pipeline of the window at the start'),
  is_in: required('boolean', 'True where it is at the end'),
  passed: required(
    'boolean',
    'True where it came into the pipeline within the period, and maybe left it again',
  ),
  opening: amount('What it was in the pipeline at the start, at the rate of the day before'),
  closing: amount('What it is in the pipeline at the end, at the rate of the last day'),
  value: amount('Its amount at the end, at the rate of the last day, or of its close'),
  growth: amount('How much its amount grew, at the same rate; 0 where it was not in the pipeline'),
} as const

/**
 * What happened to each opportunity in each period in which something did, or in which the rate of its
 * currency moved. The pipeline of a window is what is open and planned to close within it.
 */
export const intPipelineChange = defineModel({
  name: 'int_pipeline_change',
  layer: 'intermediate',
  grain: 'one row a kind of period, period and opportunity that changed or was revalued in it',
  key: ['period_kind', 'period_start', 'opportunity_id'],
  columns: pipelineChangeColumns,
  incremental: {
    by: 'opportunity_id',
    inputs: [
      holds('fct_opportunity_version', 'opportunity_id'),
      tells('company', (db) =>
        db
          .selectFrom('fct_opportunity_version as v')
          .innerJoin(instants(db), (join) =>
            join.onRef('v.valid_from', '>', 'instants.earlier').onRef('v.valid_from', '<=', 'instants.later'),
          )
          .select('v.opportunity_id as key'),
      ),
    ],
  },
  query: (db) => {
    const pairs = touched(db).unionAll(revalued(db)).as('t')
    const placed = db
      .selectFrom(pairs)
      .innerJoin('int_period as p', (join) =>
        join.onRef('p.period_kind', '=', 't.period_kind').onRef('p.period_start', '=', 't.period_start'),
      )
      .leftJoin(spot(db).as('r0'), (join) =>
        join
          .onRef('r0.currency', '=', 't.currency')
          .on((eb) => eb(dayBefore(eb.ref('t.period_start')), '>=', eb.ref('r0.valid_from')))
          .on((eb) => eb(dayBefore(eb.ref('t.period_start')), '<', eb.ref('r0.valid_before'))),
      )
      .leftJoin(spot(db).as('r1'), (join) =>
        join
          .onRef('r1.currency', '=', 't.currency')
          .on((eb) =>
            eb(
              sql<string>`case when ${eb.ref('t.status')} = 'open' then ${eb.ref('p.known_to')} else ${eb.ref('t.valid_on')} end`,
              '>=',
              eb.ref('r1.valid_from'),
            ),
          )
          .on((eb) =>
            eb(
              sql<string>`case when ${eb.ref('t.status')} = 'open' then ${eb.ref('p.known_to')} else ${eb.ref('t.valid_on')} end`,
              '<',
              eb.ref('r1.valid_before'),
            ),
          ),
      )
      .select((eb) => [
        't.period_kind',
        't.period_start',
        't.opportunity_id',
        't.rep_key_before',
        't.territory_key_before',
        't.status_before',
        't.rep_key',
        't.territory_key',
        't.status',
        't.close_date',
        'p.window_end',
        sql<boolean>`coalesce(${eb.ref('t.status_before')} = 'open' and ${eb.ref('t.close_date_before')} between ${eb.ref('p.window_start')} and ${eb.ref('p.window_end')}, false)`.as(
          'was_in',
        ),
        sql<boolean>`coalesce(${eb.ref('t.status')} = 'open' and ${eb.ref('t.close_date')} between ${eb.ref('p.window_start')} and ${eb.ref('p.window_end')}, false)`.as(
          'is_in',
        ),
        sql<boolean>`coalesce(${eb.ref('t.close_date')} between ${eb.ref('p.window_start')} and ${eb.ref('p.window_end')}, false)`.as(
          'is_of_window',
        ),
        sql<string>`coalesce(${eb.ref('t.amount_before')}, 0)`.as('amount_before'),
        sql<string>`coalesce(${eb.ref('t.amount')}, 0)`.as('amount'),
        'r0.rate as rate_before',
        'r1.rate',
      ])
      .as('c')
    return db.selectFrom(placed).select((eb) => {
      const value = sql<string>`coalesce(${convert(eb.ref('c.amount'), eb.ref('c.rate'))}, 0)`
      const isNew = sql`${eb.ref('c.status_before')} is null`
      const won = sql`(${eb.ref('c.status')} = 'won' and ${eb.ref('c.status_before')} is distinct from 'won')`
      return [
        'c.period_kind',
        'c.period_start',
        'c.opportunity_id',
        'c.rep_key_before',
        'c.territory_key_before',
        'c.status_before',
        'c.rep_key',
        'c.territory_key',
        'c.status',
        'c.close_date',
        'c.window_end',
        'c.was_in',
        'c.is_in',
        // A deal that is won counts as pipeline of the period, however short it was in it.
        sql<boolean>`not ${eb.ref('c.was_in')} and (${eb.ref('c.is_in')} or ${won} or (${eb.ref('c.status')} = 'lost' and ${isNew} and ${eb.ref('c.is_of_window')}))`.as(
          'passed',
        ),
        sql<string>`case when ${eb.ref('c.was_in')} then coalesce(${convert(eb.ref('c.amount_before'), eb.ref('c.rate_before'))}, 0) else 0 end`.as(
          'opening',
        ),
        sql<string>`case when ${eb.ref('c.is_in')} then ${value} else 0 end`.as('closing'),
        value.as('value'),
        sql<string>`case when ${eb.ref('c.was_in')} then coalesce(${convert(sql<string>`${eb.ref('c.amount')} - ${eb.ref('c.amount_before')}`, eb.ref('c.rate'))}, 0) else 0 end`.as(
          'growth',
        ),
      ]
    })
  },
})

function spot(db: Kysely<Warehouse>) {
  return db
    .selectFrom('int_rate_period')
    .where('rate_kind', '=', 'spot')
    .select(['currency', 'valid_from', 'valid_before', 'rate'])
}

/** Opportunities that changed in a period: how they ended it, and how they had stood before it. */
function touched(db: Kysely<Warehouse>) {
  const kinds = (['day', 'week', 'month', 'quarter'] as const).map((kind) => spansOf(db, kind))
  const [day, ...others] = kinds
  if (!day) throw new Error('no kind of period')
  const all = others.reduce((union, kind) => union.unionAll(kind), day)
  return db
    .selectFrom(all.as('e'))
    .innerJoin('fct_opportunity_version as v', (join) =>
      join
        .onRef('v.opportunity_id', '=', 'e.opportunity_id')
        .onRef('v.version_number', '=', 'e.last_version'),
    )
    .leftJoin('fct_opportunity_version as b', (join) =>
      join
        .onRef('b.opportunity_id', '=', 'e.opportunity_id')
        .on((eb) => eb('b.version_number', '=', sql<number>`${eb.ref('e.first_version')} - 1`)),
    )
    .select([
      'e.period_kind',
      'e.period_start',
      'e.opportunity_id',
      'v.currency',
      'v.valid_on',
      'v.status',
      'v.amount_deal as amount',
      'v.close_date',
      'v.rep_key',
      'v.territory_key',
      'b.status as status_before',
      'b.amount_deal as amount_before',
      'b.close_date as close_date_before',
      'b.rep_key as rep_key_before',
      'b.territory_key as territory_key_before',
    ])
}

/** The first and last version of each opportunity that began in a period. */
function spansOf(db: Kysely<Warehouse>, kind: 'day' | 'week' | 'month' | 'quarter') {
  const start = {
    day: 'date_key',
    week: 'week_start',
    month: 'month_start',
    quarter: 'fiscal_quarter_start',
  } as const
  return db
    .selectFrom('fct_opportunity_version as v')
    .innerJoin('dim_date as d', 'd.date_key', 'v.valid_on')
    .innerJoin('company as c', (join) => join.onTrue())
    .whereRef('v.valid_from', '<=', 'c.as_of')
    .groupBy([`d.${start[kind]}`, 'v.opportunity_id'])
    .select((eb) => [
      sql<string>`${sql.lit(kind)}`.as('period_kind'),
      sql<string>`${eb.ref(`d.${start[kind]}`)}`.as('period_start'),
      'v.opportunity_id',
      sql<number>`min(${eb.ref('v.version_number')})`.as('first_version'),
      sql<number>`max(${eb.ref('v.version_number')})`.as('last_version'),
    ])
}

/** Opportunities that stayed as they were through a period in which the rate of their currency moved. */
function revalued(db: Kysely<Warehouse>) {
  const moved = db
    .selectFrom('int_period as p')
    .innerJoin(spot(db).as('r0'), (join) =>
      join
        .on((eb) => eb(dayBefore(eb.ref('p.period_start')), '>=', eb.ref('r0.valid_from')))
        .on((eb) => eb(dayBefore(eb.ref('p.period_start')), '<', eb.ref('r0.valid_before'))),
    )
    .innerJoin(spot(db).as('r1'), (join) =>
      join
        .onRef('r1.currency', '=', 'r0.currency')
        .onRef('p.known_to', '>=', 'r1.valid_from')
        .onRef('p.known_to', '<', 'r1.valid_before'),
    )
    .whereRef('r0.rate', '<>', 'r1.rate')
    .select([
      'p.period_kind',
      'p.period_start',
      'p.period_end',
      'p.window_start',
      'p.window_end',
      'r0.currency',
    ])
    .as('m')
  return db
    .selectFrom(moved)
    .innerJoin('company as c', (join) => join.onTrue())
    .innerJoin('fct_opportunity_version as v', (join) =>
      join
        .onRef('v.currency', '=', 'm.currency')
        .onRef('v.valid_on', '<', 'm.period_start')
        // What the records tell of after the build's instant has not happened yet.
        .on((eb) =>
          eb.or([
            eb('v.valid_before_on', '>', eb.ref('m.period_end')),
            eb('v.valid_to', '>', eb.ref('c.as_of')),
          ]),
        )
        .onRef('v.close_date', '>=', 'm.window_start')
        .onRef('v.close_date', '<=', 'm.window_end'),
    )
    .where('v.status', '=', 'open')
    .select((eb) => [
      'm.period_kind',
      'm.period_start',
      'v.opportunity_id',
      'v.currency',
      'v.valid_on',
      'v.status',
      'v.amount_deal as amount',
      'v.close_date',
      'v.rep_key',
      'v.territory_key',
      eb.ref('v.status').$castTo<string | null>().as('status_before'),
      'v.amount_deal as amount_before',
      'v.close_date as close_date_before',
      eb.ref('v.rep_key').$castTo<string | null>().as('rep_key_before'),
      eb.ref('v.territory_key').$castTo<string | null>().as('territory_key_before'),
    ])
}
