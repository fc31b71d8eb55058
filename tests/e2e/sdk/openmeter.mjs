// What a program does with the official OpenMeter SDK: only the base URL is Weir's. Arguments: base URL, key, step. The
// step's parameters come as JSON on standard input, its result goes to standard output.
import { readFileSync } from 'node:fs'
import { OpenMeter } from '@openmeter/sdk'

const [baseUrl, apiKey, step] = process.argv.slice(2)
const openmeter = new OpenMeter({ baseUrl, apiKey })
const given = JSON.parse(readFileSync(0, 'utf8'))

// What was thrown, as its caller sees it.
async function refused(call) {
  try {
    await call()
  } catch (error) {
    return { name: error.name, status: error.status, title: error.title, type: error.type, message: error.message }
  }
  return null
}

const steps = {
  async configure() {
    const meter = await openmeter.meters.create(given.meter)
    const subjects = await openmeter.subjects.upsert(given.subjects)
    return {
      meter,
      isDate: meter.createdAt instanceof Date,
      bySlug: await openmeter.meters.get(meter.slug),
      byId: await openmeter.meters.get(meter.id),
      listed: (await openmeter.meters.list()).map((one) => one.slug),
      updated: await openmeter.meters.update(meter.id, { name: 'Renamed' }),
      subjects,
      subject: await openmeter.subjects.get(subjects[0].id),
      subjectKeys: (await openmeter.subjects.list()).map((one) => one.key),
    }
  },

  async ingest() {
    const answers = []
    for (const events of given.requests) answers.push((await openmeter.events.ingest(events)) ?? null)
    return answers
  },

  async read() {
    const out = {}
    for (const [name, query] of Object.entries(given.queries)) {
      out[name] = await openmeter.meters.query(given.meter, query)
      if (given.bodies[name]) out[`${name} in a body`] = await openmeter.meters.queryPost(given.meter, given.bodies[name])
    }
    out.values = await openmeter.meters.listGroupByValues(given.meter, given.group)
    out.events = await openmeter.events.list({ limit: 100, subject: given.subject })
    return out
  },

  async fail() {
    return {
      event: await refused(() => openmeter.events.ingest({ type: '', subject: 's' })),
      meter: await refused(() => openmeter.meters.create({ slug: 'Bad Slug', eventType: 't', aggregation: 'COUNT' })),
      taken: await refused(() => openmeter.meters.create(given.meter)),
      unknown: await refused(() => openmeter.meters.get('no_such_meter')),
      minute: await refused(() => openmeter.meters.query(given.meter.slug, { windowSize: 'MINUTE' })),
      key: await refused(() => new OpenMeter({ baseUrl, apiKey: 'weir_sk_wrong' }).meters.list()),
      noKey: await refused(() => new OpenMeter({ baseUrl }).meters.list()),
    }
  },

  async remove() {
    return {
      meter: (await openmeter.meters.delete(given.meter)) ?? null,
      subject: (await openmeter.subjects.delete(given.subject)) ?? null,
      gone: await refused(() => openmeter.meters.get(given.meter)),
      subjectGone: await refused(() => openmeter.subjects.get(given.subject)),
    }
  },
}

process.stdout.write(JSON.stringify(await steps[step]()))
