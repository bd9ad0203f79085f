import type { EChartsCoreOption } from 'echarts/core'
import { barsHeight, barsOption } from './bars.ts'
import { columnsOption } from './columns.ts'
import { histogramOption } from './histogram.ts'
import { type Palette, palettes, type Theme } from './palette.ts'
import type { ChartSpec } from './spec.ts'

/** What a drawing depends on besides its numbers. */
export interface Frame {
  readonly width: number
  readonly palette: Palette
}

export type ChartOption = EChartsCoreOption

const HEIGHT = 260

export const chartHeight = (spec: ChartSpec): number =>
  spec.kind === 'bars' ? barsHeight(spec.names.length) : HEIGHT

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
  }
}
