#include <algorithm>
#include <cstring>

#include <workers/usage/claim_run.hpp>
#include <workers/usage/postgres_usage_store.hpp>
#include <workers/usage/postgres_usage_writer.hpp>

#include <weir/base/failpoint.hpp>
#include <weir/contract/json_document.hpp>
#include <weir/postgres/history_imports.hpp>
#include <weir/postgres/meters.hpp>

namespace weir::usage {
namespace {

using postgres::executor;
using postgres::role;
using postgres::statement;
using postgres::tenant_scope;

const statement select_claim_key{"usage.claim_key", "SELECT claim_key FROM installation"};
const statement select_tenant{"usage.tenant", "SELECT number, minute_offset FROM tenants WHERE id = $1"};
const statement select_last_version{
    "usage.last_version",
    "SELECT max(version) FROM definition_offsets WHERE consumer = $1 AND partition = $2 AND from_offset < $3"};
const statement select_claims_since{"usage.claims_since",
                                    "SELECT (claims_since - date '1970-01-01')::int FROM installation"};
const statement sum_claims{
    "usage.claim_sums",
    "SELECT (day - date '1970-01-01')::int, sum(octet_length(entries) / 24)::bigint,"
    " mod(sum(digest), 4611686018427387904)::bigint FROM usage_claim_runs"
    " WHERE scope = 0 AND partition = $1 AND day >= date '1970-01-01' + $2::int AND last_offset < $3 GROUP BY day"};
// Days one after another, so that few are open in the memory of who takes them.
constexpr const char* declare_claims =
    "DECLARE claims NO SCROLL CURSOR FOR "
    "SELECT (day - date '1970-01-01')::int, first_offset, entries FROM usage_claim_runs"
    " WHERE scope = 0 AND partition = $1 AND day >= date '1970-01-01' + $2::int AND last_offset >= $3"
    " ORDER BY day DESC, first_offset";
// Counted back from where the slowest partition has come: a backlog is compared with the days before it.
const statement drop_claim_days{
    "usage.drop_claim_days",
    "SELECT drop_claim_days((least(clock_timestamp(), min(coalesce(data_through, '-infinity'))) AT TIME ZONE"
    " 'UTC')::date - $2::int) FROM leases WHERE consumer = $1"};

constexpr std::size_t fetch_bytes = std::size_t{32} << 20;  // about so much at a time, and at least one run
constexpr std::size_t fetch_rows_most = 1000;

std::int32_t binary_int4(std::string_view bytes) {
  std::uint32_t v = 0;
  std::memcpy(&v, bytes.data(), sizeof v);
  return static_cast<std::int32_t>(std::byteswap(v));
}

std::int64_t binary_int8(std::string_view bytes) {
  std::uint64_t v = 0;
  std::memcpy(&v, bytes.data(), sizeof v);
  return static_cast<std::int64_t>(std::byteswap(v));
}

}  // namespace

// Meters were validated when they were made; one that no longer parses is damage, and counting on would lose usage.
result<live_meter> to_live_meter(const postgres::meter_row& row) {
  auto damaged = [&] { return fail(error_code::database_error, "meter " + row.slug + " cannot be read"); };
  live_meter out;
  out.generation = row.generation;
  auto& m = out.definition;
  const auto id = meter_id::parse(row.id);
  const auto aggregation = domain::aggregation_from_name(row.aggregation);
  if (!id || !aggregation) return damaged();
  m.id = *id;
  m.number = row.number;
  m.slug = row.slug;
  m.event_type = row.event_type;
  m.aggregation = *aggregation;
  if (row.value_property) {
    auto path = domain::json_path::parse(*row.value_property);
    if (!path) return damaged();
    m.value = *path;
  }
  const auto groups = contract::json_document::parse(row.group_by);
  if (!groups || groups->root().kind() != contract::json_kind::array) return damaged();
  for (std::size_t i = 0; i < groups->root().size(); ++i) {
    const auto group = groups->root().item(i);
    const auto name = group.text("name");
    const auto text = group.text("path");
    if (!name || !text) return damaged();
    auto path = domain::json_path::parse(*text);
    if (!path) return damaged();
    m.group_by.push_back({std::string(*name), *path});
  }
  return out;
}

postgres_usage_store::postgres_usage_store(postgres::pool& pool, postgres::connection_options options,
                                           std::string consumer)
    : pool_(pool), options_(std::move(options)), consumer_(std::move(consumer)) {}

result<keyed_hash::key_type> postgres_usage_store::claim_key() {
  return pool_.read(role::worker, tenant_scope::platform(), [](executor& in) -> result<keyed_hash::key_type> {
    auto found = in.run(select_claim_key);
    if (!found) return std::unexpected(found.error());
    if (found->empty())
      return fail(error_code::installation_mismatch, "The installation has no row: run weir migrate.");
    const auto bytes = found->at(0, 0).bytes();
    keyed_hash::key_type key{};
    std::memcpy(key.data(), bytes.data(), std::min(bytes.size(), key.size()));
    return key;
  });
}

result<definitions_snapshot> to_snapshot(const postgres::meters::definitions& loaded) {
  definitions_snapshot out;
  out.version = loaded.version;
  for (const auto& row : loaded.meters) {
    auto meter = to_live_meter(row);
    if (!meter) return std::unexpected(meter.error());
    out.meters.push_back(std::move(*meter));
  }
  return out;
}

result<definitions_snapshot> postgres_usage_store::load_definitions() {
  return pool_.read(role::worker, tenant_scope::platform(), [](executor& in) -> result<definitions_snapshot> {
    auto loaded = postgres::meters::load_definitions(in);
    if (!loaded) return std::unexpected(loaded.error());
    return to_snapshot(*loaded);
  });
}

result<std::optional<tenant_facts>> postgres_usage_store::find_tenant(tenant_id id) {
  return pool_.read(role::worker, tenant_scope::platform(), [&](executor& in) -> result<std::optional<tenant_facts>> {
    auto found = in.run(select_tenant, id.text());
    if (!found) return std::unexpected(found.error());
    if (found->empty()) return std::optional<tenant_facts>{};
    return std::optional(tenant_facts{found->at(0, 0).int4(), found->at(0, 1).int4()});
  });
}

result<std::optional<history_facts>> postgres_usage_store::find_history_import(history_import_id id) {
  return pool_.read(role::worker, tenant_scope::platform(), [&](executor& in) -> result<std::optional<history_facts>> {
    auto found = postgres::history_imports::find(in, id.text());
    if (!found && found.error().code == error_code::history_import_not_found) return std::optional<history_facts>{};
    if (!found) return std::unexpected(found.error());
    return std::optional(history_facts{found->number, found->tenant_number, found->meter_number, found->from, found->to,
                                       found->state == "open"});
  });
}

result<claim_sums> postgres_usage_store::load_claims(stream::partition_number partition, arrival_day since,
                                                     stream::offset from, const take_claim& take) {
  if (!claims_connection_ || !claims_connection_->alive()) {
    auto opened = postgres::connection::open(options_);
    if (!opened) return std::unexpected(opened.error());
    claims_connection_ = std::move(*opened);
  }
  auto sums = read_claims(*claims_connection_, partition, since, from, take);
  if (!sums) claims_connection_.reset();
  return sums;
}

result<claim_sums> postgres_usage_store::read_claims(postgres::connection& c, stream::partition_number partition,
                                                     arrival_day since, stream::offset from, const take_claim& take) {
  if (auto begun = c.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL ROLE weir_worker"); !begun)
    return std::unexpected(begun.error());
  auto found = c.run(sum_claims, partition, since, from);
  if (!found) return std::unexpected(found.error());
  claim_sums sums;
  for (std::size_t i = 0; i < found->size(); ++i) {
    sums[found->at(i, 0).int4()] = {found->at(i, 1).int8(), static_cast<std::uint64_t>(found->at(i, 2).int8())};
  }
  const std::array<postgres::param, 3> wanted{partition, since, from};
  if (auto declared = c.query(declare_claims, wanted); !declared) return std::unexpected(declared.error());
  for (std::size_t rows = 1; rows != 0;) {
    auto runs = c.query_binary(("FETCH " + std::to_string(rows) + " FROM claims").c_str());
    if (!runs) return std::unexpected(runs.error());
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < runs->size(); ++i) {
      WEIR_FAILPOINT("claims.load");
      const auto day = binary_int4(runs->at(i, 0).text());
      const auto first = binary_int8(runs->at(i, 1).text());
      const auto entries = runs->at(i, 2).text();
      if (!decode_claim_run(entries, first, [&](const claim_entry& entry) { take(day, entry); }))
        return fail(error_code::database_error, "A run of claims has a size that no run has.");
      bytes += entries.size();
    }
    if (runs->size() < rows) break;
    rows = std::clamp<std::size_t>(fetch_bytes * rows / std::max<std::size_t>(bytes, 1), 1, fetch_rows_most);
  }
  if (auto ended = c.execute("COMMIT"); !ended) return std::unexpected(ended.error());
  return sums;
}

result<arrival_day> postgres_usage_store::claims_since() {
  return pool_.read(role::worker, tenant_scope::platform(), [](executor& in) -> result<arrival_day> {
    auto found = in.run(select_claims_since);
    if (!found) return std::unexpected(found.error());
    return found->empty() ? 0 : found->at(0, 0).int4();
  });
}

result<arrival_day> postgres_usage_store::forget_claims(std::int64_t accept_days) {
  auto dropped = pool_.with_transaction(role::worker, tenant_scope::platform(), [&](executor& in) -> result<void> {
    auto done = in.run(drop_claim_days, consumer_, accept_days + claim_days_more);
    if (!done) return std::unexpected(done.error());
    return {};
  });
  if (!dropped) return std::unexpected(dropped.error());
  return claims_since();
}

result<std::optional<std::int64_t>> postgres_usage_store::last_version(stream::partition_number partition,
                                                                       stream::offset next) {
  return pool_.read(role::worker, tenant_scope::platform(), [&](executor& in) -> result<std::optional<std::int64_t>> {
    auto found = in.run(select_last_version, consumer_, partition, next);
    if (!found) return std::unexpected(found.error());
    return found->at(0, 0).optional_int8();
  });
}

result<void> postgres_usage_store::write(stream::transaction& tx, const usage_effects& effects) {
  return postgres_usage_writer(postgres::flush_transaction::of(tx).connection(), consumer_, frontier_, merger_)
      .write(effects);
}

}  // namespace weir::usage
