import { type Kysely, sql } from 'kysely'
import { optional, required } from '../column.ts'
import { finds, holds, instants, tells, type WithChanged } from '../incremental.ts'
import { defineModel } from '../model.ts'
import { occurredAt, occurredOn } from './activity-times.ts'

export const activityColumns = {
  activity_id: required('text', 'Activity'),
  activity_type: optional('text', 'Kind, in the words of the contract'),
  owner_id: optional(
    'text',
    'User id of who did it; as the record names them where no source describes them',
  ),
  owner_name: optional('text', 'Name of who did it, where the record itself gives it'),
  account_id: optional('text', 'Account that the record names, after its merges'),
  contact_account_id: optional('text', 'Account of the contact, after its merges'),
  opportunity_id: optional('text', 'Opportunity, after its merges'),
  who_id: optional('text', 'Contact or lead, after its merges'),
  attached_by: required(
    'text',
    "What told the opportunity, else the contact or account: id (the record's own), link, email, phone, contact, account; nothing",
    ['id', 'link', 'email', 'phone', 'contact', 'account', 'nothing'],
  ),
  occurred_at: optional(
    'timestamp',
    'When it took place: began, was completed, was due or was created, the first that is known',
  ),
  occurred_on: optional('date', 'Company day on which it took place'),
  is_done: required('boolean', 'True where it took place by the time of the build'),
  duration_seconds: optional('integer', 'Duration in seconds'),
} as const

/** Each activity with when it took place, whether it did, and whom and what it is about. */
export const intActivity = defineModel({
  name: 'int_activity',
  layer: 'intermediate',
  grain: 'one row an activity that is not deleted',
  key: ['activity_id'],
  columns: activityColumns,
  incremental: {
    by: 'activity_id',
    inputs: [
      holds('stg_activity', 'activity_id'),
      holds('int_activity_contact', 'activity_id'),
      holds('int_activity_opportunity', 'activity_id'),
      finds(
        'int_person_reference',
        'reference',
        'stg_activity',
        ['owner_id', 'owner_email', 'owner_name'],
        'activity_id',
      ),
      finds('int_account_reference', 'reference', 'stg_activity', ['account_id'], 'activity_id'),
      finds('int_survivor', 'record_id', 'stg_activity', ['opportunity_id'], 'activity_id'),
      finds('int_contact_address', 'address', 'stg_activity', ['who_id'], 'activity_id'),
      tells('company', doneSince),
    ],
  },
  query: (db) =>
    db
      .selectFrom('stg_activity as a')
      .innerJoin('company as c', (join) => join.onTrue())
      .leftJoin('int_person_reference as oi', 'oi.reference', 'a.owner_id')
      .leftJoin('int_person_reference as oe', 'oe.reference', 'a.owner_email')
      .leftJoin('int_person_reference as oname', 'oname.reference', 'a.owner_name')
      .leftJoin('int_account_reference as ar', 'ar.reference', 'a.account_id')
      .leftJoin('int_survivor as so', (join) =>
        join.on('so.entity', '=', 'opportunity').onRef('so.record_id', '=', 'a.opportunity_id'),
      )
      .leftJoin('int_contact_address as w', (join) =>
        join.on('w.kind', '=', 'id').onRef('w.address', '=', 'a.who_id'),
      )
      .leftJoin('int_activity_contact as ac', 'ac.activity_id', 'a.activity_id')
      .leftJoin('int_activity_opportunity as ao', 'ao.activity_id', 'a.activity_id')
      .select((eb) => {
        const times = {
          startedAt: eb.ref('a.started_at'),
          completedAt: eb.ref('a.completed_at'),
          dueOn: eb.ref('a.due_on'),
          createdAt: eb.ref('a.created_at'),
        }
        const zone = eb.ref('c.timezone')
        const at = occurredAt(times, zone)
        return [
          'a.activity_id',
          'a.activity_type',
          eb.fn
            .coalesce(
              'oi.rep_id',
              'oe.rep_id',
              'oname.rep_id',
              eb.fn.coalesce('a.owner_id', 'a.owner_email', 'a.owner_name'),
            )
            .as('owner_id'),
          'a.owner_name',
          eb.fn.coalesce('ar.account_id', 'a.account_id').as('account_id'),
          eb.fn.coalesce('w.account_id', 'ac.account_id').as('contact_account_id'),
          eb.fn.coalesce('so.survivor_id', 'a.opportunity_id', 'ao.opportunity_id').as('opportunity_id'),
          eb.fn.coalesce('w.who_id', 'a.who_id', 'ac.who_id').as('who_id'),
          sql<string>`case when ${eb.ref('a.opportunity_id')} is not null then 'id' else coalesce(${eb.ref('ao.attached_by')}, case when coalesce(${eb.ref('a.account_id')}, ${eb.ref('a.who_id')}) is not null then 'id' end, ${eb.ref('ac.attached_by')}, 'nothing') end`.as(
            'attached_by',
          ),
          at.as('occurred_at'),
          occurredOn(times, zone).as('occurred_on'),
          sql<boolean>`coalesce(${eb.ref('a.is_completed')}, coalesce(${eb.ref('a.completed_at')}, ${at}) <= ${eb.ref('c.as_of')}, false)`.as(
            'is_done',
          ),
          'a.duration_seconds',
        ]
      }),
})

/** Activities that were to come at one build's instant and took place by the other's. */
function doneSince(db: Kysely<WithChanged>) {
  return db
    .selectFrom('stg_activity as a')
    .innerJoin('company as c', (join) => join.onTrue())
    .innerJoin(instants(db), (join) => join.onTrue())
    .where('a.is_completed', 'is', null)
    .where((eb) => {
      const at = occurredAt(
        {
          startedAt: eb.ref('a.started_at'),
          completedAt: eb.ref('a.completed_at'),
          dueOn: eb.ref('a.due_on'),
          createdAt: eb.ref('a.created_at'),
        },
        eb.ref('c.timezone'),
      )
      const done = sql<Date>`coalesce(${eb.ref('a.completed_at')}, ${at})`
      return sql<boolean>`${done} > ${eb.ref('instants.earlier')} and ${done} <= ${eb.ref('instants.later')}`
    })
    .select('a.activity_id as key')
}
