import type { RawStmt } from 'libpg-query'
import type { CubeUser } from '../../security.ts'
import type { Translated } from '../statement.ts'
import { kindOf, type Tree } from '../translate/ast.ts'
import type { Field } from './messages.ts'

/** A statement that was parsed. */
export interface Prepared {
  readonly kind: 'empty' | 'select' | 'catalog' | 'explain' | 'command'
  readonly tree: Tree
  /** Its place in the text that it came in, for places of errors. */
  readonly text: string
  /** OIDs of parameters as the client states them, 0 for those that it leaves open. */
  readonly oids: readonly number[]
  /** Whose rows it is for, where the statement says so. */
  readonly actingName: string | undefined
  /** What is known of it once it was asked for. */
  translated?: { readonly user: CubeUser; readonly zone: string; readonly result: Translated }
  catalog?: {
    readonly text: string
    readonly parameters: readonly number[]
    readonly fields: readonly Field[]
  }
}

export const statementKind = (statement: RawStmt): [kind: string, body: Tree] =>
  kindOf((statement.stmt ?? {}) as Tree)
