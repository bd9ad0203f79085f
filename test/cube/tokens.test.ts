import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tokenSecrets } from '../../cli/secret.ts'
import { Tokens } from '../../cube/tokens.ts'

const folder = mkdtempSync(join(tmpdir(), 'salesops-tokens-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const user = { name: 'etl', role: 'analyst' } as const
const [old, fresh] = ['o'.repeat(40), 'f'.repeat(40)]

test('secrets rotate without a restart: the first signs, all in the file are taken', async () => {
  const file = join(folder, 'secret')
  let clock = 1_700_000_000
  const write = (...secrets: string[]): void => {
    writeFileSync(file, `${secrets.join('\n')}\n`)
    utimesSync(file, clock, clock++)
  }
  write(old)
  const tokens = new Tokens(tokenSecrets(folder))
  const before = await tokens.sign(user, 60)
  write(fresh, old)
  const after = await tokens.sign(user, 60)
  expect(await tokens.verify(before)).toEqual({ user })
  expect(await new Tokens(fresh).verify(after)).toEqual({ user })
  write(fresh)
  await expect(tokens.verify(before)).rejects.toMatchObject({ code: 'token_invalid' })
  expect(await tokens.verify(after)).toEqual({ user })
})

describe("tokens of the company's own issuer", () => {
  const trusted = { issuer: 'https://id.acme.example', audience: 'salesops' }
  const pairs: Record<string, Awaited<ReturnType<typeof generateKeyPair>>> = {}
  const published: string[] = ['k1']
  let server: Server
  let tokens: Tokens

  beforeAll(async () => {
    for (const kid of ['k1', 'k2']) pairs[kid] = await generateKeyPair('RS256', { extractable: true })
    server = createServer(async (_, response) => {
      const keys = await Promise.all(
        published.map(async (kid) => ({
          ...(await exportJWK((pairs[kid] as (typeof pairs)[string]).publicKey)),
          kid,
          alg: 'RS256',
        })),
      )
      response.setHeader('Content-Type', 'application/json').end(JSON.stringify({ keys }))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const keys = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`
    tokens = new Tokens(old, { keys, ...trusted })
  })
  afterAll(() => new Promise((resolve) => server.close(resolve)))

  const signed = (kid: string, claims: object, audience = trusted.audience): Promise<string> =>
    new SignJWT({ ...claims })
      .setProtectedHeader({ alg: 'RS256', kid })
      .setIssuer(trusted.issuer)
      .setAudience(audience)
      .setExpirationTime('1m')
      .sign((pairs[kid] as (typeof pairs)[string]).privateKey)

  test('are taken by key, issuer, audience and role; a session of ours they cannot name', async () => {
    const token = await signed('k1', { sub: 'etl', role: 'analyst', sid: 'stolen' })
    expect(await tokens.verify(token)).toEqual({ user })
    for (const refused of [
      await signed('k1', { sub: 'etl', role: 'analyst' }, 'another'),
      await signed('k1', { sub: 'etl' }),
      await signed('k2', { sub: 'etl', role: 'admin' }),
    ])
      await expect(tokens.verify(refused)).rejects.toMatchObject({ code: 'token_invalid' })
  })

  test('a public key is never taken for the secret of an HMAC', async () => {
    const jwk = JSON.stringify(await exportJWK((pairs.k1 as (typeof pairs)[string]).publicKey))
    const forged = await new SignJWT({ ...user })
      .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
      .setIssuer(trusted.issuer)
      .setAudience(trusted.audience)
      .setExpirationTime('1m')
      .sign(new TextEncoder().encode(jwk))
    await expect(tokens.verify(forged)).rejects.toMatchObject({ code: 'token_invalid' })
  })

  test('a file of keys is read again when it changes', async () => {
    const file = join(folder, 'keys.json')
    const write = async (kid: string, at: number): Promise<void> => {
      const jwk = await exportJWK((pairs[kid] as (typeof pairs)[string]).publicKey)
      writeFileSync(file, JSON.stringify({ keys: [{ ...jwk, kid, alg: 'RS256' }] }))
      utimesSync(file, at, at)
    }
    await write('k1', 1_700_000_000)
    const local = new Tokens(old, { keys: file, ...trusted })
    const [first, second] = [await signed('k1', user), await signed('k2', user)]
    expect(await local.verify(first)).toEqual({ user })
    await write('k2', 1_700_000_001)
    expect(await local.verify(second)).toEqual({ user })
    await expect(local.verify(first)).rejects.toMatchObject({ code: 'token_invalid' })
  })
})
