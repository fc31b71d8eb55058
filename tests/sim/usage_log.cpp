#include <fmt/format.h>
#include <tests/sim/usage_log.hpp>

#include <weir/domain/bucket.hpp>

namespace weir::sim {
namespace {

constexpr const char* values[] = {"1",
                                  "2.5",
                                  "-3",
                                  "0",
                                  "0.000000001",
                                  "\"7\"",
                                  "1e2",
                                  "999999999999999999.999999999",
                                  "12345678901234567890",
                                  "0.0000000001",
                                  "\"x\"",
                                  "true",
                                  "null",
                                  "{}"};
constexpr const char* groups[] = {"\"eu\"", "\"us\"", "1", "null", "true", "\"\\u00e9\"", "[1]"};
constexpr const char* persons[] = {"\"ann\"", "\"bob\"", "\"eve\"", "7", "{}"};

usage::live_meter meter(std::int32_t number, std::string type, domain::aggregation aggregation, const char* value,
                        bool grouped) {
  usage::live_meter out;
  out.definition.number = number;
  out.definition.slug = fmt::format("m{}", number);
  out.definition.event_type = std::move(type);
  out.definition.aggregation = aggregation;
  if (value) out.definition.value = *domain::json_path::parse(value);
  if (grouped) out.definition.group_by.push_back({"g", *domain::json_path::parse("$.g")});
  out.generation = 1;
  return out;
}

}  // namespace

usage_log::usage_log(rng& random, stream::partition_number partitions) : random_(random), partitions_(partitions) {
  for (std::int32_t i = 0; i < 4; ++i) {
    made_tenant t;
    for (auto& byte : t.id.value.bytes)
      byte = static_cast<std::uint8_t>(random_());
    t.id.value.bytes[0] &= 0x7f;
    t.facts = {i + 1, static_cast<int>(below(random_, 4) * 15)};
    t.partition = domain::partition_of(domain::bucket_of(t.id), partitions);
    tenants_.push_back(t);
  }
  using domain::aggregation;
  meters_ = {meter(1, "call", aggregation::count, nullptr, true),
             meter(2, "call", aggregation::sum, "$.v", false),
             meter(3, "call", aggregation::unique_count, "$.u", false),
             meter(4, "read", aggregation::min, "$.v", false),
             meter(5, "read", aggregation::max, "$.v", true),
             meter(6, "tick", aggregation::latest, "$.v", false),
             meter(7, "tick", aggregation::avg, "$.v", true)};
}

made_event usage_log::make_event(std::int64_t now_ms) {
  static constexpr const char* types[] = {"call", "call", "read", "tick", "unwanted"};
  made_event e;
  e.id = fmt::format("e{}", next_id_++);
  e.source = chance(random_, 80) ? "app" : "job";
  e.type = types[below(random_, std::size(types))];
  if (chance(random_, 80)) e.subject = fmt::format("s{}", below(random_, 3));
  std::int64_t time_ms = now_ms - static_cast<std::int64_t>(below(random_, 3 * 3'600'000));
  if (chance(random_, 3)) time_ms = now_ms - 36LL * 86'400'000;
  if (chance(random_, 3)) time_ms = now_ms + 10 * 60'000;
  e.time = timestamp{time_ms * 1'000'000 + static_cast<std::int64_t>(below(random_, 1'000'000))};
  const auto usual = chance(random_, 80);
  if (chance(random_, 90)) e.value = values[below(random_, usual ? 7 : std::size(values))];
  if (chance(random_, 70)) e.group = groups[below(random_, usual ? 5 : std::size(groups))];
  if (chance(random_, 80)) e.who = persons[below(random_, usual ? 4 : std::size(persons))];
  return e;
}

usage_log::placed usage_log::make(std::int64_t now_ms) {
  const auto tenant = below(random_, tenants_.size());
  placed out;
  out.partition = tenants_[tenant].partition;
  out.record.tenant = tenants_[tenant].id;
  out.record.appended_ms = now_ms;
  const auto count = 1 + below(random_, 3);
  for (std::uint64_t i = 0; i < count; ++i) {
    if (!sent_.empty() && chance(random_, 25)) {
      // A resend: of the same tenant as it was, or stamped anew, or with another content; or one id in two tenants.
      auto [owner, again] = sent_[below(random_, sent_.size())];
      if (owner != tenant && !chance(random_, 20)) {
        out.record.events.push_back(make_event(now_ms));
      } else {
        if (chance(random_, 30)) again.time = timestamp::from_ms(now_ms);
        if (chance(random_, 15)) again.value = "42";
        out.record.events.push_back(again);
      }
    } else {
      out.record.events.push_back(make_event(now_ms));
    }
    sent_.emplace_back(tenant, out.record.events.back());
  }
  if (chance(random_, 4)) {
    out.record.fault = static_cast<record_fault>(1 + below(random_, 4));
    if (out.record.fault == record_fault::wrong_partition) {
      if (partitions_ == 1) {
        out.record.fault = record_fault::not_json;
      } else {
        out.partition = (out.partition + 1) % partitions_;
      }
    }
  }
  return out;
}

stream::stored_record usage_log::encode(const made_record& record, rng& random) {
  stream::stored_record out;
  out.appended_ms = record.appended_ms;
  out.key = domain::bucket_of(record.tenant).text();
  auto tenant = record.tenant;
  if (record.fault == record_fault::unknown_tenant) tenant.value.bytes[15] ^= 0xff;
  out.headers = {{"weir-frame", record.fault == record_fault::unknown_frame ? "9" : "1"},
                 {"weir-tenant", tenant.text()}};
  out.value = "[";
  for (const auto& e : record.events) {
    if (out.value.size() > 1) out.value += ',';
    std::vector<std::string> members;
    if (e.value) members.push_back("\"v\":" + *e.value);
    if (e.group) members.push_back("\"g\": " + *e.group);
    if (e.who) members.push_back("\"u\":" + *e.who);
    // The order of members is nobody's business.
    std::shuffle(members.begin(), members.end(), random);
    std::string data = "{";
    for (const auto& m : members)
      data += (data.size() > 1 ? "," : "") + m;
    data += "}";
    auto attributes =
        fmt::format(R"("specversion":"1.0","id":"{}","source":"{}","type":"{}",)", e.id, e.source, e.type);
    if (!e.subject.empty()) attributes += fmt::format(R"("subject":"{}",)", e.subject);
    attributes += fmt::format(R"("time":"{}")", format_rfc3339(e.time));
    // Weir writes data last; another writer may not.
    out.value += chance(random, 90) ? "{" + attributes + ",\"data\":" + data + "}"
                                    : "{\"data\":" + data + "," + attributes + "}";
  }
  out.value += "]";
  if (record.fault == record_fault::not_json) out.value.resize(out.value.size() - 1 - out.value.size() / 3);
  return out;
}

std::set<std::int32_t> usage_log::tenants_of(stream::partition_number partition) const {
  std::set<std::int32_t> out;
  for (const auto& t : tenants_) {
    if (t.partition == partition) out.insert(t.facts.number);
  }
  return out;
}

}  // namespace weir::sim
