import { type Kysely, sql } from 'kysely'
import { optional, required } from '../column.ts'
import { stageKey } from '../dimensions/stage-key.ts'
import { finds, holds } from '../incremental.ts'
import { defineModel } from '../model.ts'
import type { Warehouse } from '../warehouse/database.ts'

export const opportunityChangeColumns = {
  opportunity_id: required('text', 'Opportunity'),
  change_id: required('text', 'Id of the change in the CRM, or number of the version'),
  stage_key: required('text', 'Stage after the change'),
  amount: optional('amount', "Amount after the change, in the deal's currency"),
  close_date: optional('date', 'Close date after the change'),
  changed_at: required('timestamp', 'When it changed; for derived changes, when the change was known'),
  known_from: required(
    'timestamp',
    'From when it was known to us; for what came with the first load, when it changed',
  ),
  is_reconstructed: required(
    'boolean',
    'True where it came with the first load, so that when it was really known cannot be told',
  ),
  is_derived: required('boolean', 'True where it was told from successive exports, not by the CRM'),
} as const

/**
 * What the CRM's history tells, of the whole opportunity or field by field; for opportunities without any,
 * what successive exports tell apart. An opportunity that is closed when it is first seen tells nothing of
 * how it came there.
 */
export const intOpportunityChange = defineModel({
  name: 'int_opportunity_change',
  layer: 'intermediate',
  grain: 'one row a change of stage, amount or close date of an opportunity that is not deleted',
  key: ['opportunity_id', 'change_id'],
  columns: opportunityChangeColumns,
  incremental: {
    by: 'opportunity_id',
    inputs: [
      holds('stg_opportunity_history', 'opportunity_id'),
      holds('stg_opportunity', 'opportunity_id'),
      finds('int_history_known', 'history_id', 'stg_opportunity_history', ['history_id'], 'opportunity_id'),
      holds('int_field_change', 'opportunity_id'),
      holds('landed_opportunity', 'opportunity_id'),
    ],
  },
  query: (db) => told(db).unionAll(gathered(db)).unionAll(derived(db)),
})

/** Opportunities whose history comes field by field, in part or in whole. */
function byField(db: Kysely<Warehouse>) {
  return db.selectFrom('int_field_change').select('opportunity_id').distinct()
}

function told(db: Kysely<Warehouse>) {
  return db
    .selectFrom('stg_opportunity_history as h')
    .innerJoin('stg_opportunity as o', 'o.opportunity_id', 'h.opportunity_id')
    .innerJoin('int_stage_reference as r', (join) =>
      join.on((eb) => eb('r.reference', '=', stageKey(eb.ref('o.pipeline'), eb.ref('h.stage_name')))),
    )
    .innerJoin('int_history_known as k', 'k.history_id', 'h.history_id')
    .leftJoin(byField(db).as('f'), 'f.opportunity_id', 'h.opportunity_id')
    .where('f.opportunity_id', 'is', null)
    .select([
      'h.opportunity_id',
      'h.history_id as change_id',
      'r.stage_key',
      'h.amount',
      'h.close_date',
      'h.changed_at',
      'k.known_from',
      'k.is_reconstructed',
      sql<boolean>`false`.as('is_derived'),
    ])
}

/** Fields carried on to the next change of each. What precedes the first stage that is told is of that stage. */
function gathered(db: Kysely<Warehouse>) {
  const events = db
    .selectFrom('int_field_change')
    .select((eb) => [
      'opportunity_id',
      'change_id',
      'changed_at',
      'known_from',
      'is_reconstructed',
      'stage_name',
      'amount',
      'close_date',
      sql<number>`case when ${eb.ref('stage_name')} is null then 0 else 1 end`.as('has_stage'),
      sql<number>`case when ${eb.ref('has_amount')} then 1 else 0 end`.as('has_amount'),
      sql<number>`case when ${eb.ref('has_close_date')} then 1 else 0 end`.as('has_close_date'),
    ])
    .unionAll(
      db
        .selectFrom('stg_opportunity_history as h')
        .innerJoin('int_history_known as k', 'k.history_id', 'h.history_id')
        .innerJoin(byField(db).as('f'), 'f.opportunity_id', 'h.opportunity_id')
        .select((eb) => [
          'h.opportunity_id',
          'h.history_id as change_id',
          'h.changed_at',
          'k.known_from',
          'k.is_reconstructed',
          eb.ref('h.stage_name').$castTo<string | null>().as('stage_name'),
          'h.amount',
          'h.close_date',
          sql<number>`1`.as('has_stage'),
          sql<number>`case when ${eb.ref('h.amount')} is null then 0 else 1 end`.as('has_amount'),
          sql<number>`case when ${eb.ref('h.close_date')} is null then 0 else 1 end`.as('has_close_date'),
        ]),
    )
    .as('events')
  const numbered = db
    .selectFrom(events)
    .select((eb) => {
      const soFar = (flag: 'has_stage' | 'has_amount' | 'has_close_date') =>
        sql<number>`sum(${eb.ref(`events.${flag}`)}) over (partition by ${eb.ref('events.opportunity_id')} order by ${eb.ref('events.changed_at')}, ${eb.ref('events.change_id')} rows unbounded preceding)`
      return [
        'events.opportunity_id',
        'events.change_id',
        'events.changed_at',
        'events.known_from',
        'events.is_reconstructed',
        'events.stage_name',
        'events.amount',
        'events.close_date',
        sql<number>`greatest(${soFar('has_stage')}, 1)`.as('stage_number'),
        soFar('has_amount').as('amount_number'),
        soFar('has_close_date').as('close_date_number'),
      ]
    })
    .as('n')
  const carried = db
    .selectFrom(numbered)
    .select((eb) => {
      const held = (
        value: 'stage_name' | 'amount' | 'close_date',
        number: 'stage_number' | 'amount_number' | 'close_date_number',
      ) =>
        sql<
          string | null
        >`max(${eb.ref(`n.${value}`)}) over (partition by ${eb.ref('n.opportunity_id')}, ${eb.ref(`n.${number}`)})`
      return [
        'n.opportunity_id',
        'n.change_id',
        'n.changed_at',
        'n.known_from',
        'n.is_reconstructed',
        held('stage_name', 'stage_number').as('stage_name'),
        held('amount', 'amount_number').as('amount'),
        held('close_date', 'close_date_number').as('close_date'),
      ]
    })
    .as('e')
  return db
    .selectFrom(carried)
    .innerJoin('stg_opportunity as o', 'o.opportunity_id', 'e.opportunity_id')
    .innerJoin('int_stage_reference as r', (join) =>
      join.on((eb) => eb('r.reference', '=', stageKey(eb.ref('o.pipeline'), eb.ref('e.stage_name')))),
    )
    .select([
      'e.opportunity_id',
      'e.change_id',
      'r.stage_key',
      'e.amount',
      'e.close_date',
      'e.changed_at',
      'e.known_from',
      'e.is_reconstructed',
      sql<boolean>`false`.as('is_derived'),
    ])
}

function derived(db: Kysely<Warehouse>) {
  return db
    .selectFrom((outer) =>
      outer
        .selectFrom((inner) =>
          inner
            .selectFrom('landed_opportunity as v')
            .innerJoin('stg_opportunity as o', 'o.opportunity_id', 'v.opportunity_id')
            .innerJoin('int_stage_reference as r', (join) =>
              join.on((eb) => eb('r.reference', '=', stageKey(eb.ref('v.pipeline'), eb.ref('v.stage_name')))),
            )
            .innerJoin('int_first_load as first', (join) =>
              join.on('first.entity', '=', 'opportunity').onRef('first.source', '=', 'v._source'),
            )
            .leftJoin('stg_opportunity_history as h', 'h.opportunity_id', 'v.opportunity_id')
            .leftJoin(byField(db).as('f'), 'f.opportunity_id', 'v.opportunity_id')
            .where('h.history_id', 'is', null)
            .where('f.opportunity_id', 'is', null)
            .select((eb) => {
              const order = sql`over (partition by ${eb.ref('v.opportunity_id')} order by coalesce(${eb.ref('v.modified_at')}, ${eb.ref('v._loaded_at')}), ${eb.ref('v._drop')}, ${eb.ref('v._file')}, ${eb.ref('v._record')})`
              const state = sql`concat_ws('|', ${eb.ref('r.stage_key')}, coalesce(cast(${eb.ref('v.amount')} as varchar), ''), coalesce(cast(${eb.ref('v.close_date')} as varchar), ''))`
              return [
                'v.opportunity_id',
                'r.stage_key',
                'v.amount',
                'v.close_date',
                'v.created_at',
                'v._loaded_at',
                sql<boolean>`${eb.ref('v._loaded_at')} = ${eb.ref('first.loaded_at')}`.as('is_first_load'),
                sql<Date>`coalesce(${eb.ref('v.modified_at')}, ${eb.ref('v._loaded_at')})`.as('known_at'),
                sql<number>`row_number() ${order}`.as('version'),
                sql<string>`${state}`.as('state'),
                sql<string | null>`lag(${state}) ${order}`.as('state_before'),
              ]
            })
            .as('versions'),
        )
        .where((eb) => sql<boolean>`${eb.ref('state_before')} is distinct from ${eb.ref('state')}`)
        .selectAll()
        .as('changes'),
    )
    .innerJoin('dim_stage as s', 's.stage_key', 'changes.stage_key')
    .where((eb) => eb.or([eb('changes.version', '>', 1), eb('s.is_closed', '=', false)]))
    .select((eb) => [
      'changes.opportunity_id',
      sql<string>`'v' || lpad(cast(${eb.ref('changes.version')} as varchar), 6, '0')`.as('change_id'),
      'changes.stage_key',
      'changes.amount',
      'changes.close_date',
      // The first version seen has been so since the deal was created, as far as anyone can tell.
      sql<Date>`case when ${eb.ref('changes.version')} = 1 then coalesce(${eb.ref('changes.created_at')}, ${eb.ref('changes.known_at')}) else ${eb.ref('changes.known_at')} end`.as(
        'changed_at',
      ),
      sql<Date>`case when ${eb.ref('changes.is_first_load')} then coalesce(case when ${eb.ref('changes.version')} = 1 then ${eb.ref('changes.created_at')} end, ${eb.ref('changes.known_at')}) else ${eb.ref('changes._loaded_at')} end`.as(
        'known_from',
      ),
      eb.ref('changes.is_first_load').$castTo<boolean>().as('is_reconstructed'),
      sql<boolean>`true`.as('is_derived'),
    ])
}
