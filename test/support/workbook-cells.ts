import { unzipSync } from 'fflate'

/** The cells of each sheet of a workbook, as Excel would read them: a number, or the text that it shows. */
export function workbookCells(file: Uint8Array): (string | number)[][][] {
  const files = unzipSync(file)
  const text = (name: string): string => new TextDecoder().decode(files[name])
  const strings = [...text('xl/sharedStrings.xml').matchAll(/<si>.*?<t[^>]*>(.*?)<\/t>.*?<\/si>/gs)].map(
    ([, string = '']) => string,
  )
  const sheets = Object.keys(files).filter((name) => /^xl\/worksheets\/sheet\d+\.xml$/.test(name))
  return sheets
    .toSorted((a, b) => numberIn(a) - numberIn(b))
    .map((name) => {
      const sheet = text(name)
      if (sheet.includes('<f')) throw new Error(`${name} has a formula`)
      return [...sheet.matchAll(/<row .*?<\/row>/gs)].map(([row]) =>
        [...row.matchAll(/<c ([^>]*?)(?:\/>|>(?:<v>(.*?)<\/v>)?<\/c>)/gs)].map(
          ([, attributes = '', value = '']) =>
            attributes.includes('t="s"') ? (strings[Number(value)] ?? '') : Number(value),
        ),
      )
    })
}

const numberIn = (name: string): number => Number(/\d+/.exec(name)?.[0])
