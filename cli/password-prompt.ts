import { createInterface } from 'node:readline'
import { MIN_PASSWORD, randomPassword } from '../models/state/password.ts'
import { CliError } from './cli-error.ts'

/** A password for a user, and whether it has to be shown to whoever runs the command, once. */
export interface ChosenPassword {
  readonly password: string
  readonly isGenerated: boolean
}

/**
 * Asks for a password without showing it; `fromStdin` takes the first line of what is piped in. Where nobody can be
 * asked one is made.
 * @throws CliError for one that is too short
 */
export async function choosePassword(fromStdin: boolean): Promise<ChosenPassword> {
  const canAsk = process.stdin.isTTY === true && process.stderr.isTTY === true
  if (!fromStdin && !canAsk) return { password: randomPassword(), isGenerated: true }
  const password = fromStdin ? await firstLine() : await askSilently('Password (empty for a random one): ')
  if (!fromStdin && password === '') return { password: randomPassword(), isGenerated: true }
  if (password.length >= MIN_PASSWORD) return { password, isGenerated: false }
  throw new CliError({
    code: 'password_short',
    message: `The password has ${password.length} characters`,
    cure: `give it at least ${MIN_PASSWORD}`,
  })
}

async function firstLine(): Promise<string> {
  for await (const line of createInterface({ input: process.stdin })) return line
  return ''
}

/** Reads a line in raw mode, in which the terminal shows nothing. */
function askSilently(question: string): Promise<string> {
  process.stderr.write(question)
  const { stdin } = process
  stdin.setRawMode(true)
  stdin.setEncoding('utf8').resume()
  return new Promise((resolve, reject) => {
    let typed = ''
    const end = (): void => {
      stdin.setRawMode(false)
      stdin.pause()
      stdin.removeListener('data', onData)
      process.stderr.write('\n')
    }
    const onData = (text: string): void => {
      for (const letter of text) {
        if (letter === '\r' || letter === '\n' || letter === '\u0004') {
          end()
          resolve(typed)
          return
        }
        if (letter === '\u0003') {
          end()
          reject(new CliError({ code: 'stopped', message: 'Stopped', cure: 'nothing was changed' }))
          return
        }
        typed = letter === '\u007f' ? typed.slice(0, -1) : typed + letter
      }
    }
    stdin.on('data', onData)
  })
}
