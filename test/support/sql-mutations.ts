import { connect, type Socket } from 'node:net'
import { Rng } from '../../pipelines/sources/sample/rng.ts'

const STREAM = 79

interface Throwing {
  readonly count: number
  readonly seed: number
  readonly onDone?: (done: number) => void
}

/** The first messages of a session, one after the other: a start, a password, a query, the extended protocol. */
function messages(): Buffer[] {
  const startup = Buffer.from('\0\0\0\0\0\x03\0\0user\0ann\0database\0salesops\0\0', 'latin1')
  startup.writeInt32BE(startup.length, 0)
  const framed = (type: string, body: string): Buffer => {
    const message = Buffer.from(`${type}\0\0\0\0${body}`, 'latin1')
    message.writeInt32BE(message.length - 1, 1)
    return message
  }
  return [
    startup,
    Buffer.concat([startup, framed('p', 'SCRAM-SHA-256\0\0\0\0\x20n,,n=,r=abcdefghijklmnopqrstuvwx')]),
    Buffer.concat([startup, framed('Q', 'SELECT 1\0')]),
    Buffer.concat([
      startup,
      framed('P', '\0SELECT $1::int\0\0\0'),
      framed('B', '\0\0\0\0\0\x01\0\0\0\x011\0\0'),
      framed('E', '\0\0\0\0\0'),
      framed('S', ''),
    ]),
  ]
}

/** Sends mutilated messages, each on a connection of its own. */
export async function throwMessages(port: number, { count, seed, onDone }: Throwing): Promise<void> {
  const random = new Rng(seed, STREAM)
  const whole = messages()
  for (let round = 0; round < count; round++) {
    const message = Buffer.from(whole[round % whole.length] ?? [])
    for (let hits = random.int(1, 4); hits > 0; hits--)
      message[random.int(0, message.length - 1)] = random.int(0, 255)
    await thrown(connect(port, '127.0.0.1'), message)
    onDone?.(round + 1)
  }
}

/** Sends bytes and waits a moment for what comes of it. */
function thrown(socket: Socket, message: Buffer): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer)
      socket.destroy()
      resolve()
    }
    const timer = setTimeout(done, 50)
    socket.on('data', done).on('close', done).on('error', done)
    socket.write(message)
  })
}

const seeds = [
  "SELECT territory_name, MEASURE(win_rate) FROM bookings WHERE closed_at >= '2026-01-01' GROUP BY 1 ORDER BY 2 DESC LIMIT 3",
  'WITH t AS (SELECT rep_team, SUM(amount) AS a FROM bookings GROUP BY 1) SELECT rep_team, a / SUM(a) OVER (ORDER BY a) FROM t WHERE a > 10',
  "SELECT CASE WHEN deal_type = 'new' THEN 1 ELSE 2 END, COUNT(*) FROM bookings GROUP BY ROLLUP(1) HAVING COUNT(*) > 1",
  "SELECT DISTINCT upper(channel_name), date_trunc('month', closed_at) FROM bookings WHERE won AND cycle_days BETWEEN 1 AND 9",
  'SELECT b.rep_team, SUM(b.amount) FILTER (WHERE b.won) FROM bookings b JOIN (SELECT rep_team, SUM(amount) AS s FROM bookings GROUP BY 1 ORDER BY 2 DESC LIMIT 2) t ON t.rep_team = b.rep_team GROUP BY 1',
]

/** Statements with words taken out, put in and changed for those of others. */
export function* mutatedStatements(count: number, seed: number): Generator<string> {
  const random = new Rng(seed, STREAM)
  const pieces = seeds.flatMap((text) => text.split(/(\W)/)).filter((piece) => piece !== '')
  for (let round = 0; round < count; round++) {
    const words = (seeds[round % seeds.length] ?? '').split(/(\W)/)
    for (let hits = random.int(1, 3); hits > 0; hits--) {
      const place = random.int(0, words.length - 1)
      words.splice(place, random.chance(0.5) ? 1 : 0, random.pick(pieces))
    }
    yield words.join('')
  }
}
