import type { CubeUser } from '../security.ts'
import type { Cube } from '../server.ts'
import { runStatement } from './row-source.ts'
import { Relations } from './semantic-model.ts'
import { translateStatement } from './statement.ts'
import { parseSelect } from './translate/ast.ts'
import type { Column } from './translate/scope.ts'
import { toText } from './wire/values-out.ts'

interface AskOptions {
  readonly cube: Pick<Cube, 'statement'>
  readonly user: CubeUser
  readonly zone: string
  readonly database: string
}

type Row = readonly (string | null)[]

interface SqlAnswer {
  readonly build: string
  readonly columns: readonly Column[]
  /** Values as PostgreSQL writes them. */
  readonly rows: readonly Row[]
}

/** An answer whose rows are read as they are asked for. */
export interface SqlStream extends Omit<SqlAnswer, 'rows'> {
  /** The next rows, or null after the last. @throws SqlError */
  next(): Promise<readonly Row[] | null>
}

/** Answers one SELECT in process; its rows can be read until `use` is done. @throws SqlError */
export async function streamSql<T>(
  text: string,
  { cube, user, zone, database }: AskOptions,
  use: (answer: SqlStream) => Promise<T>,
): Promise<T> {
  const tree = await parseSelect(text)
  const scope = cube.statement(user)
  try {
    const session = { zone, user: user.name, database }
    const relations = new Relations()
    const translated = await translateStatement(tree, { user, session, scope, relations, stated: [] })
    const source = await runStatement(translated, [], scope, zone)
    const { build, columns } = translated
    const next = async (): Promise<Row[] | null> => {
      const chunk = await source.next()
      if (!chunk) return null
      return Array.from({ length: chunk.rows }, (_, row) =>
        columns.map(({ type }, index) => {
          const value = chunk.columns[index]?.[row] ?? null
          return value === null ? null : toText(value, type)
        }),
      )
    }
    try {
      return await use({ build, columns, next })
    } finally {
      source.close()
    }
  } finally {
    scope.leave()
  }
}

/** Answers one SELECT in process, with all of its rows. @throws SqlError */
export function askSql(text: string, options: AskOptions): Promise<SqlAnswer> {
  return streamSql(text, options, async ({ build, columns, next }) => {
    const rows: Row[] = []
    for (let some = await next(); some; some = await next()) rows.push(...some)
    return { build, columns, rows }
  })
}
