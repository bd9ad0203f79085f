import { createInterface } from 'node:readline/promises'
import type { Command } from 'commander'
import { filesHolding } from '../../pipelines/run/files-holding.ts'
import { publishingHeldAt } from '../../pipelines/run/hold.ts'
import { CliError } from '../cli-error.ts'
import { ProgressLine } from '../progress-line.ts'
import { describeRun, exitCodeOf, noticed, runJson, runPipeline } from '../run-pipeline.ts'
import { type CommonOptions, openSetup, type Setup } from '../setup.ts'
import { print, printJson } from '../terminal.ts'

interface ForgetOptions extends CommonOptions {
  readonly email: string
  readonly yes?: boolean
  readonly json?: boolean
}

export function addForget(command: Command): void {
  command
    .requiredOption('--email <address>', 'the e-mail address that the person is known by')
    .option('--yes', 'do not ask')
    .option('--json', 'print the outcome as JSON')
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<ForgetOptions>()
      const email = options.email.trim()
      if (!/^[^\s@]+@[^\s@]+$/.test(email))
        throw new CliError({
          code: 'not_an_address',
          message: `${email} is not an e-mail address`,
          cure: 'give one such as ann@example.com',
        })
      const setup = await openSetup(options)
      try {
        await checkFree(setup)
        if (!options.yes) await confirm(email)
        await forget(setup, email, options.json ?? false)
      } finally {
        await setup.state.destroy()
      }
    })
}

async function forget(setup: Setup, email: string, json: boolean): Promise<void> {
  const started = performance.now()
  const result = await noticed(setup, () =>
    runPipeline(setup, new ProgressLine(json), { forget: email, full: true }),
  )
  const files = await filesHolding(setup.sources, email)
  if (json) printJson({ ...runJson(result), stillInFiles: files })
  else {
    describeRun(result, (performance.now() - started) / 1000)
    print(
      result.forgotten
        ? 'Forgotten: archive, quarantine, state and builds hold the person no more; earlier builds are removed'
        : 'The archive and the quarantine hold the person no more; earlier builds are removed as soon as a run publishes',
    )
    if (files.length)
      print(`Files of yours that still hold the address, and are read without it:\n  ${files.join('\n  ')}`)
  }
  process.exitCode = result.forgotten ? 0 : exitCodeOf(result) || 1
}

async function checkFree({ state }: Setup): Promise<void> {
  const held = await publishingHeldAt(state)
  if (held)
    throw new CliError({
      code: 'publishing_held',
      message: `Publishing is held at build ${held}, which may hold the person`,
      cure: 'release it first with: salesops rollback --release',
    })
}

async function confirm(email: string): Promise<void> {
  const refused = new CliError({
    code: 'not_confirmed',
    message: `${email} was not forgotten`,
    cure: 'what is removed does not come back; confirm it with --yes',
  })
  if (!process.stdin.isTTY) throw refused
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const answer = await terminal.question(
      `Remove the person with ${email} for good, and every build before the next? (yes/no) `,
    )
    if (answer.trim().toLowerCase() !== 'yes') throw refused
  } finally {
    terminal.close()
  }
}
