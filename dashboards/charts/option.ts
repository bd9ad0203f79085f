import type { EChartsCoreOption } from 'echarts/core'
import { barsHeight, barsOption } from './bars.ts'
import { columnsOption } from './columns.ts'
import { histogramOption } from './histogram.ts'
import { linesOption } from './lines.ts'
import { type Palette, palettes, type Theme } from './palette.ts'
import { rangesHeight, rangesOption } from './ranges.ts'
import { reliabilityOption } from './reliability.ts'
import type { ChartSpec } from './spec.ts'
import { stepsHeight, stepsOption } from './steps.ts'
import { waterfallHeight, waterfallOption } from './waterfall.ts'

/** What a drawing depends on besides its numbers. */
export interface Frame {
  readonly width: number
  readonly palette: Palette
}

export type ChartOption = EChartsCoreOption

const HEIGHT = 260

export function chartHeight(spec: ChartSpec): number {
  switch (spec.kind) {
    case 'bars':
      return barsHeight(spec.names.length)
    case 'waterfall':
      return waterfallHeight(spec.steps.length)
    case 'ranges':
      return rangesHeight(spec.rows.length)
    case 'steps':
      return stepsHeight(spec)
    default:
      return HEIGHT
  }
}

/** The ECharts option of a chart: pure, the same in a browser and on the server. */
export function chartOption(spec: ChartSpec, { width, theme }: { width: number; theme: Theme }): ChartOption {
  const frame: Frame = { width, palette: palettes[theme] }
  switch (spec.kind) {
    case 'columns':
      return columnsOption(spec, frame)
    case 'histogram':
      return histogramOption(spec, frame)
    case 'bars':
      return barsOption(spec, frame)
    case 'waterfall':
      return waterfallOption(spec, frame)
    case 'lines':
      return linesOption(spec, frame)
    case 'steps':
      return stepsOption(spec, frame)
    case 'reliability':
      return reliabilityOption(spec, frame)
    case 'ranges':
      return rangesOption(spec, frame)
  }
}
