import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Cube, CubeUser } from '../../../cube/server.ts'
import { sampleCube } from '../../dashboards/served.ts'
import { servedSql } from '../../support/sql-served.ts'

const ann: CubeUser = { name: 'ann', role: 'admin' }
let cube: Cube

beforeAll(async () => {
  cube = await sampleCube()
})

afterAll(() => cube.close())

const served = (more: Pick<Parameters<typeof servedSql>[0], 'tls' | 'password'> = {}) =>
  servedSql({ cube, users: new Map([['ann', ann]]), zone: 'UTC', ...more })

const OPENSSL = '/usr/bin/openssl'
if (!existsSync(OPENSSL)) console.warn('openssl is not installed: TLS is left out')

test.skipIf(!existsSync(OPENSSL))(
  'a client that asks for TLS gets it, and proves its password within',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'salesops-tls-'))
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
    const made = '-subj /CN=localhost -addext subjectAltName=DNS:localhost -days 2'.split(' ')
    execFileSync(
      OPENSSL,
      ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, ...made],
      {
        stdio: 'ignore',
      },
    )
    const server = await served({
      password: 'secret',
      tls: { cert: readFileSync(cert), key: readFileSync(key) },
    })
    try {
      const asked = async (password: string) => {
        const client = new pg.Client({
          host: 'localhost',
          port: server.port,
          user: 'ann',
          password,
          database: 'salesops',
          ssl: { ca: readFileSync(cert, 'utf8') },
        })
        await client.connect()
        const { rows } = await client.query('SELECT COUNT(*) AS n FROM bookings')
        await client.end()
        return Number(rows[0]?.n)
      }
      expect(await asked('secret')).toBeGreaterThan(0)
      await expect(asked('wrong')).rejects.toMatchObject({ code: '28P01' })
      expect(server.faults).toEqual([])
    } finally {
      await server.close()
      rmSync(folder, { recursive: true, force: true })
    }
  },
)

const WIDE = `SELECT a.opportunity_id, repeat('x', 500) FROM (SELECT opportunity_id FROM bookings LIMIT 1000) a
  CROSS JOIN (SELECT opportunity_id AS other FROM bookings LIMIT 1000) b`
const MB = 2 ** 20

test('an answer of half a gigabyte waits for a client that does not read, and takes no memory meanwhile', async () => {
  const server = await served()
  try {
    // The model is compiled by then.
    const client = await server.connect()
    const { rows } = await client.query('SELECT COUNT(*) AS n FROM bookings')
    expect(Number(rows[0]?.n)).toBeGreaterThan(800)
    const before = process.memoryUsage().rss
    const socket = connect(server.port, '127.0.0.1')
    socket.on('error', () => {})
    socket.write(startup())
    await new Promise((resolve) => socket.once('data', resolve))
    socket.pause()
    socket.write(query(WIDE))
    // Long enough for most of it to be made, if nothing held it back.
    await new Promise((resolve) => setTimeout(resolve, 4000))
    expect((process.memoryUsage().rss - before) / MB).toBeLessThan(150)
    let received = 0
    socket.on('data', (part) => {
      received += part.length
    })
    socket.resume()
    await expect.poll(() => received / MB, { timeout: 60_000 }).toBeGreaterThan(100)
    expect((process.memoryUsage().rss - before) / MB).toBeLessThan(300)
    socket.destroy()
    // Whoever leaves in the middle leaves the server to the others.
    expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
    await client.end()
    expect(server.faults).toEqual([])
  } finally {
    await server.close()
  }
})

function startup(): Buffer {
  const message = Buffer.from('\0\0\0\0\0\x03\0\0user\0ann\0database\0salesops\0\0', 'latin1')
  message.writeInt32BE(message.length, 0)
  return message
}

function query(text: string): Buffer {
  const message = Buffer.from(`Q\0\0\0\0${text}\0`, 'latin1')
  message.writeInt32BE(message.length - 1, 1)
  return message
}
