// The installation's key: it signs checkpoints of the audit trail and invoices, and is published at
// /.well-known/weir-audit-keys.json. All of it under role::worker.
#pragma once

#include <string>

#include <weir/base/crypto.hpp>
#include <weir/base/secret_ring.hpp>
#include <weir/postgres/executor.hpp>

namespace weir::audit {

// The seed of the key that signs, which is made when there is none. Error besides the database's: audit_key_sealed (it
// was sealed under neither APP_SECRET_KEY nor the previous one).
result<bytes32> signing_seed(postgres::executor& in, const secret_ring& secrets);

// Makes a key and lets it sign from now on; earlier ones stay known. Returns its id.
result<std::string> change_audit_key(postgres::executor& in, const secret_ring& secrets);

}  // namespace weir::audit
