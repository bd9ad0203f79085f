import { sql } from 'kysely'
import type { HygieneRule } from './rule.ts'

export const ownerInactive: HygieneRule = {
  name: 'owner_inactive',
  doc: 'An open opportunity whose owner has left, or that has none',
  weight: 3,
  checked: (db) =>
    db
      .selectFrom('fct_opportunity as o')
      .leftJoin('dim_rep as r', (join) =>
        join.onRef('r.rep_id', '=', 'o.owner_id').on('r.is_current', '=', true),
      )
      .where('o.status', '=', 'open')
      .select((eb) => [
        'o.opportunity_id',
        sql<boolean>`not coalesce(${eb.ref('r.is_active')}, false)`.as('failed'),
        'r.rep_name as detail',
      ]),
}
