// sim_payments [--from SEED] [--count N] [--seed SEED]: 10 histories, 300 when WEIR_DEEP is set. Exit 1 and the seed on
// the first violation. See history.hpp. WEIR_TEST_DATABASE_URL names the server.
#include <cstdlib>
#include <exception>

#include <fmt/format.h>
#include <tests/sim/payments/books.hpp>
#include <tests/sim/payments/history.hpp>

using namespace weir::sim;

namespace {

constexpr std::uint64_t enough_for_all = 100;
constexpr const char* wanted[] = {"takeover",
                                  "fenced at a flush",
                                  "unknown commit was applied",
                                  "unknown commit was not applied",
                                  "log lost its tail",
                                  "process paused",
                                  "crash in write",
                                  "crash in commit",
                                  "sent twice",
                                  "never sent",
                                  "found in the list",
                                  "Stripe is down",
                                  "a list was cut off",
                                  "what was found is not acknowledged",
                                  "killed before a command was sent",
                                  "a command was lost",
                                  "a command came again",
                                  "killed: inbox, before",
                                  "killed: inbox, after",
                                  "killed: sweep, before",
                                  "killed: command, before",
                                  "killed: command, after",
                                  "applied noted",
                                  "applied payment_recorded",
                                  "ignored unrelated",
                                  "ignored superseded",
                                  "ignored not_used",
                                  "ignored thin",
                                  "failed currency_mismatch",
                                  "failed invoice_state_refused",
                                  "failed invoice_payment_exceeds_due",
                                  "failed refund_exceeds_payment"};

int run(const histories_wanted& options) {
  const weir::test::scratch_database database;
  give_payments_clock(database);
  witness_counts witnessed;
  for (auto seed = options.from; seed < options.from + options.count; ++seed) {
    const auto result = run_payments_history(database, seed, options.verbose);
    for (const auto& [what, times] : result.witnessed)
      witnessed[what] += times;
    if (!result.violation) continue;
    fmt::print("seed {}: {}\nrepeat with: --seed {}\n", seed, *result.violation, seed);
    return 1;
  }
  for (const auto& [what, times] : witnessed)
    fmt::print("{:>12}  {}\n", times, what);
  if (options.count >= enough_for_all && count_missing(witnessed, wanted) > 0) return 1;
  fmt::print("{} histories, the books are what happened\n", options.count);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const char* deep = std::getenv("WEIR_DEEP");
  const auto options = read_histories_wanted(argc, argv, deep != nullptr && *deep != '\0' ? 300 : 10);
  if (!options) return 2;
  try {
    return run(*options);
  } catch (const std::exception& e) {
    fmt::print("{}\n", e.what());
    return 1;
  }
}
