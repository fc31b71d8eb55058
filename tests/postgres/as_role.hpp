// Repository calls under the role that makes them in production.
#pragma once

#include <string>

#include <tests/postgres/scratch_database.hpp>

#include <weir/base/ulid.hpp>
#include <weir/postgres/pool.hpp>

namespace weir::test {

using namespace weir::postgres;

inline pool& connections() {
  static pool p({.connection = shared_database().options(), .size = 8, .hooks = {}});
  return p;
}

template<class F>
auto platform(F fn) {
  return connections().with_transaction(role::api, tenant_scope::platform(), fn);
}
template<class F>
auto worker(F fn) {
  return connections().with_transaction(role::worker, tenant_scope::nobody(), fn);
}
template<class F>
auto login(F fn) {
  return connections().with_transaction(role::login, tenant_scope::nobody(), fn);
}

inline std::string new_id(const char* prefix) {
  return prefix + system_ids().next().text();
}

}  // namespace weir::test
