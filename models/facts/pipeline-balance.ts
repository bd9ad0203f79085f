import { type Kysely, sql } from 'kysely'
import type { Audit } from '../model.ts'
import type { Warehouse } from '../warehouse/database.ts'
import { convert, dayBefore } from '../warehouse/portable.ts'

/*
 * Opening + movements = closing. Each is summed up by owner and territory together: where every such pair balances,
 * every owner, every territory and the company do.
 */

/** In each period, by what int_pipeline_change says of those that changed. */
export const ownersBalance: Audit = {
  name: 'opening and movements add up to closing in each period, for each owner and territory',
  severity: 'error',
  failing: (db) =>
    unbalanced(
      db,
      movements(db)
        .unionAll(
          db
            .selectFrom('int_pipeline_change as c')
            .where('c.was_in', '=', true)
            .select((eb) => [
              'c.period_kind',
              'c.period_start',
              sql<string>`coalesce(${eb.ref('c.rep_key_before')}, 'unknown')`.as('rep_key'),
              sql<string>`coalesce(${eb.ref('c.territory_key_before')}, 'unknown')`.as('territory_key'),
              'c.opening as amount',
            ]),
        )
        .unionAll(
          db
            .selectFrom('int_pipeline_change as c')
            .where('c.is_in', '=', true)
            .select((eb) => [
              'c.period_kind',
              'c.period_start',
              'c.rep_key',
              'c.territory_key',
              sql<string>`-${eb.ref('c.closing')}`.as('amount'),
            ]),
        ),
    ),
}

/** In each month and quarter, by all versions that are open at its start and at its end. */
export const versionsBalance: Audit = {
  name: 'the pipelines that versions tell at the start and end of each month and quarter differ by the movements',
  severity: 'error',
  failing: (db) =>
    unbalanced(
      db,
      movements(db)
        .where('m.period_kind', 'in', ['month', 'quarter'])
        .unionAll(openAt(db, 'start'))
        .unionAll(openAt(db, 'end')),
    ),
}

function movements(db: Kysely<Warehouse>) {
  return db
    .selectFrom('fct_pipeline_movement as m')
    .select(['m.period_kind', 'm.period_start', 'm.rep_key', 'm.territory_key', 'm.amount'])
}

/** What versions are in the pipeline of a period's window at the start of the period, or less at its end. */
function openAt(db: Kysely<Warehouse>, edge: 'start' | 'end') {
  return db
    .selectFrom(
      db
        .selectFrom('int_period')
        .where('period_kind', 'in', ['month', 'quarter'])
        .select((eb) => [
          'period_kind',
          'period_start',
          'window_start',
          'window_end',
          (edge === 'start' ? dayBefore(eb.ref('period_start')) : sql<string>`${eb.ref('known_to')}`).as(
            'on_day',
          ),
        ])
        .as('p'),
    )
    .innerJoin('company as c', (join) => join.onTrue())
    .innerJoin('fct_opportunity_version as v', (join) =>
      join
        .onRef('v.valid_on', '<=', 'p.on_day')
        .onRef('v.valid_from', '<=', 'c.as_of')
        .on((eb) =>
          eb.or([eb('v.valid_before_on', '>', eb.ref('p.on_day')), eb('v.valid_to', '>', eb.ref('c.as_of'))]),
        )
        .onRef('v.close_date', '>=', 'p.window_start')
        .onRef('v.close_date', '<=', 'p.window_end'),
    )
    .leftJoin('int_rate_period as r', (join) =>
      join
        .onRef('r.currency', '=', 'v.currency')
        .on('r.rate_kind', '=', 'spot')
        .onRef('r.valid_from', '<=', 'p.on_day')
        .onRef('r.valid_before', '>', 'p.on_day'),
    )
    .where('v.status', '=', 'open')
    .select((eb) => {
      const value = sql<string>`coalesce(${convert(eb.ref('v.amount_deal'), eb.ref('r.rate'))}, 0)`
      return [
        'p.period_kind',
        'p.period_start',
        'v.rep_key',
        'v.territory_key',
        (edge === 'start' ? value : sql<string>`-${value}`).as('amount'),
      ]
    })
}

function unbalanced(db: Kysely<Warehouse>, held: ReturnType<typeof movements>) {
  return db
    .selectFrom(held.as('h'))
    .groupBy(['h.period_kind', 'h.period_start', 'h.rep_key', 'h.territory_key'])
    .having((eb) => sql<boolean>`sum(${eb.ref('h.amount')}) <> 0`)
    .select((eb) =>
      sql<string>`${eb.ref('h.rep_key')} || ' in ' || ${eb.ref('h.territory_key')} || ', ' || ${eb.ref('h.period_kind')} || ' from ' || cast(${eb.ref('h.period_start')} as varchar) || ': ' || cast(sum(${eb.ref('h.amount')}) as varchar) || ' too much'`.as(
        'example',
      ),
    )
}
