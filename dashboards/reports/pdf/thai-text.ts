/** What of an embedded font of pdfkit is changed here. */
interface Glyph {
  readonly codePoints: readonly number[]
  readonly advanceWidth: number
}
interface Position {
  xAdvance: number
  xOffset: number
  yOffset: number
}
interface EmbeddedFont {
  readonly font: {
    layout(text: string, features?: unknown): { readonly glyphs: Glyph[]; readonly positions: Position[] }
    glyphForCodePoint(codePoint: number): Glyph
  }
}

const SARA_AM = 0x0e33
/** The four tone marks. */
const isTone = (code = 0): boolean => code >= 0x0e48 && code <= 0x0e4b

/**
 * Lets Thai be read out of a PDF as it was written. A font parts SARA AM into a ring and a tail, which readers would take
 * for SARA AM and SARA AA, or for two words, and puts the ring on a tone: here it is the one glyph again that the font has
 * for it, and the tone stands on the ring.
 */
export function readableThai({ font }: EmbeddedFont): void {
  const layout = font.layout.bind(font)
  const whole = font.glyphForCodePoint(SARA_AM)
  font.layout = (text, features) => {
    const run = layout(text, features)
    for (let index = run.glyphs.length - 2; index >= 0; index--) {
      const [ring, place] = [run.glyphs[index], run.positions[index]]
      if (ring?.codePoints[0] !== SARA_AM || ring === whole || !place) continue
      const before = run.positions[index - 1]
      if (before && isTone(run.glyphs[index - 1]?.codePoints[0])) before.yOffset += place.yOffset
      run.glyphs.splice(index, 2, whole)
      run.positions.splice(index, 2, { ...place, xAdvance: whole.advanceWidth, xOffset: 0, yOffset: 0 })
    }
    return run
  }
}
