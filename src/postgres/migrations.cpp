#include <weir/postgres/migrations.hpp>

namespace weir::postgres {
namespace {

const statement migrations_table_exists{"migrations.table_exists",
                                        "SELECT to_regclass('schema_migrations') IS NOT NULL"};

// Read through a function of pg_catalog only after the table was seen; so not part of the prepared statements' list.
constexpr const char* list_sql = "SELECT name, digest FROM schema_migrations ORDER BY name";

constexpr const char* create_table_sql =
    "CREATE TABLE IF NOT EXISTS schema_migrations ("
    " name text PRIMARY KEY COLLATE \"C\","
    " digest text NOT NULL,"
    " applied_at timestamptz NOT NULL DEFAULT clock_timestamp(),"
    " weir_version text NOT NULL);"
    " COMMENT ON TABLE schema_migrations IS 'Which migrations this database has, and the SHA-256 of each file.'";

constexpr const char* record_sql = "INSERT INTO schema_migrations (name, digest, weir_version) VALUES ($1, $2, $3)";

// One number for ever: all programs that migrate a Weir database agree on it. Advisory locks are per database.
constexpr const char* lock_sql = "SELECT pg_advisory_lock(7310587163)";
constexpr const char* unlock_sql = "SELECT pg_advisory_unlock(7310587163)";

struct applied_migration {
  std::string name;
  std::string digest;
};

result<std::vector<applied_migration>> applied_in(executor& in) {
  std::vector<applied_migration> out;
  auto exists = in.run(migrations_table_exists);
  if (!exists) return std::unexpected(exists.error());
  if (!exists->at(0, 0).boolean()) return out;
  auto r = in.query(list_sql);
  if (!r) return std::unexpected(r.error());
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back({r->at(i, 0).string(), r->at(i, 1).string()});
  return out;
}

// How many of `all` are applied; those are always the first ones.
result<std::size_t> compare(const std::vector<applied_migration>& applied, std::span<const migration> all) {
  for (std::size_t i = 0; i < applied.size(); ++i) {
    if (i >= all.size() || applied[i].name != all[i].name) {
      return fail(error_code::schema_version_mismatch, "the database has migration " + applied[i].name +
                                                           ", which this program does not know in this place: run the "
                                                           "program that applied it, or a later one");
    }
    if (applied[i].digest != all[i].digest) {
      return fail(error_code::schema_version_mismatch,
                  "migration " + applied[i].name +
                      " was applied from another file than this program has: an applied "
                      "migration is never edited, write a new one");
    }
  }
  return applied.size();
}

result<void> apply(connection& to, const migration& m, const migration_options& options) {
  const std::string begin = "BEGIN; SET LOCAL lock_timeout = " + std::to_string(options.lock_timeout.count());
  auto done = to.execute(begin.c_str());
  if (done) done = to.execute(std::string(m.sql).c_str());
  if (done) {
    const std::array<param, 3> params{param(m.name), param(m.digest), param(options.weir_version)};
    if (auto recorded = to.query(record_sql, params); !recorded) done = std::unexpected(recorded.error());
  }
  if (done) done = to.execute("COMMIT");
  if (done) return done;
  error e = done.error();
  (void)to.execute("ROLLBACK");
  return fail(e.code, std::string(m.name) + ": " + e.detail);
}

}  // namespace

result<std::vector<std::string>> migrate(connection& to, std::span<const migration> all,
                                         const migration_options& options) {
  if (auto locked = to.execute(lock_sql); !locked) return std::unexpected(locked.error());
  const auto run = [&]() -> result<std::vector<std::string>> {
    if (auto made = to.execute(create_table_sql); !made) return std::unexpected(made.error());
    auto applied = applied_in(to);
    if (!applied) return std::unexpected(applied.error());
    auto known = compare(*applied, all);
    if (!known) return std::unexpected(known.error());
    std::vector<std::string> names;
    for (const auto& m : all.subspan(*known)) {
      if (auto done = apply(to, m, options); !done) return std::unexpected(done.error());
      names.emplace_back(m.name);
      if (options.applied) options.applied(m.name);
    }
    return names;
  };
  auto names = run();
  (void)to.execute(unlock_sql);
  return names;
}

result<void> check_current(executor& in, std::span<const migration> all) {
  auto applied = applied_in(in);
  if (!applied) return std::unexpected(applied.error());
  auto known = compare(*applied, all);
  if (!known) return std::unexpected(known.error());
  if (*known == all.size()) return {};
  return fail(error_code::schema_version_mismatch,
              "the database lacks migration " + std::string(all[*known].name) + ": run weir migrate");
}

}  // namespace weir::postgres
