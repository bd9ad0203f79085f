import { expect, test } from 'vitest'
import { calibrationLine } from '../../../models/forecast/calibration-line.ts'

const logit = (p: number): number => Math.log(p / (1 - p))
const at = (z: number): number => 1 / (1 + Math.exp(-z))
const PS = [0.02, 0.1, 0.25, 0.5, 0.75, 0.9]

/** Cells in which exactly the share that a line tells is won. */
const cellsOn = (slope: number, intercept: number) =>
  PS.map((p) => ({ p, deals: 1e6, wins: 1e6 * at(intercept + slope * logit(p)) }))

test.each([
  [1, 0],
  [0.6, -0.4],
  [1.8, 0.7],
  [-0.2, -1.5],
])('a line of slope %f and intercept %f is found again', (slope, intercept) => {
  const line = calibrationLine(cellsOn(slope, intercept))
  expect(line?.slope).toBeCloseTo(slope, 8)
  expect(line?.intercept).toBeCloseTo(intercept, 8)
})

test('where all or none are won, or all have one probability, or none is there, no line can be told', () => {
  expect(calibrationLine([])).toBeNull()
  expect(calibrationLine(PS.map((p) => ({ p, deals: 10, wins: 0 })))).toBeNull()
  expect(calibrationLine(PS.map((p) => ({ p, deals: 10, wins: 10 })))).toBeNull()
  expect(calibrationLine([{ p: 0.3, deals: 10, wins: 3 }])).toBeNull()
})

test('probabilities of 0 and 1 do not end it', () => {
  const line = calibrationLine([
    { p: 0, deals: 100, wins: 1 },
    { p: 0.5, deals: 100, wins: 50 },
    { p: 1, deals: 100, wins: 98 },
  ])
  expect(line?.slope).toBeGreaterThan(0)
  expect(Number.isFinite(line?.intercept)).toBe(true)
})
