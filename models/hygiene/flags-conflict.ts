import { sql } from 'kysely'
import type { HygieneRule } from './rule.ts'

export const flagsConflict: HygieneRule = {
  name: 'flags_conflict',
  doc: "An opportunity whose won and closed flags do not agree with its stage's meaning",
  weight: 2,
  checked: (db) =>
    db
      .selectFrom('fct_opportunity as o')
      .innerJoin('dim_stage as s', 's.stage_key', 'o.stage_key')
      .select((eb) => [
        'o.opportunity_id',
        sql<boolean>`${eb.ref('s.is_won')} <> (${eb.ref('o.status')} = 'won') or ${eb.ref('s.is_closed')} <> (${eb.ref('o.status')} <> 'open')`.as(
          'failed',
        ),
        sql<string | null>`${eb.ref('o.status')} || ' in ' || ${eb.ref('s.stage_name')}`.as('detail'),
      ]),
}
