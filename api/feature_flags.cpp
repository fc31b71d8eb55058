#include <api/feature_flags.hpp>

#include <weir/postgres/installation.hpp>

namespace weir::api {
namespace {

struct known_flag {
  std::string_view name;
  bool usual;
  std::string_view description;
};

constexpr known_flag known[] = {
#define WEIR_FEATURE_FLAG(name, usual, description) {#name, usual, description},
#include <weir/catalogue/feature_flags.inc>
#undef WEIR_FEATURE_FLAG
};

}  // namespace

feature_flags::feature_flags(postgres::pool& database) : database_(database) {
  for (std::size_t i = 0; i < count; ++i)
    on_[i] = known[i].usual;
}

result<void> feature_flags::declare(const std::map<std::string, bool, std::less<>>& seeds) {
  return database_.with_transaction(
      postgres::role::api, postgres::tenant_scope::platform(), [&](postgres::executor& in) -> result<void> {
        auto wanted = seeds;
        for (const auto& flag : known) {
          const auto seed = wanted.find(flag.name);
          const bool state = seed == wanted.end() ? flag.usual : seed->second;
          if (seed != wanted.end()) wanted.erase(seed);
          if (auto done = postgres::feature_flags::declare(
                  in, {std::string(flag.name), state, std::string(flag.description), {}});
              !done)
            return done;
        }
        for (const auto& [other, state] : wanted) {
          if (auto done = postgres::feature_flags::declare(in, {other, state, "", {}}); !done) return done;
        }
        return {};
      });
}

result<void> feature_flags::refresh() {
  auto rows = database_.read(postgres::role::api, postgres::tenant_scope::platform(),
                             [](postgres::executor& in) { return postgres::feature_flags::list(in); });
  if (!rows) return std::unexpected(rows.error());
  for (const auto& row : *rows) {
    for (std::size_t i = 0; i < count; ++i) {
      if (row.name == known[i].name) on_[i] = row.enabled;
    }
  }
  return {};
}

}  // namespace weir::api
