import { type Kysely, sql } from 'kysely'
import { optional, required } from '../column.ts'
import { finds, holds } from '../incremental.ts'
import { defineModel } from '../model.ts'
import type { Warehouse } from '../warehouse/database.ts'
import { dayOfText, decimalOfText } from '../warehouse/portable.ts'

export const fieldChangeColumns = {
  opportunity_id: required('text', 'Opportunity'),
  change_id: required('text', 'Id of one of the changes of the moment'),
  changed_at: required('timestamp', 'When it changed'),
  known_from: required(
    'timestamp',
    'From when it was known to us; for what came with the first load, when it changed',
  ),
  is_reconstructed: required('boolean', 'True where it came with the first load'),
  stage_name: optional('text', 'Stage after the change, where it changed and nothing else tells it'),
  amount: optional('amount', "Amount after the change, in the deal's currency"),
  close_date: optional('date', 'Close date after the change'),
  has_amount: required('boolean', 'True where the amount changed, maybe to nothing'),
  has_close_date: required('boolean', 'True where the close date changed, maybe to nothing'),
} as const

/** Fields by the names that CRMs give them in their histories, in lower case. */
const stageFields = ['stagename', 'dealstage', 'deal_stage']
const closeDateFields = ['closedate', 'close_date']

/**
 * The history of single fields, where a CRM keeps it so: HubSpot's property history, Salesforce's
 * OpportunityFieldHistory. What the history of the whole opportunity tells is left to that; a deal of which
 * neither tells the stage is left out.
 */
export const intFieldChange = defineModel({
  name: 'int_field_change',
  layer: 'intermediate',
  grain: 'one row an opportunity and moment at which its stage, amount or close date changed',
  key: ['opportunity_id', 'change_id'],
  columns: fieldChangeColumns,
  incremental: {
    by: 'opportunity_id',
    inputs: [
      holds('stg_field_history', 'record_id'),
      finds('int_history_known', 'history_id', 'stg_field_history', ['history_id'], 'record_id'),
      holds('stg_opportunity', 'opportunity_id'),
      holds('stg_opportunity_history', 'opportunity_id'),
    ],
  },
  query: (db) =>
    db
      .selectFrom(changes(db).unionAll(beginnings(db)).as('f'))
      .innerJoin('stg_opportunity as o', 'o.opportunity_id', 'f.opportunity_id')
      .innerJoin('company as c', (join) => join.onTrue())
      .leftJoin(toldElsewhere(db).as('t'), 't.opportunity_id', 'f.opportunity_id')
      .leftJoin(stageTold(db).as('s'), 's.opportunity_id', 'f.opportunity_id')
      .where((eb) => eb.or([eb('t.opportunity_id', 'is not', null), eb('s.opportunity_id', 'is not', null)]))
      .where((eb) =>
        eb.or([
          eb.and([eb('f.field', '=', 'stage'), eb('t.opportunity_id', 'is', null)]),
          eb.and([eb('f.field', '=', 'amount'), sql<boolean>`coalesce(${eb.ref('t.amounts')}, 0) = 0`]),
          eb.and([
            eb('f.field', '=', 'close_date'),
            sql<boolean>`coalesce(${eb.ref('t.close_dates')}, 0) = 0`,
          ]),
        ]),
      )
      .groupBy(['f.opportunity_id', 'f.changed_at', 'c.timezone'])
      .select((eb) => {
        const ofField = (field: string) =>
          sql<
            string | null
          >`max(case when ${eb.ref('f.field')} = ${sql.lit(field)} then ${eb.ref('f.value')} end)`
        const hasField = (field: string) =>
          sql<boolean>`max(case when ${eb.ref('f.field')} = ${sql.lit(field)} then 1 else 0 end) = 1`
        return [
          'f.opportunity_id',
          sql<string>`min(${eb.ref('f.history_id')})`.as('change_id'),
          'f.changed_at',
          sql<Date>`min(${eb.ref('f.known_from')})`.as('known_from'),
          sql<boolean>`bool_and(${eb.ref('f.is_reconstructed')})`.as('is_reconstructed'),
          ofField('stage').as('stage_name'),
          decimalOfText(ofField('amount')).as('amount'),
          dayOfText(ofField('close_date'), eb.ref('c.timezone')).as('close_date'),
          hasField('amount').as('has_amount'),
          hasField('close_date').as('has_close_date'),
        ]
      }),
})

/** Changes of the fields that matter, the last of those at one moment. */
function changes(db: Kysely<Warehouse>) {
  return db
    .selectFrom(fields(db).as('changes'))
    .where('changes.last_rank', '=', 1)
    .select([
      'changes.opportunity_id',
      'changes.history_id',
      'changes.field',
      'changes.value',
      'changes.changed_at',
      'changes.known_from',
      'changes.is_reconstructed',
    ])
}

/** What a field held before its first change, from the creation of the opportunity on, where the CRM tells it. */
function beginnings(db: Kysely<Warehouse>) {
  return db
    .selectFrom(fields(db).as('changes'))
    .innerJoin('stg_opportunity as o', 'o.opportunity_id', 'changes.opportunity_id')
    .where('changes.first_rank', '=', 1)
    .where('changes.old_value', 'is not', null)
    .whereRef('o.created_at', '<', 'changes.changed_at')
    .select((eb) => [
      'changes.opportunity_id',
      sql<string>`${eb.ref('changes.history_id')} || '@created'`.as('history_id'),
      'changes.field',
      'changes.old_value as value',
      eb.ref('o.created_at').$castTo<Date>().as('changed_at'),
      sql<Date>`case when ${eb.ref('changes.is_reconstructed')} then ${eb.ref('o.created_at')} else ${eb.ref('changes.known_from')} end`.as(
        'known_from',
      ),
      'changes.is_reconstructed',
    ])
}

function fields(db: Kysely<Warehouse>) {
  return db
    .selectFrom('stg_field_history as h')
    .innerJoin('int_history_known as k', 'k.history_id', 'h.history_id')
    .where('h.entity', '=', 'opportunity')
    .where('h.field', 'in', [...stageFields, 'amount', ...closeDateFields])
    .select((eb) => {
      const field = sql<string>`case when ${eb.ref('h.field')} = 'amount' then 'amount' when ${eb.ref('h.field')} in (${sql.join(stageFields.map((name) => sql.lit(name)))}) then 'stage' else 'close_date' end`
      return [
        'h.record_id as opportunity_id',
        'h.history_id',
        field.as('field'),
        'h.new_value as value',
        'h.old_value',
        'h.changed_at',
        'k.known_from',
        'k.is_reconstructed',
        sql<number>`row_number() over (partition by ${eb.ref('h.record_id')}, ${field}, ${eb.ref('h.changed_at')} order by ${eb.ref('h.history_id')} desc)`.as(
          'last_rank',
        ),
        sql<number>`row_number() over (partition by ${eb.ref('h.record_id')}, ${field} order by ${eb.ref('h.changed_at')}, ${eb.ref('h.history_id')})`.as(
          'first_rank',
        ),
      ]
    })
}

/** Opportunities that have a history of their own, with what it tells. */
function toldElsewhere(db: Kysely<Warehouse>) {
  return db
    .selectFrom('stg_opportunity_history')
    .groupBy('opportunity_id')
    .select((eb) => [
      'opportunity_id',
      sql<number>`count(${eb.ref('amount')})`.as('amounts'),
      sql<number>`count(${eb.ref('close_date')})`.as('close_dates'),
    ])
}

/** Opportunities whose stage the history of fields tells. */
function stageTold(db: Kysely<Warehouse>) {
  return db
    .selectFrom('stg_field_history')
    .where('entity', '=', 'opportunity')
    .where('field', 'in', stageFields)
    .where('new_value', 'is not', null)
    .groupBy('record_id')
    .select('record_id as opportunity_id')
}
