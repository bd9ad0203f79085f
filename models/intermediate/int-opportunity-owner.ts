import { type Kysely, sql } from 'kysely'
import { optional, required } from '../column.ts'
import { finds, holds } from '../incremental.ts'
import { defineModel } from '../model.ts'
import type { Warehouse } from '../warehouse/database.ts'
import { beginning, endOfTime } from '../warehouse/portable.ts'
import { ownerFields } from './owner-fields.ts'

export const opportunityOwnerColumns = {
  opportunity_id: required('text', 'Opportunity'),
  owner_number: required('integer', 'Order of the owner in the life of the opportunity'),
  owner_id: optional('text', 'User id of the owner; as the record names them where no source describes them'),
  valid_from: required('timestamp', 'When the person became the owner; 1900 for the first who is known'),
  valid_to: required('timestamp', 'When the next one did; 9999 for the owner now'),
  known_from: required('timestamp', 'From when it was known to us'),
  is_reconstructed: required('boolean', 'True where it came with the first load'),
} as const

/** Owners by the CRM's history of the field, where it keeps one; else as successive exports tell them apart. */
export const intOpportunityOwner = defineModel({
  name: 'int_opportunity_owner',
  layer: 'intermediate',
  grain: 'one row an opportunity and unbroken time of one owner',
  key: ['opportunity_id', 'owner_number'],
  columns: opportunityOwnerColumns,
  incremental: {
    by: 'opportunity_id',
    inputs: [
      holds('landed_opportunity', 'opportunity_id'),
      holds('int_opportunity', 'opportunity_id'),
      holds('stg_field_history', 'record_id'),
      finds(
        'int_person_reference',
        'reference',
        'landed_opportunity',
        ['owner_id', 'owner_email', 'owner_name'],
        'opportunity_id',
      ),
      finds(
        'int_person_reference',
        'reference',
        'stg_field_history',
        ['old_value', 'new_value'],
        'record_id',
      ),
      finds('int_history_known', 'history_id', 'stg_field_history', ['history_id'], 'record_id'),
    ],
  },
  query: (db) =>
    db
      .selectFrom((outer) =>
        outer
          .selectFrom(told(db).unionAll(seen(db)).as('t'))
          .select((eb) => [
            't.opportunity_id',
            't.owner_id',
            't.changed_at',
            't.known_from',
            't.is_reconstructed',
            't.place',
            sql<
              string | null
            >`lag(coalesce(${eb.ref('t.owner_id')}, '')) over (partition by ${eb.ref('t.opportunity_id')} order by ${eb.ref('t.changed_at')}, ${eb.ref('t.place')})`.as(
              'owner_before',
            ),
          ])
          .as('changes'),
      )
      .where(
        (eb) =>
          sql<boolean>`${eb.ref('changes.owner_before')} is distinct from coalesce(${eb.ref('changes.owner_id')}, '')`,
      )
      .select((eb) => {
        const order = sql`over (partition by ${eb.ref('changes.opportunity_id')} order by ${eb.ref('changes.changed_at')}, ${eb.ref('changes.place')})`
        return [
          'changes.opportunity_id',
          sql<number>`cast(row_number() ${order} as integer)`.as('owner_number'),
          'changes.owner_id',
          sql<Date>`case when row_number() ${order} = 1 then ${beginning} else ${eb.ref('changes.changed_at')} end`.as(
            'valid_from',
          ),
          sql<Date>`coalesce(lead(${eb.ref('changes.changed_at')}) ${order}, ${endOfTime})`.as('valid_to'),
          'changes.known_from',
          'changes.is_reconstructed',
        ]
      }),
})

/** Opportunities whose owners the CRM's history tells. */
function withHistory(db: Kysely<Warehouse>) {
  return db
    .selectFrom('stg_field_history')
    .where('entity', '=', 'opportunity')
    .where('field', 'in', ownerFields)
    .select('record_id as opportunity_id')
    .distinct()
}

function told(db: Kysely<Warehouse>) {
  const changes = db
    .selectFrom('stg_field_history as h')
    .innerJoin('int_history_known as k', 'k.history_id', 'h.history_id')
    .innerJoin('int_opportunity as o', 'o.opportunity_id', 'h.record_id')
    .where('h.entity', '=', 'opportunity')
    .where('h.field', 'in', ownerFields)
    .select((eb) => [
      'h.record_id as opportunity_id',
      'h.history_id',
      'h.old_value',
      'h.new_value',
      'h.changed_at',
      'k.known_from',
      'k.is_reconstructed',
      sql<number>`row_number() over (partition by ${eb.ref('h.record_id')} order by ${eb.ref('h.changed_at')}, ${eb.ref('h.history_id')})`.as(
        'change_rank',
      ),
    ])
    .as('c')
  return db
    .selectFrom(changes)
    .leftJoin('int_person_reference as p', 'p.reference', 'c.new_value')
    .select((eb) => [
      'c.opportunity_id',
      sql<string | null>`coalesce(${eb.ref('p.rep_id')}, ${eb.ref('c.new_value')})`.as('owner_id'),
      'c.changed_at',
      'c.known_from',
      'c.is_reconstructed',
      'c.history_id as place',
    ])
    .unionAll(
      db
        .selectFrom(changes)
        .leftJoin('int_person_reference as p', 'p.reference', 'c.old_value')
        .where('c.change_rank', '=', 1)
        .where('c.old_value', 'is not', null)
        .select((eb) => [
          'c.opportunity_id',
          sql<string | null>`coalesce(${eb.ref('p.rep_id')}, ${eb.ref('c.old_value')})`.as('owner_id'),
          sql<Date>`${beginning}`.as('changed_at'),
          sql<Date>`${beginning}`.as('known_from'),
          sql<boolean>`true`.as('is_reconstructed'),
          sql<string>`''`.as('place'),
        ]),
    )
}

function seen(db: Kysely<Warehouse>) {
  return db
    .selectFrom('landed_opportunity as v')
    .innerJoin('int_first_load as first', (join) =>
      join.on('first.entity', '=', 'opportunity').onRef('first.source', '=', 'v._source'),
    )
    .innerJoin('int_opportunity as o', 'o.opportunity_id', 'v.opportunity_id')
    .leftJoin(withHistory(db).as('h'), 'h.opportunity_id', 'v.opportunity_id')
    .leftJoin('int_person_reference as oi', 'oi.reference', 'v.owner_id')
    .leftJoin('int_person_reference as oe', 'oe.reference', 'v.owner_email')
    .leftJoin('int_person_reference as oname', 'oname.reference', 'v.owner_name')
    .where('h.opportunity_id', 'is', null)
    .select((eb) => {
      const changedAt = sql<Date>`coalesce(${eb.ref('v.modified_at')}, ${eb.ref('v._loaded_at')})`
      const isFirst = sql<boolean>`${eb.ref('v._loaded_at')} = ${eb.ref('first.loaded_at')}`
      return [
        'v.opportunity_id',
        eb.fn
          .coalesce(
            'oi.rep_id',
            'oe.rep_id',
            'oname.rep_id',
            eb.fn.coalesce('v.owner_id', 'v.owner_email', 'v.owner_name'),
          )
          .as('owner_id'),
        changedAt.as('changed_at'),
        sql<Date>`case when ${isFirst} then ${changedAt} else ${eb.ref('v._loaded_at')} end`.as('known_from'),
        isFirst.as('is_reconstructed'),
        sql<string>`concat_ws('/', ${eb.ref('v._drop')}, ${eb.ref('v._file')}, lpad(cast(${eb.ref('v._record')} as varchar), 12, '0'))`.as(
          'place',
        ),
      ]
    })
}
