// The migrations of schemas/sql/migrations are part of the program: numbered files, applied in the order of their
// names, one transaction each, recorded in schema_migrations(name, digest, applied_at, weir_version).
#pragma once

#include <chrono>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <weir/base/error.hpp>
#include <weir/postgres/connection.hpp>

namespace weir::postgres {

struct migration {
  std::string_view name;    // file name without .sql: "0001_foundation"
  std::string_view digest;  // SHA-256 of the file, hex
  std::string_view sql;
};

// What this program was built with, in order.
std::span<const migration> embedded_migrations();

struct migration_options {
  std::chrono::milliseconds lock_timeout{5'000};  // a migration that would wait longer behind others gives up
  std::string weir_version;
  std::function<void(std::string_view name)> applied{};  // called after each commit
};

// Applies what is missing and returns the names applied. A second runner waits for the first one. The connection's role
// needs CREATE on the schema; unless the roles exist and are granted, CREATEROLE; and unless it owns a schema
// analytics, CREATE on the database. Errors: schema_version_mismatch (an applied file's digest differs, or the database
// has migrations that are not in `all`), lock_timeout, and the database's own with the migration's name in front; then
// that migration was rolled back.
result<std::vector<std::string>> migrate(connection& to, std::span<const migration> all,
                                         const migration_options& options);

// Nothing is changed. Error schema_version_mismatch, with what to do, unless exactly `all` are applied.
result<void> check_current(executor& in, std::span<const migration> all);

}  // namespace weir::postgres
