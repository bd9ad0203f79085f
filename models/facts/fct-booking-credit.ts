import { type Kysely, sql } from 'kysely'
import { joins, optional, required } from '../column.ts'
import { orUnknown, UNKNOWN } from '../dimensions/unknown.ts'
import { defineModel } from '../model.ts'
import { reconciles } from '../reconcile.ts'
import type { Warehouse } from '../warehouse/database.ts'
import { convert, countRows, sumAmount } from '../warehouse/portable.ts'

export const fctBookingCreditColumns = {
  credit_key: required('text', 'Opportunity, user id, kind and basis'),
  opportunity_id: joins('fct_opportunity.opportunity_id', required('text', 'Won opportunity')),
  rep_id: required('text', "User id of who is credited; 'unknown' where a deal without splits has no owner"),
  rep_key: joins('dim_rep.rep_key', required('text', 'Who is credited, as they were at the close')),
  kind: required('text', 'revenue: parts of the whole; overlay: on top of it', ['revenue', 'overlay']),
  told_by: required('text', 'split, or owner where no split credits the revenue', ['split', 'owner']),
  share: optional('rate', 'Part of the amount, 1 for all of it; empty where an amount is told'),
  amount: required(
    'amount',
    "Bookings credited, in the company's currency at the rate of the close day; parts add up to the whole of their kind",
  ),
  account_key: joins('dim_account.account_key', required('text', 'Account')),
  territory_key: joins('dim_territory.territory_key', required('text', 'Territory of the opportunity')),
  channel_key: joins('dim_channel.channel_key', required('text', 'Selling method')),
  closed_at: optional('timestamp', 'When the opportunity was last closed'),
  closed_on: optional('date', 'Company day on which it was'),
} as const

/** Who is credited with each win. The credit of an opportunity may exceed its amount: overlays are on top. */
export const fctBookingCredit = defineModel({
  name: 'fct_booking_credit',
  layer: 'fact',
  grain: 'one row a won opportunity, person credited, kind of credit and basis (share or amount)',
  key: ['credit_key'],
  columns: fctBookingCreditColumns,
  query: (db) =>
    db
      .selectFrom(parts(db).as('p'))
      .innerJoin('fct_opportunity as o', 'o.opportunity_id', 'p.opportunity_id')
      .leftJoin('dim_rep as r', (join) =>
        join
          .onRef('r.rep_id', '=', 'p.rep_id')
          .onRef('o.closed_at', '>=', 'r.valid_from')
          .onRef('o.closed_at', '<', 'r.valid_to'),
      )
      .leftJoin('int_rate_period as q', (join) =>
        join
          .onRef('q.currency', '=', 'o.currency')
          .on('q.rate_kind', '=', 'spot')
          .onRef('o.closed_on', '>=', 'q.valid_from')
          .onRef('o.closed_on', '<', 'q.valid_before'),
      )
      .where('o.status', '=', 'won')
      .select((eb) => {
        // Each part is the difference of two rounded sums, so that the parts add up to the rounded whole.
        const ofShare = sql`${convert(eb.ref('o.amount'), eb.ref('p.share_upto'))} - ${convert(eb.ref('o.amount'), sql<string>`(${eb.ref('p.share_upto')} - ${eb.ref('p.share')})`)}`
        const ofAmount = sql`${convert(eb.ref('p.amount_upto'), eb.ref('q.rate'))} - ${convert(sql<string>`(${eb.ref('p.amount_upto')} - ${eb.ref('p.amount')})`, eb.ref('q.rate'))}`
        return [
          sql<string>`${eb.ref('p.opportunity_id')} || ':' || ${eb.ref('p.rep_id')} || ':' || ${eb.ref('p.kind')} || ':' || ${eb.ref('p.basis')}`.as(
            'credit_key',
          ),
          'p.opportunity_id',
          'p.rep_id',
          orUnknown(eb.ref('r.rep_key')).as('rep_key'),
          'p.kind',
          'p.told_by',
          'p.share',
          sql<string>`cast(coalesce(case when ${eb.ref('p.basis')} = 'share' then ${ofShare} else ${ofAmount} end, 0) as decimal(18, 6))`.as(
            'amount',
          ),
          'o.account_key',
          'o.territory_key',
          'o.channel_key',
          'o.closed_at',
          'o.closed_on',
        ]
      }),
  audits: [
    {
      name: 'revenue credits of shares that add up to 100% are the amount of the opportunity',
      severity: 'error',
      failing: (db) =>
        db
          .selectFrom(revenue(db).as('r'))
          .innerJoin('fct_opportunity as o', 'o.opportunity_id', 'r.opportunity_id')
          .where((eb) => sql<boolean>`${eb.ref('r.share')} = 1 and ${eb.ref('r.amounts')} = 0`)
          .where((eb) => sql<boolean>`${eb.ref('r.amount')} <> coalesce(${eb.ref('o.amount')}, 0)`)
          .select('o.opportunity_id as example'),
    },
    {
      name: 'every win is credited',
      severity: 'error',
      failing: (db) =>
        db
          .selectFrom('fct_opportunity as o')
          .leftJoin(revenue(db).as('r'), 'r.opportunity_id', 'o.opportunity_id')
          .where('o.status', '=', 'won')
          .where('r.opportunity_id', 'is', null)
          .select('o.opportunity_id as example'),
    },
    reconciles('credits are as many as splits of wins, and wins whose revenue is not split', (db) => ({
      here: db.selectFrom('fct_booking_credit').select(countRows().as('total')),
      there: db
        .selectFrom(
          splitWins(db)
            .select('c.opportunity_id')
            .unionAll(unsplitWins(db).select('o.opportunity_id'))
            .as('credits'),
        )
        .select(countRows().as('total')),
    })),
    reconciles(
      'credit adds up to the splits of wins, and the bookings of wins whose revenue is not split',
      (db) => ({
        here: db.selectFrom('fct_booking_credit').select((eb) => sumAmount(eb.ref('amount')).as('total')),
        there: db
          .selectFrom(
            splitWins(db)
              .leftJoin('int_rate_period as q', (join) =>
                join
                  .onRef('q.currency', '=', 'o.currency')
                  .on('q.rate_kind', '=', 'spot')
                  .onRef('o.closed_on', '>=', 'q.valid_from')
                  .onRef('o.closed_on', '<', 'q.valid_before'),
              )
              .groupBy(['c.opportunity_id', 'c.kind', 'c.basis', 'o.amount', 'q.rate'])
              .select((eb) => [
                // What is shared is rounded as a whole, see above.
                sql<string>`coalesce(case when ${eb.ref('c.basis')} = 'share' then ${convert(eb.ref('o.amount'), sql<string>`cast(sum(${eb.ref('c.share')}) as decimal(18, 9))`)} else ${convert(sumAmount(eb.ref('c.amount')), eb.ref('q.rate'))} end, 0)`.as(
                  'amount',
                ),
              ])
              .unionAll(
                unsplitWins(db).select((eb) => sql<string>`coalesce(${eb.ref('o.amount')}, 0)`.as('amount')),
              )
              .as('credits'),
          )
          .select((eb) => sumAmount(eb.ref('credits.amount')).as('total')),
      }),
    ),
    {
      name: 'revenue shares of an opportunity add up to 100%',
      severity: 'warn',
      failing: (db) =>
        db
          .selectFrom(revenue(db).as('r'))
          .where((eb) => sql<boolean>`${eb.ref('r.amounts')} = 0 and ${eb.ref('r.share')} <> 1`)
          .select((eb) =>
            sql<string>`${eb.ref('r.opportunity_id')} || ': ' || cast(${eb.ref('r.share')} as varchar)`.as(
              'example',
            ),
          ),
    },
  ],
})

/** Parts with the sums up to and with each, in the order of the people; the owner's where no split tells of revenue. */
function parts(db: Kysely<Warehouse>) {
  const told = db
    .selectFrom('int_booking_credit as c')
    .select([
      'c.opportunity_id',
      'c.rep_id',
      'c.kind',
      'c.basis',
      sql<string>`'split'`.as('told_by'),
      'c.share',
      'c.amount',
    ])
    .unionAll(
      db
        .selectFrom('fct_opportunity as o')
        .leftJoin('int_booking_credit as c', (join) =>
          join.onRef('c.opportunity_id', '=', 'o.opportunity_id').on('c.kind', '=', 'revenue'),
        )
        .where('o.status', '=', 'won')
        .where('c.opportunity_id', 'is', null)
        .select((eb) => [
          'o.opportunity_id',
          sql<string>`coalesce(${eb.ref('o.owner_id')}, ${sql.lit(UNKNOWN)})`.as('rep_id'),
          sql<string>`'revenue'`.as('kind'),
          sql<string>`'share'`.as('basis'),
          sql<string>`'owner'`.as('told_by'),
          sql<string | null>`cast(1 as decimal(18, 9))`.as('share'),
          sql<string | null>`cast(null as decimal(18, 6))`.as('amount'),
        ]),
    )
    .as('t')
  return db.selectFrom(told).select((eb) => {
    const before = sql`over (partition by ${eb.ref('t.opportunity_id')}, ${eb.ref('t.kind')}, ${eb.ref('t.basis')} order by ${eb.ref('t.rep_id')} rows unbounded preceding)`
    return [
      't.opportunity_id',
      't.rep_id',
      't.kind',
      't.basis',
      't.told_by',
      't.share',
      't.amount',
      sql<string | null>`cast(sum(${eb.ref('t.share')}) ${before} as decimal(18, 9))`.as('share_upto'),
      sql<string | null>`cast(sum(${eb.ref('t.amount')}) ${before} as decimal(18, 6))`.as('amount_upto'),
    ]
  })
}

function splitWins(db: Kysely<Warehouse>) {
  return db
    .selectFrom('int_booking_credit as c')
    .innerJoin('fct_opportunity as o', 'o.opportunity_id', 'c.opportunity_id')
    .where('o.status', '=', 'won')
}

function unsplitWins(db: Kysely<Warehouse>) {
  return db
    .selectFrom('fct_opportunity as o')
    .where('o.status', '=', 'won')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('int_booking_credit as c')
            .whereRef('c.opportunity_id', '=', 'o.opportunity_id')
            .where('c.kind', '=', 'revenue')
            .select('c.opportunity_id'),
        ),
      ),
    )
}

function revenue(db: Kysely<Warehouse>) {
  return db
    .selectFrom('fct_booking_credit')
    .where('kind', '=', 'revenue')
    .groupBy('opportunity_id')
    .select((eb) => [
      'opportunity_id',
      sql<string>`cast(coalesce(sum(${eb.ref('share')}), 0) as decimal(18, 9))`.as('share'),
      sql<number>`sum(case when ${eb.ref('share')} is null then 1 else 0 end)`.as('amounts'),
      sumAmount(eb.ref('amount')).as('amount'),
    ])
}
