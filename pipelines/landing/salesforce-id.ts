import { literal } from './sql-text.ts'

const idMarks = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'
const fiveBits = [...idMarks].map((_, i) => [...i.toString(2).padStart(5, '0')].reverse().join('')).join(',')

/**
 * Completes a 15-character Salesforce id by the checksum over which of its letters are capitals:
 * five characters, the first the lowest bit, make one of 32 marks.
 */
export function completedId(raw: string): string {
  const mark = (group: number): string => {
    const five = `substr(${raw}, ${group * 5 + 1}, 5)`
    const bits = `regexp_replace(regexp_replace(${five}, '[^A-Z]', '0', 'g'), '[A-Z]', '1', 'g')`
    return `substr(${literal(idMarks)}, 1 + strpos(${literal(fiveBits)}, ${bits}) // 6, 1)`
  }
  return `CASE WHEN strlen(${raw}) = 15 AND regexp_full_match(${raw}, '[0-9A-Za-z]{15}') THEN concat(${raw}, ${mark(0)}, ${mark(1)}, ${mark(2)}) ELSE ${raw} END`
}
