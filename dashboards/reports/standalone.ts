import { readFile } from 'node:fs/promises'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import type { ReportContent } from './content.ts'
import { ReportPage } from './report-page.tsx'

/** A report as one HTML file that needs no other. */
export async function standalonePage(content: ReportContent): Promise<string> {
  const { title, scope } = content
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeText(`${title}, ${scope.company.name}`)}</title><style>${await styles()}</style>`
  const body = renderToStaticMarkup(createElement(ReportPage, content))
  return `<!doctype html>\n<html lang="${scope.words.language}" data-theme="light"><head>${head}</head><body>${body}</body></html>\n`
}

const styleSheets = ['../web/src/tokens.css', '../web/src/tile.css', './report.css']

async function styles(): Promise<string> {
  const texts = await Promise.all(styleSheets.map((path) => readFile(new URL(path, import.meta.url), 'utf8')))
  return texts.join('\n').replace(/\/\*[\s\S]*?\*\//g, '')
}

const escapeText = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
