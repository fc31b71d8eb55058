#include <array>

#include <api/announce.hpp>
#include <fmt/format.h>
#include <src/app/tool_verbs.hpp>

#include <weir/contract/json_writer.hpp>
#include <weir/postgres/pool.hpp>
#include <weir/postgres/sealed_secrets.hpp>

namespace weir::app {
namespace {

namespace sealed = postgres::sealed_secrets;
using by_kind = std::array<std::int64_t, sealed::every_kind.size()>;

// Said before the first and after the last: who is killed in between has left the first one.
result<void> announce(const tool& t, postgres::pool& database, const char* state, const by_kind& counts) {
  contract::json_writer data;
  data.begin_object().member("name", "APP_SECRET_KEY").member("key_id", t.program->secrets->key_id());
  data.member("state", state);
  for (std::size_t i = 0; i < counts.size(); ++i)
    data.member(sealed::name(sealed::every_kind.at(i)), counts.at(i));
  data.end_object();
  const auto now = system_clock().now();
  return database.with_transaction(
      postgres::role::api, postgres::tenant_scope::platform(), [&](postgres::executor& in) {
        return api::announce_as(
            in, t.principal, now,
            {contract::event_type::secret_resealed, "secret/APP_SECRET_KEY", now.ns, std::nullopt, data.take()});
      });
}

void print(const tool_options& o, const by_kind& done, const by_kind& unknown) {
  if (!o.json) {
    for (std::size_t i = 0; i < done.size(); ++i)
      fmt::print("{}: {} sealed anew\n", sealed::name(sealed::every_kind.at(i)), done.at(i));
    return;
  }
  contract::json_writer w;
  w.begin_object();
  for (std::size_t i = 0; i < done.size(); ++i) {
    w.key(sealed::name(sealed::every_kind.at(i)));
    w.begin_object().member("resealed", done.at(i)).member("unknown", unknown.at(i)).end_object();
  }
  fmt::print("{}\n", w.end_object().take());
}

}  // namespace

int run_secrets_reseal(const tool_options& o) {
  auto t = start_tool("weir secrets", o);
  if (!t) return exit_failed;
  if (t->program->config().app_secret_key.empty()) {
    fmt::print(stderr, "weir: APP_SECRET_KEY or APP_SECRET_KEY_FILE is needed: the key that the processes seal with\n");
    return exit_usage;
  }
  const auto& ring = *t->program->secrets;
  postgres::pool database({t->program->database("weir secrets"), 1, std::chrono::seconds(10), {}});
  by_kind due{}, done{}, unknown{};
  std::int64_t all = 0, strange = 0;
  for (std::size_t i = 0; i < due.size(); ++i) {
    auto counted = sealed::count(database, ring, sealed::every_kind.at(i));
    if (!counted) return report("looking at what is sealed", counted.error());
    all += due.at(i) = counted->due();
  }
  if (all > 0) {
    if (auto said = announce(*t, database, "begun", due); !said) return report("announcing it", said.error());
  }
  for (std::size_t i = 0; i < due.size(); ++i) {
    const auto kind = sealed::every_kind.at(i);
    auto step = sealed::reseal(database, ring, kind, [&](std::int64_t so_far) {
      fmt::print(stderr, "{}: {} of {}\n", sealed::name(kind), so_far, due.at(i));
    });
    if (!step) return report(fmt::format("sealing {} anew", sealed::name(kind)), step.error());
    done.at(i) = step->done;
    strange += unknown.at(i) = step->unknown;
  }
  if (all > 0) {
    if (auto said = announce(*t, database, "done", done); !said) return report("announcing it", said.error());
  }
  print(o, done, unknown);
  if (strange == 0) return exit_ok;
  return report("sealing anew", error(error_code::secret_key_unknown,
                                      fmt::format("{} secrets stay as they are: give the key that sealed them as "
                                                  "APP_SECRET_KEY_PREVIOUS and repeat this",
                                                  strange)));
}

}  // namespace weir::app
