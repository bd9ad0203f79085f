import { describe, expect, test } from 'vitest'
import { spread } from '../../dashboards/charts/common.ts'
import { chartHeight, chartOption } from '../../dashboards/charts/option.ts'
import { palettes } from '../../dashboards/charts/palette.ts'
import type {
  BarsSpec,
  ColumnsSpec,
  HistogramSpec,
  LinesSpec,
  RangesSpec,
  ReliabilitySpec,
  StepsSpec,
  WaterfallSpec,
} from '../../dashboards/charts/spec.ts'
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

const waterfall: WaterfallSpec = {
  kind: 'waterfall',
  label: 'Movements',
  steps: [
    { name: 'Opening', value: 10, label: '10', isTotal: true },
    { name: 'Won & lost', value: -12, label: '−12', isTotal: false },
    { name: 'New', value: 5, label: '+5', isTotal: false },
    { name: 'Closing', value: 3, label: '3', isTotal: true },
  ],
}
const lines: LinesSpec = {
  kind: 'lines',
  label: 'Open pipeline',
  categories: ['Mon', 'Tue', 'Wed'],
  lines: [
    { code: 'AC', name: 'Actual', values: [1, 2, null] },
    { code: 'FC', name: 'Forecast', values: [null, 2, 3], band: [null, [2, 2], [2, 4]] },
  ],
  short: (value) => `${value}k`,
  exact: (value) => `${value},000`,
}
const steps: StepsSpec = {
  kind: 'steps',
  label: 'Won by age',
  axisName: 'days',
  atRiskName: 'Still open',
  ticks: [0, 30, 60],
  curves: [
    {
      name: 'Field & Co',
      end: 'Field & Co 40 d',
      points: [
        { at: 0, value: 0, low: 0, high: 0 },
        { at: 20, value: 0.2, low: 0.1, high: 0.3 },
        { at: 90, value: 0.5, low: 0.4, high: 0.6 },
      ],
    },
    { name: 'Web', end: 'Web', points: [{ at: 0, value: 0, low: null, high: null }] },
  ],
  atRisk: [
    { name: 'Field & Co', counts: ['9', '7', '2'] },
    { name: 'Web', counts: ['1'] },
  ],
  percent: (share) => `${share * 100}%`,
}
const reliability: ReliabilitySpec = {
  kind: 'reliability',
  label: 'Calibration',
  predictedName: 'predicted',
  observedName: 'came true',
  bins: [{ predicted: 0.2, observed: 0.3, interval: [0.1, 0.5], count: 'n = 12' }],
  percent: (share) => `${share * 100}%`,
}
const ranges: RangesSpec = {
  kind: 'ranges',
  label: 'Forecast',
  isForecast: true,
  rows: [
    { name: 'Q1 & Q2', interval: [2, 6], point: 4, actual: 5, label: '4' },
    { name: 'Q3', interval: [3, null], point: 5, label: '5 or more' },
    { name: 'Q4', interval: null, point: null, label: 'too few' },
  ],
}
const every = [columns, histogram, bars, waterfall, lines, steps, reliability, ranges]

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

test('a waterfall steps from total to total, below zero too, and tells up from down', () => {
  const [base, step] = chartOption(waterfall, frame).series as [
    { data: number[] },
    { data: { value: number; itemStyle: { color: string } }[] },
  ]
  expect(base.data).toEqual([0, 10, -2, 0])
  expect(step.data.map(({ value }) => value)).toEqual([10, -12, 5, 3])
  const { actual, bad, good } = palettes.light
  expect(step.data.map(({ itemStyle }) => itemStyle.color)).toEqual([actual, bad, good, actual])
})

test('a line that is a forecast is dashed, its band under it, and each line is named at its end', () => {
  const [band, actual, forecast] = chartOption(lines, frame).series as Record<string, unknown>[]
  expect(band).toMatchObject({ type: 'custom', data: [[1, 2]] })
  expect(actual).toMatchObject({ lineStyle: { type: 'solid' }, endLabel: { formatter: 'Actual' } })
  expect(forecast).toMatchObject({ lineStyle: { type: 'dashed' }, endLabel: { formatter: 'Forecast' } })
})

test('a curve goes on up to the end of the axis where it is followed further, and differs from others by form', () => {
  const series = chartOption(steps, frame).series as { type: string; data: number[][]; lineStyle: object }[]
  const [field, web] = series.filter(({ type }) => type === 'line')
  expect(field?.data).toEqual([
    [0, 0],
    [20, 0.2],
    [60, 0.2],
  ])
  expect(web?.data).toEqual([[0, 0]])
  expect(field?.lineStyle).not.toMatchObject({ type: Reflect.get(Object(web?.lineStyle), 'type') })
  const svg = chartSvg(steps, 600)
  for (const number of ['>9<', '>7<', '>2<', '>1<']) expect(svg).toContain(number)
})

test('a forecast is hatched, its range open where no upper end is reached', () => {
  const [low, range] = chartOption(ranges, frame).series as { data: (number | null)[]; itemStyle: object }[]
  expect(low?.data).toEqual([2, 3, null])
  expect(range?.data.map((value) => value !== null && value > 0)).toEqual([true, true, false])
  expect(range?.itemStyle).toHaveProperty('decal')
  expect(chartSvg(ranges, 600)).toContain('<pattern')
})

test('labels that would lie over each other are moved apart, and stay in the picture', () => {
  expect(spread([10, 11, 50], 15, { from: 0, to: 60 })).toEqual([10, 25, 50])
  expect(spread([58, 59], 15, { from: 0, to: 60 })).toEqual([45, 60])
})

test('on a phone bars have as many panels as there is room for, and their words in full', () => {
  const panel = { title: 'Win rate', bars: [{ value: 0.4, label: '40% of 12,000', faint: false }] }
  const wide: BarsSpec = { kind: 'bars', label: 'Rates', names: ['Field'], panels: [panel, panel, panel] }
  const panels = (width: number) => (chartOption(wide, { ...frame, width }).title as object[]).length
  expect([panels(900), panels(400), panels(120)]).toEqual([3, 2, 1])
})

test.each(every)('$kind is drawn on the server, texts escaped', (spec) => {
  const svg = chartSvg(spec, 600)
  expect(svg).toMatch(/^<svg /)
  expect(svg).toContain(`height="${chartHeight(spec)}"`)
  expect(svg).not.toContain('<b>')
  expect(svg).not.toContain('<script')
  if (JSON.stringify(spec).includes(' & ')) expect(svg).toMatch(/(Field|Won|Q1) &amp; /)
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
  for (const text of [palette.ink, palette.muted, palette.accent, ...palette.series]) {
    expect(contrast(text, palette.surface)).toBeGreaterThanOrEqual(4.5)
  }
  for (const mark of [palette.actual, palette.good, palette.bad]) {
    expect(contrast(mark, palette.surface)).toBeGreaterThanOrEqual(3)
  }
  expect(contrast(palette.actual, palette.earlier)).toBeGreaterThanOrEqual(3)
})
