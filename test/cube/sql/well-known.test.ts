import { afterAll, expect, test } from 'vitest'
import { type ByHand, type Refusal, SqlLab } from './sql-lab.ts'
import { openWellKnown } from './well-known-model.ts'

let remove: (() => Promise<void>) | undefined
const lab = new SqlLab(async () => {
  const opened = await openWellKnown()
  remove = opened.remove
  return opened
})
afterAll(() => remove?.())

const K = `(select *, timezone('Asia/Bangkok', timezone('UTC', order_date)) as happened,
  timezone('Asia/Bangkok', timezone('UTC', last_mod)) as mod from ecommerce) k`
const M = `(select *, timezone('Asia/Bangkok', timezone('UTC', happened_at)) as happened from multi) m`
const P = 'taxful_total_price'

/** Dimensions as tools write them, and by hand. */
const groups: Readonly<Record<string, string>> = {
  customer_gender: 'customer_gender',
  '"KibanaSampleDataEcommerce"."notes"': 'notes',
  has_subscription: 'has_subscription',
  "DATE_TRUNC('month', order_date)": "date_trunc('month', happened)",
  "DATE_TRUNC( 'QUARTER', CAST( CAST( order_date AS DATE ) AS TIMESTAMP ) )":
    "date_trunc('quarter', happened)",
  'CAST(TRUNC(EXTRACT(QUARTER FROM order_date)) AS INTEGER)': 'quarter(happened)',
  "(CAST(DATE_PART('dow', order_date) AS INTEGER) + 1)": 'dayofweek(happened) + 1',
  "(date_trunc('week', (order_date + INTERVAL '1 day')) + INTERVAL '-1 day')":
    "date_trunc('week', happened + interval 1 day) - interval 1 day",
  "COALESCE(customer_gender, 'N/A', 'NN')": "coalesce(customer_gender, 'N/A')",
  "CASE WHEN customer_gender = 'female' THEN 'f' ELSE 'o' END":
    "case when customer_gender = 'female' then 'f' else 'o' end",
  'CAST(customer_gender AS TEXT)': 'customer_gender',
  "DATEDIFF(day, order_date, '2024-01-01'::timestamp) / 100":
    "datediff('day', happened, timestamp '2024-01-01') // 100",
}

const measures: readonly (readonly [string, string])[] = [
  ['COUNT(*), SUM(sumPrice)', `count(*), sum(${P})`],
  ['AVG(avgPrice), COUNT(DISTINCT "countDistinct")', `avg(${P}), count(distinct customer_gender)`],
  ['MAX(maxPrice) - MIN(minPrice), MEASURE(count)', `max(${P}) - min(${P}), count(*)`],
]

const grouped = Object.entries(groups).flatMap(([group, byHand]) =>
  measures.map(([measure, sql]): [string, string] => [
    `SELECT ${group}, ${measure} FROM KibanaSampleDataEcommerce GROUP BY 1`,
    `select ${byHand}, ${sql} from ${K} group by 1`,
  ]),
)

const conditions: Readonly<Record<string, string>> = {
  "order_date BETWEEN '2023-01-01' AND '2023-12-31 23:59:59.999'":
    "happened between '2023-01-01' and '2023-12-31 23:59:59.999'",
  "order_date >= TO_TIMESTAMP('2023-01-01 00:00:00.000000', 'YYYY-MM-DD HH24:MI:SS.US')":
    "happened >= '2023-01-01'",
  "'2024-01-01'::timestamp > order_date AND order_date > '2022-12-01 00:30:00'":
    "happened < '2024-01-01' and happened > '2022-12-01 00:30:00'",
  "order_date >= '2024-03-01T00:00:00.000Z'": "order_date >= '2024-03-01'",
  "order_date = '2022-12-01 00:30:00'": "happened = '2022-12-01 00:30:00'",
  "(order_date IS NOT NULL) AND (order_date > '2023-05-01')": "happened > '2023-05-01'",
  "date_trunc('month', order_date) = '2023-01-01' OR EXTRACT(YEAR FROM order_date) = 2024":
    "date_trunc('month', happened) = '2023-01-01' or year(happened) = 2024",
  'is_male = true': "customer_gender = 'male'",
  'is_male OR is_female': "customer_gender in ('male', 'female')",
  '(is_male AND has_subscription)': "customer_gender = 'male' and has_subscription",
  'NOT(has_subscription) AND taxful_total_price > 100.5': `not has_subscription and ${P} > 100.5`,
  "(((NOT (notes IS NULL) AND NOT (notes = '')) AND (strpos(lower(notes), 'a') > 0)) OR customer_gender IS NULL)":
    "(notes <> '' and contains(lower(notes), 'a')) or customer_gender is null",
  "LOWER(customer_gender) LIKE '%' || 'ema' || '%' ESCAPE '!'": "customer_gender like '%ema%'",
  "customer_gender NOT IN ('male') AND notes ILIKE '%NOTE%'":
    "customer_gender <> 'male' and notes ilike '%note%'",
  "substring(customer_gender, 1, 3) = 'mal' OR left(notes, 6) IN ('note A')":
    "customer_gender = 'male' or notes like 'note A%'",
  'notes IN (NULL)': 'false',
  '(notes IS NULL OR notes IN (NULL) AND (1<>1))': 'notes is null',
  '(LOWER("KibanaSampleDataEcommerce"."__user") IN (\'ann\')) = TRUE': 'true',
  "customer_gender IN (SELECT 'male')": "customer_gender = 'male'",
  'taxful_total_price > (SELECT AVG(avgPrice) FROM KibanaSampleDataEcommerce)': `${P} > (select avg(${P}) from ecommerce)`,
}

const filtered = Object.entries(conditions).flatMap(([condition, byHand]): [string, string][] => [
  [
    `SELECT COUNT(*), SUM(sumPrice) FROM KibanaSampleDataEcommerce WHERE ${condition}`,
    `select count(*), sum(${P}) from ${K} where ${byHand}`,
  ],
  [
    `SELECT id, customer_gender, maxPrice FROM KibanaSampleDataEcommerce WHERE ${condition}`,
    `select id, customer_gender, ${P} from ${K} where ${byHand}`,
  ],
])

const TOP = `select customer_gender from ecommerce group by 1 order by avg(${P}) desc nulls last limit 1`

const shapes: readonly ByHand[] = [
  [
    'SELECT "source"."customer_gender" AS "customer_gender", count(*) AS "count" FROM (SELECT "public"."KibanaSampleDataEcommerce"."id" AS "id", "public"."KibanaSampleDataEcommerce"."customer_gender" AS "customer_gender" FROM "public"."KibanaSampleDataEcommerce") "source" GROUP BY "source"."customer_gender" ORDER BY "source"."customer_gender" ASC',
    'select customer_gender, count(*) from ecommerce group by 1',
  ],
  ['SELECT SUM(1) AS "cnt" FROM "public"."KibanaSampleDataEcommerce" "K" HAVING COUNT(1) > 0', 'select 300'],
  [
    'SELECT DATE_TRUNC(\'month\', "public"."KibanaSampleDataEcommerce"."order_date") AS "order_date", COUNT(distinct "public"."KibanaSampleDataEcommerce"."countDistinct") FROM "public"."KibanaSampleDataEcommerce" WHERE "public"."KibanaSampleDataEcommerce"."order_date" < date_trunc(\'month\', now()) GROUP BY DATE_TRUNC(\'month\', "public"."KibanaSampleDataEcommerce"."order_date")',
    `select date_trunc('month', happened), count(distinct customer_gender) from ${K} group by 1`,
  ],
  [
    'select "ta_1"."customer_gender" "ca_1", CASE WHEN sum("ta_1"."sumPrice") IS NOT NULL THEN sum("ta_1"."sumPrice") ELSE 0 END "ca_2" from KibanaSampleDataEcommerce "ta_1" group by "ca_1"',
    `select customer_gender, sum(${P}) from ecommerce group by 1`,
  ],
  [
    'select "rows"."customer_gender" as "customer_gender", count(distinct("rows"."countDistinct")) + max( case when "rows"."countDistinct" is null then 1 else 0 end ) as "a0" from ( select "_"."customer_gender", "_"."countDistinct" from "public"."KibanaSampleDataEcommerce" "_") "rows" group by "customer_gender" order by "a0" desc limit 10',
    'select customer_gender, count(distinct customer_gender) from ecommerce group by 1',
  ],
  [
    'SELECT "_"."semijoin1.c30" AS "c30", "_"."a0" AS "a0" FROM (SELECT "rows"."semijoin1.c30" AS "semijoin1.c30", count(distinct "rows"."basetable0.a0") AS "a0" FROM ( SELECT "$Outer"."basetable0.a0", "$Inner"."semijoin1.c30" FROM ( SELECT "__cubeJoinField" AS "basetable0.c22", "agentCount" AS "basetable0.a0" FROM "public"."Logs" AS "$Table" ) AS "$Outer" JOIN ( SELECT "rows"."customer_gender" AS "semijoin1.c30", "rows"."__cubeJoinField" AS "semijoin1.c22" FROM ( SELECT "customer_gender", "__cubeJoinField" FROM "public"."KibanaSampleDataEcommerce" AS "$Table" ) AS "rows" GROUP BY "customer_gender", "__cubeJoinField" ) AS "$Inner" ON ( "$Outer"."basetable0.c22" = "$Inner"."semijoin1.c22" OR "$Outer"."basetable0.c22" IS NULL AND "$Inner"."semijoin1.c22" IS NULL ) ) AS "rows" GROUP BY "semijoin1.c30" ) AS "_" WHERE NOT "_"."a0" IS NULL LIMIT 1000001',
    'select customer_gender, count(distinct agent) from ecommerce left join logs using (id) group by 1',
  ],
  [
    'SELECT kibana_grouped.avg_price, KibanaSampleDataEcommerce.customer_gender AS gender, AVG(KibanaSampleDataEcommerce.avgPrice) AS price FROM KibanaSampleDataEcommerce INNER JOIN ( SELECT customer_gender, AVG(avgPrice) as avg_price FROM KibanaSampleDataEcommerce GROUP BY 1) kibana_grouped ON ((KibanaSampleDataEcommerce.customer_gender = kibana_grouped.customer_gender)) GROUP BY 1, 2',
    `select avg(${P}), customer_gender, avg(${P}) from ecommerce where customer_gender is not null group by 2`,
  ],
  [
    'SELECT K.customer_gender, AVG(K.avgPrice) AS price FROM KibanaSampleDataEcommerce K INNER JOIN ( SELECT customer_gender, AVG(avgPrice) as avg_price FROM KibanaSampleDataEcommerce GROUP BY 1 ORDER BY 2 DESC NULLS LAST LIMIT 1 ) top ON (K.customer_gender = top.customer_gender ) GROUP BY 1',
    `select customer_gender, avg(${P}) from ecommerce where customer_gender in (${TOP}) group by 1`,
  ],
  [
    "SELECT DATE_TRUNC('week', order_date) AS __timestamp, MEASURE(KibanaSampleDataEcommerce.avgPrice) AS avgPrice FROM KibanaSampleDataEcommerce JOIN (SELECT customer_gender AS customer_gender__, MEASURE(KibanaSampleDataEcommerce.avgPrice) AS mme_inner__ FROM KibanaSampleDataEcommerce WHERE order_date >= TO_TIMESTAMP('2022-09-16 00:00:00.000000', 'YYYY-MM-DD HH24:MI:SS.US') GROUP BY customer_gender ORDER BY mme_inner__ DESC LIMIT 20) AS anon_1 ON customer_gender = customer_gender__ WHERE order_date < TO_TIMESTAMP('2024-09-16 00:00:00.000000', 'YYYY-MM-DD HH24:MI:SS.US') GROUP BY DATE_TRUNC('week', order_date) ORDER BY avgPrice DESC LIMIT 1000",
    `select date_trunc('week', happened), avg(${P}) from ${K} where customer_gender is not null and happened < '2024-09-16' group by 1`,
  ],
  [
    'SELECT COUNT(DISTINCT "MultiTypeCube"."countDistinct") AS "n", CAST("MultiTypeCube"."dim_str0" AS TEXT) AS "dim_str0" FROM "MultiTypeCube" INNER JOIN ( SELECT CAST("MultiTypeCube"."dim_str0" AS TEXT) AS "dim_str0", COUNT(DISTINCT "MultiTypeCube"."countDistinct") AS "$__alias__0" FROM "MultiTypeCube" WHERE ((CAST("MultiTypeCube"."dim_str0" AS TEXT) IN (\'text 10\', \'text 20\'))) GROUP BY 1 ORDER BY 2 DESC NULLS LAST, 1 ASC NULLS FIRST LIMIT 15 ) "t0" ON ( CAST("MultiTypeCube"."dim_str0" AS TEXT) = "t0"."dim_str0" ) WHERE ((CAST("MultiTypeCube"."dim_str1" AS TEXT) = \'text 11\')) GROUP BY 2',
    "select count(distinct customer_gender), str || '0' from multi where str = 'text 1' group by 2",
  ],
  [
    'SELECT K.customer_gender, t.m FROM KibanaSampleDataEcommerce K CROSS JOIN (SELECT MAX(maxPrice) m FROM KibanaSampleDataEcommerce) t WHERE K.taxful_total_price = t.m',
    `select customer_gender, ${P} from ecommerce where ${P} = (select max(${P}) from ecommerce)`,
  ],
  [
    'SELECT K.customer_gender, SUM(K.sumPrice) FROM KibanaSampleDataEcommerce K LEFT JOIN (SELECT content, agentCount FROM Logs GROUP BY 1, 2) l ON l.content = K.notes GROUP BY 1',
    `select customer_gender, sum(${P}) from ecommerce group by 1`,
  ],
  [
    'SELECT Logs.content, SUM(K.sumPrice) FROM KibanaSampleDataEcommerce K CROSS JOIN Logs GROUP BY 1',
    `select content, sum(${P}) from ecommerce left join logs using (id) group by 1`,
  ],
  [
    'SELECT Logs.content, COUNT(DISTINCT Logs.agentCount), COUNT(K.count) FROM Logs, KibanaSampleDataEcommerce K GROUP BY 1',
    'select content, count(distinct agent), count(*) from ecommerce left join logs using (id) group by 1',
  ],
  [
    'SELECT count(Ecommerce.count), Logs.r, extract(MONTH FROM Ecommerce.order_date) FROM (SELECT * FROM KibanaSampleDataEcommerce where customer_gender is not null order by customer_gender) Ecommerce LEFT JOIN (SELECT read r, __cubeJoinField FROM Logs) Logs ON (Ecommerce.__cubeJoinField = Logs.__cubeJoinField) WHERE Logs.r GROUP BY 2, 3',
    `select count(*), read, month(happened) from ${K} left join logs using (id) where read and customer_gender is not null group by 2, 3`,
  ],
  [
    'SELECT customer_gender, SUM(sumPrice) FILTER (WHERE has_subscription), COUNT(count) FILTER (WHERE id > 1000), COUNT(*) FROM KibanaSampleDataEcommerce GROUP BY 1',
    `select customer_gender, sum(${P}) filter (where has_subscription), 0, count(*) from ecommerce group by 1`,
  ],
  [
    'SELECT MEASURE(avgPrice) FILTER (WHERE is_male), COUNT(*) FILTER (WHERE has_subscription) FROM KibanaSampleDataEcommerce',
    `select avg(${P}) filter (where customer_gender = 'male'), count(*) filter (where has_subscription) from ecommerce`,
  ],
  [
    'SELECT customer_gender, SUM(sumPrice) FILTER (WHERE has_subscription) FROM KibanaSampleDataEcommerce GROUP BY ROLLUP(1)',
    `select customer_gender, sum(${P}) filter (where has_subscription) from ecommerce group by rollup(customer_gender)`,
  ],
  [
    'SELECT customer_gender, notes, avg(mp) from (SELECT customer_gender, notes, avg(avgPrice) mp FROM KibanaSampleDataEcommerce a GROUP BY 1, 2) b GROUP BY ROLLUP(1, 2)',
    `select customer_gender, notes, avg(mp) from (select customer_gender, notes, avg(${P}) mp from ecommerce group by 1, 2) group by rollup(customer_gender, notes)`,
  ],
  [
    'SELECT customer_gender, has_subscription, avg(avgPrice) from (SELECT * FROM KibanaSampleDataEcommerce) b GROUP BY ROLLUP(customer_gender), has_subscription ORDER BY 1',
    `select customer_gender, has_subscription, avg(${P}) from ecommerce group by rollup(customer_gender), has_subscription`,
  ],
  [
    'SELECT maxPrice, minPrice FROM KibanaSampleDataEcommerce GROUP BY 1, 2',
    `select max(${P}), min(${P}) from ecommerce`,
  ],
  [
    'SELECT "k"."cnt" AS "cnt" FROM ( SELECT COUNT(*) AS "cnt", "__user" AS "user" FROM "KibanaSampleDataEcommerce" GROUP BY 2) AS "k" WHERE "k"."user" = \'ann\'',
    'select count(*) from ecommerce',
  ],
  [
    "SELECT COUNT(*) FROM KibanaSampleDataEcommerce WHERE NOT __user IS NULL AND __user = 'ann'",
    'select 300',
  ],
  ['SELECT * FROM NumberCube', 'select count(*) from logs'],
  ['SELECT MAX(someNumber) FROM NumberCube', 'select count(*) from logs'],
  ['SELECT COUNT(*) FROM NumberCube', 'select count(*) from logs'],
  [
    'SELECT read, COUNT(DISTINCT agentCountApprox) FROM Logs GROUP BY 1',
    'select read, count(distinct agent) from logs group by 1',
  ],
  [
    "SELECT content, read FROM Logs WHERE read = true AND content <> 'line 3'",
    "select content, read from logs where read and content <> 'line 3'",
  ],
  [
    'SELECT dim1, dim2, measure(measure1), measure(measure99) FROM WideCube GROUP BY 1, 2',
    'select (id * 2) % 4, (id * 3) % 5, sum(id + 1), sum(id + 99) from wide group by 1, 2',
  ],
  [
    'SELECT COUNT(*) FROM WideCube WHERE dim1 = 2 AND dim2 > 1',
    'select count(*) from wide where (id * 2) % 4 = 2 and (id * 3) % 5 > 1',
  ],
  [
    'SELECT dim_str0, MEASURE(measure_str0), MEASURE(measure_date1), SUM(measure_num2) FROM MultiTypeCube GROUP BY 1',
    `select str || '0', max(str || '0'), max(happened + interval 1 day), sum(num + 2) from ${M} group by 1`,
  ],
  [
    "SELECT to_char(dim_date0, 'YYYY-MM') ym, COUNT(*) FROM MultiTypeCube GROUP BY 1",
    `select strftime(happened, '%Y-%m'), count(*) from ${M} group by 1`,
  ],
  [
    'SELECT EXTRACT(DAY FROM (dim_date1 - dim_date0)) e, COUNT(*) FROM MultiTypeCube GROUP BY 1',
    'select 1, count(*) from multi',
  ],
  ['SELECT COUNT(*) FROM MultiTypeCube WHERE dim_num0 = ANY(ARRAY[1,2,3])', 'select 3'],
  [
    'SELECT customer_gender FROM KibanaSampleDataEcommerce UNION SELECT content FROM Logs',
    'select customer_gender from ecommerce union select content from logs',
  ],
]

/** Orders have several lines or none: a join repeats an order, and its own measures must not add up twice. */
const fannedOut: readonly ByHand[] = [
  [
    'SELECT SUM(o.freight), COUNT(o.count), SUM(l.price) FROM Orders o CROSS JOIN OrderLines l',
    'select (select sum(freight) from orders), (select count(*) from orders), (select sum(price) from order_lines)',
  ],
  [
    'SELECT o.region, SUM(o.freight), SUM(l.price) FROM Orders o CROSS JOIN OrderLines l GROUP BY 1',
    `select region, (select sum(freight) from orders i where i.region = o.region), sum(price)
      from orders o left join order_lines l on l.order_id = o.id group by 1`,
  ],
  [
    "SELECT l.product, SUM(o.freight) FROM Orders o CROSS JOIN OrderLines l WHERE o.region <> 'region 0' GROUP BY 1",
    `select product, sum(freight) from (select distinct product, o.* from orders o left join order_lines l on l.order_id = o.id)
      where region <> 'region 0' group by 1`,
  ],
]

test('a measure of what a join repeats counts each thing once', async () => {
  const naive = await lab.byHand('select sum(freight) from orders o join order_lines l on l.order_id = o.id')
  const [whole] = await lab.byHand('select sum(freight) from orders')
  expect(Number(naive[0]?.[0])).toBeGreaterThan(2 * Number(whole?.[0]))
  expect(await lab.unlikeByHand(fannedOut)).toEqual([])
})

const refusals: readonly Refusal[] = [
  ['SELECT SUM("maxPrice") FROM KibanaSampleDataEcommerce', '42809', /maxPrice/],
  ['SELECT COUNT(sumPrice) FROM KibanaSampleDataEcommerce', '42809', /sumPrice/],
  ['SELECT customer_gender, order_date FROM KibanaSampleDataEcommerce GROUP BY 1', '42803', /order_date/],
  ['SELECT unknown_field FROM KibanaSampleDataEcommerce', '42703', /unknown_field/],
  [
    'SELECT unknown_field, customer_gender FROM KibanaSampleDataEcommerce k GROUP BY 1, 2',
    '42703',
    /unknown_field/,
  ],
  ['SELECT * FROM KibanaSampleDataLogs', '42P01', /kibanasampledatalogs/],
  ["SELECT COUNT(*) FROM KibanaSampleDataEcommerce WHERE __user = 'nobody'", '22023', /nobody/],
  ["SELECT COUNT(*) FROM KibanaSampleDataEcommerce WHERE order_date > 'tomorrowish'", '22007', /tomorrowish/],
  ['SELECT __cubeJoinField FROM Logs', '0A000', /__cubeJoinField/],
  ['SELECT COUNT(*) FROM Logs CROSS JOIN WideCube', '42P01', /no join/],
  ['SELECT MEASURE(customer_gender) FROM KibanaSampleDataEcommerce', '42809', /customer_gender/],
  ['SELECT SUM(sumPrice) FILTER (WHERE maxPrice > 3) FROM KibanaSampleDataEcommerce', '0A000', /FILTER/],
]

test.each([
  ['grouped', grouped],
  ['filtered', filtered],
  ['shapes', shapes],
] as const)(
  '%s statements over the well-known model give what is computed by hand',
  async (_, statements) => {
    expect(await lab.unlikeByHand(statements)).toEqual([])
  },
)

test('what is refused has the right SQLSTATE and names the thing', async () => {
  expect(await lab.wronglyRefused(refusals)).toEqual([])
  expect(lab.faults).toEqual([])
})

test('every statement is one of more than eighty', () => {
  expect(grouped.length + filtered.length + shapes.length + refusals.length).toBeGreaterThan(80)
})
