/** Deals of about one probability. */
export interface Cell {
  readonly p: number
  readonly deals: number
  readonly wins: number
}

/** logit(share won) = intercept + slope x logit(p): 0 and 1 where probabilities are calibrated. */
export interface Line {
  readonly slope: number
  readonly intercept: number
}

const ROUNDS = 50
const EDGE = 1e-6
const CONVERGED = 1e-10
const NEAR = 1e-3

/**
 * The calibration line of D. R. Cox, Biometrika 45 (1958) 562-565, by maximum likelihood; null where outcomes or
 * probabilities are all alike, or separate the deals, so that none can be told.
 */
export function calibrationLine(cells: readonly Cell[]): Line | null {
  const known = cells.map(({ p, deals, wins }): LogitCell => {
    const inside = Math.min(Math.max(p, EDGE), 1 - EDGE)
    return { x: Math.log(inside / (1 - inside)), deals, wins }
  })
  const deals = known.reduce((sum, cell) => sum + cell.deals, 0)
  const wins = known.reduce((sum, cell) => sum + cell.wins, 0)
  if (wins === 0 || wins === deals || known.length < 2) return null
  let line: Line = { slope: 1, intercept: 0 }
  for (let round = 0; round < ROUNDS; round++) {
    const step = newtonStep(known, line)
    if (step === null) return null
    const size = Math.abs(step.slope) + Math.abs(step.intercept)
    // Near the top the likelihood is flat to the last digit, and full steps lead there.
    line = size < NEAR ? plus(line, step, 1) : longestThatGains(known, line, step)
    if (size < CONVERGED) return line
  }
  return null
}

const plus = (line: Line, step: Line, part: number): Line => ({
  slope: line.slope + part * step.slope,
  intercept: line.intercept + part * step.intercept,
})

interface LogitCell {
  /** Log odds of the probability. */
  readonly x: number
  readonly deals: number
  readonly wins: number
}

function newtonStep(cells: readonly LogitCell[], { slope, intercept }: Line): Line | null {
  let [g0, g1, h00, h01, h11] = [0, 0, 0, 0, 0]
  for (const { x, deals, wins } of cells) {
    const q = 1 / (1 + Math.exp(-intercept - slope * x))
    const miss = wins - deals * q
    const weight = deals * q * (1 - q)
    g0 += miss
    g1 += miss * x
    h00 += weight
    h01 += weight * x
    h11 += weight * x * x
  }
  const determinant = h00 * h11 - h01 * h01
  if (!(determinant > EDGE)) return null
  return { intercept: (h11 * g0 - h01 * g1) / determinant, slope: (h00 * g1 - h01 * g0) / determinant }
}

/** A full step may leap over the top of the likelihood: it is halved until it leads upwards. */
function longestThatGains(cells: readonly LogitCell[], line: Line, step: Line): Line {
  const from = likelihood(cells, line)
  for (let part = 1; part > EDGE; part /= 2) {
    const next = plus(line, step, part)
    if (likelihood(cells, next) >= from) return next
  }
  return line
}

function likelihood(cells: readonly LogitCell[], { slope, intercept }: Line): number {
  return cells.reduce((sum, { x, deals, wins }) => {
    const z = intercept + slope * x
    // The log of 1 + e^z without overflow.
    return sum + wins * z - deals * (Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))))
  }, 0)
}
