import { sql } from 'kysely'
import type { HygieneRule } from './rule.ts'

/** Applies only where the company notes next steps at all. */
export const noNextStep: HygieneRule = {
  name: 'no_next_step',
  doc: 'An open opportunity without a next step',
  weight: 1,
  checked: (db) =>
    db
      .selectFrom('fct_opportunity as o')
      .where('o.status', '=', 'open')
      .where((eb) =>
        eb.exists(
          eb
            .selectFrom('fct_opportunity as x')
            .where('x.next_step', 'is not', null)
            .select('x.opportunity_id'),
        ),
      )
      .select((eb) => [
        'o.opportunity_id',
        sql<boolean>`coalesce(trim(${eb.ref('o.next_step')}), '') = ''`.as('failed'),
        sql<string | null>`cast(null as varchar)`.as('detail'),
      ]),
}
