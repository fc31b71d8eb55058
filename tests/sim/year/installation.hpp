// An installation for a simulated year: a scratch database with its clock, and the workers of billing as processes that
// die when the history says so, each time at another statement, and are started again.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <tests/postgres/scratch_database.hpp>
#include <tests/sim/year/naive_reckoning.hpp>
#include <tests/sim/year/statement_proxy.hpp>
#include <tests/support/manual_clock.hpp>
#include <workers/billing/invoice_run.hpp>

#include <weir/contract/command_bodies.hpp>
#include <weir/postgres/pool.hpp>
#include <weir/postgres/tenants.hpp>

namespace weir::sim {

// The same ids whenever a history is repeated.
class counting_ids final : public id_source {
 public:
  explicit counting_ids(std::uint8_t kind) : kind_(kind) {}
  ulid next() override;

 private:
  std::uint8_t kind_;
  std::atomic<std::uint64_t> count_ = 0;
};

// What happens to the process that does `what` ("run", "expiry", or the type of a command) after so many have died of
// it.
using fates = std::function<statement_proxy::fate(std::string_view what, int death)>;

class installation {
 public:
  installation(const catalogue& plans, fates f);

  struct new_member {
    std::string key;
    std::string zone;
    int minute_offset = 0;
    unsigned billing_day = 1;
    std::string finalize = "automatic";
    int grace_hours = 1;
    std::optional<std::int64_t> most_amount{};
    std::string tax_rates = "{}";  // codes
    bool is_tax_inclusive = false;
  };
  postgres::tenant_row add_tenant(const new_member& m);

  // The time is `now`; what was acknowledged before `counted` is counted.
  void go_to(timestamp now, timestamp counted);
  timestamp now() const { return clock_.now(); }

  void count(const postgres::tenant_row& of, const std::vector<counted_hour>& usage);

  // As the operations worker does, issued now, once whoever dies. Errors: permanent ones, the command's answer.
  result<std::string> carry_out(const postgres::tenant_row& of,
                                const contract::command_body& what);  // the command's id

  // A run that comes to its end, by as many processes as that takes.
  void run_invoices();
  // Another one, to be called while one waits. Rows that the waiting one has locked end it.
  void run_invoices_beside();
  void expire_credits();

  postgres::connection& administrator() { return *administrator_; }
  postgres::rows query(const std::string& sql);
  postgres::pool& database() { return database_pool_; }

  // How often each thing happened that the history is about.
  std::map<std::string, std::uint64_t> witnessed;

 private:
  template<class F>
  auto survive(std::string_view what, F f) -> std::invoke_result_t<F&, postgres::pool&>;
  void note_death(const statement_proxy::life& life, bool after);
  void add_catalogue(const catalogue& plans);

  test::scratch_database scratch_;
  test::manual_clock clock_{{}};
  std::unique_ptr<postgres::connection> administrator_;
  statement_proxy proxy_;
  postgres::pool database_pool_;
  fates fates_;
  counting_ids invoice_ids_{1}, command_ids_{2}, other_ids_{3};
  std::map<std::string, std::int32_t> meters_;
};

}  // namespace weir::sim
