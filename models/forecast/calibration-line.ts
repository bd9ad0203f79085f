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

/**
 * The calibration line of D. R. Cox, Biometrika 45 (1958) 562-565, by maximum likelihood; null where outcomes or
 * probabilities are all alike, or separate the deals, so that none can be told.
 */
export function calibrationLine(cells: readonly Cell[]): Line | null {
  const known = cells.map(({ p, deals, wins }) => {
    const inside = Math.min(Math.max(p, EDGE), 1 - EDGE)
    return { x: Math.log(inside / (1 - inside)), deals, wins }
  })
  const deals = known.reduce((sum, cell) => sum + cell.deals, 0)
  const wins = known.reduce((sum, cell) => sum + cell.wins, 0)
  if (wins === 0 || wins === deals || known.length < 2) return null
  let [intercept, slope] = [0, 1]
  for (let round = 0; round < ROUNDS; round++) {
    let [g0, g1, h00, h01, h11] = [0, 0, 0, 0, 0]
    for (const cell of known) {
      const q = 1 / (1 + Math.exp(-intercept - slope * cell.x))
      const miss = cell.wins - cell.deals * q
      const weight = cell.deals * q * (1 - q)
      g0 += miss
      g1 += miss * cell.x
      h00 += weight
      h01 += weight * cell.x
      h11 += weight * cell.x * cell.x
    }
    const determinant = h00 * h11 - h01 * h01
    if (!(determinant > EDGE)) return null
    const step0 = (h11 * g0 - h01 * g1) / determinant
    const step1 = (h00 * g1 - h01 * g0) / determinant
    intercept += step0
    slope += step1
    if (Math.abs(step0) + Math.abs(step1) < 1e-10) return { slope, intercept }
  }
  return null
}
