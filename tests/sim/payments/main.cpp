// sim_payments [--from SEED] [--count N] [--seed SEED]: 10 histories, 300 when WEIR_DEEP is set. Exit 1 and the seed on
// the first violation. See history.hpp. WEIR_TEST_DATABASE_URL names the server.
#include <cstdint>

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
  return run_histories(options, wanted, enough_for_all, "the books are what happened",
                       [&](std::uint64_t seed, bool verbose) { return run_payments_history(database, seed, verbose); });
}

}  // namespace

int main(int argc, char** argv) {
  return histories_main(argc, argv, 10, 300, run);
}
