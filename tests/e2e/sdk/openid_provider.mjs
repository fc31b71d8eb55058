// A real OpenID Connect provider (npm oidc-provider) on the loopback, with its own pages for signing in, which take any
// name that accounts.json has. Its keys are made at each start: starting it again changes them.
//
// usage: openid_provider.mjs SETTINGS.json
//   { "port": 4000, "redirect_uri": "https://…", "accounts": "accounts.json", "claims_in_token": false, "algorithm": "RS256" }
// accounts.json is read at each sign-in: { "ada": { "email": "ada@example.com", "email_verified": true } }
import { generateKeyPairSync, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import Provider from "oidc-provider";

const settings = JSON.parse(readFileSync(process.argv[2], "utf8"));
const { privateKey } = settings.algorithm === "ES256" ? generateKeyPairSync("ec", { namedCurve: "P-256" }) : generateKeyPairSync("rsa", { modulusLength: 2048 });
const client = {
  redirect_uris: [settings.redirect_uri],
  response_types: ["code"],
  grant_types: ["authorization_code"],
  id_token_signed_response_alg: settings.algorithm,
};

const provider = new Provider(`http://127.0.0.1:${settings.port}`, {
  clients: [
    { ...client, client_id: "weir", client_secret: "the client's own secret: +/?", token_endpoint_auth_method: "client_secret_basic" },
    { ...client, client_id: "weir-public", token_endpoint_auth_method: "none" },
    { ...client, client_id: "weir-dated", token_endpoint_auth_method: "none", require_auth_time: true },
  ],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
  conformIdTokenClaims: !settings.claims_in_token,
  cookies: { keys: [randomUUID()] },
  jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), kid: randomUUID(), use: "sig", alg: settings.algorithm }] },
  async findAccount(_, id) {
    const account = JSON.parse(readFileSync(settings.accounts, "utf8"))[id];
    return account && { accountId: id, claims: async () => ({ sub: id, ...account }) };
  },
});

provider.listen(settings.port, "127.0.0.1", () => console.log("listening"));
