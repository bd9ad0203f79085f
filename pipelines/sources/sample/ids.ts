const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const suffixLetters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'

/** Salesforce key prefixes by object. */
export const keyPrefixes = {
  Account: '001',
  Contact: '003',
  User: '005',
  Opportunity: '006',
  OpportunityHistory: '008',
  UserRole: '00E',
  OpportunityLineItem: '00k',
  Lead: '00Q',
  Task: '00T',
  Event: '00U',
  OpportunityStage: '01J',
  Product2: '01t',
} as const

/**
 * The three letters that make a case-sensitive 15-character id safe in case-blind systems: a letter for
 * each five characters, its bits telling which of them are capitals, the first the lowest.
 */
export function idChecksum(id15: string): string {
  let suffix = ''
  for (let start = 0; start < 15; start += 5) {
    let bits = 0
    for (let i = 0; i < 5; i++) {
      const code = id15.charCodeAt(start + i)
      if (code >= 65 && code <= 90) bits |= 1 << i
    }
    suffix += suffixLetters.charAt(bits)
  }
  return suffix
}

/** 18-character record ids of one object, in rising order as a CRM hands them out. */
export class IdSequence {
  readonly #head: string
  #number: number

  constructor(object: keyof typeof keyPrefixes, first = 0) {
    this.#head = `${keyPrefixes[object]}5g0000`
    this.#number = 62 ** 4 * 10 + first
  }

  next(): string {
    let tail = ''
    let rest = this.#number++
    for (let i = 0; i < 6; i++) {
      tail = digits.charAt(rest % 62) + tail
      rest = Math.floor(rest / 62)
    }
    const id15 = this.#head + tail.slice(-(15 - this.#head.length))
    return id15 + idChecksum(id15)
  }
}
