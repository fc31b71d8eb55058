#include <algorithm>
#include <deque>
#include <memory>
#include <stdexcept>

#include <fmt/format.h>
#include <tests/sim/database_clock.hpp>
#include <tests/sim/faulty_stores.hpp>
#include <tests/sim/payments/books.hpp>
#include <tests/sim/payments/history.hpp>
#include <tests/sim/stepped.hpp>
#include <tests/sim/year/statement_proxy.hpp>
#include <workers/billing/change_invoices.hpp>
#include <workers/payments/inbox.hpp>
#include <workers/payments/payments_processor.hpp>
#include <workers/payments/postgres_payments_store.hpp>
#include <workers/payments/sweep.hpp>

#include <weir/contract/command_bodies.hpp>
#include <weir/postgres/command_results.hpp>
#include <weir/postgres/flush_store.hpp>
#include <weir/postgres/lease_store.hpp>
#include <weir/stream/engine.hpp>

namespace weir::sim {
namespace {

constexpr std::int64_t lease_ms = 2000;
constexpr stream::partition_number partitions = 1;  // an account's events are all in one
constexpr int turns = 240;
constexpr int most_healing_rounds = 600;
constexpr std::int64_t between_sweeps_ms = 660'000;
constexpr std::uint64_t most_statements = 14;  // of one thing that a process does

struct crash {};  // kill -9, thrown out of whatever call is being made

// On its way from Stripe to the door.
struct under_way {
  std::string body;
  std::int64_t at_ms = 0;
};

using fault = std::function<std::optional<error>(std::string_view call)>;

class faulty_payments_store final : public payments::payments_store {
 public:
  explicit faulty_payments_store(fault f) : fault_(std::move(f)) {}
  result<std::int64_t> write(stream::transaction& tx, const std::vector<payments::arrived_webhook>& all) override {
    if (auto bad = fault_("in write")) return std::unexpected(*bad);
    return real_.write(real_transaction(tx), all);
  }

 private:
  payments::postgres_payments_store real_;
  fault fault_;
};

class history {
 public:
  history(const test::scratch_database& database, statement_proxy& proxy, std::uint64_t seed, bool verbose)
      : database_(database),
        random_(seed * 0x9e3779b97f4a7c15ULL + 1),
        verbose_(verbose),
        log_(partitions),
        clock_setter_(database.connect_as_administrator()),
        books_(database, secrets_, seed, clock_.ms),
        account_(random_, fmt::format("{}x", seed)),
        pool_({.connection = database.options(), .size = 1}),
        proxy_(proxy) {}

  payments_result run();

 private:
  struct process {
    std::unique_ptr<stream::memory_log_reader> reader;
    world::stores stores;
    std::unique_ptr<faulty_payments_store> store;
    std::unique_ptr<payments::payments_processor> processor;
    std::unique_ptr<sim_committer> committer;
    std::unique_ptr<stream::engine> engine;
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
    if (clock_ms_ != clock_.ms) sim::set_clock(*clock_setter_, timestamp::from_ms(clock_ms_ = clock_.ms));
  }

  void begin();
  std::unique_ptr<process> start();
  std::optional<error> fault_at(std::string_view call);
  template<class F>
  void live(std::string_view what, F f);
  void append(std::string body, contract::payment_source from);
  void happen();
  void arrive();
  void apply();
  void send(const contract::command& c);
  void sweep();
  result<contract::event_page_answer> list(timestamp from, timestamp to, const std::string& after);
  result<void> forward(std::vector<contract::payment_record> records);
  void carry_out();
  void cut_log();
  void drive(std::unique_ptr<process>& p);
  void turn();
  void heal();
  bool is_settled();

  const test::scratch_database& database_;
  rng random_;
  bool verbose_;
  sim_clock clock_;
  std::int64_t clock_ms_ = 0;
  stream::memory_log log_;
  std::unique_ptr<postgres::connection> clock_setter_;
  secret_ring secrets_{std::string(32, 's')};
  books books_;
  account account_;
  postgres::pool pool_;
  statement_proxy& proxy_;
  std::vector<under_way> under_way_;
  std::deque<std::string> commands_;  // their log: none is gone before it was carried out
  std::vector<std::unique_ptr<process>> processes_;
  std::int64_t stripe_is_down_until_ms_ = 0;
  int started_ = 0;
  bool healing_ = false;
  payments_result result_;
};

std::optional<error> history::fault_at(std::string_view call) {
  set_clock();
  if (healing_) return {};
  const auto dice = below(random_, 1000);
  if (dice < 20) {
    seen("crash " + std::string(call));
    throw crash{};
  }
  if (dice >= 60) return {};
  return error(error_code::database_unavailable);
}

void history::begin() {
  set_clock();
  for (auto n = 5 + below(random_, 3); n > 0; --n) {
    const auto due = 2000 + static_cast<std::int64_t>(below(random_, 5000));
    const auto what = static_cast<story>(below(random_, stories));
    if (chance(random_, 20)) {
      account_.add(books_.foreign(due, what), "");
      continue;
    }
    auto p = books_.owe(due, what);
    if (what == story::pays_twice) {
      contract::command c;
      c.id = *command_id::parse("cmd_" + p.payment.substr(4));
      c.issued_at = clock_.now();
      c.tenant = tenant_id::parse(books_.tenant().id);
      c.principal = "usr_1";
      contract::record_payment body;
      body.id = *invoice_id::parse(p.invoice);
      body.amount = fmt::format("{}.{:02}", due / 100, due % 100);
      body.method = "bank transfer";
      body.reference = p.payment;
      c.body = body;
      commands_.push_back(contract::command_record(c, request_id{}, 1, {}).value);
    }
    const bool is_paid_back =
        what != story::pays_other_money && what != story::gets_too_much_back && chance(random_, 50);
    const auto refund = is_paid_back ? books_.ask_back(p) : "";
    account_.add(std::move(p), refund);
  }
  healing_ = true;  // what was paid before is
  while (!commands_.empty())
    carry_out();
  healing_ = false;
  for (int i = 0; i < 2; ++i)
    processes_.push_back(start());
}

std::unique_ptr<history::process> history::start() {
  auto p = std::make_unique<process>();
  const auto owner = fmt::format("p{}", started_++);
  const auto calls = [this](std::string_view call) { return fault_at(call); };
  const world::faults store_faults{
      .before = [this](std::string_view call) { return fault_at("in " + std::string(call)); },
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
  const postgres::ownership who{"payments", "weir.payments", owner, std::chrono::milliseconds(lease_ms),
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
  p->store = std::make_unique<faulty_payments_store>(calls);
  p->processor = std::make_unique<payments::payments_processor>(*p->store);
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
  observer.quarantined = [this](const stream::record&) { seen("quarantined"); };
  p->engine = std::make_unique<stream::engine>(options, partitions, *p->reader, *p->stores.leases, *p->stores.flushes,
                                               *p->processor, *p->committer, clock_, observer);
  return p;
}

// What a process does with a database of its own connection, and may die of at any statement.
template<class F>
void history::live(std::string_view what, F f) {
  set_clock();
  if (healing_ || !chance(random_, 40)) {
    auto done = f(pool_);
    // A row that a flush holds is free in another turn: one thread does all.
    if (!done && healing_ && done.error().code != error_code::lock_timeout)
      violate(std::string(what) + ": " + done.error().detail);
    return;
  }
  statement_proxy::fate fate;
  fate.dies_at = 1 + below(random_, most_statements);
  fate.dies_after = chance(random_, 50);
  proxy_.live(fate);
  {
    postgres::pool its_own({.connection = {.url = proxy_.url(), .application_name = "weir-sim"}, .size = 1});
    (void)f(its_own);
  }
  const auto life = proxy_.so_far();
  if (!life.died) return;
  tell(fmt::format("{} dies {} {}", what, fate.dies_after ? "after" : "before", life.last));
  seen(fmt::format("killed: {}, {}", what, fate.dies_after ? "after" : "before"));
  throw crash{};
}

void history::append(std::string body, contract::payment_source from) {
  auto record = contract::write_payment_record(
      {std::string(contract::stripe_provider), books_.account(), from, clock_.now(), std::move(body)}, request_id{},
      partitions, {});
  log_.append(0, {clock_.ms, std::move(record.key), std::move(record.value), std::move(record.headers)});
}

// At Stripe, which sends it now, later, twice or never.
void history::happen() {
  const auto& e = account_.happen(clock_.ms);
  const auto late = [&] {
    return clock_.ms + static_cast<std::int64_t>(below(random_, e.is_late || chance(random_, 20) ? 900'000 : 400));
  };
  tell("Stripe: " + e.body);
  if (chance(random_, 15)) return seen("never sent");
  under_way_.push_back({e.body, late()});
  if (!chance(random_, 30)) return;
  under_way_.push_back({e.body, late()});
  seen("sent twice");
}

// At the door, proved: the next one that is due, whichever it is.
void history::arrive() {
  std::vector<std::size_t> due;
  for (std::size_t i = 0; i < under_way_.size(); ++i)
    if (under_way_[i].at_ms <= clock_.ms) due.push_back(i);
  if (due.empty()) return;
  const auto at = due[below(random_, due.size())];
  append(std::move(under_way_[at].body), contract::payment_source::webhook);
  under_way_.erase(under_way_.begin() + static_cast<std::ptrdiff_t>(at));
}

void history::send(const contract::command& c) {
  if (!healing_ && chance(random_, 25)) {
    seen("killed before a command was sent");
    throw crash{};
  }
  if (!healing_ && chance(random_, 50)) return seen("a command was lost");
  commands_.push_back(contract::command_record(c, request_id{}, 1, {}).value);
}

void history::apply() {
  live("inbox", [&](postgres::pool& p) {
    payments::inbox inbox(p, clock_, [this](const contract::command& c) { send(c); });
    return inbox.turn(1 + static_cast<std::int32_t>(below(random_, 4)));
  });
}

result<contract::event_page_answer> history::list(timestamp from, timestamp to, const std::string& after) {
  if (clock_.ms < stripe_is_down_until_ms_) {
    seen("Stripe is down");
    return fail(error_code::payment_provider_unavailable);
  }
  if (!healing_ && !after.empty() && chance(random_, 15)) {
    seen("a list was cut off");
    return fail(error_code::payment_provider_unavailable);
  }
  return account_.list(from, to, after, clock_.ms);
}

result<void> history::forward(std::vector<contract::payment_record> records) {
  for (auto& r : records) {
    append(std::move(r.body), r.source);
    seen("found in the list");
    if (healing_ || !chance(random_, 10)) continue;
    seen("what was found is not acknowledged");
    return fail(error_code::broker_timeout);
  }
  return {};
}

void history::sweep() {
  live("sweep", [&](postgres::pool& p) {
    payments::sweep sweep(
        p, secrets_, clock_,
        {[this](const postgres::due_sweep&, const std::string&, timestamp from, timestamp to,
                const std::string& after) { return list(from, to, after); },
         [this](std::vector<contract::payment_record> records) { return forward(std::move(records)); }});
    return sweep.turn({});
  });
}

// As the operations worker does, the oldest first: once, whoever dies and however often it comes.
void history::carry_out() {
  if (commands_.empty()) return;
  const auto c = contract::decode_command(commands_.front());
  if (!c) return violate("a command cannot be read: " + c.error().detail);
  live("command", [&](postgres::pool& p) {
    return p.with_transaction(
        postgres::role::worker, postgres::tenant_scope::nobody(), [&](postgres::executor& in) -> result<void> {
          auto handled = postgres::command_results::handled(in, c->id.text());
          if (!handled) return std::unexpected(handled.error());
          if (*handled) return seen("a command came again"), result<void>();
          auto came = billing::record_payment(in, {c->id.text(), c->principal, "", c->issued_at, books_.tenant()},
                                              std::get<contract::record_payment>(c->body));
          if (!came && came.error().retryable()) return std::unexpected(came.error());
          postgres::command_result_row row;
          row.id = c->id.text();
          row.tenant_number = books_.tenant().number;
          row.type = contract::type_of(c->body);
          row.principal = c->principal;
          row.status = came ? "succeeded" : "failed";
          if (came) row.resource = came->resource;
          if (!came) row.problem = R"({"code":")" + std::string(name(came.error().code)) + R"("})";
          return postgres::command_results::finish(in, row);
        });
  });
  if (!healing_ && chance(random_, 30)) return;  // it comes once more
  commands_.pop_front();
}

// Only what nobody has committed. Stripe has been told that it was taken: its list has it.
void history::cut_log() {
  for (auto& p : processes_)
    p = nullptr;
  const auto next = std::stoll(books_.ask("SELECT coalesce(max(next_offset), 0) FROM leases"));
  const auto high = log_.bounds(0).high_watermark;
  const auto keep = std::max<std::int64_t>(next, high - 2);
  if (keep < high) {
    log_.truncate(0, keep);
    seen("log lost its tail");
  }
  for (auto& p : processes_)
    p = start();
}

void history::drive(std::unique_ptr<process>& p) {
  if (clock_.ms < p->paused_until_ms) return;
  try {
    switch (below(random_, 6)) {
      case 0:
      case 1:
        p->committer->step();
        break;
      case 2:
      case 3:
        if (auto done = p->engine->step(); !done) violate("a worker ended: " + done.error().detail);
        break;
      case 4:
        apply();
        break;
      default:
        chance(random_, 70) ? carry_out() : sweep();
    }
  } catch (const crash&) {
    tell("a process is killed");
    p = nullptr;
    p = start();
  }
}

void history::turn() {
  clock_.ms += static_cast<std::int64_t>(below(random_, 60));
  if (!account_.is_over() && chance(random_, 35)) happen();
  if (chance(random_, 50)) arrive();
  auto& p = processes_[below(random_, processes_.size())];
  if (!healing_) {
    if (chance(random_, 1)) cut_log();
    if (chance(random_, 1)) clock_.ms += between_sweeps_ms;
    if (chance(random_, 1)) stripe_is_down_until_ms_ = clock_.ms + static_cast<std::int64_t>(below(random_, 1'200'000));
    if (chance(random_, 3)) {
      p->paused_until_ms = clock_.ms + static_cast<std::int64_t>(below(random_, 5000));
      seen("process paused");
    }
  }
  drive(p);
  if (!chance(random_, 10)) return;
  if (auto bad = books_.went_back()) violate(*bad);
}

bool history::is_settled() {
  if (!account_.is_over() || !under_way_.empty() || !commands_.empty()) return false;
  const auto told = std::to_string(account_.events().size());
  return books_.ask(fmt::format("SELECT count(*) FROM provider_events AS e JOIN payment_providers AS p ON p.number = "
                                "e.provider_number WHERE p.id = '{}' AND state <> 'pending'",
                                books_.account().text())) == told;
}

void history::heal() {
  tell("all is well from here on");
  healing_ = true;
  stripe_is_down_until_ms_ = 0;
  for (auto& p : processes_)
    p->paused_until_ms = 0;
  for (int i = 0; i < most_healing_rounds && !result_.violation; ++i) {
    for (int n = 0; n < 30; ++n)
      turn();
    if (is_settled()) return;
    clock_.ms += i % 10 == 9 ? between_sweeps_ms : 20'000;
  }
  violate("events wait for ever, or never arrived");
}

payments_result history::run() {
  begin();
  for (int i = 0; i < turns && !result_.violation; ++i)
    turn();
  if (!result_.violation) heal();
  if (!result_.violation) {
    if (auto bad = books_.went_back()) violate(*bad);
    if (auto bad = books_.compare(account_)) violate(*bad);
  }
  for (const auto& [what, times] : books_.outcomes)
    result_.witnessed[what] += times;
  return std::move(result_);
}

}  // namespace

payments_result run_payments_history(const test::scratch_database& database, std::uint64_t seed, bool verbose) {
  statement_proxy proxy(database.url());
  return history(database, proxy, seed, verbose).run();
}

}  // namespace weir::sim
