import { literal } from '../../landing/sql-text.ts'
import { firstOf } from '../columns.ts'
import type { ColumnSql, FieldRule } from '../source.ts'

/** Zones that times without an offset are of. */
export interface Zones {
  /** UTC in the API and in the tables of replication tools; the company's in exports made for people. */
  readonly file: string
  readonly company: string
}

/** Headers of a property: in the API's pages, in the tables of a replication tool, and by itself. */
export function property(name: string, ...labels: string[]): string[] {
  return [`properties.${name}`, `property_${name}`, name, ...labels]
}

/** A property as it stands. */
export function text(name: string, ...labels: string[]): FieldRule {
  return { from: property(name, ...labels) }
}

/** Columns by their own names, the first that the file has. */
export function plain(...from: string[]): FieldRule {
  return { from }
}

export function number(name: string, ...labels: string[]): FieldRule {
  return { from: property(name, ...labels), number: { exponent: true } }
}

/** SQL of a time in ISO form: epoch milliseconds, hours of one digit and ` UTC` are HubSpot's too. */
function isoText(raw: string): string {
  return `CASE WHEN regexp_full_match(${raw}, '\\d{11,13}') THEN strftime(epoch_ms(TRY_CAST(${raw} AS BIGINT)), '%Y-%m-%dT%H:%M:%S.%gZ')
    WHEN regexp_full_match(${raw}, '\\d{4}-\\d\\d-\\d\\d \\d:.*') THEN left(${raw}, 11) || '0' || substr(${raw}, 12)
    WHEN suffix(${raw}, ' UTC') THEN left(${raw}, length(${raw}) - 4) || 'Z' ELSE ${raw} END`
}

/** An instant. */
export function time({ file }: Zones, headers: readonly string[]): FieldRule {
  return {
    zone: file,
    sql: (column) => {
      const found = firstOf(headers, column)
      return found && isoText(found)
    },
  }
}

/**
 * A day. HubSpot keeps days as instants: midnight in UTC is a day that was chosen, and any other time is of
 * the company's day on which it fell. In exports made for people the day is the one that is written.
 */
export function day({ file, company }: Zones, headers: readonly string[]): FieldRule {
  return {
    sql: (column) => {
      const found = firstOf(headers, column)
      if (!found) return undefined
      const iso = isoText(found)
      const written = `CASE WHEN regexp_full_match(${iso}, '\\d{4}-\\d\\d-\\d\\d[ T]\\d\\d:\\d\\d.*') THEN left(${iso}, 10) ELSE ${iso} END`
      if (file !== 'UTC') return written
      const fell = `strftime(timezone(${literal(company)}, timezone('UTC', TRY_CAST(${iso} AS TIMESTAMP))), '%Y-%m-%d')`
      return `CASE WHEN regexp_full_match(${iso}, '\\d{4}-\\d\\d-\\d\\d[ T]\\d\\d:\\d\\d.*') AND NOT regexp_full_match(${iso}, '.{10}[ T]00:00(:00(\\.0+)?)?Z?') THEN ${fell} ELSE ${written} END`
    },
  }
}

/** The system time of a record's version: its own, or else when a replication tool fetched it. */
export function modifiedAt(zones: Zones): FieldRule {
  return time(zones, [
    ...property('hs_lastmodifieddate', 'Last Modified Date'),
    ...property('lastmodifieddate'),
    'updatedAt',
    'updated_at',
    '_fivetran_synced',
  ])
}

const gone = ['archived', 'is_deleted', '_fivetran_deleted']

/** Deleted: archived, in HubSpot's word. */
export const isDeleted: FieldRule = { from: gone }

/** Active unless archived: what old records name keeps its label. */
export const isActive: FieldRule = {
  sql: (column) => {
    const deleted = firstOf(gone, column)
    const active = column('active') ?? column('is_active')
    if (!deleted) return active
    return `CASE WHEN lower(${deleted}) IN ('true', '1') THEN 'false' ELSE ${active ?? "'true'"} END`
  },
}

export function recordTimes(zones: Zones): Readonly<Record<string, FieldRule>> {
  return {
    created_at: time(zones, [...property('createdate', 'Create Date'), 'createdAt', 'created_at']),
    modified_at: modifiedAt(zones),
    is_deleted: isDeleted,
  }
}

export const owner: FieldRule = {
  from: [
    ...property('hubspot_owner_id'),
    'owner_id',
    'Deal owner',
    'Company owner',
    'Contact owner',
    'Activity assigned to',
    'Assigned to',
  ],
}

/** The first of a list of linked records: of ids joined by `;`, or of the API's associations. */
export function firstLinked(
  headers: readonly string[],
  association: string,
  otherwise: readonly string[] = [],
): FieldRule {
  return {
    sql: (column) => {
      const ids = firstOf(headers, column)
      if (ids) return `trim(split_part(${ids}, ';', 1))`
      const listed = column(`associations.${association}.results`)
      if (listed) return `CASE WHEN json_valid(${listed}) THEN json_extract_string(${listed}, '$[0].id') END`
      return firstOf(otherwise, column)
    },
  }
}

/** The company that a record belongs to: the first of its list, by id, or by name where there is no id. */
export const company: FieldRule = firstLinked(
  [
    ...property('associatedcompanyid'),
    'Associated Company IDs (Primary)',
    'Primary Associated Company ID',
    'Associated Company IDs',
  ],
  'companies',
  ['Associated Company (Primary)', 'Associated Company'],
)

/** Ids that were merged into the record, joined by `;`; old exports add a time after a colon. */
export const mergedIds: FieldRule = {
  sql: (column) => {
    const ids = firstOf(
      [
        ...property('hs_merged_object_ids', 'Merged Deal IDs', 'Merged Company IDs', 'Merged Record IDs'),
        ...property('hs_calculated_merged_vids'),
      ],
      column,
    )
    return ids && `regexp_replace(replace(${ids}, ' ', ''), ':\\d+', '', 'g')`
  },
}

/** First and last name together, or else the first of other columns that is filled. */
export function personName(
  first: readonly string[],
  last: readonly string[],
  ...others: string[]
): FieldRule {
  return {
    sql: (column: ColumnSql) => {
      const names = [firstOf(first, column), firstOf(last, column)].filter((sql) => sql !== undefined)
      const joined = names.length ? [`nullif(concat_ws(' ', ${names.join(', ')}), '')`] : []
      const rest = others.map(column).filter((sql) => sql !== undefined)
      const found = [...joined, ...rest]
      return found.length > 1 ? `coalesce(${found.join(', ')})` : found[0]
    },
  }
}
