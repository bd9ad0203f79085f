/** Amounts as whole millionths, so that sums are exact. */
export type Micros = bigint

export function micros(text: string): Micros {
  return scaled(text, 6)
}

/** An amount by a rate of nine decimals, rounded half away from zero to millionths. */
export function converted(amount: Micros, rate: string): Micros {
  const product = amount * scaled(rate, 9)
  const half = 500_000_000n
  return product < 0n ? -((-product + half) / 1_000_000_000n) : (product + half) / 1_000_000_000n
}

function scaled(text: string, decimals: number): bigint {
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.')
  const value = BigInt(whole + fraction.padEnd(decimals, '0').slice(0, decimals))
  return text.startsWith('-') ? -value : value
}
