#include <cmath>
#include <filesystem>

#include <fmt/format.h>
#include <src/app/analyst_advice.hpp>
#include <src/app/tool_verbs.hpp>

#include <weir/contract/json_writer.hpp>
#include <weir/kafka/topics.hpp>
#include <weir/postgres/audit.hpp>
#include <weir/postgres/connection.hpp>
#include <weir/postgres/diagnosis.hpp>
#include <weir/postgres/installation.hpp>
#include <weir/postgres/migrations.hpp>
#include <weir/postgres/partitions.hpp>
#include <weir/postgres/pool.hpp>
#include <weir/postgres/sealed_secrets.hpp>

namespace weir::app {
namespace {

namespace sealed = postgres::sealed_secrets;
using postgres::executor;

constexpr double skew_most_seconds = 5;
constexpr std::int32_t analysts_most = 1000;
constexpr std::uintmax_t disk_least = 1ULL << 30;

struct finding {
  std::string name;
  bool fine = true;
  std::string detail;
  std::string fix;  // what to do when it is not fine
};

class examination {
 public:
  explicit examination(const program& p)
      : p_(p), database_({p.database("weir doctor"), 1, std::chrono::seconds(5), {}}) {}

  std::vector<finding> run() {
    good("configuration", fmt::format("profile {}", p_.config().app_env));
    if (examine_server()) {
      examine_migrations();
      examine_roles();
      examine_partitions();
      examine_audit();
      examine_secrets();
      examine_analysts();
    }
    examine_log();
    examine_disk();
    return std::move(findings_);
  }

 private:
  void good(std::string name, std::string detail) {
    findings_.push_back({std::move(name), true, std::move(detail), {}});
  }
  void bad(std::string name, std::string detail, std::string fix) {
    findings_.push_back({std::move(name), false, std::move(detail), std::move(fix)});
  }
  static std::string text(const error& e) {
    return fmt::format("{}: {}", name(e.code), e.detail.empty() ? title(e.code) : std::string_view(e.detail));
  }
  template<class F>
  auto ask(postgres::role as, F&& f) {
    return database_.read(as, postgres::tenant_scope::platform(), std::forward<F>(f));
  }

  bool examine_server() {
    const auto before = system_clock().now();
    auto server = ask(postgres::role::owner, [](executor& in) { return postgres::diagnosis::look(in); });
    const auto after = system_clock().now();
    if (!server) {
      bad("database", text(server.error()), "start PostgreSQL, or set DATABASE_URL to one that answers");
      return false;
    }
    good("database", fmt::format("PostgreSQL {}, {} of {} connections", server->version, server->connections,
                                 server->connections_most));
    const auto middle = before.ns + (after.ns - before.ns) / 2;
    const auto skew = static_cast<double>(middle - server->clock.ns) / 1e9;
    const auto said = fmt::format("this machine is {:+.2f} s from the database's clock", skew);
    if (std::abs(skew) <= skew_most_seconds) {
      good("clock", said);
    } else {
      bad("clock", said, "set the clocks by NTP: events without a time get this machine's");
    }
    return true;
  }

  void examine_migrations() {
    auto current = ask(postgres::role::owner,
                       [](executor& in) { return postgres::check_current(in, postgres::embedded_migrations()); });
    if (current) {
      good("migrations", fmt::format("{} applied", postgres::embedded_migrations().size()));
    } else {
      bad("migrations", text(current.error()),
          "run weir migrate with this program, or start the program of that version");
    }
  }

  void examine_roles() {
    auto missing = ask(postgres::role::owner, [](executor& in) { return postgres::diagnosis::missing_roles(in); });
    if (!missing) return bad("roles", text(missing.error()), "see the database's log");
    if (missing->empty()) return good("roles", "weir_api, weir_worker, weir_login, weir_analyst");
    bad("roles", fmt::format("missing or not granted: {}", fmt::join(*missing, ", ")),
        "run weir migrate as a login with CREATEROLE");
  }

  void examine_partitions() {
    auto rows = ask(postgres::role::worker, [](executor& in) { return postgres::partitions::list(in); });
    if (!rows) return bad("partitions", text(rows.error()), "run weir migrate");
    std::size_t halted = 0, unowned = 0;
    for (const auto& r : *rows) {
      if (r.halt) {
        ++halted;
        bad("partition", fmt::format("{} {} is halted at {}: {}", r.consumer, r.partition, r.next_offset, r.halt->code),
            fmt::format("{} weir partition accept-loss --consumer {}{} --partition {} --reason … shows the plan",
                        r.halt->explanation, r.consumer, r.consumer == "archive" ? " --topic " + r.topic : "",
                        r.partition));
      } else if (!r.lease_left_ms || *r.lease_left_ms < 0) {
        ++unowned;
      }
    }
    if (rows->empty()) return good("partitions", "no worker has run yet");
    if (unowned > 0) {
      bad("workers", fmt::format("{} of {} partitions have no owner", unowned, rows->size()),
          "start weir serve, or weir worker usage operations relay audit notify archive webhooks payments");
    } else if (halted == 0) {
      good("partitions", fmt::format("{} owned, none halted", rows->size()));
    }
  }

  void examine_audit() {
    const auto grace = p_.config().audit_checkpoint_seconds + 60;
    auto late = ask(postgres::role::worker, [&](executor& in) { return postgres::audit::overdue(in, grace); });
    if (!late) return bad("audit", text(late.error()), "run weir migrate");
    if (*late == 0) return good("audit", "every chain is signed in time");
    bad("audit", fmt::format("{} chains wait for a checkpoint", *late),
        "start weir serve or weir worker audit; its log says why it does not sign");
  }

  void examine_secrets() {
    // A tool of a copy of scripts/run does not know the key: then nothing can be said.
    if (p_.config().app_secret_key.empty()) return good("secrets", "not looked at: APP_SECRET_KEY is not given here");
    sealed::tally all;
    std::string where;
    for (auto kind : sealed::every_kind) {
      auto counted = sealed::count(database_, *p_.secrets, kind);
      if (!counted) return bad("secrets", text(counted.error()), "run weir migrate");
      all.all += counted->all;
      all.previous += counted->previous;
      all.unmarked += counted->unmarked;
      all.unknown += counted->unknown;
      if (counted->previous + counted->unknown > 0)
        where +=
            fmt::format("{}{} {}", where.empty() ? "" : ", ", counted->previous + counted->unknown, sealed::name(kind));
    }
    if (all.unknown > 0) {
      bad("secrets", fmt::format("{} are sealed under a key that is not given here ({})", all.unknown, where),
          "give it as APP_SECRET_KEY_PREVIOUS and run weir secrets reseal; what nobody has the key of is lost");
    } else if (all.previous > 0) {
      bad("secrets", fmt::format("{} are still sealed with APP_SECRET_KEY_PREVIOUS ({})", all.previous, where),
          "run weir secrets reseal");
    } else if (p_.secrets->has_previous()) {
      good("secrets", fmt::format("{} sealed with APP_SECRET_KEY; APP_SECRET_KEY_PREVIOUS can be dropped", all.all));
    } else {
      good("secrets", fmt::format("{} sealed with APP_SECRET_KEY", all.all));
    }
  }

  // Of the logins that see usage: whether the cluster still has them as they were when they were granted.
  void examine_analysts() {
    std::size_t sound = 0, wrong = 0;
    auto done = ask(postgres::role::api, [&](executor& in) -> result<void> {
      auto rows = postgres::analyst_logins::list(in, "", analysts_most);
      if (!rows) return std::unexpected(rows.error());
      for (const auto& row : *rows) {
        auto login = postgres::analyst_logins::look(in, row.login);
        if (!login) return std::unexpected(login.error());
        if (check_login(*login)) {
          ++sound;
        } else {
          ++wrong;
          bad("analyst", fmt::format("{}: {}", row.login, state_of(*login)),
              fmt::format("mend the login, or weir analyst revoke {}", login->quoted));
        }
      }
      return {};
    });
    if (!done) return bad("analysts", text(done.error()), "run weir migrate");
    if (wrong == 0) good("analysts", fmt::format("{} grants, to logins that are in order", sound));
  }

  void examine_log() {
    auto admin = kafka::topic_admin::open(p_.kafka("weir-doctor"), std::chrono::seconds(5));
    if (!admin) return bad("broker", text(admin.error()), "mend the KAFKA_ settings");
    if (auto reached = (*admin)->reachable(std::chrono::seconds(5)); !reached) {
      return bad("broker", text(reached.error()),
                 fmt::format("start the broker at {}, or set KAFKA_BROKERS", p_.config().kafka_brokers));
    }
    good("broker", p_.config().kafka_brokers);
    auto installed = ask(postgres::role::owner, [](executor& in) { return postgres::installation::find(in); });
    if (!installed) return;  // the database has said so
    if (!*installed) return bad("installation", "not recorded yet", "run weir topics apply");
    const auto& row = **installed;
    if (row.topic_prefix != p_.config().kafka_topic_prefix) {
      bad("installation", fmt::format("this database belongs to the topics {}weir.*", row.topic_prefix),
          "set KAFKA_TOPIC_PREFIX to that, or use another database");
    } else {
      good("installation", fmt::format("{}, {} partitions", row.id, row.partitions));
    }
    for (const auto& wanted : kafka::weir_topics(row.partitions, 1)) {
      auto count = (*admin)->partition_count(wanted.name);
      const auto topic = p_.config().kafka_topic_prefix + wanted.name;
      if (!count) {
        bad("topic", fmt::format("{}: {}", topic, text(count.error())), "run weir topics apply");
      } else if (*count != wanted.partitions) {
        bad("topic", fmt::format("{} has {} partitions, {} are recorded", topic, *count, wanted.partitions),
            "the number is fixed for ever: point KAFKA_TOPIC_PREFIX at the right topics");
      } else {
        good("topic", fmt::format("{} with {} partitions", topic, *count));
      }
    }
  }

  void examine_disk() {
    std::filesystem::path folder = p_.config().data_dir;
    std::error_code wrong;
    while (!folder.empty() && !std::filesystem::exists(folder, wrong) && folder != folder.parent_path())
      folder = folder.parent_path();
    if (folder.empty()) folder = ".";
    const auto space = std::filesystem::space(folder, wrong);
    if (wrong) return bad("disk", fmt::format("{}: {}", folder.string(), wrong.message()), "mend DATA_DIR");
    const auto said = fmt::format("{:.1f} GB free at {}", static_cast<double>(space.available) / 1e9, folder.string());
    if (space.available >= disk_least) return good("disk", said);
    bad("disk", said, "make room, or move DATA_DIR");
  }

  const program& p_;
  postgres::pool database_;
  std::vector<finding> findings_;
};

}  // namespace

int run_doctor(const tool_options& o) {
  auto t = start_tool("weir doctor", o);
  if (!t) return exit_failed;
  const auto findings = examination(*t->program).run();
  bool fine = true;
  contract::json_writer w(1024);
  w.begin_object().key("checks").begin_array();
  const bool colors = colors_wanted();
  for (const auto& f : findings) {
    fine = fine && f.fine;
    w.begin_object().member("name", f.name).member("ok", f.fine).member("detail", f.detail);
    if (!f.fine) w.member("fix", f.fix);
    w.end_object();
    if (o.json) continue;
    const char* mark =
        f.fine ? (colors ? "\x1b[32mok\x1b[0m   " : "ok   ") : (colors ? "\x1b[31mWRONG\x1b[0m" : "WRONG");
    fmt::print("{} {:<13} {}{}{}\n", mark, f.name, printable(f.detail), f.fine ? "" : "; to do: ", printable(f.fix));
  }
  if (o.json) fmt::print("{}\n", w.end_array().member("ok", fine).end_object().take());
  return fine ? exit_ok : exit_failed;
}

}  // namespace weir::app
