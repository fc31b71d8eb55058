// Any bytes as a run of claims, as the database stores it: whole entries or refused, and what was read encodes again to
// a run with the same claims and the same sum.
#include <algorithm>
#include <cstdint>
#include <tuple>

#include <workers/usage/claim_run.hpp>

#include <weir/base/assert.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace weir::usage;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  std::vector<claim_entry> entries;
  claim_sum sum;
  const bool whole = decode_claim_run(bytes, -7, [&](const claim_entry& e) {
    entries.push_back(e);
    sum.add(e);
  });
  WEIR_ASSERT(whole == (size % claim_entry_bytes == 0), "entries are whole or refused");
  if (!whole) return 0;
  std::ranges::sort(entries, {}, &claim_entry::offset);
  claim_sum again;
  std::size_t count = 0;
  for (const auto& run : encode_claim_runs(entries)) {
    claim_sum of_run;
    WEIR_ASSERT(decode_claim_run(run.entries, run.first_offset,
                                 [&](const claim_entry& e) {
                                   WEIR_ASSERT(e.offset >= run.first_offset && e.offset <= run.last_offset,
                                               "a run's offsets lie within it");
                                   of_run.add(e);
                                   ++count;
                                 }),
                "what was encoded is whole");
    WEIR_ASSERT(of_run.digest == run.digest, "a run's sum is that of its entries");
    again.add(of_run);
  }
  WEIR_ASSERT(count == entries.size() && again == sum, "no claim is lost or made");
  return 0;
}
