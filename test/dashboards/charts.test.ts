import { describe, expect, test } from 'vitest'
import { chartHeight, chartOption } from '../../dashboards/charts/option.ts'
import { palettes } from '../../dashboards/charts/palette.ts'
import type { BarsSpec, ColumnsSpec, HistogramSpec } from '../../dashboards/charts/spec.ts'
import { chartSvg } from '../../dashboards/charts/svg.ts'

const frame = { width: 600, theme: 'light' } as const
const columns: ColumnsSpec = {
  kind: 'columns',
  label: 'Bookings',
  categories: ['Feb', 'Mar'],
  series: [
    { code: 'PL', name: 'Quota', values: [10, 12] },
    { code: 'AC', name: 'Actual', values: [9, null] },
  ],
  short: (value) => `${value}k`,
  exact: (value) => `${value},000`,
}
const histogram: HistogramSpec = {
  kind: 'histogram',
  label: 'Cycles',
  bandWidth: 15,
  bands: [
    { name: '0–14', count: 3 },
    { name: '15 or more', count: 1 },
  ],
  marks: [
    { name: 'median 12', at: 12 },
    { name: '90% within 400', at: 400 },
  ],
  axisName: 'days',
  tooltip: (band, count) => `${band}: ${count}`,
}
const bars: BarsSpec = {
  kind: 'bars',
  label: 'Win rates',
  names: ['Field & Co', 'Web <b>'],
  panels: [
    {
      title: 'Win rate',
      bars: [
        { value: 0.4, label: '40% of 20', faint: false, interval: [0.2, 0.6] },
        { value: 0.9, label: 'n = 2, too few', faint: true, interval: [0.1, 1] },
      ],
    },
  ],
}

describe('columns', () => {
  const option = chartOption(columns, frame)

  test('plan is an outline, actual solid and before it, both from zero', () => {
    expect(option.series).toMatchObject([
      { name: 'Quota', data: [10, 12], itemStyle: { color: 'transparent', borderColor: palettes.light.ink } },
      { name: 'Actual', data: [9, null], itemStyle: { color: palettes.light.actual } },
    ])
    const [plan, actual] = option.series as { z: number }[]
    expect(actual?.z).toBeGreaterThan(plan?.z ?? 0)
    expect(option.yAxis).toMatchObject({ min: 0 })
  })

  test('tooltips are drawn, not HTML that the page policy forbids, and exact', () => {
    const { renderMode, formatter } = option.tooltip as {
      renderMode: string
      formatter: (items: object[]) => string
    }
    expect(renderMode).toBe('richText')
    expect(
      formatter([
        { name: 'Mar', seriesName: 'Quota', value: 12 },
        { seriesName: 'Actual', value: null },
      ]),
    ).toBe('Mar\nQuota  12,000')
  })
})

test('marks of a histogram lie at their place, those beyond it at its end', () => {
  const option = chartOption(histogram, frame)
  expect(option.xAxis).toMatchObject([{ type: 'category' }, { min: 0, max: 30 }])
  expect(option.series).toMatchObject([
    { data: [3, 1] },
    { xAxisIndex: 1, markLine: { data: [{ xAxis: 12 }, { xAxis: 30 }] } },
  ])
})

test('too few deals have words and no bar, others their interval', () => {
  const [shown, words] = chartOption(bars, frame).series as [
    { data: number[]; markLine: { data: [{ coord: number[] }, { coord: number[] }][] } },
    { data: { label: { formatter: string } }[] },
  ]
  expect(shown.data).toEqual([0.4, 0])
  expect(new Set(shown.markLine.data.map(([from, to]) => `${from.coord} ${to.coord}`))).toEqual(
    new Set(['0.2,0 0.6,0']),
  )
  expect(words.data.map(({ label }) => label.formatter)).toEqual(['40% of 20', 'n = 2, too few'])
})

test.each([columns, histogram, bars])('$kind is drawn on the server, texts escaped', (spec) => {
  const svg = chartSvg(spec, 600)
  expect(svg).toMatch(/^<svg /)
  expect(svg).toContain(`height="${chartHeight(spec)}"`)
  expect(svg).not.toContain('<b>')
  expect(svg).not.toContain('<script')
  if (spec.kind === 'bars') expect(svg).toContain('Field &amp; Co')
})

/** Contrast of two colours by WCAG 2.2. */
function contrast(one: string, other: string): number {
  const luminance = (colour: string): number => {
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
      const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255
      return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

test.each(Object.entries(palettes))('texts and marks of the %s theme stand out', (_, palette) => {
  for (const text of [palette.ink, palette.muted, palette.accent]) {
    expect(contrast(text, palette.surface)).toBeGreaterThanOrEqual(4.5)
  }
  expect(contrast(palette.actual, palette.surface)).toBeGreaterThanOrEqual(3)
  expect(contrast(palette.actual, palette.earlier)).toBeGreaterThanOrEqual(3)
})
