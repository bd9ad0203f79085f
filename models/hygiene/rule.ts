import type { Kysely } from 'kysely'
import type { ModelQuery } from '../model.ts'
import type { Warehouse } from '../warehouse/database.ts'

/** A record that a rule applies to. */
export interface Checked {
  readonly opportunity_id: string
  readonly failed: boolean
  /** What is wrong, in the value itself; null where nothing is told. */
  readonly detail: string | null
}

/** A check on the records of the CRM: which it applies to, and which of them fail. */
export interface HygieneRule {
  readonly name: string
  /** What a record that fails has wrong. */
  readonly doc: string
  /** How much a failure counts in the score beside those of other rules. */
  readonly weight: number
  readonly checked: (db: Kysely<Warehouse>) => ModelQuery<Checked>
}
