import { chartHeight, chartOption } from '../../charts/option.ts'
import { palettes } from '../../charts/palette.ts'
import type { ChartSpec } from '../../charts/spec.ts'

const WIDTH = 960

/** Saves a chart as a picture, in light colours and of one width whatever the window, for slides and mails. */
export async function savePicture(spec: ChartSpec, name: string): Promise<void> {
  const { init } = await import('./canvas.ts')
  const place = document.createElement('div')
  const chart = init(place, undefined, { width: WIDTH, height: chartHeight(spec) })
  chart.setOption(chartOption(spec, { width: WIDTH, theme: 'light' }))
  const link = document.createElement('a')
  link.href = chart.getDataURL({ type: 'png', pixelRatio: 2, backgroundColor: palettes.light.surface })
  link.download = `${name}.png`
  link.click()
  chart.dispose()
}
