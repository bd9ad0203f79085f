import { spawn } from 'node:child_process'
import { LandingError } from '../landing/landing-error.ts'

/** Milliseconds after which a fetch is given up. */
const LONGEST = 30 * 60_000
const LAST_WORDS = 400

export interface Fetch {
  /** The command, as a shell takes it. */
  readonly command: string
  /** The folder that it runs in. */
  readonly cwd: string
}

/** Runs the command that brings a source's exports. @throws LandingError where it does not end well */
export async function fetchExports(source: string, { command, cwd }: Fetch): Promise<void> {
  const { code, said } = await new Promise<{ code: number | null; said: string }>((resolve) => {
    let said = ''
    const child = spawn(command, { cwd, shell: true, stdio: ['ignore', 'pipe', 'pipe'], timeout: LONGEST })
    const listen = (chunk: Buffer): void => {
      said = (said + chunk.toString()).slice(-LAST_WORDS)
    }
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
    child.on('error', (error) => resolve({ code: null, said: error.message }))
    child.on('close', (code) => resolve({ code, said }))
  })
  if (code === 0) return
  throw new LandingError({
    code: 'fetch_failed',
    where: { source, file: 'fetch' },
    value: `${code === null ? 'no exit code' : `exit code ${code}`}${said.trim() ? `: ${said.trim()}` : ''}`,
    cure: `run it by hand until it works: ${command}`,
  })
}
