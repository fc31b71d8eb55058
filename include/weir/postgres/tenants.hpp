// Rows of `tenants`. A tenant's key also stands in `subject_aliases`, since it names the tenant as a subject.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <weir/postgres/executor.hpp>

namespace weir::postgres {

struct tenant_row {
  std::int32_t number = 0;
  std::string id;
  std::int32_t bucket = 0;
  std::string key;
  std::string name;
  std::string time_zone;
  std::int32_t minute_offset = 0;
  std::string currency;
  std::string state;  // active, suspended, deleted
  std::int64_t version = 0;
  timestamp created_at{};
  timestamp updated_at{};
};

struct new_tenant {
  std::string id;
  std::int32_t bucket = 0;
  std::string key;
  std::string name;
  std::string time_zone = "UTC";
  std::int32_t minute_offset = 0;
  std::string currency = "USD";
};

// What is absent stays as it is.
struct tenant_patch {
  std::optional<std::string> name{};
  std::optional<std::string> time_zone{};  // of the same minute offset: the caller checks
  std::optional<std::string> currency{};
  std::optional<std::string> state{};
};

namespace tenants {

// Error: tenant_key_taken; the transaction may have failed then.
result<tenant_row> create(executor& in, const new_tenant& t);

// Error: tenant_not_found.
result<tenant_row> by_id(executor& in, const std::string& id);
result<tenant_row> by_number(executor& in, std::int32_t number);
// By number; those that there are.
result<std::vector<tenant_row>> by_numbers(executor& in, std::span<const std::int32_t> numbers);

// Not deleted ones, by number, after `after` (0: from the first).
result<std::vector<tenant_row>> list(executor& in, std::int32_t after, std::int32_t limit);

// `expected`: the version that If-Match named. Errors: tenant_not_found, precondition_failed.
result<tenant_row> update(executor& in, const std::string& id, std::optional<std::int64_t> expected,
                          const tenant_patch& patch);

// Everything that workers need to tell tenants apart, deleted ones too.
result<std::vector<tenant_row>> all_after(executor& in, std::int32_t after, std::int32_t limit);

// From a row whose columns `first`, `first` + 1, … are those of a tenant in the order of tenant_row.
tenant_row read(const rows& r, std::size_t row, std::size_t first = 0);

}  // namespace tenants
}  // namespace weir::postgres
