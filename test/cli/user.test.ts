import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { copyHome } from '../support/access/copied-home.ts'
import { openWarehouse } from '../support/access/warehouse.ts'
import { cli } from '../support/cli.ts'
import { sampleBuild } from '../support/sample-build.ts'

interface Listed {
  readonly name: string
  readonly role: string
  readonly rep: string | null
  readonly status: string
}

let home: string

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'salesops-user-'))
  copyHome(sampleBuild(), home)
})

afterAll(() => rmSync(home, { recursive: true, force: true }))

const user = (...args: string[]) => cli(['user', ...args, '--home', home])
const listed = async (): Promise<Listed[]> => JSON.parse((await user('list', '--json')).stdout)

test("import makes a user of every active person of the CRM's with an e-mail address, once", async () => {
  const warehouse = await openWarehouse(sampleBuild().buildFile)
  const people = await warehouse.rows(`
    SELECT lower(email) AS name, rep_id AS rep,
      CASE WHEN EXISTS (SELECT 1 FROM dim_rep m WHERE m.is_current AND m.manager_id = r.rep_id) THEN 'manager' ELSE 'rep' END AS role
    FROM dim_rep r WHERE is_current AND is_active AND email IS NOT NULL ORDER BY 1`)
  warehouse.close()
  expect(people.length).toBeGreaterThan(5)
  const imported = await user('import')
  expect(imported.stdout).toContain(`Added ${people.length} users; 0 were there already`)
  expect(imported.stdout).toContain('salesops user reset NAME')
  const status = 'without a password'
  expect(await listed()).toEqual(people.map((person) => ({ ...person, status })))
  expect((await user('import')).stdout).toContain(`Added 0 users; ${people.length} were there already`)
})

test('a user is given a password, shut out, and not there a second time', async () => {
  const [person] = await listed()
  const { name } = person ?? { name: '' }
  const reset = await user('reset', name)
  expect(reset.stdout).toMatch(/Password, shown only now: \S{12,}/)
  const state = async () => (await listed()).find((it) => it.name === name)?.status
  expect(await state()).toBe('active')
  expect((await user('remove', name)).code).toBe(0)
  expect(await state()).toBe('removed')
  expect((await user('add', 'Ann@x.example', '--role', 'vp')).stdout).toContain('Added ann@x.example as vp')
  expect(await user('add', 'ann@X.example', '--role', 'vp')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('exists already'),
  })
  expect(await user('reset', 'nobody@x.example')).toMatchObject({ code: 1 })
})
