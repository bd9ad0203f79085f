import type { RawStmt } from 'libpg-query'
import type { CubeUser } from '../security.ts'
import type { Cube } from '../server.ts'
import { takeActingUser } from './acting-user.ts'
import { Catalogs } from './catalog/catalog.ts'
import { catalogSetup } from './catalog/catalog-schema.ts'
import {
  type AskCatalog,
  catalogText,
  describeCatalogQuery,
  openCatalogQuery,
  type RawValue,
} from './catalog/catalog-statement.ts'
import { isCatalogQuery } from './catalog/is-catalog.ts'
import { explained } from './explain.ts'
import { KeptRows } from './kept-rows.ts'
import { runStatement } from './row-source.ts'
import { Relations, rightsOf } from './semantic-model.ts'
import { unsupported } from './sql-error.ts'
import { type Translated, translateStatement } from './statement.ts'
import { kindOf, type Tree } from './translate/ast.ts'
import type { Session } from './translate/functions.ts'
import type { Column } from './translate/scope.ts'
import type { SqlType } from './translate/sql-type.ts'
import { type Cursor, fieldsOf, listSource, RowsCursor } from './wire/cursor.ts'
import type { Field } from './wire/messages.ts'
import { oidOf, typeOfOid } from './wire/oids.ts'
import { type Prepared, statementKind } from './wire/prepared.ts'
import { isSetConfig } from './wire/set-config.ts'
import { parameterText } from './wire/values-in.ts'

/** Whom a statement is for, and how its session shows and reads values. */
export interface Asker {
  readonly user: CubeUser
  readonly session: Session
}

/** Prepares and runs statements, whoever brings them: a client of the wire or a command of the shell. */
export class SqlEngine {
  readonly #cube: Pick<Cube, 'statement'>
  readonly #relations = new Relations()
  readonly #catalogs = new Catalogs()
  readonly #keptRows = new KeptRows()

  constructor(cube: Pick<Cube, 'statement'>) {
    this.#cube = cube
  }

  close(): void {
    this.#catalogs.close()
  }

  /** Reads what a statement is. Nothing is asked yet. */
  prepare(statement: RawStmt | undefined, text: string, oids: readonly number[]): Prepared {
    if (!statement) return { kind: 'empty', tree: {}, text, oids, actingName: undefined }
    const [kind, body] = statementKind(statement)
    if (kind === 'SelectStmt' && !isSetConfig(body)) return this.query({ SelectStmt: body }, text, oids)
    const tree = { [kind]: body }
    const isExplain = kind === 'ExplainStmt'
    return { kind: isExplain ? 'explain' : 'command', tree, text, oids, actingName: undefined }
  }

  query(tree: Tree, text: string, oids: readonly number[]): Prepared {
    const actingName = takeActingUser(tree)
    return { kind: isCatalogQuery(tree) ? 'catalog' : 'select', tree, text, oids, actingName }
  }

  /** Finds out the types of a query's parameters and columns. @throws SqlError */
  async describe(
    prepared: Prepared,
    asker: Asker,
  ): Promise<{ parameters: readonly number[]; fields: readonly Field[] }> {
    if (prepared.kind === 'catalog') {
      const catalog = await this.#catalog(prepared, asker)
      return { parameters: catalog.parameters, fields: catalog.fields }
    }
    const scope = this.#cube.statement(asker.user)
    try {
      const { parameterTypes, columns } = await this.#translated(prepared, asker, scope)
      return { parameters: parameterOids(prepared, parameterTypes), fields: fieldsOf(columns, []) }
    } finally {
      scope.leave()
    }
  }

  /** Opens a query: its rows are read as they are asked for. @throws SqlError */
  async open(
    prepared: Prepared,
    asker: Asker,
    values: readonly RawValue[],
    formats: readonly number[],
  ): Promise<Cursor> {
    if (prepared.kind === 'catalog') {
      const { text, parameters } = await this.#catalog(prepared, asker)
      return openCatalogQuery(text, parameters, values, formats, this.#asking(asker))
    }
    const { zone } = asker.session
    const scope = this.#cube.statement(asker.user)
    try {
      const translated = await this.#translated(prepared, asker, scope)
      const oids = parameterOids(prepared, translated.parameterTypes)
      const texts = values.map(({ bytes, format }, index) =>
        parameterText(bytes, format, oids[index] ?? 0, zone),
      )
      const run = () => runStatement(translated, texts, scope, zone)
      const source = await this.#keptRows.of(translated, texts, zone, run)
      return new RowsCursor(translated.columns, source, () => scope.leave())
    } catch (error) {
      scope.leave()
      throw error
    }
  }

  /** What a query asks of Cube, as rows of text. */
  async explain(prepared: Prepared, asker: Asker): Promise<Cursor> {
    const { query } = kindOf(prepared.tree)[1] as { query?: Tree }
    if (!query || kindOf(query)[0] !== 'SelectStmt') throw unsupported('EXPLAIN of this')
    const inner = this.query(query, prepared.text, prepared.oids)
    const scope = this.#cube.statement(asker.user)
    try {
      const lines =
        inner.kind === 'catalog' ? ['Catalog query'] : explained(await this.#translated(inner, asker, scope))
      return new RowsCursor(explainColumns, listSource([lines]), () => {})
    } finally {
      scope.leave()
    }
  }

  async #translated(
    prepared: Prepared,
    { user, session }: Asker,
    scope: ReturnType<Cube['statement']>,
  ): Promise<Translated> {
    const known = prepared.translated
    // What was found out for one build, user and zone holds there only.
    if (known && known.user === user && known.zone === session.zone && known.result.build === scope.build.id)
      return known.result
    const stated: readonly SqlType[] = known?.result.parameterTypes ?? prepared.oids.map(typeOfOid)
    const result = await translateStatement(prepared.tree, {
      user,
      session,
      scope,
      relations: this.#relations,
      stated,
    })
    prepared.translated = { user, zone: session.zone, result }
    return result
  }

  async #catalog(prepared: Prepared, asker: Asker): Promise<NonNullable<Prepared['catalog']>> {
    if (prepared.catalog) return prepared.catalog
    const { user, database } = asker.session
    const text = await catalogText(prepared.tree, { user, database })
    const described = await describeCatalogQuery(text, prepared.oids, this.#asking(asker))
    prepared.catalog = { text, ...described }
    return prepared.catalog
  }

  /** The catalog of what a user sees in the build that is served now. */
  #asking({ user, session }: Asker): AskCatalog {
    return async (message) => {
      const scope = this.#cube.statement(user)
      try {
        const setup = async (): Promise<string> =>
          catalogSetup(await this.#relations.all(user, scope), session.database)
        const fields = JSON.stringify(scope.build.customFields ?? [])
        return await this.#catalogs.query(`${rightsOf(user)} ${fields}`, setup, message)
      } finally {
        scope.leave()
      }
    }
  }
}

export const explainColumns: readonly Column[] = [{ name: 'QUERY PLAN', type: 'text' }]

/** The OID of each parameter: as stated, else of the type that its place gives it. */
function parameterOids({ oids }: Prepared, types: readonly SqlType[]): number[] {
  return types.map((type, index) => {
    const stated = oids[index] ?? 0
    return stated !== 0 && typeOfOid(stated) !== 'unknown' ? stated : oidOf(type)
  })
}
