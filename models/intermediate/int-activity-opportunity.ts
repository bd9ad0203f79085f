import { type Kysely, sql } from 'kysely'
import { required } from '../column.ts'
import { defineModel } from '../model.ts'
import type { Warehouse } from '../warehouse/database.ts'
import { occurredAt } from './activity-times.ts'
import { orSurvivor } from './survivors.ts'

export const activityOpportunityColumns = {
  activity_id: required('text', 'Activity'),
  opportunity_id: required('text', 'Opportunity that it is taken to be about'),
  attached_by: required('text', 'What told it', ['link', 'contact', 'account']),
} as const

/**
 * Opportunities of activities whose records name none. A link of the CRM's goes first: of several
 * opportunities one that was open then, then the newest. Where a contact was found by e-mail or number, the
 * only opportunity of that contact, else of its account, that was open then; where several were, none is.
 */
export const intActivityOpportunity = defineModel({
  name: 'int_activity_opportunity',
  layer: 'intermediate',
  grain: 'one row an activity that names no opportunity and finds one',
  key: ['activity_id'],
  columns: activityOpportunityColumns,
  query: (db) =>
    db
      .selectFrom((outer) =>
        outer
          .selectFrom(found(db).as('f'))
          .select((eb) => [
            'f.activity_id',
            'f.opportunity_id',
            'f.attached_by',
            sql<number>`row_number() over (partition by ${eb.ref('f.activity_id')} order by ${eb.ref('f.precedence')}, ${eb.ref('f.created_at')} desc nulls last, ${eb.ref('f.opportunity_id')})`.as(
              'opportunity_rank',
            ),
          ])
          .as('ranked'),
      )
      .where('ranked.opportunity_rank', '=', 1)
      .select(['ranked.activity_id', 'ranked.opportunity_id', 'ranked.attached_by']),
})

function found(db: Kysely<Warehouse>) {
  return linked(db).unionAll(onlyOpen(db))
}

/** Activities that name no opportunity, with when they took place. */
function homeless(db: Kysely<Warehouse>) {
  return db
    .selectFrom('stg_activity as a')
    .innerJoin('company as c', (join) => join.onTrue())
    .where('a.opportunity_id', 'is', null)
    .select((eb) => [
      'a.activity_id',
      occurredAt(
        {
          startedAt: eb.ref('a.started_at'),
          completedAt: eb.ref('a.completed_at'),
          dueOn: eb.ref('a.due_on'),
          createdAt: eb.ref('a.created_at'),
        },
        eb.ref('c.timezone'),
      ).as('occurred_at'),
    ])
}

function linked(db: Kysely<Warehouse>) {
  return db
    .selectFrom('stg_association as l')
    .innerJoin(homeless(db).as('h'), 'h.activity_id', 'l.from_id')
    .leftJoin('int_survivor as s', (join) =>
      join.on('s.entity', '=', 'opportunity').onRef('s.record_id', '=', 'l.to_id'),
    )
    .innerJoin('int_opportunity as o', (join) =>
      join.on((eb) => eb('o.opportunity_id', '=', orSurvivor(eb.ref('s.survivor_id'), eb.ref('l.to_id')))),
    )
    .where('l.from_entity', '=', 'activity')
    .where('l.to_entity', '=', 'opportunity')
    .select((eb) => [
      'h.activity_id',
      'o.opportunity_id',
      sql<string>`'link'`.as('attached_by'),
      'o.created_at',
      sql<number>`case when ${eb.ref('o.created_at')} <= ${eb.ref('h.occurred_at')} and coalesce(${eb.ref('o.closed_at')} >= ${eb.ref('h.occurred_at')}, true) then 1 else 2 end`.as(
        'precedence',
      ),
    ])
}

/** The one opportunity of the contact that was found, and of its account, that was open then. */
function onlyOpen(db: Kysely<Warehouse>) {
  return db
    .selectFrom(ofContact(db).unionAll(ofAccount(db)).as('c'))
    .innerJoin(homeless(db).as('h'), 'h.activity_id', 'c.activity_id')
    .innerJoin('int_opportunity as o', 'o.opportunity_id', 'c.opportunity_id')
    .whereRef('o.created_at', '<=', 'h.occurred_at')
    .where((eb) => eb.or([eb('o.closed_at', 'is', null), eb('o.closed_at', '>=', eb.ref('h.occurred_at'))]))
    .groupBy(['h.activity_id', 'c.attached_by', 'c.precedence'])
    .having(sql<number>`count(*)`, '=', 1)
    .select((eb) => [
      'h.activity_id',
      sql<string>`min(${eb.ref('o.opportunity_id')})`.as('opportunity_id'),
      'c.attached_by',
      sql<Date | null>`min(${eb.ref('o.created_at')})`.as('created_at'),
      'c.precedence',
    ])
}

function ofContact(db: Kysely<Warehouse>) {
  const contacts = db
    .selectFrom('stg_association as l')
    .leftJoin('int_survivor as so', (join) =>
      join.on('so.entity', '=', 'opportunity').onRef('so.record_id', '=', 'l.from_id'),
    )
    .leftJoin('int_survivor as sc', (join) =>
      join.on('sc.entity', '=', 'contact').onRef('sc.record_id', '=', 'l.to_id'),
    )
    .where('l.from_entity', '=', 'opportunity')
    .where('l.to_entity', '=', 'contact')
    .select((eb) => [
      orSurvivor(eb.ref('so.survivor_id'), eb.ref('l.from_id')).as('opportunity_id'),
      orSurvivor(eb.ref('sc.survivor_id'), eb.ref('l.to_id')).as('who_id'),
    ])
    .distinct()
    .as('k')
  return db
    .selectFrom('int_activity_contact as p')
    .innerJoin(contacts, 'k.who_id', 'p.who_id')
    .where('p.attached_by', '<>', 'link')
    .select([
      'p.activity_id',
      'k.opportunity_id',
      sql<string>`'contact'`.as('attached_by'),
      sql<number>`3`.as('precedence'),
    ])
}

function ofAccount(db: Kysely<Warehouse>) {
  return db
    .selectFrom('int_activity_contact as p')
    .innerJoin('int_opportunity as o', 'o.account_id', 'p.account_id')
    .where('p.attached_by', '<>', 'link')
    .select([
      'p.activity_id',
      'o.opportunity_id',
      sql<string>`'account'`.as('attached_by'),
      sql<number>`4`.as('precedence'),
    ])
}
