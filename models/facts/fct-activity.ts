import { sql } from 'kysely'
import { joins, optional, required } from '../column.ts'
import { orUnknown, UNKNOWN } from '../dimensions/unknown.ts'
import { finds, holds, tells } from '../incremental.ts'
import { defineModel } from '../model.ts'
import { reconciles } from '../reconcile.ts'
import { countRows } from '../warehouse/portable.ts'

export const fctActivityColumns = {
  activity_id: required('text', 'Id in the CRM'),
  activity_type: required(
    'text',
    'call, email, meeting, visit, demo or task; unknown where the CRM does not say',
  ),
  rep_key: joins('dim_rep.rep_key', required('text', 'Who did it, as they were then')),
  account_key: joins(
    'dim_account.account_key',
    required('text', "Account, else the opportunity's, as it was then"),
  ),
  opportunity_id: optional('text', 'Opportunity'),
  who_id: optional('text', 'Contact or lead on the other side'),
  attached_by: required(
    'text',
    'What told whom it is about: id, link, email, phone, contact, account or nothing; see int_activity',
  ),
  territory_key: joins(
    'dim_territory.territory_key',
    required('text', 'Territory of the opportunity, else of who did it'),
  ),
  channel_key: joins('dim_channel.channel_key', required('text', 'Selling method of the opportunity')),
  occurred_at: optional('timestamp', 'When it took place'),
  occurred_on: optional('date', 'Company day on which it took place'),
  is_done: required('boolean', 'True where it took place by the time of the build'),
  duration_seconds: optional('integer', 'Duration in seconds'),
} as const

export const fctActivity = defineModel({
  name: 'fct_activity',
  layer: 'fact',
  grain: 'one row an activity that is not deleted',
  key: ['activity_id'],
  columns: fctActivityColumns,
  incremental: {
    by: 'activity_id',
    inputs: [
      holds('int_activity', 'activity_id'),
      finds('fct_opportunity', 'opportunity_id', 'int_activity', ['opportunity_id'], 'activity_id'),
      finds('int_opportunity', 'opportunity_id', 'int_activity', ['opportunity_id'], 'activity_id'),
      finds('dim_account', 'account_id', 'int_activity', ['account_id', 'contact_account_id'], 'activity_id'),
      tells('dim_account', (db) =>
        db
          .selectFrom('int_activity as a')
          .innerJoin('int_opportunity as i', 'i.opportunity_id', 'a.opportunity_id')
          .where('i.account_id', 'in', sql<string>`(select ${sql.ref('changed.account_id')} from changed)`)
          .select('a.activity_id as key'),
      ),
      finds('dim_rep', 'rep_id', 'int_activity', ['owner_id'], 'activity_id'),
      tells('company', (db) =>
        db.selectFrom('int_activity').where('occurred_at', 'is', null).select('activity_id as key'),
      ),
    ],
  },
  query: (db) =>
    db
      .selectFrom('int_activity as a')
      .innerJoin('company as c', (join) => join.onTrue())
      .leftJoin('fct_opportunity as o', 'o.opportunity_id', 'a.opportunity_id')
      .leftJoin('int_opportunity as i', 'i.opportunity_id', 'a.opportunity_id')
      .leftJoin('dim_account as t', (join) =>
        join
          .on((eb) =>
            eb(
              't.account_id',
              '=',
              sql<string>`coalesce(${eb.ref('a.account_id')}, ${eb.ref('i.account_id')}, ${eb.ref('a.contact_account_id')})`,
            ),
          )
          .on(
            (eb) =>
              sql<boolean>`coalesce(${eb.ref('a.occurred_at')}, ${eb.ref('c.as_of')}) >= ${eb.ref('t.valid_from')}`,
          )
          .on(
            (eb) =>
              sql<boolean>`coalesce(${eb.ref('a.occurred_at')}, ${eb.ref('c.as_of')}) < ${eb.ref('t.valid_to')}`,
          ),
      )
      .leftJoin('dim_rep as r', (join) =>
        join
          .onRef('r.rep_id', '=', 'a.owner_id')
          .onRef('a.occurred_at', '>=', 'r.valid_from')
          .onRef('a.occurred_at', '<', 'r.valid_to'),
      )
      .select((eb) => [
        'a.activity_id',
        orUnknown(eb.ref('a.activity_type')).as('activity_type'),
        orUnknown(eb.ref('r.rep_key')).as('rep_key'),
        orUnknown(eb.ref('t.account_key')).as('account_key'),
        'a.opportunity_id',
        'a.who_id',
        'a.attached_by',
        orUnknown(eb.ref('o.territory_key'), eb.ref('r.territory_id')).as('territory_key'),
        orUnknown(eb.ref('o.channel_key')).as('channel_key'),
        'a.occurred_at',
        'a.occurred_on',
        'a.is_done',
        'a.duration_seconds',
      ]),
  audits: [
    {
      name: 'every activity of the source is here once',
      severity: 'error',
      by: ['activity_id'],
      failing: (db) =>
        db
          .selectFrom('stg_activity as a')
          .leftJoin('fct_activity as f', 'f.activity_id', 'a.activity_id')
          .where('f.activity_id', 'is', null)
          .select('a.activity_id as example'),
    },
    {
      name: 'the opportunity of an activity exists',
      severity: 'warn',
      by: ['opportunity_id'],
      failing: (db) =>
        db
          .selectFrom('fct_activity as a')
          .leftJoin('fct_opportunity as o', 'o.opportunity_id', 'a.opportunity_id')
          .where('a.opportunity_id', 'is not', null)
          .where('o.opportunity_id', 'is', null)
          .select('a.activity_id as example'),
    },
    {
      name: 'an activity finds who did it, and an opportunity, account or contact',
      severity: 'warn',
      by: ['activity_id'],
      failing: (db) =>
        db
          .selectFrom('fct_activity')
          .where((eb) => eb.or([eb('attached_by', '=', 'nothing'), eb('rep_key', '=', UNKNOWN)]))
          .select('activity_id as example'),
    },
    reconciles('there are as many activities as in the source', (db) => ({
      here: db.selectFrom('fct_activity').select(countRows().as('total')),
      there: db.selectFrom('stg_activity').select(countRows().as('total')),
    })),
  ],
})
