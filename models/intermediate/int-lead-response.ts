import { type Kysely, sql } from 'kysely'
import { required } from '../column.ts'
import { defineModel } from '../model.ts'
import type { Warehouse } from '../warehouse/database.ts'

export const leadResponseColumns = {
  lead_id: required('text', 'Lead'),
  responded_at: required('timestamp', 'When a person of ours first turned to the lead'),
  touches: required('integer', 'How often one did'),
} as const

/** Kinds of activity in which a person turns to another; notes and tasks are for oneself. */
const human = ['call', 'email', 'meeting', 'visit', 'demo', 'message']

/**
 * Outbound touches of a lead after its creation. A converted lead's are those of its contact: CRMs move them
 * there. Where neither begin nor end of a touch is told, it took place when it was recorded: its day alone would
 * say nothing of minutes.
 */
export const intLeadResponse = defineModel({
  name: 'int_lead_response',
  layer: 'intermediate',
  grain: 'one row a lead that was answered',
  key: ['lead_id'],
  columns: leadResponseColumns,
  query: (db) =>
    db
      .selectFrom(touches(db).as('t'))
      .innerJoin('company as c', (join) => join.onTrue())
      .whereRef('t.touched_at', '<=', 'c.as_of')
      .whereRef('t.touched_at', '>=', 't.created_at')
      .groupBy('t.lead_id')
      .select((eb) => [
        't.lead_id',
        sql<Date>`min(${eb.ref('t.touched_at')})`.as('responded_at'),
        sql<number>`cast(count(*) as integer)`.as('touches'),
      ]),
})

function touches(db: Kysely<Warehouse>) {
  const people = db
    .selectFrom('int_lead')
    .select((eb) => ['lead_id', 'created_at', eb.ref('lead_id').$castTo<string | null>().as('who_id')])
    .union(db.selectFrom('int_lead').select(['lead_id', 'created_at', 'contact_id as who_id']))
    .union(
      db
        .selectFrom('int_lead')
        .innerJoin('int_survivor', (join) =>
          join
            .on('int_survivor.entity', '=', 'lead')
            .onRef('int_survivor.survivor_id', '=', 'int_lead.lead_id'),
        )
        .select((eb) => [
          'int_lead.lead_id',
          'int_lead.created_at',
          eb.ref('int_survivor.record_id').$castTo<string | null>().as('who_id'),
        ]),
    )
    // An activity of a lead that became a contact which was merged names the one that is gone.
    .union(
      db
        .selectFrom('int_lead')
        .innerJoin('stg_lead', 'stg_lead.lead_id', 'int_lead.lead_id')
        .select(['int_lead.lead_id', 'int_lead.created_at', 'stg_lead.converted_contact_id as who_id']),
    )
    .as('p')
  return db
    .selectFrom('int_activity as a')
    .innerJoin('stg_activity as s', 's.activity_id', 'a.activity_id')
    .innerJoin(people, 'p.who_id', 'a.who_id')
    .where('a.is_done', '=', true)
    .where('a.activity_type', 'in', human)
    .where((eb) => eb.or([eb('s.direction', 'is', null), eb('s.direction', '<>', 'inbound')]))
    .select((eb) => [
      'p.lead_id',
      'p.created_at',
      sql<Date | null>`coalesce(${eb.ref('s.started_at')}, ${eb.ref('s.completed_at')}, ${eb.ref('s.created_at')})`.as(
        'touched_at',
      ),
    ])
}
