import { CubeError } from '../errors.ts'
import type { CubeUser } from '../security.ts'
import type { StatementScope } from '../statement.ts'
import { describeRelation } from './member-types.ts'
import { SqlError } from './sql-error.ts'
import type { CubeQuery, Model, Relation } from './translate/relation.ts'

const KEPT = 200

/** Relations by what they are of: a build, the rights of a user, and a name. They are described when first asked for. */
export class Relations {
  readonly #kept = new Map<string, Promise<Relation>>()
  readonly #metas = new Map<string, ReturnType<StatementScope['meta']>>()

  /** The cubes and views that a user may see. */
  meta(user: CubeUser, scope: StatementScope): ReturnType<StatementScope['meta']> {
    return kept(this.#metas, `${scope.build.id} ${rightsOf(user)}`, () => scope.meta())
  }

  async named(name: string, user: CubeUser, scope: StatementScope): Promise<Relation | undefined> {
    const { cubes } = await this.meta(user, scope)
    const lower = name.toLowerCase()
    const cube =
      cubes.find((one) => one.name === name) ?? cubes.find((one) => one.name.toLowerCase() === lower)
    if (!cube) return undefined
    const key = `${scope.build.id} ${rightsOf(user)} ${cube.name}`
    return kept(this.#kept, key, () => describeRelation(cube, scope))
  }

  async all(user: CubeUser, scope: StatementScope): Promise<Relation[]> {
    const { cubes } = await this.meta(user, scope)
    const relations: Relation[] = []
    for (const { name } of cubes) {
      const relation = await this.named(name, user, scope)
      if (relation && relation.members.length > 0) relations.push(relation)
    }
    return relations
  }
}

/** Who sees the same members: rows differ, columns do not. */
export const rightsOf = ({ role, repId }: CubeUser): string => `${role}${repId === undefined ? '-' : ''}`

function kept<T>(map: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const known = map.get(key)
  if (known) return known
  const made = make()
  map.set(key, made)
  made.catch(() => map.delete(key))
  for (const oldest of map.keys()) {
    if (map.size <= KEPT) break
    map.delete(oldest)
  }
  return made
}

/** What one statement of a user may ask. Each query is noted, for EXPLAIN. */
export function semanticModel(
  user: CubeUser,
  scope: StatementScope,
  relations: Relations,
): Model & { readonly queries: readonly CubeQuery[] } {
  const queries: CubeQuery[] = []
  return {
    queries,
    relation: (name) => relations.named(name, user, scope),
    async sql(query, aliases) {
      queries.push(query)
      try {
        return await scope.sql(query, aliases)
      } catch (error) {
        throw fromCube(error)
      }
    },
  }
}

/** What Cube refused. */
function fromCube(error: unknown): unknown {
  if (!(error instanceof CubeError)) return error
  if (error.code === 'query_denied')
    return new SqlError({ state: '42501', message: 'permission denied for a member of this query' })
  const message = error.message.replace(/^(Error|UserError|TypeError): /, '').split('\n')[0] ?? ''
  const unjoined = /Can't find join path to join ('[^']*')/.exec(message)
  if (unjoined) return new SqlError({ state: '42P01', message: `The model has no join of ${unjoined[1]}` })
  if (/lead to row multiplication/.test(message))
    return new SqlError({
      state: '0A000',
      message: 'An aggregate of dimensions of several cubes, one of which repeats the rows of another',
      hint: 'Group in a query of its own, or ask for a measure.',
    })
  // What a client can mend is its own: a figure away from its grain, a query that is too large.
  return new SqlError({ state: error.status < 500 ? '42000' : 'XX000', message })
}
