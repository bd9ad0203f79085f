import { literal } from './sql-text.ts'

const capitals = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const others = 'abcdefghijklmnopqrstuvwxyz0123456789'
const idMarks = `${capitals}012345`
const fiveBits = [...idMarks].map((_, i) => [...i.toString(2).padStart(5, '0')].reverse().join('')).join(',')

/**
 * Completes a 15-character Salesforce id by the checksum over which of its letters are capitals:
 * five characters, the first the lowest bit, make one of 32 marks.
 *
 * There is no regular expression, which costs more to compile than a small file to land. No part comes
 * twice, and no costly test stands beside a cheap one: DuckDB would work them out for every id.
 */
export function completedId(raw: string): string {
  const isCapital = `'${capitals}${others}', '${'1'.repeat(capitals.length)}${'0'.repeat(others.length)}'`
  const mark = (group: number): string => {
    const bits = `translate(substr(${raw}, ${group * 5 + 1}, 5), ${isCapital})`
    return `substr(${literal(idMarks)}, 1 + strpos(${literal(fiveBits)}, ${bits}) // 6, 1)`
  }
  const complete = `CASE WHEN translate(${raw}, '${capitals}${others}', '') = '' THEN concat(${raw}, ${mark(0)}, ${mark(1)}, ${mark(2)}) ELSE ${raw} END`
  return `CASE WHEN strlen(${raw}) = 15 THEN ${complete} ELSE ${raw} END`
}
