import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** Writes a file so that it is whole or absent, whenever the machine stops. */
export function writeDurably(path: string, text: string): void {
  const partial = `${path}.${process.pid}.partial`
  writeFileSync(partial, text)
  moveDurably(partial, path)
}

/** Moves a file within a file system so that a crash leaves it whole at one of the two places. */
export function moveDurably(from: string, to: string): void {
  flush(from, 'r+')
  renameSync(from, to)
  flush(dirname(to), 'r')
}

function flush(path: string, flags: 'r' | 'r+'): void {
  const handle = openSync(path, flags)
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
