import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as aq from 'arquero'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Life } from '../../../models/survival/life.ts'
import { dataset } from '../../support/datasets.ts'
import { SurvivalLab } from '../../support/survival-lab.ts'

const folder = dataset('survival') ?? ''
const mavenFolder = dataset('maven_crm_sales') ?? ''
const DAY = 86_400_000

/** A curve at some times, as R's `summary(survfit, times)` tells it. */
interface Reference {
  readonly n: number
  readonly times: readonly number[]
  readonly n_risk: readonly number[]
  readonly surv: readonly number[]
  readonly loglog_lower: readonly number[]
  readonly loglog_upper: readonly number[]
}

interface Curve extends Reference {
  readonly cum_events: readonly number[]
  readonly greenwood_se_of_S: readonly number[]
  readonly median: number
  readonly median_loglog_ci: readonly [number, number]
}

interface State {
  readonly prob: readonly number[]
  readonly se: readonly number[]
  readonly lower_log: readonly number[]
  readonly upper_log: readonly number[]
}

interface Figures {
  readonly lung: { readonly km_all: Curve; readonly km_sex1: Curve; readonly km_sex2: Curve }
  readonly maven: {
    readonly km_any: Curve
    readonly aj: { readonly times: readonly number[]; readonly won: State; readonly lost: State }
    readonly left_truncated_2017_03_01: Reference & {
      readonly won: readonly number[]
      readonly lost: readonly number[]
    }
  }
}

type Point = Awaited<ReturnType<SurvivalLab['curves']>>[number]

let lab: SurvivalLab
beforeAll(async () => {
  lab = await SurvivalLab.open()
})
afterAll(() => lab.close())

describe.skipIf(folder === '')('figures of R survival 3.5-3, to 1e-8', () => {
  const figures = (): Figures => JSON.parse(readFileSync(join(folder, 'reference.json'), 'utf8')) as Figures

  test('lung: Kaplan-Meier with its Greenwood error, log-log band and median', async () => {
    const rows = read(join(folder, 'lung.csv'))
    const lives = rows.flatMap(({ time, status, sex }): Life[] => {
      const life = {
        entered: null,
        exited: Number(time),
        event: status === '2' ? 'won' : null,
        lives: 1,
      } as const
      return [
        { stratum: 'km_all', ...life },
        { stratum: `km_sex${sex}`, ...life },
      ]
    })
    const points = await lab.curves(lives)
    const medians = await lab.medians(lives)
    for (const stratum of ['km_all', 'km_sex1', 'km_sex2'] as const) {
      const curve = figures().lung[stratum]
      const own = points.filter((it) => it.stratum === stratum)
      expectCurve(own, curve)
      curve.times.forEach((time, i) => {
        const before = own.filter((it) => it.time <= time)
        expect(before.reduce((sum, it) => sum + it.won, 0)).toBe(curve.cum_events[i])
        const now = before.at(-1)
        expectClose((now?.survival ?? 1) * Math.sqrt(now?.log_variance ?? 0), curve.greenwood_se_of_S[i])
      })
      expect(medians.find((it) => it.stratum === stratum)).toEqual({
        stratum,
        median: curve.median,
        low: curve.median_loglog_ci[0],
        high: curve.median_loglog_ci[1],
      })
    }
  })

  describe.skipIf(mavenFolder === '')('Maven', () => {
    const lives = (entry: (engaged: number) => number | null): Life[] =>
      read(join(mavenFolder, 'sales_pipeline.csv')).flatMap(({ engage_date, close_date, deal_stage }) => {
        if (!engage_date) return []
        const engaged = Date.parse(engage_date) / DAY
        const event = deal_stage === 'Won' ? 'won' : deal_stage === 'Lost' ? 'lost' : null
        const end = Date.parse(event ? (close_date ?? '') : '2017-12-31') / DAY
        return [{ stratum: 'all', entered: entry(engaged), exited: end - engaged, event, lives: 1 }]
      })

    test('Kaplan-Meier and Aalen-Johansen with errors and bands', async () => {
      const { km_any, aj } = figures().maven
      const points = await lab.curves(lives(() => null))
      expectCurve(points, km_any)
      aj.times.forEach((time, i) => {
        const now = points.filter((it) => it.time <= time).at(-1)
        for (const cause of ['won', 'lost'] as const) {
          expectClose(now?.[`cif_${cause}`] ?? 0, aj[cause].prob[i])
          expectClose(now?.[`cif_${cause}_se`] ?? 0, aj[cause].se[i])
          expectClose(now?.[`cif_${cause}_low`] ?? 0, aj[cause].lower_log[i])
          expectClose(now?.[`cif_${cause}_high`] ?? 0, aj[cause].upper_log[i])
        }
      })
      expect((await lab.medians(lives(() => null)))[0]).toMatchObject({ median: 69, low: 67, high: 70 })
    })

    test('delayed entry', async () => {
      const truncated = figures().maven.left_truncated_2017_03_01
      const seen = Date.parse('2017-02-28') / DAY
      const points = await lab.curves(lives((engaged) => (engaged <= seen ? seen - engaged : 0)))
      expectCurve(points, truncated)
      truncated.times.forEach((time, i) => {
        const now = points.filter((it) => it.time <= time).at(-1)
        expectClose(now?.cif_won ?? 0, truncated.won[i])
        expectClose(now?.cif_lost ?? 0, truncated.lost[i])
      })
    })
  })
})

function read(file: string): Record<string, string>[] {
  return aq.fromCSV(readFileSync(file, 'utf8'), { autoType: false }).objects() as Record<string, string>[]
}

function expectCurve(points: readonly Point[], curve: Reference): void {
  expect(curve.times.length).toBeGreaterThan(10)
  curve.times.forEach((time, i) => {
    const now = points.filter((it) => it.time <= time).at(-1)
    const exact = points.find((it) => it.time === time)
    if (exact) expect(exact.at_risk, `at risk at ${time}`).toBe(curve.n_risk[i])
    expectClose(now?.survival ?? 1, curve.surv[i])
    expectClose(now?.survival_low ?? 1, curve.loglog_lower[i])
    expectClose(now?.survival_high ?? 1, curve.loglog_upper[i])
  })
}

function expectClose(actual: number, expected: number | undefined): void {
  expect(Math.abs(actual - (expected ?? Number.NaN)), `${actual}, not ${expected}`).toBeLessThan(1e-8)
}
