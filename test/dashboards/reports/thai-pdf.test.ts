import { expect, test } from 'vitest'
import { Sheet } from '../../../dashboards/reports/pdf/sheet.ts'
import { linesOf, widthOf } from '../../../dashboards/reports/pdf/text.ts'
import { pdfText } from '../../support/pdf-text.ts'

const style = { size: 10, color: '#000000' }
const sentence =
  'รายได้ไตรมาสนี้ต่ำกว่าเป้าหมาย 12% เพราะโอกาสการขายที่เลื่อนออกไปทำให้น้ำหนักของไปป์ไลน์ลดลง กำลังแก้ไข (FY27 Q4)'

const sheet = () => new Sheet({ title: 't', language: 'th', author: 'a', created: new Date(0) })

test('Thai is read out of a PDF as it was written', async () => {
  const paper = sheet()
  paper.paragraph(sentence, { ...style, size: 6 })
  paper.paragraph('น้ำ ช้ำ ค่ำ กำลังทำ ญี่ปุ่น ปู่ ฐุ กี่ ก็', { ...style, isBold: true })
  const text = await pdfText(await paper.finish('', () => ''))
  expect(text).toContain(sentence)
  expect(text).toContain('น้ำ ช้ำ ค่ำ กำลังทำ ญี่ปุ่น ปู่ ฐุ กี่ ก็')
})

test('Thai is broken between words, and no line is wider than its room', () => {
  const { doc } = sheet()
  const lines = linesOf(doc, sentence, 120, style)
  expect(lines.length).toBeGreaterThan(3)
  for (const line of lines) expect(widthOf(doc, line, style)).toBeLessThanOrEqual(120.1)
  expect(lines.join('').replace(/\s/g, '')).toBe(sentence.replace(/\s/g, ''))
  const words = new Set(
    [...new Intl.Segmenter('th', { granularity: 'word' }).segment(sentence)].map(({ index }) => index),
  )
  let at = 0
  for (const line of lines) {
    at = sentence.indexOf(line, at)
    expect(words.has(at)).toBe(true)
    at += line.length
  }
})

test('a word that is wider than its room is broken within', () => {
  const { doc } = sheet()
  for (const line of linesOf(doc, 'x'.repeat(80), 100, style))
    expect(widthOf(doc, line, style)).toBeLessThanOrEqual(100.1)
})
