import { completedId } from '../../landing/salesforce-id.ts'
import { firstFilledOf, firstOf } from '../columns.ts'
import type { FieldRule } from '../source.ts'

/** A column as it stands. */
export function text(...from: string[]): FieldRule {
  return { from }
}

/** A column of Salesforce ids. */
export function id(...from: string[]): FieldRule {
  return { from, id: 'salesforce' }
}

/** A reference by id, or by name where the file has no id: a report shows names. */
export function reference(ids: readonly string[], names: readonly string[]): FieldRule {
  return {
    sql: (column) => {
      const found = firstOf(ids, column)
      return found ? completedId(found) : firstOf(names, column)
    },
  }
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

/** A day in a column that may hold a time. */
export function day(...from: string[]): FieldRule {
  return { from, dropTime: true }
}

/** The first column that the file has and that is not empty in the record. */
export function firstFilled(...headers: string[]): FieldRule {
  return { sql: (column) => firstFilledOf(headers, column) }
}

/** A column in lower case. */
export function lower(...headers: string[]): FieldRule {
  return {
    sql: (column) => {
      const found = firstFilledOf(headers, column)
      return found && `lower(${found})`
    },
  }
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

/** Active unless the object says that it is not, or is deleted: what old records name keeps its label. */
export const isActive: FieldRule = {
  sql: (column) => {
    const flag = column('IsActive') ?? column('Active')
    const deleted = [column('IsDeleted'), column('_fivetran_deleted')].filter((sql) => sql !== undefined)
    if (!deleted.length) return flag
    const gone = deleted.map((sql) => `lower(${sql}) IN ('true', '1')`).join(' OR ')
    return `CASE WHEN ${gone} THEN 'false' ELSE ${flag ?? "'true'"} END`
  },
}

/** The times that most objects have. */
export const recordTimes = {
  created_at: text('CreatedDate'),
  modified_at: modifiedAt,
  is_deleted: isDeleted,
} satisfies Record<string, FieldRule>
