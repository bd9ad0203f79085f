import type { EChartsType } from 'echarts/core'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { chartHeight, chartOption } from '../../charts/option.ts'
import { rowAxis } from '../../charts/row-axis.ts'
import type { ChartSpec } from '../../charts/spec.ts'
import { useTheme } from './theme.ts'

interface ChartProps {
  readonly spec: ChartSpec
  /** Told of a click on a row, by its index, and where it was in the chart. */
  readonly onRow?: ((index: number, at: { x: number; y: number }) => void) | undefined
}

/** Draws a chart as wide as its place. ECharts comes only when the first chart does. */
export function Chart({ spec, onRow }: ChartProps) {
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

  useEffect(() => {
    const axis = rowAxis(spec)
    if (!chart || chart.isDisposed() || !onRow || !axis) return
    const canvas = chart.getZr()
    const onClick = ({ offsetX: x, offsetY: y }: { offsetX: number; offsetY: number }): void => {
      const index = Number(chart.convertFromPixel({ [`${axis}AxisIndex`]: 0 }, axis === 'x' ? x : y))
      onRow(Math.round(index), { x, y })
    }
    canvas.on('click', onClick)
    return () => canvas.off('click', onClick)
  }, [chart, spec, onRow])

  return (
    <div
      ref={place}
      className={onRow ? 'chart open' : 'chart'}
      role="img"
      aria-label={spec.label}
      style={{ height }}
    />
  )
}
