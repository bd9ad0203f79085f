import { unsupported } from '../sql-error.ts'
import { kindOf, type Tree } from './ast.ts'
import { bind } from './bind.ts'
import type { Block } from './block.ts'
import { writeSelect } from './blocks.ts'
import { CubeSource } from './cube-source.ts'
import { Emitter } from './emit.ts'
import { ex, identifier } from './expression.ts'
import { dimensionsOf, type From, type Join, sourcesOf, usingColumn } from './from.ts'
import { plainLeaf } from './leaves.ts'
import type { Relation } from './relation.ts'
import { memberNode, type Rows, type Source } from './scope.ts'
import type { Translation } from './translation.ts'

/** A SELECT over rows: ordinary SQL. */
export async function joinedRows(
  block: Block,
  from: Exclude<From, { kind: 'semantic' }>,
  translation: Translation,
): Promise<Rows> {
  const { session, parameters } = translation
  const emitter: Emitter = new Emitter({
    session,
    parameters,
    aggregates: block.isGrouped,
    windows: block.windows,
    leaf: (node) => groupingLeaf(node, emitter) ?? plainLeaf(node, (inner) => emitter.emit(inner)),
  })
  const joins = from.kind === 'nothing' ? '' : await writeJoin(from.join, emitter, translation)
  const groups = block.groups.map((node) => emitter.emit(node).sql)
  const { sql, types } = writeSelect(block, emitter, joins, {
    where: block.where.map((node) => emitter.condition(node)),
    after: [
      groupBy(groups, block.sets),
      ...(block.having ? [`HAVING ${emitter.condition(block.having)}`] : []),
    ]
      .filter((part) => part !== '')
      .join(' '),
  })
  const whole = from.kind === 'nothing' ? sql : await filled(sql, from.join, translation)
  return {
    kind: 'rows',
    sql: whole,
    columns: block.targets.map(({ title }, index) => ({ name: title, type: types[index] ?? 'unknown' })),
  }
}

function groupingLeaf(node: Tree, emitter: Emitter) {
  const [kind, body] = kindOf(node)
  if (kind !== 'GroupingFunc') return undefined
  const args = ((body as { args?: Tree[] }).args ?? []).map((arg) => emitter.emit(arg).sql)
  return ex(`CAST(grouping(${args.join(', ')}) AS INTEGER)`, 'int4')
}

function groupBy(groups: readonly string[], sets: readonly (readonly number[])[]): string {
  const list = (set: readonly number[]): string => set.map((place) => groups[place]).join(', ')
  const [only] = sets
  if (sets.length === 1) return only && only.length > 0 ? `GROUP BY ${list(only)}` : ''
  return `GROUP BY GROUPING SETS (${sets.map((set) => `(${list(set)})`).join(', ')})`
}

async function writeJoin(join: Join, emitter: Emitter, translation: Translation): Promise<string> {
  if (join.kind === 'source') return `${mark(join.source)} AS ${identifier(join.source.alias)}`
  const left = await writeJoin(join.left, emitter, translation)
  const right = await writeJoin(join.right, emitter, translation)
  const tests = (join.using ?? []).map((name) => {
    const [a, b] = [usingColumn(join.left, name), usingColumn(join.right, name)]
    return `${emitter.emit(a).sql} = ${emitter.emit(b).sql}`
  })
  if (join.on) {
    const bound = await bind(join.on, {
      sources: sourcesOf(join),
      session: translation.session,
      subquery: () => {
        throw unsupported('A query in a join condition')
      },
    })
    tests.push(emitter.condition(bound))
  }
  return `(${left} ${join.word} ${right}${tests.length > 0 ? ` ON ${tests.join(' AND ')}` : ''})`
}

// Where the rows of a source go, until it is known which of its columns are used.
const mark = ({ alias }: Source): string => `\u0000<${alias}>\u0000`

async function filled(sql: string, join: Join, translation: Translation): Promise<string> {
  let whole = sql
  for (const leaf of leavesOf(join)) {
    const rows = leaf.relation
      ? await relationRows(leaf.source.alias, leaf.relation, sql, translation)
      : leaf.sql
    whole = whole.replace(mark(leaf.source), () => `(${rows})`)
  }
  return whole
}

type Leaf = Extract<Join, { kind: 'source' }>

const leavesOf = (join: Join): Leaf[] =>
  join.kind === 'source' ? [join] : [...leavesOf(join.left), ...leavesOf(join.right)]

async function relationRows(
  alias: string,
  relation: Relation,
  sql: string,
  { session, parameters, model }: Translation,
): Promise<string> {
  const source = new CubeSource({ relations: [relation], joins: [], session, parameters, model })
  const used = dimensionsOf(relation).flatMap((member, index) => {
    const name = `${identifier(alias)}.c${index}`
    const isUsed = sql.split(name).some((_, place, pieces) => place > 0 && !/^\d/.test(pieces[place] ?? ''))
    return isUsed ? [`${source.dimension(memberNode(member)).sql} AS c${index}`] : []
  })
  if (used.length === 0) {
    const [first] = dimensionsOf(relation)
    if (first) used.push(`${source.dimension(memberNode(first)).sql} AS c0`)
  }
  return `SELECT ${used.join(', ')} FROM (${await source.sql(true)}) AS q`
}
