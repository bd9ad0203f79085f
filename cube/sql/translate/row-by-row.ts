import { unsupported } from '../sql-error.ts'
import { kindOf, type Tree } from './ast.ts'
import type { Block } from './block.ts'
import { named, writeSelect } from './blocks.ts'
import { asTable, CubeSource } from './cube-source.ts'
import { Emitter } from './emit.ts'
import type { Semantic } from './from.ts'
import { memberOf, membersIn, plainLeaf } from './leaves.ts'
import type { Relation } from './relation.ts'
import type { Rows } from './scope.ts'
import type { Translation } from './translation.ts'

/** Rows that nothing groups: a measure has the value of its row. */
export async function rowByRow(
  block: Block,
  { relations, joins }: Semantic,
  translation: Translation,
): Promise<Rows> {
  const { session, parameters, model } = translation
  const source = new CubeSource({ relations, joins, session, parameters, model })
  const emitter: Emitter = new Emitter({
    session,
    parameters,
    aggregates: false,
    windows: block.windows,
    leaf: (node) => {
      const member = memberOf(node)
      if (member?.kind === 'measure') {
        if (!member.hasRowValue)
          throw unsupported(
            `A value of ${member.name} in every row`,
            `Group the query and ask for MEASURE(${member.name}).`,
          )
        return source.measure(member)
      }
      return member || kindOf(node)[0] === 'Joined'
        ? source.dimension(node)
        : plainLeaf(node, (inner) => emitter.emit(inner))
    },
  })
  const outer: string[] = []
  for (const test of block.where) {
    if (membersIn(test).some(({ kind }) => kind === 'measure')) outer.push(emitter.condition(test))
    else source.filter(test)
  }
  const written = (from: string) => writeSelect(block, emitter, from, { where: outer })
  // Written twice: the first time says which columns are asked for.
  written('q')
  if (source.isEmpty) source.dimension(firstDimension(relations))
  const { sql, types } = written(asTable(await source.sql(true)))
  return { kind: 'rows', sql, columns: named(block, types) }
}

function firstDimension(relations: readonly Relation[]): Tree {
  const member = relations.flatMap(({ members }) => members).find(({ kind }) => kind === 'dimension')
  if (!member) throw unsupported('A query of rows without any dimension')
  return { Member: member }
}
