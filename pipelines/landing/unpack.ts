import { createReadStream, createWriteStream } from 'node:fs'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { checkBounds } from './formats/bounds.ts'
import { type FaultPlace, LandingError } from './landing-error.ts'

/** Unpacks a gzip file to `copy`, and hashes its bytes on the way. Returns the copy's path. */
export async function unpack(
  path: string,
  copy: string,
  hash: { update(bytes: Uint8Array): unknown },
  where: FaultPlace,
): Promise<string> {
  let packed = 0
  let unpacked = 0
  const tap = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      packed += chunk.length
      hash.update(chunk)
      done(null, chunk)
    },
  })
  const bound = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      unpacked += chunk.length
      try {
        checkBounds(unpacked, packed, where)
        done(null, chunk)
      } catch (error) {
        done(error as Error)
      }
    },
  })
  try {
    await pipeline(createReadStream(path), tap, createGunzip(), bound, createWriteStream(copy))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (!code.startsWith('Z_')) throw error
    throw new LandingError(
      code === 'Z_BUF_ERROR'
        ? { code: 'truncated', where, expected: 'a whole gzip file', cure: 'copy or export the file again' }
        : { code: 'bad_gzip', where, cure: 'copy or export the file again' },
      { cause: error },
    )
  }
  return copy
}
