import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { analyst, openToy } from './toy.ts'

let folder: string
let file: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cube-read-'))
  file = join(folder, 'cache', 'model.json')
})

afterAll(() => rm(folder, { recursive: true, force: true }))

/** What a user is told of the dimension `stage` by a server that starts with the kept file. */
async function told(): Promise<unknown> {
  const toy = await openToy({ modelCache: file })
  try {
    const { cubes } = await toy.cube.meta(analyst)
    const stage = cubes.flatMap(({ dimensions }) => dimensions).find(({ name }) => name === 'deals.stage')
    return stage?.description
  } finally {
    await toy.close()
  }
}

const rewrite = async (change: (text: string) => string): Promise<void> =>
  writeFile(file, change(await readFile(file, 'utf8')))

test('what was read out of a model is taken from the file that keeps it', async () => {
  expect(await told()).toBe('Where it stands')
  await rewrite((text) => text.replace('Where it stands', 'Where it stood'))
  expect(await told()).toBe('Where it stood')
})

test('a file of another version of Cube, or a broken one, is written anew', async () => {
  await rewrite((text) => text.replace(/"cube":"[^"]*"/, '"cube":"0.0.0"'))
  expect(await told()).toBe('Where it stands')
  await rewrite((text) => text.slice(0, 100))
  expect(await told()).toBe('Where it stands')
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ files: expect.any(Object) })
})

test('a place that cannot be written to costs no more than time', async () => {
  await writeFile(join(folder, 'taken'), '')
  file = join(folder, 'taken', 'model.json')
  expect(await told()).toBe('Where it stands')
})
