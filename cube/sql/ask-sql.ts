import { loadModule } from 'libpg-query'
import type { CubeUser } from '../security.ts'
import type { Cube } from '../server.ts'
import { runStatement } from './row-source.ts'
import { Relations } from './semantic-model.ts'
import { unsupported } from './sql-error.ts'
import { translateStatement } from './statement.ts'
import { kindOf, parseStatements, type Tree } from './translate/ast.ts'
import type { Column } from './translate/scope.ts'
import { toText } from './wire/values-out.ts'

interface AskOptions {
  readonly cube: Pick<Cube, 'statement'>
  readonly user: CubeUser
  readonly zone: string
  readonly database: string
}

interface SqlAnswer {
  readonly build: string
  readonly columns: readonly Column[]
  /** Values as PostgreSQL writes them. */
  readonly rows: readonly (string | null)[][]
}

/** Answers one SELECT in process, with all of its rows. @throws SqlError */
export async function askSql(text: string, { cube, user, zone, database }: AskOptions): Promise<SqlAnswer> {
  await loadModule()
  const [statement, another] = parseStatements(text)
  const tree = (statement?.stmt ?? {}) as Tree
  if (another || kindOf(tree)[0] !== 'SelectStmt') throw unsupported('Anything but one SELECT')
  const scope = cube.statement(user)
  try {
    const session = { zone, user: user.name, database }
    const translated = await translateStatement(tree, {
      user,
      session,
      scope,
      relations: new Relations(),
      stated: [],
    })
    const source = await runStatement(translated, [], scope, zone)
    try {
      const rows: (string | null)[][] = []
      for (let chunk = await source.next(); chunk; chunk = await source.next())
        for (let row = 0; row < chunk.rows; row++)
          rows.push(
            translated.columns.map(({ type }, index) => {
              const value = chunk.columns[index]?.[row] ?? null
              return value === null ? null : toText(value, type)
            }),
          )
      return { build: translated.build, columns: translated.columns, rows }
    } finally {
      source.close()
    }
  } finally {
    scope.leave()
  }
}
