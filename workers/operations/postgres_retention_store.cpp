#include <workers/operations/postgres_retention_store.hpp>

#include <weir/postgres/installation.hpp>

namespace weir::operations {

std::vector<std::string> postgres_retention_store::classes() const {
  return postgres::retention::classes();
}

result<std::uint64_t> postgres_retention_store::purge(const std::string& retention_class, std::int32_t most) {
  return database_.with_transaction(
      postgres::role::worker, postgres::tenant_scope::platform(),
      [&](postgres::executor& in) { return postgres::retention::purge(in, retention_class, most); });
}

}  // namespace weir::operations
