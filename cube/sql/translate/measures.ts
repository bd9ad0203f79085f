import { SqlError } from '../sql-error.ts'
import type { Member, Relation } from './relation.ts'

/** The aggregates that a measure of a kind may be asked by, besides MEASURE(), the first one first. Others take any. */
const MATCHING: Readonly<Record<string, readonly [string, ...string[]]>> = {
  // In every row a count is 1, and that adds up to it.
  count: ['COUNT', 'SUM'],
  sum: ['SUM'],
  avg: ['AVG'],
  min: ['MIN'],
  max: ['MAX'],
  countDistinct: ['COUNT(DISTINCT)'],
  countDistinctApprox: ['COUNT(DISTINCT)'],
  runningTotal: ['SUM'],
}

/**
 * Checks that an aggregate says what the measure does anyway.
 * @throws SqlError 42809 that names the right one
 */
export function aggregateOverMeasure(
  name: string,
  isDistinct: boolean,
  member: Member,
  location: number | undefined,
): void {
  const matching = MATCHING[member.aggregation]
  const asked = `${name.toUpperCase()}${isDistinct ? '(DISTINCT)' : ''}`
  if (asked === 'MEASURE' || matching === undefined || matching.includes(asked)) return
  const [first] = matching
  const form = first === 'COUNT(DISTINCT)' ? `COUNT(DISTINCT ${member.name})` : `${first}(${member.name})`
  throw new SqlError({
    state: '42809',
    message: `"${member.name}" is a measure of the type ${member.aggregation}, and ${asked} is another aggregate`,
    hint: `Write MEASURE(${member.name}) or ${form}.`,
    ...(location !== undefined && { location }),
  })
}

/** The measure that counts the rows of a relation, by its name. */
export function countMeasure(relations: readonly Relation[]): Member | undefined {
  const counts =
    relations[0]?.members.filter(({ kind, name }) => kind === 'measure' && name === 'count') ?? []
  return counts[0]
}
