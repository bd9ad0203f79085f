/** What a column stands for, by the notation of the International Business Communication Standards. */
export type Code = 'AC' | 'PL' | 'PY'

export interface ColumnSeries {
  readonly code: Code
  readonly name: string
  readonly values: readonly (number | null)[]
}

/** Time from left to right. */
export interface ColumnsSpec {
  readonly kind: 'columns'
  readonly label: string
  readonly categories: readonly string[]
  readonly series: readonly ColumnSeries[]
  /** Short form for labels, exact form for the tooltip. */
  readonly short: (value: number) => string
  readonly exact: (value: number) => string
}

export interface HistogramSpec {
  readonly kind: 'histogram'
  readonly label: string
  /** Width of a band; bands begin at 0 and the last is open. */
  readonly bandWidth: number
  readonly bands: readonly { readonly name: string; readonly count: number }[]
  readonly marks: readonly { readonly name: string; readonly at: number }[]
  readonly axisName: string
  readonly tooltip: (band: string, count: number) => string
}

export interface Bar {
  readonly value: number | null
  readonly label: string
  /** Too little lies behind it: the words are shown, the bar is not. */
  readonly faint: boolean
  /** 95% interval, drawn over the bar. */
  readonly interval?: readonly [low: number, high: number]
}

interface BarPanel {
  readonly title: string
  /** End of the axis; the largest value where not told. */
  readonly max?: number
  readonly bars: readonly Bar[]
}

/** Structure from top to bottom; panels side by side share the names and have each one scale. */
export interface BarsSpec {
  readonly kind: 'bars'
  readonly label: string
  readonly names: readonly string[]
  readonly panels: readonly BarPanel[]
}

export type ChartSpec = ColumnsSpec | HistogramSpec | BarsSpec
