import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { initWasm, Resvg } from '@resvg/resvg-wasm'
import { faceNames, fontFile } from '../fonts.ts'

/** Twice as many pixels as px, for screens that have them. */
const ZOOM = 2
/** Share of pixels with something on them, below which a picture is blank. An axis alone is more. */
const LEAST_INK = 0.0005

let started: Promise<void> | undefined

/** The renderer is compiled once a process. */
function start(): Promise<void> {
  started ??= readFile(fileURLToPath(import.meta.resolve('@resvg/resvg-wasm/index_bg.wasm'))).then(initWasm)
  return started
}

export interface Picture {
  readonly png: Uint8Array
  readonly isBlank: boolean
}

/** Paints an SVG as a PNG on white, and looks whether there is anything on it. */
export async function paint(svg: string): Promise<Picture> {
  await start()
  const renderer = new Resvg(svg, {
    background: '#ffffff',
    fitTo: { mode: 'zoom', value: ZOOM },
    font: {
      fontBuffers: faceNames.map(fontFile),
      defaultFontFamily: 'Noto Sans',
      sansSerifFamily: 'Noto Sans',
    },
  })
  try {
    const image = renderer.render()
    try {
      return { png: image.asPng(), isBlank: inkOf(image.pixels) < LEAST_INK }
    } finally {
      image.free()
    }
  } finally {
    renderer.free()
  }
}

/** Share of pixels (RGBA) that are not white. */
function inkOf(pixels: Uint8Array): number {
  let inked = 0
  for (let at = 0; at < pixels.length; at += 4)
    if ((pixels[at] ?? 255) < 250 || (pixels[at + 1] ?? 255) < 250 || (pixels[at + 2] ?? 255) < 250) inked++
  return inked / (pixels.length / 4)
}
