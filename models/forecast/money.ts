/** Money as whole millionths, so that sums are exact. */
const MICROS = 1_000_000n

/** Millionths of a decimal text with up to six places. */
export function microsOf(text: string): bigint {
  const [whole = '0', places = ''] = text.replace('-', '').split('.')
  const micros = BigInt(whole) * MICROS + BigInt(places.padEnd(6, '0').slice(0, 6))
  return text.startsWith('-') ? -micros : micros
}

/** An amount that was read as a number, as millionths. */
export function microsOfNumber(amount: number): bigint {
  return BigInt(Math.round(amount * 1e6))
}

/** An estimate as millionths, rounded to hundredths. */
export function centsOf(amount: number): bigint {
  return BigInt(Math.round(amount * 100)) * 10_000n
}

/** Decimal text with six places. */
export function decimalText(micros: bigint): string {
  const size = micros < 0n ? -micros : micros
  const text = `${size / MICROS}.${String(size % MICROS).padStart(6, '0')}`
  return micros < 0n ? `-${text}` : text
}
