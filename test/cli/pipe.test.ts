import { expect, test } from 'vitest'
import { finished, startCli } from '../support/cli.ts'

test('a reader that has seen enough ends a command without a word', async () => {
  const child = startCli(['--help'])
  child.stdout?.destroy()
  expect(await finished(child)).toMatchObject({ code: 0, signal: null, stderr: '' })
})
