import { type FaultPlace, LandingError } from '../landing-error.ts'

/** Exports pack 5 to 30 times, the most repetitive texts about 200 times; a bomb 1,000 times and more. */
const mostTimes = 250
/** Below this nothing is refused: it does no harm. */
const harmless = 1 << 26

/** Throws where packed bytes would unpack, or have unpacked, to more than an export does. */
export function checkBounds(unpacked: number, packed: number, where: FaultPlace): void {
  if (unpacked > harmless && unpacked > packed * mostTimes)
    throw new LandingError({
      code: 'unpacks_too_large',
      where,
      value: `${packed} bytes that unpack to ${unpacked} or more`,
      expected: `at most ${mostTimes} times`,
      cure: 'remove it, or put its files there unpacked',
    })
}
