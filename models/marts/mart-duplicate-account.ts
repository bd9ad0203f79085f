import { type Kysely, sql } from 'kysely'
import { joins, optional, required } from '../column.ts'
import { orUnknown } from '../dimensions/unknown.ts'
import { duplicateEvidence, evidences } from '../hygiene/duplicate-evidence.ts'
import { defineModel } from '../model.ts'
import type { Warehouse } from '../warehouse/database.ts'
import { countRows, endOfTime, sumAmount } from '../warehouse/portable.ts'

export const martDuplicateAccountColumns = {
  duplicate_key: required('text', 'Both accounts'),
  account_id: required('text', 'Id of the account that would be merged away'),
  survivor_id: required('text', 'Id of the account that would stay'),
  account_key: joins('dim_account.account_key', required('text', 'Account that would be merged away')),
  survivor_key: joins(
    'dim_account.account_key',
    required('text', 'Account that would stay: the one with more deals, else the older one'),
  ),
  account_name: required('text', 'Name of the account that would be merged away'),
  survivor_name: required('text', 'Name of the account that would stay'),
  evidence: required(
    'text',
    'same_name: the same words; spelling: the same but for a letter of each; part_of_name: one begins with the other; initials: one is the initials of the other',
    evidences,
  ),
  domain: optional('text', 'Domain that both websites have'),
  country: optional('text', 'Country that both have'),
  rep_key: joins(
    'dim_rep.rep_key',
    required('text', 'Who can merge them: the owner of both, else the lowest manager above both owners'),
  ),
  deals: required('integer', 'Deals of the account that would be merged away'),
  open_amount: required('amount', "Open pipeline of it, in the company's currency"),
  as_of_on: required('date', "The build's company day"),
} as const

/**
 * Pairs of accounts that seem to be one company. Not proposed are accounts of different countries or different
 * domains, those whose names differ in a number, and a part of a company beside the whole.
 */
export const martDuplicateAccount = defineModel({
  name: 'mart_duplicate_account',
  layer: 'mart',
  grain: 'one row a pair of accounts that seem to be the same company',
  key: ['duplicate_key'],
  columns: martDuplicateAccountColumns,
  query: (db) =>
    db
      .with('deals', () => dealsOf(db))
      .with('pairs', (cte) =>
        pairs(db)
          .leftJoin(cte.selectFrom('deals').selectAll().as('da'), 'da.account_id', 'a.account_id')
          .leftJoin(cte.selectFrom('deals').selectAll().as('db'), 'db.account_id', 'b.account_id')
          .select((eb) => {
            const [mine, theirs] = [
              sql`coalesce(${eb.ref('da.deals')}, 0)`,
              sql`coalesce(${eb.ref('db.deals')}, 0)`,
            ]
            // Of two with as many deals the older one stays; the second of the pair where both are as old.
            const goes = sql<boolean>`${mine} < ${theirs} or (${mine} = ${theirs} and coalesce(${eb.ref('a.created_at')}, ${endOfTime}) > coalesce(${eb.ref('b.created_at')}, ${endOfTime}))`
            return [
              sql<string>`case when ${goes} then ${eb.ref('a.account_id')} else ${eb.ref('b.account_id')} end`.as(
                'account_id',
              ),
              sql<string>`case when ${goes} then ${eb.ref('b.account_id')} else ${eb.ref('a.account_id')} end`.as(
                'survivor_id',
              ),
              duplicateEvidence('k', 'a', 'b').$notNull().as('evidence'),
              sql<string | null>`case when ${eb.ref('k.same_domain')} then ${eb.ref('a.domain')} end`.as(
                'domain',
              ),
              sql<
                string | null
              >`case when ${eb.ref('a.country')} = ${eb.ref('b.country')} then ${eb.ref('a.country')} end`.as(
                'country',
              ),
            ]
          }),
      )
      .selectFrom('pairs as p')
      .innerJoin('int_account_name as n', 'n.account_id', 'p.account_id')
      .innerJoin('int_account_name as s', 's.account_id', 'p.survivor_id')
      .innerJoin('company as c', (join) => join.onTrue())
      .leftJoin('deals as d', 'd.account_id', 'p.account_id')
      .leftJoin(whoCanMerge(db).as('w'), (join) =>
        join.onRef('w.one_id', '=', 'n.owner_id').onRef('w.other_id', '=', 's.owner_id'),
      )
      .leftJoin('dim_rep as r', (join) =>
        join.onRef('r.rep_id', '=', 'w.ancestor_id').on('r.is_current', '=', true),
      )
      .select((eb) => [
        sql<string>`${eb.ref('p.account_id')} || '/' || ${eb.ref('p.survivor_id')}`.as('duplicate_key'),
        'p.account_id',
        'p.survivor_id',
        'n.account_key',
        's.account_key as survivor_key',
        'n.account_name',
        's.account_name as survivor_name',
        'p.evidence',
        'p.domain',
        'p.country',
        orUnknown(eb.ref('r.rep_key')).as('rep_key'),
        sql<number>`coalesce(${eb.ref('d.deals')}, 0)`.as('deals'),
        sql<string>`coalesce(${eb.ref('d.open_amount')}, cast(0 as decimal(18, 6)))`.as('open_amount'),
        'c.as_of_on',
      ]),
})

function pairs(db: Kysely<Warehouse>) {
  return db
    .selectFrom('int_account_likeness as k')
    .innerJoin('int_account_name as a', 'a.account_id', 'k.account_id')
    .innerJoin('int_account_name as b', 'b.account_id', 'k.other_id')
    .where(sql<boolean>`${duplicateEvidence('k', 'a', 'b')} is not null`)
}

function dealsOf(db: Kysely<Warehouse>) {
  return db
    .selectFrom('fct_opportunity as o')
    .innerJoin('dim_account as a', 'a.account_key', 'o.account_key')
    .groupBy('a.account_id')
    .select((eb) => [
      'a.account_id',
      countRows().as('deals'),
      sumAmount(
        sql<string>`case when ${eb.ref('o.status')} = 'open' then coalesce(${eb.ref('o.amount')}, 0) else 0 end`,
      ).as('open_amount'),
    ])
}

/** Of two people the lowest above both, as the reporting line stands; a person for himself. */
function whoCanMerge(db: Kysely<Warehouse>) {
  const ranked = db
    .selectFrom('dim_rep_hierarchy as x')
    .innerJoin('dim_rep_hierarchy as y', 'y.ancestor_id', 'x.ancestor_id')
    .where('x.valid_to', '=', sql<Date>`${endOfTime}`)
    .where('y.valid_to', '=', sql<Date>`${endOfTime}`)
    .select((eb) => [
      'x.descendant_id as one_id',
      'y.descendant_id as other_id',
      'x.ancestor_id',
      sql<number>`row_number() over (partition by ${eb.ref('x.descendant_id')}, ${eb.ref('y.descendant_id')} order by ${eb.ref('x.depth')} + ${eb.ref('y.depth')}, ${eb.ref('x.ancestor_id')})`.as(
        'place',
      ),
    ])
    .as('ranked')
  return db
    .selectFrom(ranked)
    .where('ranked.place', '=', 1)
    .select(['ranked.one_id', 'ranked.other_id', 'ranked.ancestor_id'])
}
