import { type Kysely, sql } from 'kysely'
import { required } from '../column.ts'
import { defineModel } from '../model.ts'
import type { Warehouse } from '../warehouse/database.ts'
import { sumInteger } from '../warehouse/portable.ts'

export const accountLikenessColumns = {
  account_id: required('text', 'Account whose id comes first'),
  other_id: required('text', 'Account whose id comes second'),
  same_domain: required('boolean', 'True where both have the same domain'),
  same_words: required('boolean', 'True where the words of their names are the same, in whatever order'),
  same_letters: required('boolean', 'True where the names are the same written as one word'),
  near_letters: required(
    'boolean',
    'True where the names written as one word are the same but for a letter of each',
  ),
} as const

/** A key that more accounts share says nothing of two of them, such as the name "test". */
const MOST = 20

/** Letters of the names that are compared but for one; of shorter names one letter makes another word. */
const LETTERS = { least: 6, most: 40 } as const

/**
 * Pairs of accounts that have something in common. Names that differ by one letter are found as in M. Garbe's
 * symmetric deletes: what both become with at most one letter less.
 */
export const intAccountLikeness = defineModel({
  name: 'int_account_likeness',
  layer: 'intermediate',
  grain: 'one row a pair of accounts with the same domain, or the same or nearly the same name',
  key: ['account_id', 'other_id'],
  columns: accountLikenessColumns,
  query: (db) => {
    const rare = db
      .with('keys', () => keysOf(db))
      .selectFrom('keys as k')
      .innerJoin(
        (eb) =>
          eb
            .selectFrom('keys')
            .groupBy(['keys.kind', 'keys.key'])
            .having((having) => having.between(having.fn.countAll<number>(), 2, MOST))
            .select(['keys.kind', 'keys.key'])
            .as('shared'),
        (join) => join.onRef('shared.kind', '=', 'k.kind').onRef('shared.key', '=', 'k.key'),
      )
      .select(['k.kind', 'k.key', 'k.account_id'])
    const is = (kind: string) =>
      sql<boolean>`${sumInteger(sql<number>`case when ${sql.ref('a.kind')} = ${sql.lit(kind)} then 1 else 0 end`)} > 0`
    return db
      .with('rare', () => rare)
      .selectFrom('rare as a')
      .innerJoin('rare as b', (join) =>
        join
          .onRef('b.kind', '=', 'a.kind')
          .onRef('b.key', '=', 'a.key')
          .onRef('a.account_id', '<', 'b.account_id'),
      )
      .groupBy(['a.account_id', 'b.account_id'])
      .select([
        'a.account_id',
        'b.account_id as other_id',
        is('domain').as('same_domain'),
        is('words').as('same_words'),
        is('letters').as('same_letters'),
        is('less').as('near_letters'),
      ])
  },
})

/** What an account may have in common with another; `less` are its letters, whole and each left out once. */
function keysOf(db: Kysely<Warehouse>) {
  const own = (kind: string, column: 'domain' | 'sorted_words' | 'letters') =>
    db
      .selectFrom('int_account_name')
      .where(column, 'is not', null)
      .select((eb) => [
        sql<string>`${sql.lit(kind)}`.as('kind'),
        eb.ref(column).$castTo<string>().as('key'),
        'account_id',
      ])
  const places = Array.from({ length: LETTERS.most + 1 }, (_, place) => sql`(${sql.lit(place)})`)
  const less = db
    .selectFrom('int_account_name as n')
    .innerJoin(sql<{ place: number }>`(values ${sql.join(places)})`.as<'p'>(sql`p(place)`), (join) =>
      join.on((eb) => sql<boolean>`${sql.ref('p.place')} <= length(${eb.ref('n.letters')})`),
    )
    .where(
      (eb) =>
        sql<boolean>`length(${eb.ref('n.letters')}) between ${sql.lit(LETTERS.least)} and ${sql.lit(LETTERS.most)}`,
    )
    .distinct()
    .select((eb) => [
      sql<string>`'less'`.as('kind'),
      sql<string>`case when ${sql.ref('p.place')} = 0 then ${eb.ref('n.letters')} else left(${eb.ref('n.letters')}, ${sql.ref('p.place')} - 1) || substr(${eb.ref('n.letters')}, ${sql.ref('p.place')} + 1) end`.as(
        'key',
      ),
      'n.account_id',
    ])
  return own('domain', 'domain')
    .unionAll(own('words', 'sorted_words'))
    .unionAll(own('letters', 'letters'))
    .unionAll(less)
}
