import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Faces of paper and pictures: Noto Sans for Latin, Greek and Cyrillic, Noto Sans Thai for Thai (both OFL). */
const faces = {
  latin: '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf',
  'latin-bold': '@expo-google-fonts/noto-sans/600SemiBold/NotoSans_600SemiBold.ttf',
  thai: '@expo-google-fonts/noto-sans-thai/400Regular/NotoSansThai_400Regular.ttf',
  'thai-bold': '@expo-google-fonts/noto-sans-thai/600SemiBold/NotoSansThai_600SemiBold.ttf',
} as const

export type Face = keyof typeof faces
export const faceNames = Object.keys(faces) as readonly Face[]

const kept = new Map<Face, Buffer>()

/** The TrueType file of a face, read once. */
export function fontFile(face: Face): Buffer {
  const file = kept.get(face) ?? readFileSync(fileURLToPath(import.meta.resolve(faces[face])))
  kept.set(face, file)
  return file
}

const THAI = /\p{Script=Thai}/u

export interface Run {
  readonly face: Face
  readonly text: string
}

/** Parts a text by script, for no face has all letters. Spaces stay with what is before them. */
export function runsOf(text: string, isBold: boolean): Run[] {
  const runs: { face: Face; text: string }[] = []
  for (const part of text.match(/[\p{Script=Thai}\s]*\p{Script=Thai}\s*|[^\p{Script=Thai}]+/gu) ?? []) {
    const script = THAI.test(part) ? 'thai' : 'latin'
    runs.push({ face: isBold ? `${script}-bold` : script, text: part })
  }
  return runs
}
