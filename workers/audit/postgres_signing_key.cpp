#include <algorithm>

#include <workers/audit/postgres_signing_key.hpp>

#include <weir/base/random.hpp>
#include <weir/base/signing.hpp>
#include <weir/domain/audit_chain.hpp>
#include <weir/postgres/audit.hpp>
#include <weir/postgres/sealed_secrets.hpp>

namespace weir::audit {
namespace {

namespace rows = postgres::audit;
using postgres::executor;

constexpr auto purpose = postgres::sealed_secrets::purpose(postgres::sealed_secrets::what::audit_key);

bytes32 seed_of(std::string_view bytes) {
  bytes32 out{};
  std::copy_n(bytes.begin(), std::min(out.size(), bytes.size()), out.begin());
  return out;
}

rows::key_row new_key(const secret_ring& secrets) {
  const auto seed = random_bytes(32);
  rows::key_row out;
  out.public_key = signing_public_key(seed_of(seed));
  out.id = domain::audit_key_id(out.public_key);
  out.sealed_seed = secrets.seal(purpose, out.id, seed);
  return out;
}

}  // namespace

// Of two processes that make the first one at once, one waits and finds the other's.
result<bytes32> signing_seed(executor& in, const secret_ring& secrets) {
  auto found = rows::signing_key(in);
  if (found && !*found) {
    auto made = rows::add_key(in, new_key(secrets));
    if (!made) return std::unexpected(made.error());
    found = rows::signing_key(in);
  }
  if (!found) return std::unexpected(found.error());
  if (!*found) return fail(error_code::database_conflict, "another process makes the signing key");
  const auto seed = secrets.open(purpose, (*found)->id, (*found)->sealed_seed);
  if (!seed || signing_public_key(seed_of(*seed)) != (*found)->public_key) {
    return fail(error_code::audit_key_sealed, (*found)->id);
  }
  return seed_of(*seed);
}

result<std::string> change_audit_key(executor& in, const secret_ring& secrets) {
  if (auto retired = rows::retire_keys(in); !retired) return std::unexpected(retired.error());
  const auto key = new_key(secrets);
  auto made = rows::add_key(in, key);
  if (!made) return std::unexpected(made.error());
  if (!*made) return fail(error_code::database_conflict, "another process makes the signing key");
  return key.id;
}

}  // namespace weir::audit
