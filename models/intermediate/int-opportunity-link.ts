import { sql } from 'kysely'
import { required } from '../column.ts'
import { defineModel } from '../model.ts'
import { orSurvivor } from './survivors.ts'

export const opportunityLinkColumns = {
  opportunity_id: required('text', 'Opportunity, after its merges'),
  account_id: required('text', 'Account, after its merges; of several the first by its id'),
} as const

/** Accounts of opportunities, where the CRM keeps links between records as records of their own. */
export const intOpportunityLink = defineModel({
  name: 'int_opportunity_link',
  layer: 'intermediate',
  grain: 'one row an opportunity that is linked with an account',
  key: ['opportunity_id'],
  columns: opportunityLinkColumns,
  query: (db) =>
    db
      .selectFrom('stg_association as l')
      .leftJoin('int_survivor as so', (join) =>
        join.on('so.entity', '=', 'opportunity').onRef('so.record_id', '=', 'l.from_id'),
      )
      .leftJoin('int_account_reference as r', 'r.reference', 'l.to_id')
      .where('l.from_entity', '=', 'opportunity')
      .where('l.to_entity', '=', 'account')
      .groupBy((eb) => orSurvivor(eb.ref('so.survivor_id'), eb.ref('l.from_id')))
      .select((eb) => [
        orSurvivor(eb.ref('so.survivor_id'), eb.ref('l.from_id')).as('opportunity_id'),
        sql<string>`min(coalesce(${eb.ref('r.account_id')}, ${eb.ref('l.to_id')}))`.as('account_id'),
      ]),
})
