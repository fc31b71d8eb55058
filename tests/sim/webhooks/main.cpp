// sim_webhooks [--from SEED] [--count N] [--seed SEED]: 40 histories, 400 when WEIR_DEEP is set. Exit 1 and the seed on
// the first violation. See history.hpp. WEIR_TEST_DATABASE_URL names the server.
#include <cstdint>

#include <tests/sim/webhooks/history.hpp>

using namespace weir::sim;

namespace {

constexpr std::uint64_t enough_for_all = 40;
constexpr const char* wanted[] = {"takeover",
                                  "fenced at a flush",
                                  "unknown commit was applied",
                                  "unknown commit was not applied",
                                  "announced twice",
                                  "log lost its tail",
                                  "process paused",
                                  "crash in write",
                                  "crash in commit",
                                  "crash in take",
                                  "crash after take",
                                  "crash in note",
                                  "crash after note",
                                  "error after note",
                                  "arrived more than once",
                                  "an endpoint was disabled",
                                  "a delivery failed after its attempts"};

int run(const histories_wanted& options) {
  const weir::test::scratch_database database;
  give_webhooks_clock(database);
  return run_histories(options, wanted, enough_for_all, "every delivery accounted for",
                       [&](std::uint64_t seed, bool verbose) { return run_webhooks_history(database, seed, verbose); });
}

}  // namespace

int main(int argc, char** argv) {
  return histories_main(argc, argv, 40, 400, run);
}
