import { strToU8, zipSync } from 'fflate'
import { type Case, lines } from './expected.ts'

const deals = lines('Id,StageName', '1,a', '2,b')

function zip(files: Readonly<Record<string, string | Buffer>>, level: 0 | 6 = 6): Buffer {
  const entries = Object.entries(files).map(([name, content]) => [
    name,
    typeof content === 'string' ? strToU8(content) : new Uint8Array(content),
  ])
  return Buffer.from(zipSync(Object.fromEntries(entries), { level }))
}

/** Changes a field of each header in a zip; `local` and `central` are its places in them. */
function patched(
  bytes: Buffer,
  local: number,
  central: number,
  write: (at: number, copy: Buffer) => void,
): Buffer {
  const copy = Buffer.from(bytes)
  for (const [mark, offset] of [
    ['PK\x03\x04', local],
    ['PK\x01\x02', central],
  ] as const)
    for (let at = copy.indexOf(mark, 0, 'latin1'); at >= 0; at = copy.indexOf(mark, at + 4, 'latin1'))
      write(at + offset, copy)
  return copy
}

/** Zips: folders of files, some of which mean no good. */
export const zips: readonly Case[] = [
  { name: 'one file', file: 'WE_00D_1.ZIP', content: zip({ 'a.csv': deals }), outcome: { loaded: 2 } },
  {
    name: 'stored without packing',
    file: 'a.zip',
    content: zip({ 'a.csv': deals }, 0),
    outcome: { loaded: 2 },
  },
  {
    name: 'a folder inside, attachments, and what a Mac adds',
    file: 'a.zip',
    content: zip({
      'x/a.csv': deals,
      'Attachments/00P1': 'x',
      'x/Attachments/00P2.csv': 'x',
      '__MACOSX/._a.csv': 'x',
      '.DS_Store': 'x',
    }),
    outcome: { loaded: 2 },
  },
  {
    name: 'gzip inside',
    file: 'a.zip',
    content: zip({ 'a.json': '[{"Id": 1, "StageName": "a"}]' }),
    outcome: { loaded: 1 },
  },
  {
    name: 'a file of no known object',
    file: 'a.zip',
    content: zip({ 'readme.md': 'x' }),
    outcome: { unread: 'unknown_object' },
  },
  {
    name: 'a path that climbs out',
    file: 'a.zip',
    content: zip({ '../a.csv': deals }),
    outcome: { unread: 'entry_leaves_zip' },
  },
  {
    name: 'a path that climbs out midway',
    file: 'a.zip',
    content: zip({ 'x/../../a.csv': deals }),
    outcome: { unread: 'entry_leaves_zip' },
  },
  {
    name: 'an absolute path',
    file: 'a.zip',
    content: zip({ '/etc/a.csv': deals }),
    outcome: { unread: 'entry_leaves_zip' },
  },
  {
    name: 'a drive',
    file: 'a.zip',
    content: zip({ 'C:/a.csv': deals }),
    outcome: { unread: 'entry_leaves_zip' },
  },
  {
    name: 'a zip in a zip',
    file: 'a.zip',
    content: zip({ 'b.zip': zip({ 'a.csv': deals }) }),
    outcome: { unread: 'zip_in_zip' },
  },
  {
    name: 'cut',
    file: 'a.zip',
    content: zip({ 'a.csv': deals }).subarray(0, -25),
    outcome: { fails: 'bad_zip' },
  },
  {
    name: 'cut at the start',
    file: 'a.zip',
    content: zip({ 'a.csv': deals }).subarray(12),
    outcome: { fails: 'bad_zip' },
  },
  { name: 'no zip', file: 'a.zip', content: deals, outcome: { fails: 'bad_zip' } },
  { name: 'nothing', file: 'a.zip', content: '', outcome: { fails: 'bad_zip' } },
  { name: 'a damaged file', file: 'a.zip', content: damagedEntry(), outcome: { fails: 'bad_zip' } },
  {
    name: 'with a password',
    file: 'a.zip',
    content: patched(zip({ 'a.csv': deals }), 6, 8, (at, copy) =>
      copy.writeUInt16LE(copy.readUInt16LE(at) | 1, at),
    ),
    outcome: { fails: 'encrypted' },
  },
  {
    name: 'a bomb',
    file: 'a.zip',
    content: patched(zip({ 'a.csv': deals }), 22, 24, (at, copy) => copy.writeUInt32LE(0xf0000000, at)),
    outcome: { fails: 'unpacks_too_large' },
  },
  {
    name: 'a size that is not true',
    file: 'a.zip',
    content: patched(zip({ 'a.csv': deals }), 22, 24, (at, copy) =>
      copy.writeUInt32LE(copy.readUInt32LE(at) - 1, at),
    ),
    outcome: { fails: 'bad_zip' },
  },
  {
    name: 'a broken record inside',
    file: 'a.zip',
    content: zip({ 'a.csv': `${deals}3\n` }),
    outcome: { loaded: 2, quarantined: ['wrong_column_count'] },
  },
]

function damagedEntry(): Buffer {
  const bytes = zip({ 'a.csv': deals }, 0)
  const at = bytes.indexOf('1,a')
  bytes[at] = 0x39
  return bytes
}
