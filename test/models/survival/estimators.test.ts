import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Life } from '../../../models/survival/life.ts'
import { jackknifeError, type NaiveLife, naiveCurves, naiveQuantile } from '../../support/naive-survival.ts'
import { SurvivalLab } from '../../support/survival-lab.ts'

let lab: SurvivalLab
beforeAll(async () => {
  lab = await SurvivalLab.open()
})
afterAll(() => lab.close())

/** Times of deaths, with `+` after those of censorings, as textbooks print them. */
function told(stratum: string, text: string): Life[] {
  return text.split(' ').map((it) => ({
    stratum,
    entered: null,
    exited: Number.parseFloat(it),
    event: it.endsWith('+') ? null : 'won',
    lives: 1,
  }))
}

/** Figures as R prints them: three or four digits. */
async function survivalAt(lives: Life[], times: readonly number[]): Promise<number[][]> {
  const points = await lab.curves(lives)
  return times.map((time) => {
    const { survival = 0, log_variance } = points.find((it) => it.time === time) ?? {}
    return [survival, survival * Math.sqrt(log_variance ?? 0)]
  })
}

describe('data sets of R whose figures are published', () => {
  const aml = [
    ...told('maintained', '9 13 13+ 18 23 28+ 31 34 45+ 48 161+'),
    ...told('not maintained', '5 5 8 8 12 16+ 23 27 30 33 43 45'),
  ]
  // Freireich et al. (1963), in Kalbfleisch & Prentice and as MASS::gehan.
  const gehan = [
    ...told('6-MP', '6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+'),
    ...told('control', '1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23'),
  ]
  const ovarian = told(
    'all',
    '59 115 156 421+ 431 448+ 464 475 477+ 563 638 744+ 769+ 770+ 803+ 855+ 1040+ 1106+ 1129+ 1206+ 1227+ 268 329 353 365 377+',
  )

  test('aml: summary(survfit(Surv(time, status) ~ x, aml))', async () => {
    const maintained = aml.filter(({ stratum }) => stratum === 'maintained')
    const points = await survivalAt(maintained, [9, 13, 18, 23, 31, 34, 48])
    const published = [
      [0.909, 0.0867],
      [0.818, 0.1163],
      [0.716, 0.1397],
      [0.614, 0.1526],
      [0.491, 0.1642],
      [0.368, 0.1627],
      [0.184, 0.1535],
    ]
    expect(points.map(([s = 0, se = 0]) => [Number(s.toFixed(3)), Number(se.toFixed(4))])).toEqual(published)
    expect(await lab.medians(aml)).toMatchObject([
      { stratum: 'maintained', median: 31 },
      { stratum: 'not maintained', median: 23 },
    ])
  })

  test('gehan: remission of leukaemia, 6-MP against control', async () => {
    const points = await survivalAt(
      gehan.filter(({ stratum }) => stratum === '6-MP'),
      [6, 7, 10, 13, 16, 22, 23],
    )
    const published = [
      [0.857, 0.0764],
      [0.807, 0.0869],
      [0.753, 0.0963],
      [0.69, 0.1068],
      [0.627, 0.1141],
      [0.538, 0.1282],
      [0.448, 0.1346],
    ]
    expect(points.map(([s = 0, se = 0]) => [Number(s.toFixed(3)), Number(se.toFixed(4))])).toEqual(published)
    expect(await lab.medians(gehan)).toMatchObject([
      { stratum: '6-MP', median: 23 },
      { stratum: 'control', median: 8 },
    ])
    const last = (await lab.curves(gehan)).at(-1)
    expect(last).toMatchObject({ stratum: 'control', time: 23, at_risk: 1, survival: 0, survival_low: null })
  })

  test('ovarian', async () => {
    const points = await survivalAt(ovarian, [59, 365, 431, 638])
    expect(points.map(([s = 0, se = 0]) => [Number(s.toFixed(3)), Number(se.toFixed(4))])).toEqual([
      [0.962, 0.0377],
      [0.731, 0.087],
      [0.688, 0.0919],
      [0.497, 0.1051],
    ])
    expect(await lab.medians(ovarian)).toMatchObject([{ median: 638, high: null }])
  })

  test.each([
    ['aml', aml],
    ['gehan', gehan],
    ['ovarian', ovarian],
  ])('%s: every figure equals the textbook definitions', async (_, lives) => {
    await expectNaive(lives)
  })
})

describe('conventions', () => {
  const life = (exited: number, event: Life['event'], entered: number | null = null, lives = 1): Life => ({
    stratum: 's',
    entered,
    exited,
    event,
    lives,
  })

  test('competing ends, by hand in fractions', async () => {
    const points = await lab.curves([
      life(1, 'won'),
      life(1, 'lost'),
      life(2, null),
      life(3, 'won'),
      life(4, 'lost'),
    ])
    // n = 5, 3, 2, 1: S = 3/5, 3/5, 3/10, 0; won 1/5, 1/5, 1/2, 1/2; lost 1/5, 1/5, 1/5, 1/2.
    const rounded = points.map(({ time, at_risk, survival, cif_won, cif_lost }) =>
      [time, at_risk, survival, cif_won, cif_lost].map((it) => Number(it.toFixed(12))),
    )
    expect(rounded).toEqual([
      [1, 5, 0.6, 0.2, 0.2],
      [2, 3, 0.6, 0.2, 0.2],
      [3, 2, 0.3, 0.5, 0.2],
      [4, 1, 0, 0.5, 0.5],
    ])
  })

  test('the censored of a time are still at risk at its events', async () => {
    const [first] = await lab.curves([life(5, null, null, 3), life(5, 'won')])
    expect(first).toMatchObject({ at_risk: 4, won: 1, censored: 3 })
    expect(first?.survival).toBeCloseTo(0.75, 12)
  })

  test('a life is at risk after it enters, not on that very time, and never where it ends as it enters', async () => {
    const points = await lab.curves([life(2, 'won'), life(4, 'won', 2), life(3, 'won', 3)])
    expect(points.map(({ time, at_risk }) => [time, at_risk])).toEqual([
      [2, 1],
      [4, 1],
    ])
  })

  test('where everyone at risk ends at once, nothing is left, also for those who enter later', async () => {
    const points = await lab.curves([life(2, 'won'), life(4, 'won', 3), life(5, null, 3)])
    expect(points.map(({ survival, cif_won }) => [survival, cif_won])).toEqual(
      [
        [0, 1],
        [0, 1],
      ].concat([[0, 1]]),
    )
    expect(points.map(({ survival_low }) => survival_low)).toEqual([null, null, null])
  })

  test('before the first event the curve is 1 and its band is 1 to 1', async () => {
    const points = await lab.curves([life(0, null), life(3, 'lost'), life(7, null)])
    expect(points[0]).toMatchObject({
      time: 0,
      survival: 1,
      survival_low: 1,
      survival_high: 1,
      cif_won: 0,
      cif_won_low: 0,
    })
  })

  test('the median is the middle of the stretch on which the curve is one half', async () => {
    const lives = [life(2, 'won'), life(6, 'won'), life(10, 'won'), life(11, null)]
    expect(await lab.medians(lives)).toMatchObject([{ median: 8 }])
    expect(await lab.medians([life(2, 'won'), life(6, null)])).toMatchObject([{ median: 2 }])
    expect(await lab.medians([life(2, null), life(6, null)])).toMatchObject([{ median: null }])
  })

  test('nothing observed gives no row', async () => {
    expect(await lab.curves([])).toEqual([])
  })

  test('counts beyond an integer square stay exact', async () => {
    const points = await lab.curves([
      life(1, 'won', null, 400_000),
      life(2, 'lost', null, 600_000),
      life(3, null, null, 1_000_000),
    ])
    expect(points.at(-1)?.survival).toBeCloseTo(0.5, 12)
    expect(points.at(-1)?.cif_won_se).toBeCloseTo(Math.sqrt((0.2 * 0.8) / 2e6), 12)
  })
})

describe('random data', () => {
  const end = fc.constantFrom<Life['event']>('won', 'lost', null)
  /** Few distinct times, so that ties of every kind abound. */
  const watched: fc.Arbitrary<NaiveLife> = fc.record({
    entered: fc.constant(null),
    exited: fc.integer({ min: 0, max: 12 }),
    event: end,
  })
  const late: fc.Arbitrary<NaiveLife> = fc.record({
    entered: fc.option(fc.integer({ min: 0, max: 9 }), { nil: null }),
    exited: fc.integer({ min: 0, max: 12 }),
    event: end,
  })
  const strata = (life: fc.Arbitrary<NaiveLife>) =>
    fc.array(fc.array(life, { maxLength: 40 }), { minLength: 1, maxLength: 4 })
  const labelled = (groups: readonly (readonly NaiveLife[])[]): Life[] =>
    groups.flatMap((lives, i) => lives.map((life) => ({ ...life, stratum: `s${i}`, lives: 1 })))

  test.each([
    ['ties and censoring', watched],
    ['delayed entry', late],
  ])('%s: equal to the textbook definitions', async (_, life) => {
    await fc.assert(
      fc.asyncProperty(strata(life), async (groups) => expectNaive(labelled(groups))),
      { numRuns: 150, seed: 20261115 },
    )
  })

  test('weights are lives told one by one, in any order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(late, { minLength: 1, maxLength: 40 }), async (lives) => {
        const one = labelled([lives])
        const counts = new Map<string, Life>()
        for (const life of [...one].reverse()) {
          const key = JSON.stringify([life.entered, life.exited, life.event])
          counts.set(key, { ...life, lives: (counts.get(key)?.lives ?? 0) + 1 })
        }
        expect(await lab.curves([...counts.values()])).toEqual(await lab.curves(one))
      }),
      { numRuns: 50, seed: 1 },
    )
  })

  test('without delayed entry the error of the incidence is the infinitesimal jackknife', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(watched, { minLength: 2, maxLength: 25 }), async (lives) => {
        const last = (await lab.curves(labelled([lives]))).at(-1)
        for (const cause of ['won', 'lost'] as const) {
          expect(last?.[`cif_${cause}_se`]).toBeCloseTo(jackknifeError(lives, cause, last?.time ?? 0), 6)
        }
      }),
      { numRuns: 60, seed: 2 },
    )
  })
})

/** Holds every figure of every stratum against the naive estimators. */
async function expectNaive(lives: readonly Life[]): Promise<void> {
  const points = await lab.curves(lives)
  const medians = new Map((await lab.medians(lives)).map(({ stratum, ...rest }) => [stratum, rest]))
  let rows = 0
  for (const stratum of new Set(lives.map((it) => it.stratum))) {
    const expected = naiveCurves(lives.filter((it) => it.stratum === stratum))
    const actual = points.filter((it) => it.stratum === stratum)
    rows += actual.length
    expect(actual.map(({ time }) => time)).toEqual(expected.map(({ time }) => time))
    for (const [i, point] of expected.entries()) {
      for (const [name, value] of Object.entries(point)) {
        const found = actual[i]?.[name as keyof typeof point] ?? null
        const what = `${name} of ${stratum} at ${point.time}: ${found}, not ${value}`
        if (value === null || found === null) expect(found, what).toBe(value)
        // The root of a variance that is 0 in exact arithmetic blows up its last digit.
        else if (name.endsWith('_se'))
          expect(Math.abs(found ** 2 - value ** 2), what).toBeLessThan(1e-13 + 1e-10 * value)
        else expect(Math.abs(found - value), what).toBeLessThan(1e-9)
      }
    }
    const at = (name: 'survival' | 'survival_low' | 'survival_high') =>
      naiveQuantile(
        expected.map((it) => ({ time: it.time, value: it[name] })),
        0.5,
      )
    if (expected.length > 0)
      expect(medians.get(stratum)).toEqual({
        median: at('survival'),
        low: at('survival_low'),
        high: at('survival_high'),
      })
  }
  expect(points.length).toBe(rows)
}
