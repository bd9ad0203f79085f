import { type Kysely, sql } from 'kysely'
import { required } from '../column.ts'
import { defineModel } from '../model.ts'
import type { Warehouse } from '../warehouse/database.ts'
import { splitRows } from '../warehouse/portable.ts'

export const mergeColumns = {
  entity: required('text', 'Entity of both records, in the words of the contract'),
  record_id: required('text', 'Id of the record that is gone'),
  survivor_id: required('text', 'Id of the record that it was merged into'),
} as const

/**
 * Merges as CRMs tell them: on the record that is gone (Salesforce's MasterRecordId), on the survivor
 * (HubSpot's merged ids) and as records of their own. Of several for one record the latest holds. An
 * opportunity, contact or lead whose survivor no export holds stays: its numbers would be lost otherwise.
 */
export const intMerge = defineModel({
  name: 'int_merge',
  layer: 'intermediate',
  grain: 'one row a record that was merged into another',
  key: ['entity', 'record_id'],
  columns: mergeColumns,
  query: (db) =>
    db
      .selectFrom((outer) =>
        outer
          .selectFrom(told(db).as('told'))
          .whereRef('told.record_id', '<>', 'told.survivor_id')
          .select((eb) => [
            'told.entity',
            'told.record_id',
            'told.survivor_id',
            sql<number>`row_number() over (partition by ${eb.ref('told.entity')}, ${eb.ref('told.record_id')} order by ${eb.ref('told.merged_at')} desc nulls last, ${eb.ref('told.survivor_id')})`.as(
              'merge_rank',
            ),
          ])
          .as('merges'),
      )
      .select(['merges.entity', 'merges.record_id', 'merges.survivor_id'])
      .where('merges.merge_rank', '=', 1)
      .where((eb) =>
        eb.or([
          eb('merges.entity', 'not in', ['opportunity', 'contact', 'lead']),
          eb.and([
            eb('merges.entity', '=', 'opportunity'),
            eb(
              'merges.survivor_id',
              'in',
              eb.selectFrom('landed_opportunity').select('landed_opportunity.opportunity_id'),
            ),
          ]),
          eb.and([
            eb('merges.entity', '=', 'contact'),
            eb(
              'merges.survivor_id',
              'in',
              eb.selectFrom('landed_contact').select('landed_contact.contact_id'),
            ),
          ]),
          eb.and([
            eb('merges.entity', '=', 'lead'),
            eb('merges.survivor_id', 'in', eb.selectFrom('landed_lead').select('landed_lead.lead_id')),
          ]),
        ]),
      ),
})

function told(db: Kysely<Warehouse>) {
  return db
    .selectFrom('stg_merge')
    .select((eb) => [
      'entity',
      'record_id',
      'survivor_id',
      sql<Date | null>`coalesce(${eb.ref('merged_at')}, ${eb.ref('modified_at')})`.as('merged_at'),
    ])
    .unionAll(
      db
        .selectFrom('stg_account')
        .where('master_account_id', 'is not', null)
        .select((eb) => [
          sql<string>`'account'`.as('entity'),
          'account_id as record_id',
          eb.ref('master_account_id').$castTo<string>().as('survivor_id'),
          'modified_at as merged_at',
        ]),
    )
    .unionAll(
      db
        .selectFrom('stg_contact')
        .where('master_contact_id', 'is not', null)
        .select((eb) => [
          sql<string>`'contact'`.as('entity'),
          'contact_id as record_id',
          eb.ref('master_contact_id').$castTo<string>().as('survivor_id'),
          'modified_at as merged_at',
        ]),
    )
    .unionAll(
      db
        // A merged lead is deleted, so that only what landed tells of it.
        .selectFrom('landed_lead')
        .where('master_lead_id', 'is not', null)
        .select((eb) => [
          sql<string>`'lead'`.as('entity'),
          'lead_id as record_id',
          eb.ref('master_lead_id').$castTo<string>().as('survivor_id'),
          'modified_at as merged_at',
        ]),
    )
    .unionAll(
      db
        .selectFrom('stg_account')
        .where('merged_ids', 'is not', null)
        .select((eb) => [
          sql<string>`'account'`.as('entity'),
          splitRows(eb.ref('merged_ids')).as('record_id'),
          'account_id as survivor_id',
          'modified_at as merged_at',
        ]),
    )
    .unionAll(
      db
        .selectFrom('stg_contact')
        .where('merged_ids', 'is not', null)
        .select((eb) => [
          sql<string>`'contact'`.as('entity'),
          splitRows(eb.ref('merged_ids')).as('record_id'),
          'contact_id as survivor_id',
          'modified_at as merged_at',
        ]),
    )
    .unionAll(
      db
        .selectFrom('stg_opportunity')
        .where('merged_ids', 'is not', null)
        .select((eb) => [
          sql<string>`'opportunity'`.as('entity'),
          splitRows(eb.ref('merged_ids')).as('record_id'),
          'opportunity_id as survivor_id',
          'modified_at as merged_at',
        ]),
    )
}
