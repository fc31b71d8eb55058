// Verifies deliveries with the official library. Standard input: [{secret, headers, body}]; to standard output: for each
// what the library makes of it, or {error}.
import { readFileSync } from 'node:fs'
import { Webhook } from 'standardwebhooks'

const given = JSON.parse(readFileSync(0, 'utf8'))
const verified = ({ secret, headers, body }) => {
  try {
    return new Webhook(secret).verify(body, headers)
  } catch (error) {
    return { error: error.message }
  }
}
process.stdout.write(JSON.stringify(given.map(verified)))
