import type { Rng } from '../../../pipelines/sources/sample/rng.ts'
import { type ViewTruth, viewTruths } from './views.ts'
import type { Warehouse } from './warehouse.ts'

export interface Condition {
  readonly dimension: string
  readonly operator: 'equals' | 'notEquals' | 'contains' | 'set' | 'notSet'
  readonly values: readonly string[]
}

/** A question that can be asked at every door. */
export interface Question {
  readonly view: string
  readonly measures: readonly string[]
  readonly dimensions: readonly string[]
  /** All must hold. */
  readonly conditions: readonly Condition[]
  /** One of them must hold, where there are any. */
  readonly anyOf: readonly Condition[]
  readonly range?: { readonly dimension: string; readonly from: string; readonly to: string }
}

/** Draws questions whose filters use values that stand in the data, of one's own rows and of others'. */
export function questions(warehouse: Warehouse): (random: Rng) => Promise<Question> {
  const known = new Map<string, Promise<readonly string[]>>()
  const valuesOf = (view: string, dimension: string): Promise<readonly string[]> => {
    const key = `${view}.${dimension}`
    const { base, dimensions } = viewTruths[view] as ViewTruth
    const found =
      known.get(key) ??
      warehouse
        .rows(
          `SELECT DISTINCT ${dimensions[dimension]} AS v FROM (${base}) WHERE v IS NOT NULL ORDER BY 1 LIMIT 300`,
        )
        .then((rows) => rows.map(({ v }) => String(v)))
    known.set(key, found)
    return found
  }
  const some = (random: Rng, from: readonly string[], most: number): string[] =>
    [...from]
      .map((one) => ({ one, at: random.next() }))
      .sort((x, y) => x.at - y.at)
      .slice(0, random.int(0, Math.min(most, from.length)))
      .map(({ one }) => one)

  const condition = async (random: Rng, view: string, dimension: string): Promise<Condition> => {
    const values = await valuesOf(view, dimension)
    const value = (): string => values[random.int(0, values.length - 1)] ?? 'nothing'
    switch (random.int(0, 4)) {
      case 0:
        return { dimension, operator: random.chance(0.5) ? 'set' : 'notSet', values: [] }
      case 1:
        return { dimension, operator: 'contains', values: [value().slice(0, random.int(1, 3))] }
      case 2:
        return { dimension, operator: 'notEquals', values: [value()] }
      default:
        return { dimension, operator: 'equals', values: [...new Set([value(), value()])] }
    }
  }

  return async (random) => {
    const names = Object.keys(viewTruths)
    const view = names[random.int(0, names.length - 1)] ?? 'bookings'
    const { measures, dimensions, days } = viewTruths[view] as ViewTruth
    const asked = some(random, Object.keys(measures), 3)
    const by = some(random, Object.keys(dimensions), 2)
    const [fallback = ''] = Object.keys(measures)
    const conditions = await Promise.all(
      some(random, Object.keys(dimensions), 2).map((one) => condition(random, view, one)),
    )
    const anyOf = random.chance(0.2)
      ? await Promise.all(
          Object.keys(dimensions)
            .slice(0, 2)
            .map((one) => condition(random, view, one)),
        )
      : []
    const [day] = Object.keys(days)
    const from = `20${random.int(24, 26)}-0${random.int(1, 9)}-01`
    return {
      view,
      measures: asked.length + by.length === 0 ? [fallback] : asked,
      dimensions: by,
      conditions,
      anyOf,
      ...(day !== undefined &&
        random.chance(0.3) && { range: { dimension: day, from, to: `${from.slice(0, 4)}-12-31` } }),
    }
  }
}
