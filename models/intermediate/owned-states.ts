import { type Kysely, sql } from 'kysely'
import type { Warehouse } from '../warehouse/database.ts'

const stateColumns = [
  't.opportunity_id',
  't.state_id',
  't.place',
  't.stage_key',
  't.amount',
  't.close_date',
  't.began_at',
  't.known_from',
  't.is_reconstructed',
  'w.owner_id',
] as const

/** The states of each opportunity with its owner then; a new owner begins one more, as it stood when they took over. */
export function ownedStates(db: Kysely<Warehouse>) {
  return ownedOnce(db).unionAll(ownedInTurn(db))
}

/** Opportunities of several owners. */
function handedOver(db: Kysely<Warehouse>) {
  return db.selectFrom('int_opportunity_owner').where('owner_number', '=', 2).select('opportunity_id')
}

function ownedOnce(db: Kysely<Warehouse>) {
  return db
    .selectFrom('int_opportunity_state as t')
    .innerJoin('int_opportunity_owner as w', (join) =>
      join.onRef('w.opportunity_id', '=', 't.opportunity_id').on('w.owner_number', '=', 1),
    )
    .leftJoin(handedOver(db).as('m'), 'm.opportunity_id', 't.opportunity_id')
    .where('m.opportunity_id', 'is', null)
    .select(stateColumns)
}

/** Each new owner begins a version in the state that the opportunity was in, each new state one of its owner then. */
function ownedInTurn(db: Kysely<Warehouse>) {
  const states = db
    .selectFrom('int_opportunity_state as t')
    .innerJoin(handedOver(db).as('m'), 'm.opportunity_id', 't.opportunity_id')
    .innerJoin('int_opportunity_owner as w', (join) =>
      join
        .onRef('w.opportunity_id', '=', 't.opportunity_id')
        .onRef('t.began_at', '>=', 'w.valid_from')
        .onRef('t.began_at', '<', 'w.valid_to'),
    )
    .select([...stateColumns, sql<number>`1`.as('is_state')])
  const takeovers = db
    .selectFrom('int_opportunity_owner as w')
    .leftJoin('int_opportunity_state as t', (join) =>
      join.onRef('t.opportunity_id', '=', 'w.opportunity_id').onRef('t.began_at', '=', 'w.valid_from'),
    )
    .where('w.owner_number', '>', 1)
    // A state that begins with the new owner is the version.
    .where('t.state_id', 'is', null)
    .select((eb) => [
      'w.opportunity_id',
      sql<string>`'~owner ' || lpad(cast(${eb.ref('w.owner_number')} as varchar), 6, '0')`.as('state_id'),
      sql<number>`3`.as('place'),
      sql<string | null>`cast(null as varchar)`.as('stage_key'),
      sql<string | null>`cast(null as decimal(18, 6))`.as('amount'),
      sql<string | null>`cast(null as date)`.as('close_date'),
      'w.valid_from as began_at',
      'w.known_from',
      'w.is_reconstructed',
      'w.owner_id',
      sql<number>`0`.as('is_state'),
    ])
  const counted = db
    .selectFrom(states.unionAll(takeovers).as('e'))
    .select((eb) => [
      'e.opportunity_id',
      'e.state_id',
      'e.place',
      'e.stage_key',
      'e.amount',
      'e.close_date',
      'e.began_at',
      'e.known_from',
      'e.is_reconstructed',
      'e.owner_id',
      sql<number>`sum(${eb.ref('e.is_state')}) over (partition by ${eb.ref('e.opportunity_id')} order by ${eb.ref('e.began_at')}, ${eb.ref('e.place')}, ${eb.ref('e.state_id')} rows unbounded preceding)`.as(
        'state_number',
      ),
    ])
    .as('n')
  return (
    db
      .selectFrom(counted)
      // Who owned it before it was in any state that is known owned nothing that can be counted.
      .where('n.state_number', '>', 0)
      .select((eb) => {
        const held = (column: 'stage_key' | 'amount' | 'close_date') =>
          sql<
            string | null
          >`max(${eb.ref(`n.${column}`)}) over (partition by ${eb.ref('n.opportunity_id')}, ${eb.ref('n.state_number')})`
        return [
          'n.opportunity_id',
          'n.state_id',
          'n.place',
          held('stage_key').as('stage_key'),
          held('amount').as('amount'),
          held('close_date').as('close_date'),
          'n.began_at',
          'n.known_from',
          'n.is_reconstructed',
          'n.owner_id',
        ]
      })
  )
}
