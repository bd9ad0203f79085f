import { SVGRenderer } from 'echarts/renderers'
import { init, use } from './kit.ts'
import { chartHeight, chartOption } from './option.ts'
import type { ChartSpec } from './spec.ts'

use([SVGRenderer])

/** Draws a chart on the server: the same as in a browser, in light colours, as an SVG element. */
export function chartSvg(spec: ChartSpec, width: number): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height: chartHeight(spec) })
  try {
    chart.setOption(chartOption(spec, { width, theme: 'light' }))
    return chart.renderToSVGString()
  } finally {
    chart.dispose()
  }
}
