import { buildOrder, tablesOf } from './build-order.ts'
import type { Model } from './model.ts'
import { queryBuilder } from './warehouse/query-builder.ts'

/** What was asked for is no model. */
export class UnknownModelError extends Error {
  readonly code = 'model_unknown'
  readonly value: string
  readonly expected: readonly string[]

  constructor(value: string, expected: readonly string[]) {
    super(`${value} is not a model`)
    this.value = value
    this.expected = expected
  }
}

/**
 * Names of the models that selections mean: `fct_opportunity` is the model alone, `fct_opportunity+` with all that
 * are made from it, `+fct_opportunity` with all that it is made from.
 * @throws UnknownModelError
 */
export function selectModels(selections: readonly string[], models: readonly Model[]): ReadonlySet<string> {
  const db = queryBuilder()
  const order = buildOrder(models, db)
  const reads = new Map(order.map((model) => [model.name, tablesOf(model.query(db))]))
  const names = order.map(({ name }) => name)
  const selected = new Set<string>()
  for (const selection of selections) {
    const [, up, name = '', down] = /^(\+?)(.*?)(\+?)$/.exec(selection) ?? []
    if (!reads.has(name)) throw new UnknownModelError(name, names)
    const [above, below] = [new Set([name]), new Set([name])]
    // In the order of building what reads comes after what is read.
    for (const it of names) if ([...(reads.get(it) ?? [])].some((table) => below.has(table))) below.add(it)
    for (const it of names.toReversed())
      if (above.has(it)) for (const table of reads.get(it) ?? []) if (reads.has(table)) above.add(table)
    for (const it of [name, ...(up ? above : []), ...(down ? below : [])]) selected.add(it)
  }
  return selected
}
