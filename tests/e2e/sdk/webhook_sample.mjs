// Asks the portal's sample, which lies beside this. Standard input: [{headers, body}]; to standard output: for each the
// event, or null for what was not signed.
import { readFileSync } from 'node:fs'
import { eventOf } from './verify.mjs'

const given = JSON.parse(readFileSync(0, 'utf8'))
process.stdout.write(JSON.stringify(given.map(({ headers, body }) => eventOf(body, headers) ?? null)))
