import { type AliasableExpression, type Expression, type Kysely, sql } from 'kysely'
import type { Audit } from './model.ts'
import type { Warehouse } from './warehouse/database.ts'

/** A query of one row with one total: a count, or a sum. */
type Total = AliasableExpression<{ total: number | string }>

/** An audit that holds a total of a table against the same total of the tables it is made from. */
export function reconciles(
  name: string,
  totals: (db: Kysely<Warehouse>) => { readonly here: Total; readonly there: Total },
): Audit {
  return {
    name,
    severity: 'error',
    failing: (db) => {
      const { here, there } = totals(db)
      return db
        .selectFrom([here.as('here'), there.as('there')])
        .where((eb) => sql<boolean>`${orNone(eb.ref('here.total'))} <> ${orNone(eb.ref('there.total'))}`)
        .select((eb) =>
          sql<string>`cast(${orNone(eb.ref('here.total'))} as varchar) || ' here, ' || cast(${orNone(eb.ref('there.total'))} as varchar) || ' there'`.as(
            'example',
          ),
        )
    },
  }
}

/** The sum over no rows is nothing, and counts as zero. */
const orNone = (total: Expression<unknown>) => sql`coalesce(${total}, 0)`
