import type { Cube, Query } from '../cube/server.ts'
import { shellUser } from './serving.ts'

/** Weeks of the quarter that scores are told for together. */
const horizons = {
  all: [],
  'next quarter': ['0'],
  'weeks 1-4': ['1', '2', '3', '4'],
  'weeks 5-8': ['5', '6', '7', '8'],
  'weeks 9-14': ['9', '10', '11', '12', '13', '14'],
} as const

const measures = ['wape', 'mape', 'bias', 'skill', 'mase', 'coverage80', 'pinball', 'n', 'quarters'] as const

/** How good the forecasts of a method were, by the names of the semantic layer; null where there is nothing to tell. */
export interface Score extends Readonly<Record<(typeof measures)[number], number | null>> {
  readonly method: string
  readonly level: string
  readonly horizon: string
  /** Of the probabilities behind them; only of ours, and of the whole company. */
  readonly brier: number | null
  readonly ece: number | null
  readonly slope: number | null
}

/** Asks the semantic layer for the scores of every method, level and horizon. */
export async function scoresOf(cube: Pick<Cube, 'load'>): Promise<Score[]> {
  const probabilities = await probabilityScores(cube)
  const scores: Score[] = []
  for (const [horizon, weeks] of Object.entries(horizons)) {
    const { data } = await cube.load(scoreQuery(weeks), shellUser)
    for (const row of data) {
      const [method, level] = [text(row, 'method'), text(row, 'level')]
      const isOurs = method === 'hazard' && level === 'company'
      const ours = isOurs ? probabilities.get(horizon) : undefined
      const values = Object.fromEntries(measures.map((it) => [it, number(row[`forecast_accuracy.${it}`])]))
      scores.push({
        method,
        level,
        horizon,
        ...(values as Record<(typeof measures)[number], number | null>),
        brier: ours?.brier ?? null,
        ece: ours?.ece ?? null,
        slope: ours?.slope ?? null,
      })
    }
  }
  return scores
}

function scoreQuery(weeks: readonly string[]): Query {
  const member = (name: string) => `forecast_accuracy.${name}`
  return {
    measures: measures.map(member),
    dimensions: [member('method'), member('level')],
    filters: weeks.length
      ? [{ member: member('week_of_quarter'), operator: 'equals', values: [...weeks] }]
      : [],
    order: { [member('level')]: 'asc', [member('wape')]: 'asc' },
  } as Query
}

async function probabilityScores(cube: Pick<Cube, 'load'>) {
  const of = (name: string) => `probability_quality.${name}`
  const { data } = await cube.load(
    {
      measures: [of('brier'), of('ece'), of('slope')],
      dimensions: [of('scope_kind'), of('scope')],
      filters: [{ member: of('scope_kind'), operator: 'equals', values: ['all', 'horizon'] }],
    } as Query,
    shellUser,
  )
  return new Map(
    data.map((row) => [
      String(row[of('scope')]),
      { brier: number(row[of('brier')]), ece: number(row[of('ece')]), slope: number(row[of('slope')]) },
    ]),
  )
}

const text = (row: Readonly<Record<string, unknown>>, name: string): string =>
  String(row[`forecast_accuracy.${name}`])

const number = (value: unknown): number | null =>
  value === null || value === undefined || value === '' ? null : Number(value)
