import type { ColumnType } from '../column.ts'

/** Entities whose own columns can be dimensions: those that views show. */
export const customEntities = ['opportunity', 'account', 'user', 'activity'] as const

export type CustomEntity = (typeof customEntities)[number]

/** What the values of a declared field may be. */
export const customTypes = ['text', 'integer', 'decimal', 'date', 'timestamp', 'boolean'] as const

export type CustomType = (typeof customTypes)[number]

/** A column of the CRM's own that a company declares as a dimension: `customFields:` in salesops.yml. */
export interface CustomField {
  /** Name of the dimension, and of its column in the build. */
  readonly name: string
  readonly entity: CustomEntity
  /** Headers to look for; the first that a file has, and that no field of the contract reads, counts. */
  readonly from: readonly string[]
  /** Told from all landed values where it is left out. */
  readonly type?: CustomType | undefined
  readonly title?: string | undefined
  readonly description?: string | undefined
}

/** A declared field with the type that a build gives it. */
export interface TypedCustomField extends CustomField {
  readonly type: CustomType
}

const columnTypes: Readonly<Record<CustomType, ColumnType>> = {
  text: 'text',
  integer: 'bigint',
  decimal: 'amount',
  date: 'date',
  timestamp: 'timestamp',
  boolean: 'boolean',
}

/** The type of the column that holds a declared field. */
export function customColumnType(type: CustomType): ColumnType {
  return columnTypes[type]
}

/** The column that keeps a field's text as it was written; null where the field itself is the text. */
export function textColumn({ name, type }: CustomField): string | null {
  return type === 'text' ? null : `${name}_text`
}

/** The table of a build that holds the declared fields of an entity. */
export function customTable(entity: CustomEntity): string {
  return `${entity}_custom`
}

/** Fields by the entity that they are of. */
export function byEntity<F extends CustomField>(
  fields: readonly F[],
): readonly (readonly [CustomEntity, readonly F[]])[] {
  return customEntities
    .map((entity) => [entity, fields.filter((field) => field.entity === entity)] as const)
    .filter(([, own]) => own.length > 0)
}
