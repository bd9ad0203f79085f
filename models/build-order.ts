import type { Kysely, OperationNodeSource } from 'kysely'
import type { Model } from './model.ts'
import type { Warehouse } from './warehouse/database.ts'

interface Node {
  readonly kind: string
}

/** The tables that a query reads, common table expressions left out. Read from the query's syntax tree. */
export function tablesOf(query: OperationNodeSource): ReadonlySet<string> {
  const tables = new Set<string>()
  const ownNames = new Set<string>()
  visit(query.toOperationNode(), (node) => {
    if (node.kind === 'TableNode') tables.add(identifierOf(node))
    if (node.kind === 'CommonTableExpressionNameNode')
      ownNames.add(identifierOf((node as { table?: Node }).table))
  })
  return new Set([...tables].filter((table) => !ownNames.has(table)))
}

/**
 * Models in an order in which each comes after those that it reads.
 * Throws where models read each other in a circle, naming the circle.
 */
export function buildOrder(models: readonly Model[], db: Kysely<Warehouse>): readonly Model[] {
  const byName = new Map(models.map((model) => [model.name, model]))
  const ordered = new Map<string, Model>()
  const place = (model: Model, path: readonly string[]): void => {
    if (ordered.has(model.name)) return
    if (path.includes(model.name)) {
      throw new Error(`Models read each other in a circle: ${[...path, model.name].join(' -> ')}`)
    }
    for (const table of tablesOf(model.query(db))) {
      const source = byName.get(table)
      if (source) place(source, [...path, model.name])
    }
    ordered.set(model.name, model)
  }
  for (const model of models) place(model, [])
  return [...ordered.values()]
}

function identifierOf(node: unknown): string {
  let name = ''
  visit(node, (child) => {
    if (child.kind === 'IdentifierNode') name = (child as Node & { name: string }).name
  })
  return name
}

function visit(value: unknown, see: (node: Node) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, see)
  } else if (typeof value === 'object' && value !== null) {
    if ('kind' in value && typeof value.kind === 'string') {
      // A reference names a table or its alias; what is read stands in a from or a join.
      if (value.kind === 'ReferenceNode') return
      see(value as Node)
    }
    for (const child of Object.values(value)) visit(child, see)
  }
}
