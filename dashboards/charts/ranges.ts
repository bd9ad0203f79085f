import { axisText, common, hatched, nameAxis } from './common.ts'
import type { RenderApi } from './custom.ts'
import type { ChartOption, Frame } from './option.ts'
import type { RangesSpec } from './spec.ts'

const ROW = 30
const TOP = 8
const NAMES = { wide: 132, narrow: 84 }
const LABELS = 152

export const rangesHeight = (rows: number): number => TOP + rows * ROW + 6

/** A bar from the low to the high end with the estimate on it as a tick, and what came true as a dot. */
export function rangesOption(spec: RangesSpec, { width, palette }: Frame): ChartOption {
  const names = width < 480 ? NAMES.narrow : NAMES.wide
  const ends = spec.rows.map(({ interval, point, actual }) =>
    Math.max(interval?.[1] ?? interval?.[0] ?? 0, point ?? 0, actual ?? 0),
  )
  // An interval without an upper end runs out of the picture.
  const max = Math.max(...ends, 0) * 1.04 || 1
  const spans = spec.rows.map(({ interval }) =>
    interval ? ([interval[0], interval[1] ?? max] as const) : null,
  )
  const place = { type: 'bar', stack: 'range', barWidth: 14, silent: true, emphasis: { disabled: true } }
  const fill = spec.isForecast ? hatched(palette) : { color: palette.earlier }
  return {
    ...common(spec.label, palette),
    tooltip: { show: false },
    grid: { left: names, right: LABELS, top: TOP, height: spec.rows.length * ROW },
    xAxis: { type: 'value', min: 0, max, show: false },
    yAxis: nameAxis(
      spec.rows.map(({ name }) => name),
      names - 16,
      palette,
    ),
    series: [
      { ...place, itemStyle: { color: 'transparent' }, data: spans.map((span) => span?.[0] ?? null) },
      { ...place, itemStyle: fill, data: spans.map((span) => span && span[1] - span[0]) },
      {
        type: 'custom',
        silent: true,
        data: spec.rows.map(({ point, actual }, row) => [point ?? -1, row, actual ?? -1, max]),
        encode: { x: 0, y: 1 },
        z: 4,
        renderItem: ({ dataIndex }: { dataIndex: number }, api: RenderApi) => {
          const row = spec.rows[dataIndex]
          const [x, y] = api.coord([api.value(0), api.value(1)])
          const [actual] = api.coord([api.value(2), api.value(1)])
          const [edge] = api.coord([api.value(3), api.value(1)])
          return {
            type: 'group',
            children: [
              ...(row?.point === null || row?.point === undefined
                ? []
                : [
                    {
                      type: 'rect',
                      shape: { x: x - 1.5, y: y - 11, width: 3, height: 22 },
                      style: { fill: palette.accent },
                    },
                  ]),
              ...(row?.actual === undefined
                ? []
                : [
                    {
                      type: 'circle',
                      shape: { cx: actual, cy: y, r: 5 },
                      style: { fill: palette.actual, stroke: palette.surface, lineWidth: 1.5 },
                    },
                  ]),
              {
                type: 'text',
                style: {
                  text: row?.label ?? '',
                  x: edge + 8,
                  y,
                  verticalAlign: 'middle',
                  fill: palette.ink,
                  fontSize: 12,
                  fontFamily: axisText(palette).fontFamily,
                },
              },
            ],
          }
        },
      },
    ],
  }
}
