import type { ChartSpec } from '../charts/spec.ts'
import type { Drill, Part } from './drill.ts'
import type { Narrowing } from './filters.ts'
import type { Row, TileQuery } from './member.ts'
import { missingWords, type Need } from './missing.ts'
import type { Scope } from './scope.ts'
import type { TableModel } from './table.ts'

type Form = 'kpi' | 'columns' | 'histogram' | 'bars' | 'waterfall' | 'lines' | 'steps' | 'table'

/** What a tile is: the measure and its unit, for whom and when. */
export interface Title {
  readonly measure: string
  readonly unit: string
  readonly scope: string
  readonly period: string
  /** True where the period is not that of the filters. */
  readonly isOwnPeriod?: boolean
}

/** A difference to the plan or to another period. Good and bad differ by sign, colour and form. */
export interface Variance {
  readonly code: 'ΔPL' | 'ΔPP' | 'ΔPY'
  readonly text: string
  readonly against: string
  readonly judgement: 'good' | 'bad' | 'neutral'
}

export interface KpiView {
  readonly kind: 'kpi'
  /** The number as REST gave it; null where there is nothing to measure. */
  readonly raw: string | null
  /** Rounded for reading. */
  readonly value: string
  /** To the last digit that matters, with its unit. */
  readonly exact: string
  readonly variance: Variance | null
  /** Bar of the actual against the plan, 1 being the plan, and the share of time that is gone. */
  readonly progress?: { readonly share: number; readonly elapsed: number; readonly label: string }
  /** What stands behind the number: its n, its second form. */
  readonly note: string
}

export interface ChartView {
  readonly kind: 'chart'
  readonly chart: ChartSpec
  /** The same numbers for who does not see the chart. */
  readonly table: TableModel
  readonly parts?: Parts
}

export interface TableView {
  readonly kind: 'table'
  readonly table: TableModel
  readonly parts?: Parts
}

/** What each row of the table, and so each bar or column of the chart, can be asked as; null for a row of no records. */
type Parts = readonly (Part | null)[]

/** Nothing to show, and why. */
interface EmptyView {
  readonly kind: 'empty'
  readonly reason: string
}

type Shown = KpiView | ChartView | TableView

/** What a tile shows, with a sentence of message where one can be computed. */
export type TileView = (Shown & { readonly message: string | null }) | EmptyView

type Results<Q extends string> = Readonly<Record<Q, readonly Row[]>>

/** What a tile gives when it is clicked. */
interface Reach {
  /** The records behind the whole tile (null), or behind a part of it; null where there are none to open. */
  drill?(part: Part | null, scope: Scope): Drill | null
  /** What a click on a part narrows the page to; null where it is nothing. */
  narrow?(part: Part, scope: Scope): Partial<Narrowing> | null
}

interface TileDefinition<Q extends string> extends Reach {
  readonly id: string
  readonly form: Form
  /** Where no source has records of one of these, the tile names the file to drop instead. */
  readonly needs: readonly Need[]
  title(scope: Scope): Title
  /** Queries by name, or the reason why there is no answer for the scope. */
  queries(scope: Scope): Readonly<Record<Q, TileQuery | null>> | string
  /** Pure: from rows to what is shown. A query that is null gives no rows. */
  view(rows: Results<Q>, scope: Scope): TileView
}

/** A tile, ready to be asked. */
export interface Tile extends Reach {
  readonly id: string
  readonly form: Form
  readonly needs: readonly Need[]
  title(scope: Scope): Title
  queries(scope: Scope): readonly TileQuery[]
  /** Asks what it needs and gives what to show. @throws what `ask` throws */
  load(scope: Scope, ask: (query: TileQuery) => Promise<readonly Row[]>): Promise<TileView>
}

/**
 * Defines a tile once, for pages and reports alike: what it asks, how it shows it, in which words.
 * No tile computes a KPI; differences of two of Cube's numbers are for display.
 */
export function defineTile<Q extends string>(definition: TileDefinition<Q>): Tile {
  const { id, form, needs, drill, narrow } = definition
  const named = (scope: Scope): [Q, TileQuery | null][] => {
    const queries = definition.queries(scope)
    return typeof queries === 'string' ? [] : (Object.entries(queries) as [Q, TileQuery | null][])
  }
  return {
    id,
    form,
    needs,
    ...(drill && { drill }),
    ...(narrow && { narrow }),
    title: (scope) => definition.title(scope),
    queries: (scope) => named(scope).flatMap(([, query]) => (query ? [query] : [])),
    async load(scope, ask) {
      const missing = missingWords(needs, scope)
      if (missing !== null) return { kind: 'empty', reason: missing }
      const queries = definition.queries(scope)
      if (typeof queries === 'string') return { kind: 'empty', reason: queries }
      const answers = await Promise.all(
        named(scope).map(async ([name, query]) => [name, query ? await ask(query) : []] as const),
      )
      return definition.view(Object.fromEntries(answers) as unknown as Results<Q>, scope)
    },
  }
}
