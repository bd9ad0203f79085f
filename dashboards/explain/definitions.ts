import type { MetaResult } from '../../cube/server.ts'
import type { Member, TileQuery } from '../tiles/member.ts'
import type { Definition } from './explanation.ts'

type MetaCube = MetaResult['cubes'][number]
type MetaMember = MetaCube['measures'][number]

/** What the measures of queries mean, in the order in which they are asked for. */
export function definitionsOf(queries: readonly TileQuery[], { cubes }: MetaResult): Definition[] {
  const known = new Map(cubes.flatMap(({ measures }) => measures.map((one) => [one.name, one] as const)))
  const asked = new Set(queries.flatMap(({ measures = [] }): Member[] => measures))
  return [...asked].flatMap((member) => {
    const found = known.get(member)
    return found ? [definitionOf(found, cubes)] : []
  })
}

function definitionOf(measure: MetaMember, cubes: readonly MetaCube[]): Definition {
  const meta = Object(measure.meta) as { unit?: string }
  return {
    member: measure.name,
    title: textOf(measure.shortTitle) ?? measure.title,
    description: textOf(measure.description) ?? '',
    unit: meta.unit ?? textOf(measure.format) ?? null,
    tables: tablesOf(measure, cubes),
  }
}

/** A member of a view is one of a cube, which says what tables it is of. */
function tablesOf(measure: MetaMember, cubes: readonly MetaCube[]): readonly string[] {
  const [cube] = (textOf(measure.aliasMember) ?? measure.name).split('.')
  const meta = Object(cubes.find(({ name }) => name === cube)?.meta) as { tables?: readonly string[] }
  return meta.tables ?? []
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)
