import { type RawBuilder, sql } from 'kysely'

/** Why two accounts seem to be one company, the strongest first. */
export const evidences = ['same_name', 'spelling', 'part_of_name', 'initials'] as const

/** Names of which a single letter more or less is a slip, where nothing but the country says the same. */
const LONG = 9

/**
 * The evidence that two rows of `int_account_name` are one company, told by their row of `int_account_likeness`; null
 * where there is none, or where something speaks against it.
 */
export function duplicateEvidence(likeness: string, one: string, other: string): RawBuilder<string | null> {
  const [a, b] = [of(one), of(other)]
  const alike = of(likeness)
  const differ = (column: string) => sql`coalesce(${a(column)} <> ${b(column)}, false)`
  const isPart = sql`(coalesce(${a('parent_account_id')} in (${b('account_id')}, ${b('parent_account_id')}), false) or coalesce(${b('parent_account_id')} = ${a('account_id')}, false))`
  const begins = (whole: Side, part: Side) =>
    sql`left(${whole('words')}, length(${part('words')}) + 1) = ${part('words')} || ' '`
  const initials = (whole: Side, part: Side) =>
    sql`(length(${part('letters')}) > 1 and ${whole('initials')} = ${part('letters')})`
  const isLong = (side: Side) => sql`length(${side('letters')}) >= ${sql.lit(LONG)}`
  const longHere = sql`(${isLong(a)} and ${isLong(b)} and coalesce(${a('country')} = ${b('country')}, false))`
  return sql`case
    when ${isPart} or ${differ('country')} or ${differ('domain')} or ${differ('digits')} then null
    when ${alike('same_words')} or ${alike('same_letters')} then 'same_name'
    when ${alike('near_letters')} and (${alike('same_domain')} or ${longHere}) then 'spelling'
    when ${alike('same_domain')} and (${begins(a, b)} or ${begins(b, a)}) then 'part_of_name'
    when ${alike('same_domain')} and (${initials(a, b)} or ${initials(b, a)}) then 'initials'
  end`
}

type Side = (column: string) => RawBuilder<unknown>

const of =
  (table: string): Side =>
  (column) =>
    sql`${sql.ref(`${table}.${column}`)}`
