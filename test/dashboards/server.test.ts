import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type IncomingHttpHeaders, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sampleBuild } from '../support/sample-build.ts'
import { type Served, serveSample } from './served.ts'

let webDir: string
let served: Served

beforeAll(async () => {
  webDir = mkdtempSync(join(tmpdir(), 'salesops-web-'))
  mkdirSync(join(webDir, 'assets'))
  writeFileSync(join(webDir, 'index.html'), '<!doctype html><title>page</title>')
  writeFileSync(join(webDir, 'assets', 'index-1a2b.js'), 'export {}')
  served = await serveSample(webDir)
})

afterAll(async () => {
  await served?.close()
  rmSync(webDir, { recursive: true, force: true })
})

/** A request with any Host, which fetch would not send. */
function get(
  path: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: IncomingHttpHeaders; body: string }> {
  const { port } = new URL(served.url)
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port, path, headers }, (response) => {
      let body = ''
      response.setEncoding('utf8').on('data', (text: string) => {
        body += text
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }))
    })
    outgoing.on('error', reject).end()
  })
}

describe('session', () => {
  test('gives the page a token that opens the semantic layer', async () => {
    const { status, body, headers } = await get('/api/session', { 'Sec-Fetch-Site': 'same-origin' })
    expect(status).toBe(200)
    expect(headers['cache-control']).toBe('no-store')
    const { token, expiresAt } = JSON.parse(body)
    expect(Date.parse(expiresAt)).toBeGreaterThan(Date.now())
    const query = encodeURIComponent('{"measures":["bookings.deals_won"]}')
    const answer = await get(`/cubejs-api/v1/load?query=${query}`, { Authorization: token })
    expect(answer.status).toBe(200)
  })

  test.each([
    ['a name that a stranger points at this machine', { Host: 'evil.example' }],
    ['a page of another site', { 'Sec-Fetch-Site': 'cross-site' }],
    ['a page of another port', { 'Sec-Fetch-Site': 'same-site' }],
    ['another origin', { Origin: 'http://evil.example' }],
  ])('is refused to %s', async (_, headers) => {
    const { status, body } = await get('/api/session', headers)
    expect(status).toBe(403)
    expect(body).not.toContain('token')
  })
})

describe('context', () => {
  test('says whose numbers these are, of which build, and how sound', async () => {
    const { body } = await get('/api/context')
    const { manifest } = sampleBuild()
    const context = JSON.parse(body)
    expect(context.company).toEqual(manifest.company)
    expect(context.build.id).toBe(manifest.id)
    expect(context.sample).toBe(true)
    expect(context.sources.map(({ name }: { name: string }) => name)).toEqual(['crm', 'sheets'])
    expect(context.audits.passed + context.audits.warnings.length).toBe(manifest.audits.length)
    expect(context.quarantined).toBe(manifest.sources.reduce((sum, { quarantined }) => sum + quarantined, 0))
    expect(context.calendar.today).toBe('2026-11-15')
  })

  test('other paths of the API are unknown, in JSON', async () => {
    const { status, body } = await get('/api/nothing')
    expect(status).toBe(404)
    expect(JSON.parse(body)).toMatchObject({ error: '/api/nothing is not known here.', code: 'path_unknown' })
  })
})

describe('pages', () => {
  test('the page is asked for anew each time, its parts never', async () => {
    const page = await get('/')
    expect(page.headers['cache-control']).toBe('no-cache')
    const part = await get('/assets/index-1a2b.js')
    expect(part.headers['cache-control']).toContain('immutable')
    expect((await get('/assets/gone-9z.js')).status).toBe(404)
  })

  test('run nothing from elsewhere and in no frame', async () => {
    const { headers } = await get('/')
    const policy = headers['content-security-policy']
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe')
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['access-control-allow-origin']).toBeUndefined()
  })
})
