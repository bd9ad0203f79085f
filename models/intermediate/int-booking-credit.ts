import { sql } from 'kysely'
import { optional, required } from '../column.ts'
import { defineModel } from '../model.ts'
import { orSurvivor } from './survivors.ts'

export const bookingCreditColumns = {
  opportunity_id: required('text', 'Opportunity, after its merges'),
  rep_id: required('text', 'User id of who is credited'),
  kind: required('text', 'revenue or overlay', ['revenue', 'overlay']),
  basis: required('text', 'What the split tells: share or amount', ['share', 'amount']),
  share: optional('rate', 'Part of the amount, 1 for all of it'),
  amount: optional('amount', "Amount credited, in the deal's currency"),
} as const

/** Splits by person and kind. A split that tells neither share nor amount credits nothing. */
export const intBookingCredit = defineModel({
  name: 'int_booking_credit',
  layer: 'intermediate',
  grain: 'one row an opportunity, person, kind of credit and basis',
  key: ['opportunity_id', 'rep_id', 'kind', 'basis'],
  columns: bookingCreditColumns,
  query: (db) => {
    const splits = db
      .selectFrom('stg_opportunity_split as s')
      .leftJoin('int_person_reference as p', 'p.reference', 's.user_id')
      .leftJoin('int_survivor as m', (join) =>
        join.on('m.entity', '=', 'opportunity').onRef('m.record_id', '=', 's.opportunity_id'),
      )
      .leftJoin('stg_split_type as t', 't.split_type_id', 's.kind')
      .where((eb) => eb.or([eb('s.share', 'is not', null), eb('s.amount', 'is not', null)]))
      .select((eb) => {
        return [
          orSurvivor(eb.ref('m.survivor_id'), eb.ref('s.opportunity_id')).as('opportunity_id'),
          sql<string>`coalesce(${eb.ref('p.rep_id')}, ${eb.ref('s.user_id')})`.as('rep_id'),
          splitKind('s.kind').as('kind'),
          sql<string>`case when ${eb.ref('s.share')} is null then 'amount' else 'share' end`.as('basis'),
          sql<string | null>`cast(${eb.ref('s.share')} as decimal(18, 9))`.as('share'),
          's.amount',
        ]
      })
      .as('splits')
    return db
      .selectFrom(splits)
      .groupBy(['splits.opportunity_id', 'splits.rep_id', 'splits.kind', 'splits.basis'])
      .select((eb) => [
        'splits.opportunity_id',
        'splits.rep_id',
        'splits.kind',
        'splits.basis',
        sql<string | null>`cast(sum(${eb.ref('splits.share')}) as decimal(18, 9))`.as('share'),
        sql<
          string | null
        >`cast(sum(case when ${eb.ref('splits.basis')} = 'amount' then ${eb.ref('splits.amount')} end) as decimal(18, 6))`.as(
          'amount',
        ),
      ])
  },
})

/** revenue or overlay, by the split type `t` that a kind of split names, else by its words. */
export function splitKind(kind: 's.kind' | 'r.kind') {
  const word = sql`lower(${sql.ref(kind)})`
  const [id, isTotal, name] = ['split_type_id', 'is_total_validated', 'name'].map((it) => sql.ref(`t.${it}`))
  return sql<string>`case when ${id} is not null then case when coalesce(${isTotal}, lower(${name}) not like '%overlay%') then 'revenue' else 'overlay' end when ${word} like '%overlay%' then 'overlay' else 'revenue' end`
}
