import type { Columns, RowOf } from '../column.ts'
import { optional, required } from '../column.ts'

/**
 * A canonical entity: what every source is read into, whatever its file calls things.
 * A landed record is one version of one thing, as one file told it.
 */
export interface Entity {
  readonly name: string
  /** What one landed record stands for. */
  readonly grain: string
  /** The columns that identify the thing; its newest version wins. */
  readonly key: readonly string[]
  readonly columns: Columns
}

/** An entity whose columns are known to the compiler. */
export interface TypedEntity<N extends string, C extends Columns> extends Entity {
  readonly name: N
  readonly key: readonly (keyof C & string)[]
  readonly columns: C
}

export function entity<N extends string, C extends Columns>(
  definition: TypedEntity<N, C>,
): TypedEntity<N, C> {
  return Object.freeze(definition)
}

/** What landing adds to each record. */
export const landedColumns = {
  _source: required('text', 'Name of the source in salesops.yml'),
  _drop: required('text', 'Drop (sub-folder) the file came in; empty where files lie in the folder itself'),
  _file: required('text', "File's path below the source's folder"),
  _record: required('bigint', 'Record number in the file; 1 is the first after the header'),
  _loaded_at: required(
    'timestamp',
    'When the record was known to us: the landing, or the day its drop names',
  ),
  _custom: optional(
    'text',
    'Columns of the file that the contract has no place for, as a JSON object of texts',
  ),
} as const

/** What a build knows of a landed record besides. */
export const shownColumns = {
  _superseded: required(
    'boolean',
    'True where the source is exported in full and a later export stands in the place of this one',
  ),
} as const

/** A landed record of an entity, as models see it. */
export type Landed<E extends Entity> = RowOf<E['columns']> &
  RowOf<typeof landedColumns> &
  RowOf<typeof shownColumns>

/** Columns that most CRM objects have. */
export const recordTimes = {
  created_at: optional('timestamp', 'When the record was created in the CRM'),
  modified_at: optional('timestamp', "The CRM's system time of this version; the newest version wins"),
  is_deleted: optional('boolean', 'True where the CRM reports the record as deleted'),
} as const
