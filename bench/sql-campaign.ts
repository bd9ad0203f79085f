import { parseArgs } from 'node:util'
import { openServing } from '../cli/serving.ts'
import type { CubeUser } from '../cube/server.ts'
import { smallSampleHome } from '../test/support/small-sample.ts'
import { mutatedStatements, throwMessages } from '../test/support/sql-mutations.ts'
import { sameByRest } from '../test/support/sql-same-by-rest.ts'
import { servedSql } from '../test/support/sql-served.ts'

/**
 * SQL at length: random questions by SQL and REST must have the same answers for every role, and neither mutilated
 * messages nor mutilated statements may fail within: `campaign:sql [--questions N] [--messages N] [--statements N]`.
 */
const { values } = parseArgs({
  options: {
    home: { type: 'string' },
    questions: { type: 'string', default: '1000' },
    messages: { type: 'string', default: '10000' },
    statements: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '5' },
  },
})
const home = values.home ?? (await smallSampleHome('sql'))
const cube = await openServing(home, '30%')
const users = new Map<string, CubeUser>([
  ['ann', { name: 'ann', role: 'admin' }],
  ['ada', { name: 'ada', role: 'analyst' }],
  ['vic', { name: 'vic', role: 'vp' }],
])
const { data } = await cube.load({ dimensions: ['reps.rep_id'], limit: 2 }, { name: 'ann', role: 'admin' })
for (const [index, row] of data.entries())
  users.set(`rep${index}`, {
    name: `rep${index}`,
    role: index ? 'manager' : 'rep',
    repId: String(row['reps.rep_id']),
  })
const served = await servedSql({ cube, users, zone: 'Asia/Bangkok' })
const say = (line: string): void => void process.stdout.write(`${line}\n`)
const heap = (): number => {
  globalThis.gc?.()
  return Math.round(process.memoryUsage().heapUsed / 2 ** 20)
}
const every = (done: number, of: number, what: string): void => {
  if (done % Math.ceil(of / 10) === 0) say(`${done} of ${of} ${what}, heap ${heap()} MB`)
}
const problems: string[] = []
const [questions, messages, statements, seed] = [
  values.questions,
  values.messages,
  values.statements,
  values.seed,
].map(Number) as [number, number, number, number]

say('Questions by SQL and REST')
const asked = await sameByRest({
  cube,
  served,
  users,
  count: questions,
  seed,
  onDone: (done) => every(done, questions, 'questions'),
})
problems.push(...asked.problems)
say(`${questions} questions of ${users.size} users, ${asked.rows} rows compared`)

say('Mutilated messages')
await throwMessages(served.port, {
  count: messages,
  seed,
  onDone: (done) => every(done, messages, 'messages'),
})

say('Mutilated statements')
const client = await served.connect()
let done = 0
let answered = 0
for (const statement of mutatedStatements(statements, seed)) {
  await client.query(statement).then(
    () => answered++,
    (error: { code?: string; message: string }) => {
      if (error.code === undefined || error.code.startsWith('XX'))
        problems.push(`${statement}: ${error.message}`)
    },
  )
  every(++done, statements, 'statements')
}
say(`${statements} statements, ${answered} of them answered`)
const one = await client.query('SELECT 1 AS one')
if (one.rows[0]?.one !== 1) problems.push('The session answers no more')
problems.push(...served.faults.map((fault) => `Fault within: ${fault}`))
for (const problem of problems) say(problem)
say(`${problems.length} problems, heap ${heap()} MB at the end`)
process.exit(problems.length > 0 ? 1 : 0)
