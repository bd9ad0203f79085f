import type { ColumnSql, FieldRule } from '../source.ts'

/** A column as it stands. */
export function text(...from: string[]): FieldRule {
  return { from }
}

/** A column of Salesforce ids. */
export function id(...from: string[]): FieldRule {
  return { from, id: 'salesforce' }
}

/** A number; exports of large ones may use an exponent. */
export function number(...from: string[]): FieldRule {
  return { from, number: { exponent: true } }
}

/** A percentage, 0 to 100, as a ratio. */
export function percent(...from: string[]): FieldRule {
  return { from, divideBy: 100 }
}

export function probability(...from: string[]): FieldRule {
  return { from, divideBy: 100, range: [0, 100] }
}

/** The first column that the file has and that is not empty in the record. */
export function firstFilled(...headers: string[]): FieldRule {
  return { sql: (column) => coalesced(headers, column) }
}

/** SQL of the first column that is not empty; undefined where the file has none of them. */
function coalesced(headers: readonly string[], column: ColumnSql): string | undefined {
  const found = headers.map(column).filter((sql) => sql !== undefined)
  return found.length > 1 ? `coalesce(${found.join(', ')})` : found[0]
}

/** The forecast category by its API value, or else by its standard label; `Forecast` is what people call Commit. */
export const forecastCategory: FieldRule = {
  from: ['ForecastCategory', 'ForecastCategoryName'],
  values: {
    Pipeline: 'pipeline',
    BestCase: 'best_case',
    'Best Case': 'best_case',
    MostLikely: 'most_likely',
    'Most Likely': 'most_likely',
    Forecast: 'commit',
    Commit: 'commit',
    Omitted: 'omitted',
    Closed: 'closed',
  },
}

/** The system time of a version; tables kept by a replication tool name its beginning `_fivetran_start`. */
export const modifiedAt = firstFilled('SystemModstamp', 'LastModifiedDate', '_fivetran_start')

/** Deleted by Salesforce's flag or by that of a replication tool. */
export const isDeleted: FieldRule = {
  sql: (column) => {
    const flag = column('IsDeleted')
    const replicated = column('_fivetran_deleted')
    if (!replicated) return flag
    return `CASE WHEN lower(${replicated}) IN ('true', '1') THEN 'true' ELSE ${flag ?? replicated} END`
  },
}

/** The times that most objects have. */
export const recordTimes = {
  created_at: text('CreatedDate'),
  modified_at: modifiedAt,
  is_deleted: isDeleted,
} satisfies Record<string, FieldRule>
