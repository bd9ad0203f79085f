import { extractText, getDocumentProxy } from 'unpdf'

/** What a reader of a PDF copies out of it. */
export async function pdfText(file: Uint8Array): Promise<string> {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(file)), { mergePages: true })
  return text
}
