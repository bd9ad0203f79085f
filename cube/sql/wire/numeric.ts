const POSITIVE = 0x0000
const NEGATIVE = 0x4000
const NOT_A_NUMBER = 0xc000

/** A decimal in PostgreSQL's binary format: digits of base 10,000. */
export function numericBytes(text: string): Buffer {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(plain(text))
  if (!match) return header(0, 0, NOT_A_NUMBER, 0)
  const [, sign, integer = '', fraction = ''] = match
  const whole = integer.replace(/^0+/, '')
  const left = whole.padStart(Math.ceil(whole.length / 4) * 4, '0')
  const right = fraction.padEnd(Math.ceil(fraction.length / 4) * 4, '0')
  const digits = `${left}${right}`.match(/\d{4}/g)?.map(Number) ?? []
  let weight = left.length / 4 - 1
  while (digits[0] === 0) {
    digits.shift()
    weight--
  }
  while (digits.at(-1) === 0) digits.pop()
  const buffer = Buffer.concat([
    header(digits.length, digits.length === 0 ? 0 : weight, sign ? NEGATIVE : POSITIVE, fraction.length),
    Buffer.alloc(digits.length * 2),
  ])
  for (const [index, digit] of digits.entries()) buffer.writeUInt16BE(digit, 8 + index * 2)
  return buffer
}

/** Without an exponent. */
function plain(text: string): string {
  const match = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text)
  if (!match) return text
  const [, sign = '', first = '', rest = '', exponent = '0'] = match
  const power = Number(exponent)
  const digits = `${first}${rest}`
  if (power < 0) return `${sign}0.${'0'.repeat(-power - 1)}${digits}`
  const padded = digits.padEnd(power + 1, '0')
  const fraction = padded.slice(power + 1)
  return `${sign}${padded.slice(0, power + 1)}${fraction === '' ? '' : `.${fraction}`}`
}

function header(count: number, weight: number, sign: number, scale: number): Buffer {
  const buffer = Buffer.allocUnsafe(8)
  buffer.writeUInt16BE(count, 0)
  buffer.writeInt16BE(weight, 2)
  buffer.writeUInt16BE(sign, 4)
  buffer.writeUInt16BE(scale, 6)
  return buffer
}

/** The text of a decimal in the binary format. */
export function numericText(buffer: Buffer): string {
  const count = buffer.readUInt16BE(0)
  const weight = buffer.readInt16BE(2)
  const sign = buffer.readUInt16BE(4)
  const scale = buffer.readUInt16BE(6)
  if (sign === NOT_A_NUMBER) return 'NaN'
  const digit = (index: number): string =>
    String(index >= 0 && index < count ? buffer.readUInt16BE(8 + index * 2) : 0).padStart(4, '0')
  let whole = ''
  for (let index = 0; index <= weight; index++) whole += digit(index)
  let fraction = ''
  for (let index = weight + 1; fraction.length < scale; index++) fraction += digit(index)
  const text = `${whole.replace(/^0+(?=\d)/, '') || '0'}${scale > 0 ? `.${fraction.slice(0, scale)}` : ''}`
  return sign === NEGATIVE ? `-${text}` : text
}
