// sim_year [--from SEED] [--count N] [--seed SEED]: simulated years of billing on a real PostgreSQL, with simulated
// time and a crash at each statement. 12 tenants; with WEIR_DEEP 1,000 of them. Each year runs twice, once without
// crashes, and must end the same. Exit 1 and the seed on the first violation. WEIR_TEST_DATABASE_URL names the server,
// WEIR_YEAR_TENANTS another number of tenants.
#include <algorithm>
#include <array>
#include <cstdlib>
#include <exception>
#include <string>

#include <fmt/format.h>
#include <tests/sim/histories_wanted.hpp>
#include <tests/sim/year/compare_years.hpp>
#include <tests/sim/year/history.hpp>

using namespace weir::sim;

namespace {

constexpr const char* year_witnesses[] = {"died before BEGIN",
                                          "died after BEGIN",
                                          "died before COMMIT",
                                          "died after COMMIT",
                                          "died before INSERT",
                                          "died after INSERT",
                                          "died before UPDATE",
                                          "died after UPDATE",
                                          "died after SELECT",
                                          "somebody worked beside",
                                          "billed beside a run",
                                          "a command came again",
                                          "a run waits for usage",
                                          "usage came late",
                                          "a change was dated back",
                                          "weir.subscription.start.v1",
                                          "weir.subscription.change.v1",
                                          "weir.credit.grant.v1",
                                          "weir.coupon.apply.v1",
                                          "weir.invoice.change.v1",
                                          "weir.invoice.record_payment.v1",
                                          "compared with the naive reckoning",
                                          "pending usage compared",
                                          "compared with a threshold",
                                          "a threshold was reached",
                                          "reckoned again"};

bool is_set(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0';
}

// Sanitizers cost ten times the time, and look at the code and not at the amounts.
constexpr bool is_instrumented =
#if __has_feature(thread_sanitizer) || __has_feature(address_sanitizer)
    true;
#else
    false;
#endif

std::optional<std::string> violation_of(year_options options, witness_counts& witnessed) {
  options.dies = false;
  const auto calm = run_year(options);
  if (calm.violation) return "without any crash: " + *calm.violation;
  options.dies = true;
  const auto hurt = run_year(options);
  for (const auto& [what, times] : hurt.witnessed)
    witnessed[what] += times;
  if (hurt.violation) return hurt.violation;
  std::string out;
  for (const auto& wrong : compare_years(calm.told, hurt.told))
    out += "\n  " + wrong;
  if (out.empty()) return std::nullopt;
  return "with crashes it ends otherwise:" + out;
}

int run(const histories_wanted& wanted, std::size_t tenants) {
  witness_counts witnessed;
  for (auto seed = wanted.from; seed < wanted.from + wanted.count; ++seed) {
    const auto wrong = violation_of({.seed = seed, .tenants = tenants, .verbose = wanted.verbose}, witnessed);
    if (!wrong) continue;
    fmt::print("seed {}: {}\nrepeat with: WEIR_YEAR_TENANTS={} sim_year --seed {}\n", seed, *wrong, tenants, seed);
    return 1;
  }
  for (const auto& [what, times] : witnessed)
    fmt::print("{:>12}  {}\n", times, what);
  if (!wanted.verbose && count_missing(witnessed, year_witnesses) > 0) return 1;
  fmt::print("{} years of {} tenants, every charge exact\n", wanted.count, tenants);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const auto wanted = read_histories_wanted(argc, argv, 1);
  if (!wanted) return 2;
  std::size_t tenants = is_set("WEIR_DEEP") && !is_instrumented ? 1000 : 12;
  if (is_set("WEIR_YEAR_TENANTS")) tenants = std::strtoull(std::getenv("WEIR_YEAR_TENANTS"), nullptr, 10);
  try {
    return run(*wanted, std::max<std::size_t>(tenants, 1));
  } catch (const std::exception& e) {
    fmt::print("from seed {}: {}\n", wanted->from, e.what());
    return 1;
  }
}
