import type { Cube } from '../../../cube/server.ts'
import { Rng } from '../../../pipelines/sources/sample/rng.ts'
import { doors } from './doors.ts'
import { readPeople } from './people.ts'
import { type Question, questions } from './question.ts'
import { truth } from './truth.ts'
import { openWarehouse, type TruthRow } from './warehouse.ts'

export interface Campaign {
  readonly pairs: number
  /** Pairs whose answer has a row that counts for anything. */
  readonly telling: number
  /** Pairs that were refused for want of any right, at each door. */
  readonly refused: number
  readonly doors: Readonly<Record<string, number>>
  readonly problems: readonly string[]
}

const STREAM = 77

/** Asks random questions as random people at every door, and compares with a filter of the base rows. */
export async function accessCampaign(
  { cube, url, file }: { cube: Cube; url: string; file: string },
  { pairs, seed }: { pairs: number; seed: number },
  onPair: (done: number) => void = () => {},
): Promise<Campaign> {
  const warehouse = await openWarehouse(file)
  try {
    const people = await readPeople(warehouse)
    const draw = questions(warehouse)
    const ways = Object.entries(doors(cube, url, warehouse))
    const asked: Record<string, number> = Object.fromEntries(ways.map(([name]) => [name, 0]))
    const problems: string[] = []
    let telling = 0
    let refused = 0
    for (let i = 0; i < pairs; i++) {
      const random = new Rng(seed, STREAM, i)
      const user = people.draw(random)
      const question = await draw(random)
      const expected = await truth(warehouse, question, user, people.visibleTo(user))
      if (expected.some((row) => Object.values(row).some((value) => value !== null && value !== '0')))
        telling++
      const closed = (user.role === 'rep' || user.role === 'manager') && user.repId === undefined
      if (closed) refused++
      for (const [name, door] of ways) {
        const found = await door(question, user)
        asked[name] = (asked[name] ?? 0) + 1
        const fault =
          'refused' in found ? (closed ? null : found.refused) : differs(question, expected, found, closed)
        if (fault !== null)
          problems.push(`pair ${i} at ${name}: ${JSON.stringify({ user, question })}: ${fault}`)
      }
      onPair(i + 1)
    }
    return { pairs, telling, refused, doors: asked, problems }
  } finally {
    warehouse.close()
  }
}

function differs(
  question: Question,
  expected: readonly TruthRow[],
  found: readonly TruthRow[],
  closed: boolean,
): string | null {
  // Who has no right at all gets nothing: the row of zeros that a filter would leave is no answer either.
  const nothing =
    closed && found.every((row) => Object.values(row).every((it) => it === null || Number(it) === 0))
  if (nothing) return null
  const sorted = (rows: readonly TruthRow[]): string[] => rows.map((row) => lineOf(question, row)).sort()
  const [want, got] = [sorted(expected), sorted(found)]
  if (JSON.stringify(want) === JSON.stringify(got)) return null
  const at = want.findIndex((line, i) => line !== got[i])
  return `${got.length} rows instead of ${want.length}; first ${got[at < 0 ? want.length : at]} instead of ${want[at]}`
}

/** A row as text: numbers to nine digits, since GraphQL gives them as floats. */
function lineOf({ dimensions, measures }: Question, row: TruthRow): string {
  const cell = (name: string): string => row[name] ?? 'null'
  const number = (name: string): string => (row[name] == null ? 'null' : Number(row[name]).toPrecision(9))
  return JSON.stringify([...dimensions.map(cell), ...measures.map(number)])
}
