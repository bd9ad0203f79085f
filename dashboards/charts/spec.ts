/** What a column stands for, by the notation of the International Business Communication Standards. */
export type Code = 'AC' | 'PL' | 'PY' | 'FC'

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

export interface BarPanel {
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

export interface WaterfallStep {
  readonly name: string
  /** By how much it moves the sum, or the sum itself where it is a total. */
  readonly value: number
  readonly label: string
  readonly isTotal: boolean
}

/** What leads from one total to another, top to bottom; the steps between two totals add up to their difference. */
export interface WaterfallSpec {
  readonly kind: 'waterfall'
  readonly label: string
  readonly steps: readonly WaterfallStep[]
}

export interface Line {
  readonly code: Code
  readonly name: string
  readonly values: readonly (number | null)[]
  /** 95% or 80% interval of each point, drawn as a band. */
  readonly band?: readonly (readonly [low: number, high: number] | null)[]
}

/** Time from left to right, for more points than columns would show. */
export interface LinesSpec {
  readonly kind: 'lines'
  readonly label: string
  readonly categories: readonly string[]
  readonly lines: readonly Line[]
  readonly short: (value: number) => string
  readonly exact: (value: number) => string
}

export interface StepPoint {
  readonly at: number
  readonly value: number
  readonly low: number | null
  readonly high: number | null
}

export interface StepCurve {
  readonly name: string
  /** Words at the end of the curve. */
  readonly end: string
  /** In order of time, from 0; a value holds up to the next. */
  readonly points: readonly StepPoint[]
}

/** Curves of survival or cumulative incidence: shares from 0 to 1 over time, with their bands and numbers at risk. */
export interface StepsSpec {
  readonly kind: 'steps'
  readonly label: string
  readonly axisName: string
  readonly ticks: readonly number[]
  readonly curves: readonly StepCurve[]
  readonly atRiskName: string
  /** How many are still followed at each tick. */
  readonly atRisk: readonly { readonly name: string; readonly counts: readonly string[] }[]
  readonly percent: (share: number) => string
}

interface CalibrationBin {
  readonly predicted: number
  readonly observed: number
  readonly interval: readonly [low: number, high: number]
  readonly count: string
}

/** What was predicted against what came true; on the diagonal both are the same. */
export interface ReliabilitySpec {
  readonly kind: 'reliability'
  readonly label: string
  readonly predictedName: string
  readonly observedName: string
  readonly bins: readonly CalibrationBin[]
  readonly percent: (share: number) => string
}

interface RangeRow {
  readonly name: string
  /** What holds the truth with a stated probability; an end of null is not reached. */
  readonly interval: readonly [low: number, high: number | null] | null
  readonly point: number | null
  /** What came true, where it is known. */
  readonly actual?: number
  readonly label: string
}

/** Estimates with their intervals on one scale from zero; forecasts are hatched. */
export interface RangesSpec {
  readonly kind: 'ranges'
  readonly label: string
  readonly isForecast: boolean
  readonly rows: readonly RangeRow[]
}

export type ChartSpec =
  | ColumnsSpec
  | HistogramSpec
  | BarsSpec
  | WaterfallSpec
  | LinesSpec
  | StepsSpec
  | ReliabilitySpec
  | RangesSpec
