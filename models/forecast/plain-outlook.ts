import type { Learned } from './learn.ts'
import type { Outlook } from './outlook.ts'

/** Least numbers of weeks, wins and losses from which more than one rate for all deals can be told. */
const LEAST_WEEKS = 400
const LEAST_ENDS = 25
/** Weeks, and ends of each kind within them, that are taken for seen before any is. */
const PRIOR_WEEKS = 60
const PRIOR_ENDS = 2

/** Why forecasts are plainer than hazards can make them, if they are. */
export function whyPlain({ seen }: Pick<Learned, 'seen'>): {
  readonly fallback: string | null
  readonly isPlain: boolean
} {
  const { weeks, won, lost, told } = seen
  if (weeks === 0) return { fallback: 'no_history', isPlain: true }
  if (lost === 0 && won > 0) return { fallback: 'no_losses', isPlain: true }
  if (won === 0 && lost > 0) return { fallback: 'no_wins', isPlain: true }
  if (weeks < LEAST_WEEKS || won < LEAST_ENDS || lost < LEAST_ENDS)
    return { fallback: 'too_few_deals', isPlain: true }
  return { fallback: told < weeks / 2 ? 'no_stage_history' : null, isPlain: false }
}

/** One rate of being won and one of being lost for all deals; a loss is no less likely than a win where none was seen. */
export function plainOutlook({ seen }: Learned, known: number, weeks: number): Outlook {
  const won = (seen.won + PRIOR_ENDS) / (seen.weeks + PRIOR_WEEKS)
  const lost = Math.max((seen.lost + PRIOR_ENDS) / (seen.weeks + PRIOR_WEEKS), seen.lost === 0 ? won : 0)
  const share = -Math.expm1(-won - lost) / (won + lost)
  const outlook = { won: new Float64Array(weeks), lost: new Float64Array(weeks), start: known, known }
  for (let week = 0; week < weeks; week++) {
    const open = Math.exp(-(won + lost) * week)
    outlook.won[week] = open * won * share
    outlook.lost[week] = open * lost * share
  }
  return outlook
}
