// Sends events with the official CloudEvents SDK. Arguments: address, key. Standard input: {binary, structured, batch},
// each a list of events; the answers go to standard output.
import { readFileSync } from 'node:fs'
import { CloudEvent, HTTP, httpTransport } from 'cloudevents'

const [address, key] = process.argv.slice(2)
const given = JSON.parse(readFileSync(0, 'utf8'))
const send = httpTransport(address)
const as = { headers: { authorization: `Bearer ${key}` } }

const answers = []
for (const event of given.binary) answers.push(await send(HTTP.binary(new CloudEvent(event)), as))
for (const event of given.structured) answers.push(await send(HTTP.structured(new CloudEvent(event)), as))
// The SDK reads batches and has no encoder for them.
const batch = JSON.stringify(given.batch.map((event) => new CloudEvent(event)))
answers.push(await send({ headers: { 'content-type': 'application/cloudevents-batch+json' }, body: batch }, as))
process.stdout.write(JSON.stringify(answers.map((answer) => JSON.parse(answer.body))))
