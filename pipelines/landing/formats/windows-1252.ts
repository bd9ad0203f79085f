/** What windows-1252 has where Latin-1 has control characters; its five gaps stay what they are. */
const marks = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ'

/** Decodes windows-1252, and so Latin-1. Written here because releases of Node's own decoder differ in it. */
export function windows1252(bytes: Buffer): string {
  return bytes.toString('latin1').replace(/[\x80-\x9f]/g, (mark) => marks[mark.charCodeAt(0) - 0x80] ?? mark)
}
