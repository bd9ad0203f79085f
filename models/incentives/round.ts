/** Places that ratios and rates are kept with: a whole is 10^9. */
export const NANO = 1_000_000_000n
/** Millionths in a unit of money. */
export const MICRO = 1_000_000n
/** Millionths in a hundredth of it. */
const CENT = 10_000n

/** The whole number nearest to a fraction; a half goes away from zero. The divisor is above zero. */
export function nearest(part: bigint, whole: bigint): bigint {
  return part < 0n ? -((-part * 2n + whole) / (whole * 2n)) : (part * 2n + whole) / (whole * 2n)
}

/** Decimal text of a ratio with up to nine places, as billionths. */
export function nanoOf(text: string): bigint {
  const [whole = '0', places = ''] = text.replace('-', '').split('.')
  const nano = BigInt(whole) * NANO + BigInt(places.padEnd(9, '0').slice(0, 9))
  return text.startsWith('-') ? -nano : nano
}

/** Decimal text of billionths, with nine places. */
export function ratioText(nano: bigint): string {
  const size = nano < 0n ? -nano : nano
  return `${nano < 0n ? '-' : ''}${size / NANO}.${String(size % NANO).padStart(9, '0')}`
}

/** Millionths rounded to hundredths: pay has no smaller part. */
export const toCent = (micros: bigint): bigint => nearest(micros, CENT) * CENT
