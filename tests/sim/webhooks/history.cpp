#include <algorithm>
#include <array>
#include <memory>
#include <set>
#include <stdexcept>

#include <api/events_feed.hpp>
#include <fmt/format.h>
#include <tests/sim/database_clock.hpp>
#include <tests/sim/faulty_stores.hpp>
#include <tests/sim/stepped.hpp>
#include <tests/sim/webhooks/faulty_webhooks.hpp>
#include <tests/sim/webhooks/history.hpp>
#include <tests/sim/webhooks/receivers.hpp>
#include <workers/webhooks/delivery_sender.hpp>
#include <workers/webhooks/postgres_delivery_queue.hpp>
#include <workers/webhooks/webhooks_processor.hpp>

#include <weir/base/secret_ring.hpp>
#include <weir/contract/domain_event.hpp>
#include <weir/contract/topics.hpp>
#include <weir/domain/webhook_events.hpp>
#include <weir/postgres/flush_store.hpp>
#include <weir/postgres/lease_store.hpp>
#include <weir/postgres/sealed_secrets.hpp>
#include <weir/postgres/webhook_endpoints.hpp>
#include <weir/stream/engine.hpp>

namespace weir::sim {
namespace {

constexpr std::int64_t lease_ms = 2000;
constexpr stream::partition_number partitions = 2;
constexpr int turns = 240;
constexpr int most_healing_turns = 4000;

struct crash {};  // kill -9, thrown out of whatever call is being made

struct made_endpoint {
  std::string id;
  std::string url;
  std::optional<int> tenant;  // its place in tenants
  std::string pattern;
  bool ordered = false;
};

struct made_event {
  std::string message_id;
  std::string type;
  int tenant = 0;
};

ulid id_of(std::uint64_t n) {
  return ulid::make(static_cast<std::int64_t>(n), std::array<std::uint8_t, 10>{});
}

class history {
 public:
  history(const test::scratch_database& database, std::uint64_t seed, bool verbose)
      : database_(database),
        random_(seed * 0x9e3779b97f4a7c15ULL + 1),
        verbose_(verbose),
        log_(partitions),
        operator_(database.connect_as_administrator()),
        pool_({.connection = database.options(), .size = 2}) {
    reader_ = {.rows = postgres::tenant_scope::platform(), .most = 3, .from = api::feed_reader::start::at_oldest};
  }

  webhooks_result run();

 private:
  struct process {
    std::unique_ptr<stream::memory_log_reader> reader;
    world::stores stores;
    std::unique_ptr<faulty_webhooks_store> store;
    std::unique_ptr<webhooks::webhooks_processor> processor;
    std::unique_ptr<sim_committer> committer;
    std::unique_ptr<stream::engine> engine;
    std::unique_ptr<sim_transport> transport;
    std::unique_ptr<webhooks::postgres_delivery_queue> deliveries;
    std::unique_ptr<faulty_queue> queue;
    std::unique_ptr<webhooks::delivery_sender> sender;
    std::int64_t paused_until_ms = 0;
  };

  void seen(const std::string& what) { ++result_.witnessed[what]; }
  void tell(const std::string& what) const {
    if (verbose_) fmt::print("{:>10} {}\n", clock_.ms - epoch_ms, what);
  }
  void violate(std::string what) {
    if (!result_.violation) result_.violation = std::move(what);
  }
  void set_clock() {
    if (clock_ms_ != clock_.ms) sim::set_clock(*operator_, timestamp::from_ms(clock_ms_ = clock_.ms));
  }
  std::string ask(const std::string& sql) { return test::one(*operator_, sql); }

  void make_tables();
  std::unique_ptr<process> start();
  std::optional<error> fault(std::string_view call);
  void turn();
  void drive(std::unique_ptr<process>& p);
  void announce();
  void cut_log();
  void read_feed();
  void heal();
  void check();
  void check_endpoint(const made_endpoint& e);

  const test::scratch_database& database_;
  rng random_;
  bool verbose_;
  sim_clock clock_;
  std::int64_t clock_ms_ = 0;
  stream::memory_log log_;
  std::unique_ptr<postgres::connection> operator_;
  postgres::pool pool_;
  secret_ring secrets_{std::string(32, 's')};
  std::array<tenant_id, 2> tenants_{tenant_id{id_of(1)}, tenant_id{id_of(2)}};
  std::vector<made_endpoint> endpoints_;
  receivers receivers_;
  std::array<std::vector<made_event>, partitions> events_;  // what each partition's log holds, by offset
  std::vector<std::unique_ptr<process>> processes_;
  api::feed_reader reader_;
  std::vector<std::string> read_;      // by the feed's reader
  std::set<std::string> quarantined_;  // what ended three owners: the engine says so, and passes over it
  int made_ = 0;
  int started_ = 0;
  bool healing_ = false;
  webhooks_result result_;
};

std::optional<error> history::fault(std::string_view call) {
  set_clock();
  if (healing_) return {};
  const auto dice = below(random_, 1000);
  if (dice < 25) {
    seen("crash " + std::string(call));
    throw crash{};
  }
  if (dice >= 65) return {};
  seen("error " + std::string(call));
  return error(error_code::database_unavailable);
}

void history::make_tables() {
  set_clock();
  for (const auto* table : {"webhook_wakes", "webhook_messages", "webhook_endpoints", "webhook_feed_passed", "leases",
                            "lease_owners", "outbox", "tenants"})
    test::must(*operator_, fmt::format("DELETE FROM {}", table));  // the rest goes with its endpoints and messages
  for (std::size_t i = 0; i < tenants_.size(); ++i) {
    test::must(*operator_, fmt::format("INSERT INTO tenants (number, id, bucket, key, name) OVERRIDING SYSTEM VALUE "
                                       "VALUES ({0}, '{1}', {2}, '{1}', '')",
                                       i + 1, tenants_[i].text(), i));
  }
  endpoints_ = {{"", "", std::nullopt, "*"}, {"", "", 0, "invoice.*"}, {"", "", 1, "*"}, {"", "", 0, "*", true}};
  for (std::size_t i = 0; i < endpoints_.size(); ++i) {
    auto& e = endpoints_[i];
    e.id = "whe_" + id_of(i + 1).text();
    e.url = fmt::format("https://example.com/{}", i);
    receivers_.moods[e.url] = static_cast<mood>(i == 0 ? below(random_, 2) : below(random_, 4));
    postgres::webhook_endpoint_row wanted;
    wanted.id = e.id;
    if (e.tenant) wanted.tenant_number = *e.tenant + 1;
    wanted.url = e.url;
    wanted.event_types = {e.pattern};
    wanted.ordered = e.ordered;
    if (i == 2) wanted.rate = 5;
    auto made = pool_.with_transaction(
        postgres::role::api, postgres::tenant_scope::platform(), [&](postgres::executor& in) -> result<void> {
          auto row = postgres::webhook_endpoints::create(in, wanted);
          if (!row) return std::unexpected(row.error());
          constexpr auto purpose = postgres::sealed_secrets::purpose(postgres::sealed_secrets::what::webhook_secret);
          const auto id = row->id + "_1";
          return postgres::webhook_endpoints::add_secret(
              in, *row, {id, secrets_.seal(purpose, id, std::string(32, 'k')), {}, {}});
        });
    if (!made) throw std::runtime_error(made.error().detail);
  }
}

std::unique_ptr<history::process> history::start() {
  auto p = std::make_unique<process>();
  const auto owner = fmt::format("w{}", started_++);
  const auto calls = [this](std::string_view call) { return fault(call); };
  const world::faults store_faults{
      .before = [this](std::string_view call) { return fault("in " + std::string(call)); },
      .commit = [this]() -> std::optional<stream::commit_outcome> {
        if (healing_ || !chance(random_, 25)) return {};
        return chance(random_, 80) ? stream::commit_outcome::unknown : stream::commit_outcome::rolled_back;
      },
      .unknown_is_applied =
          [this] {
            const bool applied = chance(random_, 50);
            seen(applied ? "unknown commit was applied" : "unknown commit was not applied");
            return applied;
          }};
  const postgres::ownership who{"webhooks", "weir.events", owner, std::chrono::milliseconds(lease_ms),
                                std::make_shared<postgres::flush_backend>()};
  world::stores real{
      std::make_unique<postgres::lease_store>(database_.options(), who),
      std::make_unique<postgres::flush_store>(postgres::flush_options{.connection = database_.options(),
                                                                      .synchronous_commit = false,
                                                                      .lock_timeout = std::chrono::milliseconds(20)},
                                              who),
      nullptr};
  p->stores = with_faults(std::move(real), store_faults, [this] { set_clock(); });
  p->reader = std::make_unique<stream::memory_log_reader>(log_, clock_);
  p->store = std::make_unique<faulty_webhooks_store>(calls);
  p->processor = std::make_unique<webhooks::webhooks_processor>(*p->store);
  p->committer = std::make_unique<sim_committer>(clock_);
  stream::engine_options options;
  options.poll_most = 1 + below(random_, 6);
  options.flush_events = 1 + below(random_, 6);
  options.catch_up_events = options.flush_events;
  options.renew_every_ms = 300;
  options.acquire_every_ms = 300;
  options.idle_wait_ms = 4;
  stream::engine_observer observer;
  observer.opened = [this](const stream::lease& l) {
    if (l.taken_over) seen("takeover");
  };
  observer.flushed = [this](const stream::flush::ending& e, std::size_t, auto) {
    if (!e.fenced.empty()) seen("fenced at a flush");
  };
  observer.quarantined = [this](const stream::record& r) {
    quarantined_.insert(
        events_[static_cast<std::size_t>(r.partition)].at(static_cast<std::size_t>(r.offset)).message_id);
    seen("quarantined");
  };
  p->engine = std::make_unique<stream::engine>(options, partitions, *p->reader, *p->stores.leases, *p->stores.flushes,
                                               *p->processor, *p->committer, clock_, observer);
  p->transport = std::make_unique<sim_transport>(receivers_, random_);
  p->deliveries = std::make_unique<webhooks::postgres_delivery_queue>(pool_, secrets_, clock_);
  p->queue = std::make_unique<faulty_queue>(*p->deliveries, calls);
  p->sender = std::make_unique<webhooks::delivery_sender>(*p->queue, *p->transport, webhooks::sender_options{"sim", 6},
                                                          [this] { return static_cast<std::uint32_t>(random_()); });
  return p;
}

void history::drive(std::unique_ptr<process>& p) {
  if (clock_.ms < p->paused_until_ms) return;
  try {
    switch (below(random_, 3)) {
      case 0:
        p->committer->step();
        break;
      case 1:
        if (auto done = p->engine->step(); !done) violate("a worker ended: " + done.error().detail);
        break;
      default: {
        auto done = p->sender->turn(std::chrono::milliseconds(0));
        // It waits for a flush that goes on in another turn: one thread does all.
        if (!done && healing_ && done.error().code != error_code::lock_timeout)
          violate("a sender failed: " + done.error().detail);
      }
    }
  } catch (const crash&) {
    tell("a process is killed");
    p->transport->kill();
    p = nullptr;
    p = start();
  }
}

void history::announce() {
  constexpr std::array types{contract::event_type::invoice_paid, contract::event_type::tenant_updated,
                             contract::event_type::login_failed};
  contract::domain_event e;
  const auto tenant = static_cast<int>(below(random_, tenants_.size()));
  e.type = types[below(random_, types.size())];
  e.id = "evt_" + id_of(static_cast<std::uint64_t>(++made_)).text();
  e.time = timestamp::from_ms(clock_.ms);
  e.tenant = tenants_[static_cast<std::size_t>(tenant)];
  e.subject = "x";  // one object, so an ordered endpoint gets all that it gets in order
  e.principal = "system";
  e.data = "{}";
  auto& into = events_[static_cast<std::size_t>(tenant % partitions)];
  const made_event made{webhooks::message_id(e.id), std::string(contract::name(e.type)), tenant};
  const stream::stored_record bytes{clock_.ms,
                                    std::to_string(tenant),
                                    contract::encode_domain_event(e),
                                    {{std::string(contract::frame_header), std::string(contract::frame_version)}}};
  for (int times = chance(random_, 20) ? 2 : 1; times > 0; --times) {  // a relay that lost its answer tells it again
    log_.append(tenant % partitions, bytes);
    into.push_back(made);
    if (times == 2) seen("announced twice");
  }
}

// Only what nobody has committed: the engine halts otherwise, and says so.
void history::cut_log() {
  for (auto& p : processes_) {
    p->transport->kill();
    p = nullptr;
  }
  for (stream::partition_number n = 0; n < partitions; ++n) {
    auto& events = events_[static_cast<std::size_t>(n)];
    const auto next = ask(fmt::format("SELECT coalesce(max(next_offset), 0) FROM leases WHERE partition = {}", n));
    const auto keep = std::max<std::size_t>(std::stoull(next), events.size() - std::min<std::size_t>(events.size(), 2));
    if (keep >= events.size()) continue;
    log_.truncate(n, static_cast<stream::offset>(keep));
    events.resize(keep);
    seen("log lost its tail");
  }
  for (auto& p : processes_)
    p = start();
}

void history::read_feed() {
  set_clock();
  auto page = api::read_feed(pool_, reader_);
  if (!page) return violate("the feed cannot be read: " + page.error().detail);
  for (const auto& item : page->items)
    read_.push_back(item.id);
  reader_.after = page->next;
  reader_.from = api::feed_reader::start::at_after;
}

void history::turn() {
  clock_.ms += static_cast<std::int64_t>(below(random_, 60));
  if (!healing_) {
    if (made_ < 24 && chance(random_, 30)) announce();
    if (chance(random_, 1)) cut_log();
    if (chance(random_, 2)) clock_.ms += 61'000;  // leases of deliveries run out
  }
  auto& p = processes_[below(random_, processes_.size())];
  if (!healing_ && chance(random_, 4)) {
    p->paused_until_ms = clock_.ms + static_cast<std::int64_t>(below(random_, 5000));
    seen("process paused");
  }
  drive(p);
  if (chance(random_, 10)) read_feed();
}

void history::heal() {
  healing_ = true;
  receivers_.healing = true;
  for (auto& p : processes_)
    p->paused_until_ms = 0;
  for (int i = 0; i < most_healing_turns; ++i) {
    for (int n = 0; n < 12; ++n)
      turn();
    std::size_t owed = 0;
    for (const auto& events : events_)
      owed += events.size();
    const bool is_read = ask("SELECT coalesce(sum(next_offset), 0) FROM leases") == std::to_string(owed);
    if (!is_read) continue;
    if (ask("SELECT count(*) FROM webhook_deliveries WHERE state = 'waiting'") == "0") return;
    // Hours until the next attempt.
    set_clock();
    const auto due =
        ask("SELECT coalesce((extract(epoch FROM min(greatest(due_at, closed_until))) * 1000)::bigint, 0) FROM "
            "webhook_lanes "
            "WHERE due_at < 'infinity'");
    clock_.ms = std::max<std::int64_t>(clock_.ms, std::stoll(due));
  }
  violate("deliveries wait for ever");
}

void history::check_endpoint(const made_endpoint& e) {
  const auto number = ask(fmt::format("SELECT number FROM webhook_endpoints WHERE id = '{}'", e.id));
  const bool disabled =
      ask(fmt::format("SELECT disabled_reason IS NOT NULL FROM webhook_endpoints WHERE id = '{}'", e.id)) == "t";
  if (disabled) seen("an endpoint was disabled");
  std::map<std::string, std::string> ended;  // message → state
  std::vector<std::string> in_order;
  auto r = operator_->query(
      fmt::format(
          "SELECT m.id, d.state, d.failed_reason, d.attempts, (SELECT count(*) FROM webhook_attempts AS a WHERE "
          "a.delivery_number = d.number) FROM webhook_deliveries AS d JOIN webhook_messages AS m ON m.number = "
          "d.message_number WHERE d.endpoint_number = {} ORDER BY d.number",
          number)
          .c_str());
  if (!r) throw std::runtime_error(r.error().detail);
  for (std::size_t i = 0; i < r->size(); ++i) {
    ended[r->at(i, 0).string()] = r->at(i, 1).string();
    if (r->at(i, 1).string() == "delivered") in_order.push_back(r->at(i, 0).string());
    const auto reason = r->at(i, 2).optional_string().value_or("");
    if (reason == "attempts") {
      seen("a delivery failed after its attempts");
      if (r->at(i, 3).int4() < domain::webhook_attempts) violate(e.id + ": failed before its tenth attempt");
    }
    if (r->at(i, 1).string() == "delivered" && r->at(i, 4).int8() == 0)
      violate(e.id + ": delivered without an attempt");
  }
  std::set<std::string> due;
  for (const auto& events : events_) {
    for (const auto& made : events) {
      const bool theirs = !e.tenant || (*e.tenant == made.tenant && domain::is_told_to_tenants(made.type));
      if (theirs && domain::fits_event_pattern(e.pattern, made.type)) due.insert(made.message_id);
    }
  }
  for (const auto& id : due)
    if (!ended.contains(id) && !disabled && !quarantined_.contains(id)) violate(e.id + ": no delivery of " + id);
  for (const auto& [id, state] : ended)
    if (!due.contains(id)) violate(e.id + ": a delivery of " + id + ", which is not in the log or not theirs");
  if (e.ordered) {
    if (const auto early = first_too_early(receivers_.got[e.url], in_order); !early.empty())
      violate(e.id + ": " + early + " arrived before one that was announced earlier had been taken");
  }
  std::map<std::string, std::set<std::string>> bodies;
  std::map<std::string, int> times, accepted;
  for (const auto& got : receivers_.got[e.url]) {
    if (!ended.contains(got.message_id)) violate(e.id + ": " + got.message_id + " arrived, and no table knows of it");
    bodies[got.message_id].insert(got.body);
    ++times[got.message_id];
    accepted[got.message_id] += got.accepted ? 1 : 0;
  }
  for (const auto& [id, different] : bodies)
    if (different.size() != 1) violate(e.id + ": " + id + " has more than one body");
  for (const auto& [id, n] : times)
    if (n > 1) seen("arrived more than once");
  for (const auto& [id, state] : ended)
    if (state == "delivered" && accepted[id] == 0) violate(e.id + ": " + id + " is said to be delivered, and was not");
}

void history::check() {
  for (const auto& e : endpoints_)
    check_endpoint(e);
  std::set<std::string> all;
  for (const auto& events : events_)
    for (const auto& made : events)
      all.insert(made.message_id);
  for (std::size_t before = all.size() + 1; before != read_.size();) {
    before = read_.size();
    read_feed();
  }
  const std::set<std::string> read(read_.begin(), read_.end());
  if (read.size() != read_.size()) violate("the feed's reader got a message twice");
  for (const auto& id : all)
    if (!read.contains(id) && !quarantined_.contains(id)) violate("the feed's reader skipped " + id);
  for (const auto& id : read)
    if (!all.contains(id)) violate("the feed's reader got " + id + ", which is not in the log");
  const auto leases = ask("SELECT count(*) FROM webhook_deliveries WHERE leased_until IS NOT NULL");
  if (leases != "0") violate("leases are left: " + leases);
}

webhooks_result history::run() {
  make_tables();
  for (int i = 0; i < 2; ++i)
    processes_.push_back(start());
  for (int i = 0; i < turns && !result_.violation; ++i)
    turn();
  tell("all is well from here on");
  if (!result_.violation) heal();
  if (!result_.violation) check();
  return std::move(result_);
}

}  // namespace

webhooks_result run_webhooks_history(const test::scratch_database& database, std::uint64_t seed, bool verbose) {
  return history(database, seed, verbose).run();
}

void give_webhooks_clock(const test::scratch_database& database) {
  give_clock(database);
  test::must(*database.connect_as_administrator(),
             fmt::format("ALTER DATABASE {} SET lock_timeout = '20ms'", database.name()));
  test::must(*database.connect_as_administrator(), R"sql(
CREATE FUNCTION sim.now() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$ SELECT sim.clock_timestamp() $$;
CREATE FUNCTION sim.statement_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$ SELECT sim.clock_timestamp() $$;
ALTER TABLE webhook_deliveries ALTER due_at SET DEFAULT sim.clock_timestamp();
ALTER TABLE webhook_wakes ALTER since SET DEFAULT sim.now();)sql");
}

}  // namespace weir::sim
