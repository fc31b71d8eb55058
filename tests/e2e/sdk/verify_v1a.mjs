// Verifies v1a signatures (Standard Webhooks) with Node's own Ed25519. Standard input: [{key, headers, body}]; to standard
// output: for each whether one of the signatures fits the key.
import { createPublicKey, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'

const given = JSON.parse(readFileSync(0, 'utf8'))
const fits = ({ key, headers, body }) => {
  const x = Buffer.from(key.slice('whpk_'.length), 'base64').toString('base64url')
  const known = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
  const said = Buffer.from(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`)
  return headers['webhook-signature']
    .split(' ')
    .filter((one) => one.startsWith('v1a,'))
    .some((one) => verify(null, said, known, Buffer.from(one.slice(4), 'base64')))
}
process.stdout.write(JSON.stringify(given.map(fits)))
