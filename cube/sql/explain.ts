import type { Translated } from './statement.ts'
import type { MemberExpression } from './translate/relation.ts'

const nameOf = (item: string | MemberExpression): string =>
  typeof item === 'string' ? item : 'an expression'

/** What is asked of Cube, a line each: names of members only, for the tables below are not the user's to know. */
export function explained({ queries, columns }: Translated): string[] {
  const lines = queries.flatMap((query, index) => [
    `Cube query ${index + 1}${query.ungrouped ? ', row by row' : ''}`,
    ...(['dimensions', 'measures', 'segments'] as const).flatMap((part) =>
      query[part].length > 0 ? [`  ${part}: ${query[part].map(nameOf).join(', ')}`] : [],
    ),
    ...query.timeDimensions.map(
      ({ dimension, granularity }) => `  time dimension: ${dimension} by ${granularity}`,
    ),
    `  time zone: ${query.timezone}`,
  ])
  return [`Result of ${columns.length} columns`, ...lines]
}
