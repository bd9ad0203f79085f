import type { EChartsType } from 'echarts/core'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { chartHeight, chartOption } from '../../charts/option.ts'
import type { ChartSpec } from '../../charts/spec.ts'
import { useTheme } from './theme.ts'

/** Draws a chart as wide as its place. ECharts comes only when the first chart does. */
export function Chart({ spec }: { spec: ChartSpec }) {
  const place = useRef<HTMLDivElement>(null)
  const [chart, setChart] = useState<EChartsType | null>(null)
  const [width, setWidth] = useState(0)
  const theme = useTheme()
  const height = chartHeight(spec)

  useLayoutEffect(() => {
    if (!place.current) return
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)))
    observer.observe(place.current)
    return () => observer.disconnect()
  }, [])

  useEffect(() => {
    let made: EChartsType | null = null
    let isOver = false
    void import('./canvas.ts').then(({ init }) => {
      if (isOver || !place.current) return
      made = init(place.current)
      setChart(made)
    })
    return () => {
      isOver = true
      made?.dispose()
    }
  }, [])

  useEffect(() => {
    if (!chart || width === 0 || chart.isDisposed()) return
    chart.resize({ width, height })
    chart.setOption(chartOption(spec, { width, theme }), { notMerge: true })
  }, [chart, spec, width, height, theme])

  return <div ref={place} className="chart" role="img" aria-label={spec.label} style={{ height }} />
}
