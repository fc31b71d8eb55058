// Signs bodies with the official library, as it does for those who test their receivers. Standard input: [{secret, body,
// timestamp}]; to standard output: the Stripe-Signature header of each.
import { readFileSync } from 'node:fs'
import Stripe from 'stripe'

const stripe = new Stripe('sk_test_nobody')
const given = JSON.parse(readFileSync(0, 'utf8'))
const header = ({ secret, body, timestamp }) => stripe.webhooks.generateTestHeaderString({ payload: body, secret, timestamp })
process.stdout.write(JSON.stringify(given.map(header)))
