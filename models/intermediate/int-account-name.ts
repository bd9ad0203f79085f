import { type Kysely, sql } from 'kysely'
import { optional, required } from '../column.ts'
import { UNKNOWN } from '../dimensions/unknown.ts'
import { domainOf, nameWords } from '../hygiene/name-keys.ts'
import { defineModel } from '../model.ts'
import type { Warehouse } from '../warehouse/database.ts'

export const accountNameColumns = {
  account_id: required('text', 'Id of the account in the CRM'),
  account_key: required('text', 'The version of it that holds'),
  account_name: required('text', 'Name'),
  words: required('text', 'Words of the name, without accents, punctuation and legal forms'),
  sorted_words: required('text', 'The words in alphabetical order'),
  letters: required('text', 'The words written as one'),
  initials: required('text', 'First letters of the words'),
  digits: required('text', 'Digits of the name: branches differ by their number alone'),
  domain: optional('text', 'Domain of the website, unless it is one that everybody uses'),
  country: optional('text', 'Country, in small letters'),
  owner_id: optional('text', 'User id of the owner'),
  parent_account_id: optional('text', 'Account that it is part of'),
  created_at: optional('timestamp', 'When it was created in the CRM'),
} as const

/** What a company is known by, so that two records of the same one can be told. */
export const intAccountName = defineModel({
  name: 'int_account_name',
  layer: 'intermediate',
  grain: 'one row an account that is neither merged nor deleted and has a name',
  key: ['account_id'],
  columns: accountNameColumns,
  query: (db) => {
    const words = described(db)
    const each = db
      .selectFrom(words.as('w'))
      .select(['w.account_id', sql<string>`unnest(string_to_array(w.words, ' '))`.as('word')])
      .as('each')
    const sorted = db
      .selectFrom(each)
      .groupBy('each.account_id')
      .select((eb) => [
        'each.account_id',
        sql<string>`string_agg(${eb.ref('each.word')}, ' ' order by ${eb.ref('each.word')})`.as(
          'sorted_words',
        ),
      ])
      .as('s')
    return db
      .selectFrom(words.as('w'))
      .innerJoin(sorted, 's.account_id', 'w.account_id')
      .select((eb) => [
        'w.account_id',
        'w.account_key',
        'w.account_name',
        'w.words',
        's.sorted_words',
        sql<string>`replace(${eb.ref('w.words')}, ' ', '')`.as('letters'),
        sql<string>`regexp_replace(${eb.ref('w.words')}, '([^ ])[^ ]* ?', '\\1', 'g')`.as('initials'),
        sql<string>`regexp_replace(${eb.ref('w.words')}, '[^0-9]', '', 'g')`.as('digits'),
        'w.domain',
        'w.country',
        'w.owner_id',
        'w.parent_account_id',
        'w.created_at',
      ])
  },
})

function described(db: Kysely<Warehouse>) {
  return db
    .selectFrom('stg_account as a')
    .innerJoin('dim_account as d', (join) =>
      join.onRef('d.account_id', '=', 'a.account_id').on('d.is_current', '=', true),
    )
    .where('a.account_id', '<>', UNKNOWN)
    .where((eb) => sql<boolean>`coalesce(${eb.ref('a.is_deleted')}, false) = false`)
    .where((eb) => sql<boolean>`${nameWords(eb.ref('a.name'))} <> ''`)
    .select((eb) => [
      'a.account_id',
      'd.account_key',
      'a.name as account_name',
      nameWords(eb.ref('a.name')).as('words'),
      domainOf(eb.ref('a.website')).as('domain'),
      sql<string | null>`nullif(lower(trim(${eb.ref('d.country')})), '')`.as('country'),
      'd.owner_id',
      'a.parent_account_id',
      'a.created_at',
    ])
}
