import { type Kysely, sql } from 'kysely'
import { optional, required } from '../column.ts'
import { stageKey } from '../dimensions/dim-stage.ts'
import { defineModel } from '../model.ts'
import type { Warehouse } from '../warehouse/database.ts'

export const opportunityChangeColumns = {
  opportunity_id: required('text', 'Opportunity'),
  change_id: required('text', 'Id of the change in the CRM, or number of the version'),
  stage_key: required('text', 'Stage after the change'),
  amount: optional('amount', "Amount after the change, in the deal's currency"),
  close_date: optional('date', 'Close date after the change'),
  changed_at: required('timestamp', 'When it changed; for derived changes, when the change was known'),
  is_derived: required('boolean', 'True where it was told from successive exports, not by the CRM'),
} as const

/**
 * What the CRM's history tells; for opportunities without any, what successive exports tell apart. An
 * opportunity that is closed when it is first seen tells nothing of how it came there.
 */
export const intOpportunityChange = defineModel({
  name: 'int_opportunity_change',
  layer: 'intermediate',
  grain: 'one row a change of stage, amount or close date of an opportunity that is not deleted',
  key: ['opportunity_id', 'change_id'],
  columns: opportunityChangeColumns,
  query: (db) => told(db).unionAll(derived(db)),
})

function told(db: Kysely<Warehouse>) {
  return db
    .selectFrom('stg_opportunity_history as h')
    .innerJoin('stg_opportunity as o', 'o.opportunity_id', 'h.opportunity_id')
    .select((eb) => [
      'h.opportunity_id',
      'h.history_id as change_id',
      stageKey(eb.ref('o.pipeline'), eb.ref('h.stage_name')).as('stage_key'),
      'h.amount',
      'h.close_date',
      'h.changed_at',
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
            .leftJoin('stg_opportunity_history as h', 'h.opportunity_id', 'v.opportunity_id')
            .where('h.history_id', 'is', null)
            .select((eb) => {
              const order = sql`over (partition by ${eb.ref('v.opportunity_id')} order by coalesce(${eb.ref('v.modified_at')}, ${eb.ref('v._loaded_at')}), ${eb.ref('v._drop')}, ${eb.ref('v._file')}, ${eb.ref('v._record')})`
              const state = sql`concat_ws('|', ${eb.ref('v.stage_name')}, coalesce(cast(${eb.ref('v.amount')} as varchar), ''), coalesce(cast(${eb.ref('v.close_date')} as varchar), ''))`
              return [
                'v.opportunity_id',
                stageKey(eb.ref('v.pipeline'), eb.ref('v.stage_name')).as('stage_key'),
                'v.amount',
                'v.close_date',
                'v.created_at',
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
      sql<boolean>`true`.as('is_derived'),
    ])
}
