#include <algorithm>
#include <cstring>

#include <workers/usage/postgres_recount_facts.hpp>
#include <workers/usage/postgres_usage_store.hpp>

#include <weir/contract/topics.hpp>
#include <weir/postgres/installation.hpp>
#include <weir/postgres/meters.hpp>

namespace weir::usage {
namespace {

using postgres::executor;
using postgres::statement;

const statement select_next{"recount.next",
                            "SELECT next_offset FROM leases WHERE consumer = $1 AND topic = $2 AND partition = $3"};
const statement select_versions{
    "recount.versions",
    "SELECT from_offset, version FROM definition_offsets WHERE consumer = $1 AND partition = $2 ORDER BY 1, 2"};
const statement select_windows{
    "recount.windows",
    "SELECT from_offset, accept_days FROM accept_windows WHERE consumer = $1 AND partition = $2 ORDER BY 1"};
const statement select_quarantined{
    "recount.quarantined",
    "SELECT first_offset FROM rejected WHERE topic = $1 AND partition = $2 AND code = 'record_quarantined'"};
const statement select_lost{"recount.lost",
                            "SELECT from_offset, next_offset, accepted_at FROM accepted_losses"
                            " WHERE consumer = $1 AND topic = $2 AND partition = $3 ORDER BY accepted_at"};

}  // namespace

result<recount_facts> read_recount_facts(executor& in, const std::string& consumer,
                                         stream::partition_number partition) {
  const std::string topic(contract::usage_topic);
  recount_facts out;
  auto key = postgres::installation::claim_key(in);
  if (!key) return std::unexpected(key.error());
  std::memcpy(out.claim_key.data(), key->data(), std::min(key->size(), out.claim_key.size()));
  auto next = in.run(select_next, consumer, topic, partition);
  if (!next) return std::unexpected(next.error());
  if (!next->empty()) out.next = next->at(0, 0).int8();
  auto versions = in.run(select_versions, consumer, partition);
  if (!versions) return std::unexpected(versions.error());
  for (std::size_t i = 0; i < versions->size(); ++i)
    out.versions.push_back({versions->at(i, 0).int8(), versions->at(i, 1).int8()});
  auto windows = in.run(select_windows, consumer, partition);
  if (!windows) return std::unexpected(windows.error());
  for (std::size_t i = 0; i < windows->size(); ++i)
    out.windows.push_back({windows->at(i, 0).int8(), windows->at(i, 1).int4()});
  auto quarantined = in.run(select_quarantined, topic, partition);
  if (!quarantined) return std::unexpected(quarantined.error());
  for (std::size_t i = 0; i < quarantined->size(); ++i)
    out.quarantined.insert(quarantined->at(i, 0).int8());
  auto lost = in.run(select_lost, consumer, topic, partition);
  if (!lost) return std::unexpected(lost.error());
  for (std::size_t i = 0; i < lost->size(); ++i)
    out.lost.push_back({lost->at(i, 0).int8(), lost->at(i, 1).int8(), lost->at(i, 2).timestamp()});
  return out;
}

result<definitions_snapshot> read_definitions(executor& in, std::int64_t version) {
  auto loaded = postgres::meters::load_definitions(in, version);
  if (!loaded) return std::unexpected(loaded.error());
  return to_snapshot(*loaded);
}

}  // namespace weir::usage
