import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { CommonOptions } from '../setup.ts'

const program = fileURLToPath(new URL('../main.ts', import.meta.url))

/** What came of a command: its exit code, null where it was stopped, and what it said of a failure. */
interface Outcome {
  readonly code: number | null
  readonly fault: string
}

/**
 * Runs commands beside a server, each in a process of its own: a run computes for seconds on end, and pages must not
 * wait for it. What they have to say goes where this process says its own.
 */
export class Aside {
  readonly #settings: readonly string[]
  readonly #running = new Set<ChildProcess>()

  constructor({ home, config }: CommonOptions) {
    this.#settings = [
      ...(home === undefined ? [] : ['--home', home]),
      ...(config === undefined ? [] : ['--config', config]),
    ]
  }

  /** Runs a command to its end; `quiet` for what it has to say only of a failure. */
  run(args: readonly string[], say: 'all' | 'quiet' = 'all'): Promise<Outcome> {
    const child = spawn(process.execPath, ['--import', 'tsx/esm', program, ...args, ...this.#settings], {
      stdio: ['ignore', say === 'all' ? 'inherit' : 'ignore', 'pipe'],
    })
    this.#running.add(child)
    let fault = ''
    child.stderr?.on('data', (text: Buffer) => {
      process.stderr.write(text)
      fault = `${fault}${text}`.slice(-2000)
    })
    return new Promise((resolve, reject) => {
      child.once('error', reject)
      child.once('exit', (code) => {
        this.#running.delete(child)
        resolve({ code, fault: fault.trim() })
      })
    })
  }

  /** Ends what is at work; a run that is cut off leaves the last build served, and the next one goes on. */
  stop(): void {
    for (const child of this.#running) child.kill()
  }
}
