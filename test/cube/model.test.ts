import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type CubeOptions, openCube } from '../../cube/server.ts'
import { SECRET, writeModel } from './toy.ts'

async function ready(more: Record<string, string>, options: Partial<CubeOptions> = {}): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'cube-model-'))
  const cube = await openCube({
    modelDir: await writeModel(folder, more),
    currentBuild: () => ({ id: 'none', file: join(folder, 'none.duckdb') }),
    secret: SECRET,
    timezone: 'UTC',
    memoryLimit: '64MB',
    ...options,
  })
  try {
    await cube.ready()
  } finally {
    await cube.close()
    await rm(folder, { recursive: true, force: true })
  }
}

const open = '    access_policy: [{ group: "*", row_level: { allow_all: true } }]\n'
const cube = (name: string, rest: string): string =>
  `cubes:\n  - name: ${name}\n    sql_table: t\n${rest}\n${open}`

test.each([
  ['broken YAML', cube('c', '    dimensions: [\n'), /^cubes\/x\.yml:6: Flow sequence/],
  [
    'a wrong type',
    cube('c', '    measures:\n      - { name: n, type: nonsense }'),
    /cubes\/x\.yml:5: c cube: .*measures\.n\.type = nonsense/,
  ],
  [
    'an unknown member',
    cube('c', '    measures:\n      - { name: n, type: number, sql: "{nope} / 2" }'),
    /cubes\/x\.yml:5: nope is not defined/,
  ],
  ['a template', `${cube('c', '')}# {% if x %}\n`, /^cubes\/x\.yml:6: templates are not supported/],
  [
    'two braces in a row',
    cube('c', '    meta: { a: { b: 1 }}'),
    /^cubes\/x\.yml:4: .*a space between two braces/,
  ],
])('%s in a model is refused with its file and line', async (_what, text, message) => {
  await expect(ready({ 'cubes/x.yml': text })).rejects.toMatchObject({
    code: 'model_invalid',
    message: expect.stringMatching(message),
  })
})

test('a cube without an access policy, or with one that is not defined, is refused: it would be open', async () => {
  const bare = 'cubes:\n  - name: c\n    sql_table: t\n'
  for (const text of [bare, `${bare}    access_policy: own\n`, `${bare}    access_policy: []\n`])
    await expect(ready({ 'cubes/x.yml': text })).rejects.toMatchObject({
      code: 'policy_missing',
      message: expect.stringMatching(/^cubes\/x\.yml: c (has no access policy|names the access policy own)/),
    })
})

test('a folder without a model is refused', async () => {
  await expect(ready({}, { modelDir: join(tmpdir(), 'no-such-model') })).rejects.toThrow('has no model in it')
})

test('a build that is not there is refused', async () => {
  await expect(ready({})).rejects.toThrow(/none\.duckdb/)
})
