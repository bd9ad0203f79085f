import { ex } from '../expression.ts'
import { asText, at, type ScalarFunction, same, text, whole } from './scalar.ts'

const initcap: ScalarFunction['emit'] = ({ args }) =>
  ex(
    `array_to_string(list_transform(regexp_extract_all(lower(${asText(at(args, 0)).sql}), '[\\p{L}\\p{N}]+|[^\\p{L}\\p{N}]+'), lambda w: upper(w[1]) || substring(w, 2)), '')`,
    'text',
  )

const substring: ScalarFunction['emit'] = ({ args }) => {
  const [value, from, count] = [asText(at(args, 0)), at(args, 1), args[2]]
  if (from.type === 'text' || (from.type === 'unknown' && !count)) {
    const found = `regexp_extract(${value.sql}, ${from.sql})`
    return ex(`nullif(${found}, '')`, 'text')
  }
  // A start before the first letter counts against the length.
  const start = `CAST(${from.sql} AS BIGINT)`
  if (!count) return ex(`substring(${value.sql}, greatest(${start}, 1))`, 'text')
  return ex(
    `substring(${value.sql}, greatest(${start}, 1), greatest(${start} + CAST(${count.sql} AS BIGINT) - greatest(${start}, 1), 0))`,
    'text',
  )
}

const overlay: ScalarFunction['emit'] = ({ args }) => {
  const [value, by, from] = [asText(at(args, 0)).sql, asText(at(args, 1)).sql, at(args, 2).sql]
  const count = args[3]?.sql ?? `length(${by})`
  return ex(
    `(substring(${value}, 1, ${from} - 1) || ${by} || substring(${value}, ${from} + ${count}))`,
    'text',
  )
}

const regexReplace: ScalarFunction['emit'] = ({ args }) => {
  const [value, pattern, by, flags] = args
  const all = flags ? `, ${flags.sql}` : ''
  return ex(`regexp_replace(${asText(value ?? at(args, 0)).sql}, ${pattern?.sql}, ${by?.sql}${all})`, 'text')
}

const concatenated = (name: 'concat' | 'concat_ws', min: number): ScalarFunction => ({
  min,
  max: 100,
  emit: ({ args }) => ex(`${name}(${args.map((arg) => asText(arg).sql).join(', ')})`, 'text'),
})

/** The place of one text in another; `searched` is the argument that is searched in. */
const positionIn = (searched: 0 | 1): ScalarFunction => ({
  min: 2,
  max: 2,
  emit: ({ args }) => {
    const [within, wanted] = [asText(at(args, searched)).sql, asText(at(args, 1 - searched)).sql]
    return ex(`CAST(strpos(${within}, ${wanted}) AS INTEGER)`, 'int4')
  },
})

/** Fills a text up to a length, with blanks unless told. */
const padded = (side: 'lpad' | 'rpad'): ScalarFunction => ({
  min: 2,
  max: 3,
  emit: ({ args }) =>
    ex(
      `${side}(${asText(at(args, 0)).sql}, CAST(${at(args, 1).sql} AS INTEGER), ${args[2]?.sql ?? "' '"})`,
      'text',
    ),
})

const regexpSubstr: ScalarFunction['emit'] = ({ args }) => {
  const [value, pattern, from] = [asText(at(args, 0)).sql, at(args, 1).sql, args[2]?.sql]
  const searched = from === undefined ? value : `substring(${value}, CAST(${from} AS BIGINT))`
  return ex(`nullif(regexp_extract(${searched}, ${pattern}), '')`, 'text')
}

const quoteIdent: ScalarFunction['emit'] = ({ args }) => {
  const name = asText(at(args, 0)).sql
  return ex(
    `(CASE WHEN regexp_full_match(${name}, '[a-z_][a-z0-9_]*') THEN ${name} ELSE '"' || replace(${name}, '"', '""') || '"' END)`,
    'text',
  )
}

/** Functions of texts. */
export const textFunctions: Readonly<Record<string, ScalarFunction>> = {
  charindex: positionIn(1),
  ends_with: same('ends_with', 'bool', 2),
  instr: positionIn(0),
  lcase: text('lower', 1),
  locate: positionIn(1),
  quote_ident: { min: 1, max: 1, emit: quoteIdent },
  regexp_count: {
    min: 2,
    max: 2,
    emit: ({ args }) =>
      ex(
        `CAST(length(regexp_extract_all(${asText(at(args, 0)).sql}, ${at(args, 1).sql})) AS INTEGER)`,
        'int4',
      ),
  },
  regexp_like: {
    min: 2,
    max: 3,
    emit: ({ args }) =>
      ex(
        `regexp_matches(${asText(at(args, 0)).sql}, ${at(args, 1).sql}${args[2] ? `, ${args[2].sql}` : ''})`,
        'bool',
      ),
  },
  regexp_substr: { min: 2, max: 3, emit: regexpSubstr },
  ucase: text('upper', 1),
  ascii: whole('ascii', 1),
  btrim: text('trim', 1, 2),
  char_length: whole('length', 1),
  character_length: whole('length', 1),
  chr: same('chr', 'text', 1),
  concat: concatenated('concat', 1),
  concat_ws: concatenated('concat_ws', 2),
  initcap: { min: 1, max: 1, emit: initcap },
  left: text('left', 2),
  length: whole('length', 1),
  lower: text('lower', 1),
  lpad: padded('lpad'),
  ltrim: text('ltrim', 1, 2),
  md5: text('md5', 1),
  octet_length: {
    min: 1,
    max: 1,
    emit: ({ args }) => ex(`CAST(strlen(${asText(at(args, 0)).sql}) AS INTEGER)`, 'int4'),
  },
  overlay: { min: 3, max: 4, emit: overlay },
  position: positionIn(0),
  regexp_replace: { min: 3, max: 4, emit: regexReplace },
  repeat: text('repeat', 2),
  replace: text('replace', 3),
  reverse: text('reverse', 1),
  right: text('right', 2),
  rpad: padded('rpad'),
  rtrim: text('rtrim', 1, 2),
  split_part: text('split_part', 3),
  starts_with: same('starts_with', 'bool', 2),
  strpos: positionIn(0),
  substr: { min: 2, max: 3, emit: substring },
  substring: { min: 2, max: 3, emit: substring },
  translate: text('translate', 3),
  upper: text('upper', 1),
}
