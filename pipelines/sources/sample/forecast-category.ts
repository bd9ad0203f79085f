import { at } from './at.ts'
import { negotiation, proposal, stages } from './parameters.ts'
import type { Rep } from './people.ts'

/** Share of the late-stage deals whose category a rep with a habit sets against the stage's default. */
const overridden = 0.3

/**
 * Forecast category of a deal: the stage's default, but sandbaggers hold some negotiations back as best
 * case, and hopers commit some proposals. `draw` is the deal's own, uniform in [0, 1).
 */
export function forecastCategory(
  stage: number,
  owner: Rep,
  draw: number,
): { category: string; categoryName: string } {
  const heldBack = owner.habit === 'sandbags' && stage === negotiation
  const hoped = owner.habit === 'hopes' && stage === proposal
  if (draw < overridden && heldBack) return at(stages, proposal)
  if (draw < overridden && hoped) return at(stages, negotiation)
  return at(stages, stage)
}
