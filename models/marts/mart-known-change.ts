import { type QueryCreator, sql } from 'kysely'
import { joins, required } from '../column.ts'
import { defineModel } from '../model.ts'
import { convert, sumAmount, sumInteger } from '../warehouse/portable.ts'
import { knownAt, openAt, spans, type WithSpans } from './known-at.ts'

export const martKnownChangeColumns = {
  change_key: required('text', 'Span, opportunity, reason, and whose it is, as week/id/lost/rep/territory'),
  span: required('text', 'week: 7 days before; month: 28 days before', ['week', 'month']),
  subject: required(
    'text',
    'bookings; or pipeline: open and planned to close in the running fiscal quarter',
    ['bookings', 'pipeline'],
  ),
  reason: required('text', 'Why it is another amount now', [
    'booked',
    'reversed',
    'adjusted',
    'new',
    're-opened',
    'pulled in',
    'pushed out',
    'won',
    'lost',
    'amount up',
    'amount down',
  ]),
  then_on: required('date', 'The day at whose end the one state was known'),
  now_on: required('date', "The build's company day, at whose end the other is"),
  opportunity_id: joins('fct_opportunity.opportunity_id', required('text', 'Opportunity')),
  rep_key: joins(
    'dim_rep.rep_key',
    required('text', 'Of bookings the owner when it happened, of pipeline the owner as known now'),
  ),
  territory_key: joins('dim_territory.territory_key', required('text', 'Territory, in the same way')),
  amount: required(
    'amount',
    "What is known now less what was known then, in the company's currency: bookings at the rate of the win, pipeline at today's on both sides",
  ),
  deals: required('integer', 'Net wins of bookings; of pipeline 1'),
} as const

/**
 * What is known now of bookings and of the quarter's pipeline, less what was known a week and four weeks ago, by when
 * it was loaded: a deal dated back counts from the day on which we heard of it. What was known then plus all reasons
 * is what is known now. A deal that the CRM has deleted since is on neither side.
 */
export const martKnownChange = defineModel({
  name: 'mart_known_change',
  layer: 'mart',
  grain: 'one row a span, opportunity, reason and owner',
  key: ['change_key'],
  columns: martKnownChangeColumns,
  query: (db) =>
    db
      .with('spans', () => spans(db))
      .with('changed', (cte) => changed(cte))
      .with('parts', (cte) => pipeline(cte).unionAll(bookings(cte)))
      .selectFrom('parts as p')
      .select((eb) => [
        sql<string>`${eb.ref('p.span')} || '/' || ${eb.ref('p.opportunity_id')} || '/' || ${eb.ref('p.reason')} || '/' || ${eb.ref('p.rep_key')} || '/' || ${eb.ref('p.territory_key')}`.as(
          'change_key',
        ),
        'p.span',
        'p.subject',
        'p.reason',
        'p.then_on',
        'p.now_on',
        'p.opportunity_id',
        'p.rep_key',
        'p.territory_key',
        'p.amount',
        'p.deals',
      ]),
  audits: [
    {
      name: 'pipeline as known then and its changes add up to pipeline as known now',
      severity: 'error',
      failing: (db) =>
        db
          .with('spans', () => spans(db))
          .with('sides', (cte) =>
            openAt(cte, 'then_on')
              .unionAll(openAt(cte, 'now_on'))
              .unionAll(
                cte
                  .selectFrom('mart_known_change')
                  .where('subject', '=', 'pipeline')
                  .select(['span', 'amount']),
              ),
          )
          .selectFrom('sides as a')
          .groupBy('a.span')
          .having((eb) => sql<boolean>`sum(${eb.ref('a.amount')}) <> 0`)
          .select((eb) =>
            sql<string>`${eb.ref('a.span')} || ': ' || cast(sum(${eb.ref('a.amount')}) as varchar) || ' too much'`.as(
              'example',
            ),
          ),
    },
  ],
})

interface Changed {
  span: string
  then_on: string
  now_on: string
  opportunity_id: string
  number_then: number | null
  number_now: number
  status_then: string | null
  status_now: string
  was_in: boolean
  is_in: boolean
  rep_key: string
  territory_key: string
  value_then: string
  value_now: string
}

/** Opportunities that are known in another version now, in both, at the rate of the build's day. */
function changed(db: QueryCreator<WithSpans>) {
  const now = knownAt(db, 'now_on').select([
    's.span',
    's.then_on',
    's.now_on',
    's.quarter_start',
    's.quarter_end',
    'v.opportunity_id',
    'v.version_number',
    'v.status',
    'v.currency',
    'v.amount_deal',
    'v.close_date',
    'v.rep_key',
    'v.territory_key',
  ])
  const before = knownAt(db, 'then_on').select([
    's.span',
    'v.opportunity_id',
    'v.version_number',
    'v.status',
    'v.amount_deal',
    'v.close_date',
  ])
  return db
    .selectFrom(now.as('n'))
    .leftJoin(before.as('b'), (join) =>
      join.onRef('b.span', '=', 'n.span').onRef('b.opportunity_id', '=', 'n.opportunity_id'),
    )
    .leftJoin('int_rate_period as r', (join) =>
      join
        .onRef('r.currency', '=', 'n.currency')
        .on('r.rate_kind', '=', 'spot')
        .onRef('r.valid_from', '<=', 'n.now_on')
        .onRef('r.valid_before', '>', 'n.now_on'),
    )
    .where((eb) => sql<boolean>`${eb.ref('b.version_number')} is distinct from ${eb.ref('n.version_number')}`)
    .select((eb) => {
      const isIn = (side: 'b' | 'n') =>
        sql<boolean>`coalesce(${eb.ref(`${side}.status`)} = 'open' and ${eb.ref(`${side}.close_date`)} between ${eb.ref('n.quarter_start')} and ${eb.ref('n.quarter_end')}, false)`
      const value = (side: 'b' | 'n') =>
        sql<string>`coalesce(${convert(eb.ref(`${side}.amount_deal`), eb.ref('r.rate'))}, 0)`
      return [
        'n.span',
        'n.then_on',
        'n.now_on',
        'n.opportunity_id',
        'b.version_number as number_then',
        'n.version_number as number_now',
        'b.status as status_then',
        'n.status as status_now',
        isIn('b').as('was_in'),
        isIn('n').as('is_in'),
        'n.rep_key',
        'n.territory_key',
        value('b').as('value_then'),
        value('n').as('value_now'),
      ]
    })
}

type WithChanged = WithSpans & { changed: Changed }

/** What came into the pipeline of the quarter, left it, or is of another amount: one reason each. */
function pipeline(db: QueryCreator<WithChanged>) {
  return db
    .selectFrom('changed as x')
    .where((eb) =>
      eb.or([
        sql<boolean>`${eb.ref('x.was_in')} <> ${eb.ref('x.is_in')}`,
        sql<boolean>`${eb.ref('x.was_in')} and ${eb.ref('x.value_now')} <> ${eb.ref('x.value_then')}`,
      ]),
    )
    .select((eb) => {
      const [wasIn, isIn, was, is] = [
        eb.ref('x.was_in'),
        eb.ref('x.is_in'),
        eb.ref('x.value_then'),
        eb.ref('x.value_now'),
      ]
      return [
        'x.span',
        sql<string>`'pipeline'`.as('subject'),
        sql<string>`case
          when ${isIn} and not ${wasIn} then case when ${eb.ref('x.status_then')} is null then 'new' when ${eb.ref('x.status_then')} = 'open' then 'pulled in' else 're-opened' end
          when ${wasIn} and not ${isIn} then case when ${eb.ref('x.status_now')} = 'open' then 'pushed out' else ${eb.ref('x.status_now')} end
          when ${is} > ${was} then 'amount up' else 'amount down' end`.as('reason'),
        'x.then_on',
        'x.now_on',
        'x.opportunity_id',
        'x.rep_key',
        'x.territory_key',
        sql<string>`cast(case when ${isIn} then ${is} else 0 end - case when ${wasIn} then ${was} else 0 end as decimal(18, 6))`.as(
          'amount',
        ),
        sql<number>`1`.as('deals'),
      ]
    })
}

/** Events of the ledger that versions brought which were not known then. */
function bookings(db: QueryCreator<WithChanged>) {
  return db
    .selectFrom('changed as x')
    .innerJoin('fct_booking as k', (join) =>
      join
        .onRef('k.opportunity_id', '=', 'x.opportunity_id')
        .onRef('k.version_number', '<=', 'x.number_now')
        .on((eb) => sql<boolean>`${eb.ref('k.version_number')} > coalesce(${eb.ref('x.number_then')}, 0)`),
    )
    .groupBy([
      'x.span',
      'k.event',
      'x.then_on',
      'x.now_on',
      'x.opportunity_id',
      'k.rep_key',
      'k.territory_key',
    ])
    .select((eb) => [
      'x.span',
      sql<string>`'bookings'`.as('subject'),
      'k.event as reason',
      'x.then_on',
      'x.now_on',
      'x.opportunity_id',
      'k.rep_key',
      'k.territory_key',
      sumAmount(eb.ref('k.amount')).as('amount'),
      sumInteger(eb.ref('k.deals')).as('deals'),
    ])
}
