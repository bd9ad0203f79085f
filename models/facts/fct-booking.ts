import { type Kysely, type RawBuilder, sql } from 'kysely'
import { joins, optional, required } from '../column.ts'
import { finds, holds } from '../incremental.ts'
import { defineModel } from '../model.ts'
import type { Warehouse } from '../warehouse/database.ts'
import { convert, sumAmount, sumInteger } from '../warehouse/portable.ts'

export const fctBookingColumns = {
  booking_key: required('text', 'Opportunity and number of the version that brought the event, as id:1'),
  opportunity_id: joins('fct_opportunity.opportunity_id', required('text', 'Opportunity')),
  event: required(
    'text',
    'booked: won; reversed: won no longer; adjusted: its amount changed while it was won',
    ['booked', 'reversed', 'adjusted'],
  ),
  booked_at: required('timestamp', 'When it happened'),
  booked_on: required('date', 'Company day on which it did'),
  amount: required(
    'amount',
    "What the event adds to bookings, in the company's currency at the rate of the day of the win; a reversal takes away exactly what stood",
  ),
  deals: required('integer', '1 where booked, -1 where reversed, else 0'),
  rep_key: joins('dim_rep.rep_key', required('text', 'Owner then')),
  territory_key: joins('dim_territory.territory_key', required('text', 'Territory then')),
  channel_key: joins('dim_channel.channel_key', required('text', 'Selling method')),
  account_key: joins('dim_account.account_key', required('text', 'Account as it was then')),
  version_number: required('integer', 'Version of the opportunity that brought the event'),
  stood_before: optional('amount', 'What stood before the event; empty where nothing was booked'),
} as const

/**
 * The ledger of bookings. A deal that is re-opened or whose amount changes adds an event on that day and leaves what
 * was booked before as it was. Where no history tells when a deal closed, it is booked on the day of fct_opportunity.
 */
export const fctBooking = defineModel({
  name: 'fct_booking',
  layer: 'fact',
  grain: 'one row an opportunity and event that changed what is booked of it',
  key: ['booking_key'],
  columns: fctBookingColumns,
  incremental: {
    by: 'opportunity_id',
    inputs: [
      holds('fct_opportunity_version', 'opportunity_id'),
      holds('fct_opportunity', 'opportunity_id'),
      holds('int_opportunity_close', 'opportunity_id'),
      holds('int_opportunity', 'opportunity_id'),
      finds('dim_account', 'account_id', 'int_opportunity', ['account_id'], 'opportunity_id'),
    ],
  },
  query: (db) =>
    db
      .selectFrom(events(db).as('e'))
      .innerJoin('fct_opportunity as o', 'o.opportunity_id', 'e.opportunity_id')
      .innerJoin('int_opportunity as i', 'i.opportunity_id', 'e.opportunity_id')
      .leftJoin('dim_account as a', (join) =>
        join
          .onRef('a.account_id', '=', 'i.account_id')
          .onRef('e.booked_at', '>=', 'a.valid_from')
          .onRef('e.booked_at', '<', 'a.valid_to'),
      )
      .select((eb) => [
        sql<string>`${eb.ref('e.opportunity_id')} || ':' || cast(${eb.ref('e.version_number')} as varchar)`.as(
          'booking_key',
        ),
        'e.opportunity_id',
        'e.event',
        'e.booked_at',
        'e.booked_on',
        sql<string>`cast(${eb.ref('e.stands')} - coalesce(${eb.ref('e.stood')}, 0) as decimal(18, 6))`.as(
          'amount',
        ),
        sql<number>`case ${eb.ref('e.event')} when 'booked' then 1 when 'reversed' then -1 else 0 end`.as(
          'deals',
        ),
        'e.rep_key',
        'e.territory_key',
        'o.channel_key',
        sql<string>`coalesce(${eb.ref('a.account_key')}, ${eb.ref('o.account_key')})`.as('account_key'),
        'e.version_number',
        'e.stood as stood_before',
      ]),
  audits: [
    differs('bookings of each opportunity add up to its amount where it is won, else to nothing', {
      here: sumAmount(sql.ref('b.amount')),
      whereWon: sql`coalesce(${sql.ref('o.amount')}, 0)`,
    }),
    differs('each won opportunity is booked once more often than reversed, and no other is', {
      here: sumInteger(sql.ref('b.deals')),
      whereWon: sql`1`,
    }),
  ],
})

function differs(
  name: string,
  { here, whereWon }: { here: RawBuilder<number | string>; whereWon: RawBuilder<unknown> },
) {
  return {
    name,
    severity: 'error' as const,
    by: ['opportunity_id'],
    failing: (db: Kysely<Warehouse>) =>
      db
        .selectFrom('fct_opportunity as o')
        .leftJoin('fct_booking as b', 'b.opportunity_id', 'o.opportunity_id')
        .groupBy(['o.opportunity_id', 'o.status', 'o.amount'])
        .having(
          (eb) =>
            sql<boolean>`coalesce(${here}, 0) <> case when ${eb.ref('o.status')} = 'won' then ${whereWon} else 0 end`,
        )
        .select('o.opportunity_id as example'),
  }
}

/** Versions that change what stands, with what stood before and stands after them. */
function events(db: Kysely<Warehouse>) {
  const standing = db
    .selectFrom(valued(db).as('v'))
    .select((eb) => {
      const before = (column: 'v.stands' | 'v.status') =>
        sql`lag(${eb.ref(column)}) over (partition by ${eb.ref('v.opportunity_id')} order by ${eb.ref('v.version_number')})`
      return [
        'v.opportunity_id',
        'v.version_number',
        'v.status',
        'v.rep_key',
        'v.territory_key',
        'v.began_at',
        'v.began_on',
        'v.won_at',
        'v.won_on',
        'v.stands',
        sql<string | null>`${before('v.status')}`.as('status_before'),
        sql<string | null>`${before('v.stands')}`.as('stands_before'),
      ]
    })
    .as('s')
  return db
    .selectFrom(standing)
    .where((eb) => {
      const [isWon, wasWon] = [
        sql`${eb.ref('s.status')} = 'won'`,
        sql`coalesce(${eb.ref('s.status_before')} = 'won', false)`,
      ]
      return sql<boolean>`(${isWon} or ${wasWon}) and (not (${isWon} and ${wasWon}) or ${eb.ref('s.stands')} <> ${eb.ref('s.stands_before')})`
    })
    .select((eb) => {
      const wasWon = sql`coalesce(${eb.ref('s.status_before')} = 'won', false)`
      const isBooked = sql`${eb.ref('s.status')} = 'won' and not ${wasWon}`
      return [
        's.opportunity_id',
        's.version_number',
        's.rep_key',
        's.territory_key',
        sql<string>`case when ${isBooked} then 'booked' when ${eb.ref('s.status')} = 'won' then 'adjusted' else 'reversed' end`.as(
          'event',
        ),
        sql<Date>`case when ${isBooked} then ${eb.ref('s.won_at')} else ${eb.ref('s.began_at')} end`.as(
          'booked_at',
        ),
        sql<string>`case when ${isBooked} then ${eb.ref('s.won_on')} else ${eb.ref('s.began_on')} end`.as(
          'booked_on',
        ),
        's.stands',
        sql<string | null>`case when ${wasWon} then ${eb.ref('s.stands_before')} end`.as('stood'),
      ]
    })
}

/** Versions with what of them is booked: at the rate of the day of their win, and as fct_opportunity has it now. */
function valued(db: Kysely<Warehouse>) {
  return db
    .selectFrom(wins(db).as('w'))
    .leftJoin('int_rate_period as r', (join) =>
      join
        .onRef('r.currency', '=', 'w.currency')
        .on('r.rate_kind', '=', 'spot')
        .onRef('w.won_on', '>=', 'r.valid_from')
        .onRef('w.won_on', '<', 'r.valid_before'),
    )
    .select((eb) => [
      'w.opportunity_id',
      'w.version_number',
      'w.status',
      'w.rep_key',
      'w.territory_key',
      'w.began_at',
      'w.began_on',
      'w.won_at',
      'w.won_on',
      sql<string>`case when ${eb.ref('w.status')} <> 'won' then 0 when ${eb.ref('w.is_current')} then coalesce(${eb.ref('w.amount_now')}, 0) else coalesce(${convert(eb.ref('w.amount_deal'), eb.ref('r.rate'))}, 0) end`.as(
        'stands',
      ),
    ])
}

/** Versions, each with the instant and day from which it has been of its status without a break. */
function wins(db: Kysely<Warehouse>) {
  const mine = (eb: { ref(column: 'v.opportunity_id' | 'v.version_number'): unknown }) =>
    sql`over (partition by ${eb.ref('v.opportunity_id')} order by ${eb.ref('v.version_number')} rows unbounded preceding)`
  const changes = db
    .selectFrom('fct_opportunity_version as v')
    .selectAll('v')
    .select((eb) =>
      sql<number>`case when ${eb.ref('v.status')} = lag(${eb.ref('v.status')}) ${mine(eb)} then 0 else 1 end`.as(
        'is_new',
      ),
    )
  const runs = db
    .selectFrom(changes.as('v'))
    .selectAll('v')
    .select((eb) => sql<number>`sum(${eb.ref('v.is_new')}) ${mine(eb)}`.as('run'))
  return db
    .selectFrom(runs.as('v'))
    .innerJoin('fct_opportunity as o', 'o.opportunity_id', 'v.opportunity_id')
    .leftJoin('int_opportunity_close as x', 'x.opportunity_id', 'v.opportunity_id')
    .select((eb) => {
      const run = sql`over (partition by ${eb.ref('v.opportunity_id')}, ${eb.ref('v.run')})`
      const isUntold = sql`${eb.ref('x.last_closed_at')} is null and bool_or(${eb.ref('v.is_current')}) ${run}`
      return [
        'v.opportunity_id',
        'v.version_number',
        'v.status',
        'v.is_current',
        'v.currency',
        'v.amount_deal',
        'o.amount as amount_now',
        'v.rep_key',
        'v.territory_key',
        'v.valid_from as began_at',
        'v.valid_on as began_on',
        sql<Date>`coalesce(case when ${isUntold} then ${eb.ref('o.closed_at')} end, min(${eb.ref('v.valid_from')}) ${run})`.as(
          'won_at',
        ),
        sql<string>`coalesce(case when ${isUntold} then ${eb.ref('o.closed_on')} end, min(${eb.ref('v.valid_on')}) ${run})`.as(
          'won_on',
        ),
      ]
    })
}
