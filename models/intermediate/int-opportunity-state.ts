import { type Kysely, sql } from 'kysely'
import { optional, required } from '../column.ts'
import { holds } from '../incremental.ts'
import { defineModel } from '../model.ts'
import type { Warehouse } from '../warehouse/database.ts'

export const opportunityStateColumns = {
  opportunity_id: required('text', 'Opportunity'),
  state_id: required('text', 'Id of the change that began it; ~now where only the record itself tells it'),
  place: required(
    'integer',
    'Order among states that began at one instant: 1 for changes, 2 for the record itself',
  ),
  stage_key: optional('text', 'Stage; empty where nothing tells in which stage it was open'),
  amount: optional('amount', "Amount in the deal's currency"),
  close_date: optional('date', 'Close date'),
  began_at: required('timestamp', 'When it began'),
  known_from: required('timestamp', 'From when it was known to us'),
  is_reconstructed: required('boolean', 'True where when it was really known cannot be told'),
} as const

/**
 * The states that each opportunity was in: after every change of its history; from its creation where no
 * history tells of its time before the close; and as its record stands where the history ends otherwise.
 * What the history never tells, an amount or a close date, is taken to have been as it is now.
 */
export const intOpportunityState = defineModel({
  name: 'int_opportunity_state',
  layer: 'intermediate',
  grain: 'one row an opportunity and state of its stage, amount and close date',
  key: ['opportunity_id', 'state_id'],
  columns: opportunityStateColumns,
  incremental: {
    by: 'opportunity_id',
    inputs: [
      holds('int_opportunity_change', 'opportunity_id'),
      holds('int_opportunity', 'opportunity_id'),
      holds('stg_opportunity', 'opportunity_id'),
      holds('int_opportunity_close', 'opportunity_id'),
      holds('int_opportunity_owner', 'opportunity_id'),
      holds('int_opportunity_seen', 'opportunity_id'),
    ],
  },
  query: (db) => changed(db).unionAll(createdOnly(db)).unionAll(asItStands(db)),
})

function changed(db: Kysely<Warehouse>) {
  return db
    .selectFrom('int_opportunity_change as h')
    .innerJoin('int_opportunity as i', 'i.opportunity_id', 'h.opportunity_id')
    .innerJoin('stg_opportunity as o', 'o.opportunity_id', 'h.opportunity_id')
    .innerJoin('int_opportunity_close as x', 'x.opportunity_id', 'h.opportunity_id')
    .select((eb) => [
      'h.opportunity_id',
      'h.change_id as state_id',
      sql<number>`1`.as('place'),
      eb.ref('h.stage_key').$castTo<string | null>().as('stage_key'),
      sql<
        string | null
      >`case when ${eb.ref('x.first_amount')} is null then ${eb.ref('o.amount')} else ${eb.ref('h.amount')} end`.as(
        'amount',
      ),
      sql<
        string | null
      >`case when ${eb.ref('x.first_close_date')} is null then ${eb.ref('o.close_date')} else ${eb.ref('h.close_date')} end`.as(
        'close_date',
      ),
      'h.changed_at as began_at',
      'h.known_from',
      'h.is_reconstructed',
    ])
}

/** Opportunities of which no history tells, while they were open. */
function createdOnly(db: Kysely<Warehouse>) {
  return db
    .selectFrom('int_opportunity as i')
    .innerJoin('stg_opportunity as o', 'o.opportunity_id', 'i.opportunity_id')
    .innerJoin('int_opportunity_owner as w', (join) =>
      join.onRef('w.opportunity_id', '=', 'i.opportunity_id').on('w.owner_number', '=', 1),
    )
    .leftJoin('int_opportunity_close as x', 'x.opportunity_id', 'i.opportunity_id')
    .where('x.opportunity_id', 'is', null)
    .where('i.status', '<>', 'open')
    .where('i.created_at', 'is not', null)
    .whereRef('i.created_at', '<', 'i.closed_at')
    .select((eb) => [
      'i.opportunity_id',
      sql<string>`'~created'`.as('state_id'),
      sql<number>`1`.as('place'),
      sql<string | null>`cast(null as varchar)`.as('stage_key'),
      'o.amount',
      'o.close_date',
      eb.ref('i.created_at').$castTo<Date>().as('began_at'),
      sql<Date>`case when ${eb.ref('w.is_reconstructed')} then ${eb.ref('i.created_at')} else ${eb.ref('w.known_from')} end`.as(
        'known_from',
      ),
      'w.is_reconstructed',
    ])
}

/** The record as it stands, where no history ends so. */
function asItStands(db: Kysely<Warehouse>) {
  const last = db
    .selectFrom((outer) =>
      outer
        .selectFrom('int_opportunity_change')
        .select((eb) => [
          'opportunity_id',
          'stage_key',
          'amount',
          'close_date',
          'changed_at',
          sql<number>`row_number() over (partition by ${eb.ref('opportunity_id')} order by ${eb.ref('changed_at')} desc, ${eb.ref('change_id')} desc)`.as(
            'last_rank',
          ),
        ])
        .as('ranked'),
    )
    .where('ranked.last_rank', '=', 1)
    .selectAll('ranked')
    .as('l')
  return db
    .selectFrom('int_opportunity as i')
    .innerJoin('stg_opportunity as o', 'o.opportunity_id', 'i.opportunity_id')
    .innerJoin('int_opportunity_seen as k', 'k.opportunity_id', 'i.opportunity_id')
    .leftJoin(last, 'l.opportunity_id', 'i.opportunity_id')
    .leftJoin('int_opportunity_close as x', 'x.opportunity_id', 'i.opportunity_id')
    .where((eb) =>
      eb.or([
        eb('l.opportunity_id', 'is', null),
        sql<boolean>`${eb.ref('l.stage_key')} is distinct from ${eb.ref('i.stage_key')}`,
        sql<boolean>`${eb.ref('x.first_amount')} is not null and ${eb.ref('l.amount')} is distinct from ${eb.ref('o.amount')}`,
        sql<boolean>`${eb.ref('x.first_close_date')} is not null and ${eb.ref('l.close_date')} is distinct from ${eb.ref('o.close_date')}`,
      ]),
    )
    .select((eb) => {
      // A close that only the record tells happened when the record says; any other change when it was noted.
      const told = sql<Date>`coalesce(case when ${eb.ref('i.status')} <> 'open' and ${eb.ref('l.stage_key')} is distinct from ${eb.ref('i.stage_key')} then ${eb.ref('i.closed_at')} end, case when ${eb.ref('l.opportunity_id')} is null then ${eb.ref('i.created_at')} end, ${eb.ref('k.changed_at')})`
      const began = sql<Date>`greatest(${told}, ${eb.ref('l.changed_at')})`
      return [
        'i.opportunity_id',
        sql<string>`'~now'`.as('state_id'),
        sql<number>`2`.as('place'),
        eb.ref('i.stage_key').$castTo<string | null>().as('stage_key'),
        'o.amount',
        'o.close_date',
        began.as('began_at'),
        sql<Date>`case when ${eb.ref('k.is_first_load')} then ${began} else ${eb.ref('k.loaded_at')} end`.as(
          'known_from',
        ),
        eb.ref('k.is_first_load').$castTo<boolean>().as('is_reconstructed'),
      ]
    })
}
