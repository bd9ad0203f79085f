import { openCube } from '../cube/server.ts'
import { modelDir } from '../cli/reading.ts'
import { readFileSync, readdirSync } from 'node:fs'
const home = process.env.H ?? '/tmp/me-home'
const cur = JSON.parse(readFileSync(home+'/current.json','utf8'))
const queries = JSON.parse(readFileSync(process.argv[2],'utf8'))
const cube = await openCube({ modelDir, currentBuild: () => ({ id: cur.build, file: `${home}/${cur.file}`, calendars: [{name:'standard', yearStart: 2}] }), secret: 'a secret of the suite, long enough to sign', timezone: 'Asia/Bangkok', memoryLimit: '1GB' })
for (const q of queries) {
    const u = {name:'s',role:'admin'} as const
    try { const t=Date.now(); const r = await cube.load(q, u); console.log(JSON.stringify(q), Date.now()-t,'ms'); console.table(r.data.slice(0,14).map(row=>Object.fromEntries(Object.entries(row).map(([k,v])=>[k.split('.').slice(1).join('.'),v])))) } catch(e){console.log(JSON.stringify(q), String(e).slice(0,1500)); if (process.env.SQL) try { console.log((await cube.sql(q,u)).statements[0].sql)} catch(e){} }
}
process.exit(0)
