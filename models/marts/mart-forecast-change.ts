import { type Kysely, type QueryCreator, type RawBuilder, sql } from 'kysely'
import { joins, optional, required } from '../column.ts'
import { defineModel } from '../model.ts'
import type { Warehouse } from '../warehouse/database.ts'
import { endOfDay, sumAmount } from '../warehouse/portable.ts'

const changeCauses = ['won', 'lost', 'created', 'pushed', 'amount', 'probability', 'still_to_come'] as const

export const martForecastChangeColumns = {
  change_key: required('text', 'Opportunity and cause, or owner for what no opportunity caused'),
  before_on: required('date', 'The day of the forecast before: the newest at least four days back'),
  after_on: required('date', "The build's company day"),
  period_start: required('date', 'First day of the running fiscal quarter'),
  rep_key: joins('dim_rep.rep_key', required('text', 'Owner')),
  opportunity_id: joins(
    'fct_opportunity.opportunity_id',
    optional('text', 'Opportunity; empty for deals still to come'),
  ),
  cause: required(
    'text',
    'won, lost, created (or opened again), pushed (planned to close after the quarter now), amount, probability, or still_to_come: the part of deals that are not there yet',
    changeCauses,
  ),
  amount: required(
    'amount',
    "What it changed of our forecast of the running quarter, in the company's currency",
  ),
} as const

const zero = sql<string>`cast(0 as decimal(18, 6))`

/** Why our forecast of the running quarter is another one than a week ago; the causes add up to the difference. */
export const martForecastChange = defineModel({
  name: 'mart_forecast_change',
  layer: 'mart',
  grain: 'one row an opportunity and cause, and an owner for deals still to come',
  key: ['change_key'],
  columns: martForecastChangeColumns,
  query: (db) =>
    db
      .with('days', () => days(db))
      .with('moved', (cte) => moved(cte))
      .with('caused', (cte) => caused(cte))
      .with('rest', (cte) => stillToCome(cte))
      .selectFrom('caused as x')
      .select((eb) => [
        sql<string>`${eb.ref('x.opportunity_id')} || '/' || ${eb.ref('x.cause')}`.as('change_key'),
        'x.before_on',
        'x.after_on',
        'x.period_start',
        'x.rep_key',
        eb.ref('x.opportunity_id').$castTo<string | null>().as('opportunity_id'),
        'x.cause',
        'x.amount',
      ])
      .unionAll((eb) => eb.selectFrom('rest').selectAll('rest')),
  audits: [
    {
      name: "causes add up to the change of the company's forecast",
      severity: 'error',
      failing: (db) =>
        db
          .selectFrom([
            db
              .selectFrom('mart_forecast_change')
              .select((eb) => sumAmount(eb.ref('amount')).as('total'))
              .as('here'),
            db
              .with('days', () => days(db))
              .selectFrom('days as d')
              .innerJoin('fct_forecast as a', (join) =>
                join
                  .onRef('a.origin', '=', 'd.after_on')
                  .onRef('a.period_start', '=', 'd.period_start')
                  .on('a.method', '=', 'hazard'),
              )
              .innerJoin('fct_forecast as b', (join) =>
                join
                  .onRef('b.origin', '=', 'd.before_on')
                  .onRef('b.period_start', '=', 'd.period_start')
                  .on('b.method', '=', 'hazard'),
              )
              .where('a.level', '=', 'company')
              .where('b.level', '=', 'company')
              .select((eb) => sql<string>`sum(${eb.ref('a.point')} - ${eb.ref('b.point')})`.as('total'))
              .as('there'),
          ])
          .where(
            (eb) =>
              sql<boolean>`coalesce(${eb.ref('here.total')}, 0) <> coalesce(${eb.ref('there.total')}, 0)`,
          )
          .select((eb) =>
            sql<string>`cast(${eb.ref('here.total')} as varchar) || ' here, ' || cast(${eb.ref('there.total')} as varchar) || ' there'`.as(
              'example',
            ),
          ),
    },
  ],
})

interface Days {
  before_on: string
  after_on: string
  period_start: string
  period_end: string
}

/** The build's day and the newest day with forecasts of the same quarter at least four days before it. */
function days(db: Kysely<Warehouse>) {
  return db
    .selectFrom('fct_forecast as f')
    .innerJoin('company as c', (join) => join.onTrue())
    .innerJoin('dim_date as d', (join) =>
      join.onRef('d.date_key', '=', 'c.as_of_on').onRef('d.fiscal_quarter_start', '=', 'f.period_start'),
    )
    .where('f.method', '=', 'hazard')
    .where('f.week_of_quarter', '>', 0)
    .where((eb) => sql<boolean>`${eb.ref('f.origin')} <= ${eb.ref('c.as_of_on')} - 4`)
    .groupBy(['f.period_start', 'f.period_end', 'c.as_of_on'])
    .select((eb) => [
      sql<string>`max(${eb.ref('f.origin')})`.as('before_on'),
      'c.as_of_on as after_on',
      'f.period_start',
      'f.period_end',
    ])
}

type WithDays = Warehouse & { days: Days }

/** Each opportunity that was or is open, or was booked between the two days: what it was expected to bring then and is now. */
function moved(db: QueryCreator<WithDays>) {
  const side = (day: 'days.before_on' | 'days.after_on') =>
    db
      .selectFrom('days')
      .innerJoin('fct_deal_forecast as f', (join) =>
        join.onRef('f.origin', '=', day).onRef('f.period_start', '=', 'days.period_start'),
      )
      .select(['f.opportunity_id', 'f.p_win', 'f.expected_amount'])
  const booked = db
    .selectFrom('days')
    .innerJoin('fct_booking as k', (join) =>
      join.onRef('k.booked_on', '>', 'days.before_on').onRef('k.booked_on', '<=', 'days.after_on'),
    )
    .groupBy('k.opportunity_id')
    .select((eb) => ['k.opportunity_id', sumAmount(eb.ref('k.amount')).as('amount')])
  return db
    .selectFrom('fct_opportunity as o')
    .innerJoin('days as d', (join) => join.onTrue())
    .innerJoin('company as c', (join) => join.onTrue())
    .leftJoin(side('days.before_on').as('b'), 'b.opportunity_id', 'o.opportunity_id')
    .leftJoin(side('days.after_on').as('a'), 'a.opportunity_id', 'o.opportunity_id')
    .leftJoin(booked.as('w'), 'w.opportunity_id', 'o.opportunity_id')
    .leftJoin('fct_opportunity_version as v', (join) =>
      join
        .onRef('v.opportunity_id', '=', 'o.opportunity_id')
        .on((eb) => eb('v.loaded_from', '<', endOfDay(eb.ref('d.before_on'), eb.ref('c.timezone'))))
        .on((eb) => eb('v.loaded_to', '>=', endOfDay(eb.ref('d.before_on'), eb.ref('c.timezone')))),
    )
    .where((eb) =>
      eb.or([
        eb('b.opportunity_id', 'is not', null),
        eb('a.opportunity_id', 'is not', null),
        eb('w.amount', 'is not', null),
      ]),
    )
    .select((eb) => {
      const worth = (p: RawBuilder<unknown>, amount: RawBuilder<unknown>) =>
        sql<string>`cast(round(cast(${p} * cast(${amount} as double precision) as decimal(30, 9)), 2) as decimal(18, 6))`
      const [p0, a0] = [sql`${eb.ref('b.p_win')}`, sql`${eb.ref('b.expected_amount')}`]
      const [p1, a1] = [sql`${eb.ref('a.p_win')}`, sql`${eb.ref('a.expected_amount')}`]
      return [
        'o.opportunity_id',
        'o.rep_key',
        'd.before_on',
        'd.after_on',
        'd.period_start',
        sql<boolean>`${eb.ref('b.opportunity_id')} is not null`.as('was_open'),
        sql<boolean>`${eb.ref('a.opportunity_id')} is not null`.as('is_open'),
        eb.ref('w.amount').as('booked'),
        worth(p0, a0).$castTo<string | null>().as('before'),
        worth(p1, a1).$castTo<string | null>().as('after'),
        worth(p0, a1).$castTo<string | null>().as('with_new_amount'),
        sql<boolean>`coalesce(${eb.ref('o.planned_close_on')} > ${eb.ref('v.close_date')} and ${eb.ref('o.planned_close_on')} > ${eb.ref('d.period_end')}, false)`.as(
          'is_pushed',
        ),
      ]
    })
}

interface Moved {
  opportunity_id: string
  rep_key: string
  before_on: string
  after_on: string
  period_start: string
  was_open: boolean
  is_open: boolean
  booked: string | null
  before: string | null
  after: string | null
  with_new_amount: string | null
  is_pushed: boolean
}

function caused(db: QueryCreator<WithDays & { moved: Moved }>) {
  const rows = (cause: RawBuilder<string>, amount: RawBuilder<string>, where: RawBuilder<boolean>) =>
    db
      .selectFrom('moved as m')
      .where(where)
      .select([
        'm.opportunity_id',
        'm.rep_key',
        'm.before_on',
        'm.after_on',
        'm.period_start',
        cause.as('cause'),
        amount.as('amount'),
      ])
  const [before, after, renewed] = [sql.ref('m.before'), sql.ref('m.after'), sql.ref('m.with_new_amount')]
  const stayed = sql<boolean>`${sql.ref('m.booked')} is null and ${sql.ref('m.was_open')} and ${sql.ref('m.is_open')}`
  return rows(
    sql<string>`case when ${sql.ref('m.booked')} is not null then 'won' when ${sql.ref('m.was_open')} then 'lost' else 'created' end`,
    sql<string>`cast(coalesce(${sql.ref('m.booked')}, 0) + coalesce(${after}, 0) - coalesce(${before}, 0) as decimal(18, 6))`,
    sql<boolean>`not (${stayed})`,
  )
    .unionAll(
      rows(
        sql<string>`'amount'`,
        sql<string>`cast(${renewed} - ${before} as decimal(18, 6))`,
        sql<boolean>`${stayed} and ${renewed} <> ${before}`,
      ),
    )
    .unionAll(
      rows(
        sql<string>`case when ${sql.ref('m.is_pushed')} then 'pushed' else 'probability' end`,
        sql<string>`cast(${after} - ${renewed} as decimal(18, 6))`,
        sql<boolean>`${stayed} and ${after} <> ${renewed}`,
      ),
    )
}

interface Caused {
  opportunity_id: string
  rep_key: string
  before_on: string
  after_on: string
  period_start: string
  cause: string
  amount: string
}

type WithCaused = WithDays & { caused: Caused }

/** What is left of the change of each owner's forecast. */
function stillToCome(db: QueryCreator<WithCaused>) {
  const points = (sign: '' | '-', day: 'days.before_on' | 'days.after_on') =>
    db
      .selectFrom('days')
      .innerJoin('fct_forecast as f', (join) =>
        join
          .onRef('f.origin', '=', day)
          .onRef('f.period_start', '=', 'days.period_start')
          .on('f.method', '=', 'hazard')
          .on('f.level', '=', 'rep'),
      )
      .select((eb) => [
        'f.rep_key',
        'days.before_on',
        'days.after_on',
        'days.period_start',
        sql<string>`${sql.raw(sign)}${eb.ref('f.point')}`.as('amount'),
      ])
  const parts = points('', 'days.after_on')
    .unionAll(points('-', 'days.before_on'))
    .unionAll(
      db
        .selectFrom('caused as k')
        .select((eb) => [
          'k.rep_key',
          'k.before_on',
          'k.after_on',
          'k.period_start',
          sql<string>`-${eb.ref('k.amount')}`.as('amount'),
        ]),
    )
  return db
    .selectFrom(parts.as('p'))
    .groupBy(['p.rep_key', 'p.before_on', 'p.after_on', 'p.period_start'])
    .having((eb) => sumAmount(eb.ref('p.amount')), '<>', zero)
    .select((eb) => [
      sql<string>`${eb.ref('p.rep_key')} || '/still_to_come'`.as('change_key'),
      'p.before_on',
      'p.after_on',
      'p.period_start',
      'p.rep_key',
      sql<string | null>`cast(null as varchar)`.as('opportunity_id'),
      sql<string>`'still_to_come'`.as('cause'),
      sumAmount(eb.ref('p.amount')).as('amount'),
    ])
}
