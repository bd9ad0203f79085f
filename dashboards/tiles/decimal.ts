/** Places of the amounts that REST gives. */
const PLACES = 6

/** The sum of decimals as REST gives them, to the last place: nothing passes through a float. */
export function sumDecimals(values: readonly (string | null)[]): string {
  const total = values.reduce((sum, value) => sum + units(value ?? '0'), 0n)
  const digits = (total < 0n ? -total : total).toString().padStart(PLACES + 1, '0')
  return `${total < 0n ? '-' : ''}${digits.slice(0, -PLACES)}.${digits.slice(-PLACES)}`
}

function units(decimal: string): bigint {
  const [, sign, whole = '0', places = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal) ?? []
  const size = BigInt(whole + places.slice(0, PLACES).padEnd(PLACES, '0'))
  return sign === '-' ? -size : size
}
