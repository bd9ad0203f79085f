import { type ChildProcess, spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { runProgram } from '../../cli/program.ts'
import { setVariables } from './variables.ts'

const root = resolve(import.meta.dirname, '../..')

export interface CliResult {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** Starts the command as a user's shell would. */
export function startCli(args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx/esm', 'cli/main.ts', ...args], {
    cwd: root,
    env: { ...process.env, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** Runs the command in this process, where its modules are loaded once for all commands of a file. */
export async function cli(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<CliResult> {
  const [stdout, stderr] = [capture(process.stdout), capture(process.stderr)]
  const before = Object.fromEntries(Object.keys(env).map((name) => [name, process.env[name]]))
  setVariables(env)
  try {
    const code = await runProgram(args)
    return { code, signal: null, stdout: stdout.text(), stderr: stderr.text() }
  } finally {
    setVariables(before)
    process.exitCode = undefined
    stdout.release()
    stderr.release()
  }
}

/** Takes what is written to a stream in the place of the stream. */
function capture(stream: NodeJS.WriteStream): { text: () => string; release: () => void } {
  const { write } = stream
  let text = ''
  stream.write = (chunk: string | Uint8Array, ...rest: unknown[]) => {
    text += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString()
    const done = rest.find((it) => typeof it === 'function')
    if (done) done()
    return true
  }
  return {
    text: () => text,
    release: () => {
      stream.write = write
    },
  }
}

export function finished(child: ChildProcess): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    let stdout = ''
    let stderr = ''
    child.stdout?.on('data', (chunk) => {
      stdout += chunk
    })
    child.stderr?.on('data', (chunk) => {
      stderr += chunk
    })
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }))
  })
}
