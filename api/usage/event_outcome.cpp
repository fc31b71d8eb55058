#include <algorithm>
#include <cstring>
#include <set>

#include <api/usage/event_outcome.hpp>
#include <api/usage/progress.hpp>
#include <workers/billing/explain_json.hpp>
#include <workers/usage/identity.hpp>
#include <workers/usage/postgres_usage_store.hpp>

#include <weir/contract/topics.hpp>
#include <weir/postgres/history_imports.hpp>
#include <weir/postgres/meters.hpp>

namespace weir::api {
namespace {

using postgres::executor;
using postgres::param;
using postgres::statement;

const statement select_installation{"reads.claim_key", "SELECT partitions, claim_key FROM installation"};

const statement select_next_offset{
    "reads.next_offset", "SELECT next_offset FROM leases WHERE consumer = $1 AND topic = $2 AND partition = $3"};

const statement select_versions{"reads.definition_offsets", R"sql(
SELECT version, from_offset FROM definition_offsets WHERE consumer = $1 AND partition = $2 AND from_offset <= $3
ORDER BY version DESC)sql"};

const statement select_rejections{"reads.rejections_of", R"sql(
SELECT id, code, detail FROM rejected WHERE id = ANY ($1::text[]))sql"};

const statement select_conflicts{"reads.conflicts_at", R"sql(
SELECT log_offset, event_index FROM conflicts WHERE partition = $1 AND log_offset = ANY ($2::bigint[]))sql"};

const statement select_slugs{"reads.meter_slugs", "SELECT number, slug FROM meters WHERE number = ANY ($1::int[])"};

struct row_refusal {
  std::string code, detail;
};

class outcome_reader {
 public:
  outcome_reader(executor& in, const postgres::tenant_row& tenant, const tenant_log& log,
                 std::span<const log_event> events, const outcome_settings& settings)
      : in_(in),
        tenant_(tenant),
        log_(log),
        events_(events),
        settings_(settings),
        hash_(log.claim_key),
        out_(events.size()) {}

  result<std::vector<event_outcome>> run() {
    for (auto step : {&outcome_reader::read_progress, &outcome_reader::read_histories, &outcome_reader::read_rejections,
                      &outcome_reader::read_conflicts, &outcome_reader::judge_all, &outcome_reader::read_claims,
                      &outcome_reader::name_meters}) {
      if (auto done = (this->*step)(); !done) return std::unexpected(done.error());
    }
    return std::move(out_);
  }

 private:
  result<void> read_progress() {
    auto r = in_.run(select_next_offset, usage_consumer, contract::usage_topic, log_.partition);
    if (!r) return std::unexpected(r.error());
    next_ = r->empty() ? 0 : r->at(0, 0).int8();
    stream::offset last = 0;
    for (const auto& e : events_)
      last = std::max(last, e.offset);
    auto versions = in_.run(select_versions, usage_consumer, log_.partition, last);
    if (!versions) return std::unexpected(versions.error());
    for (std::size_t i = 0; i < versions->size(); ++i)
      versions_.push_back({versions->at(i, 0).int8(), versions->at(i, 1).int8()});
    return {};
  }

  result<void> read_histories() {
    for (const auto& e : events_) {
      const auto id = history_import_id::parse(e.history);
      if (!id || histories_.contains(*id)) continue;
      auto row = postgres::history_imports::find(in_, id->text());
      if (!row && row.error().code == error_code::history_import_not_found) continue;
      if (!row) return std::unexpected(row.error());
      histories_[*id] = {{row->number, row->tenant_number, row->meter_number, row->from, row->to, true},
                         row->state == "imported"};
    }
    return {};
  }

  bool handled(const log_event& e) const { return e.offset < next_; }

  std::string rejection_of(const log_event& e, std::int32_t index) const {
    return usage::rejection_id(e.partition, e.offset, index, 0).text();
  }

  result<void> read_rejections() {
    std::vector<std::string> ids;
    for (const auto& e : events_) {
      ids.push_back(rejection_of(e, e.index));
      ids.push_back(rejection_of(e, usage::whole_record));
    }
    auto r = in_.run(select_rejections, param::array(ids));
    if (!r) return std::unexpected(r.error());
    for (std::size_t i = 0; i < r->size(); ++i)
      rejections_[r->at(i, 0).string()] = {r->at(i, 1).string(), r->at(i, 2).string()};
    return {};
  }

  result<void> read_conflicts() {
    std::vector<std::int64_t> offsets;
    for (const auto& e : events_)
      offsets.push_back(e.offset);
    auto r = in_.run(select_conflicts, log_.partition, param::array(offsets));
    if (!r) return std::unexpected(r.error());
    for (std::size_t i = 0; i < r->size(); ++i)
      conflicts_.emplace(r->at(i, 0).int8(), r->at(i, 1).int4());
    return {};
  }

  std::int64_t version_at(stream::offset at) const {
    for (const auto& [version, from] : versions_) {
      if (from <= at) return version;
    }
    return -1;
  }

  result<event_judge*> judge_of(std::int64_t version) {
    auto& judge = judges_[version];
    if (!judge) {
      auto loaded =
          version < 0 ? postgres::meters::load_definitions(in_) : postgres::meters::load_definitions(in_, version);
      if (!loaded) return std::unexpected(loaded.error());
      usage::definitions_snapshot snapshot{.version = loaded->version, .meters = {}};
      for (const auto& row : loaded->meters) {
        auto meter = usage::to_live_meter(row);
        if (!meter) return std::unexpected(meter.error());
        snapshot.meters.push_back(std::move(*meter));
      }
      judge = std::make_unique<event_judge>(std::move(snapshot), log_.id,
                                            usage::tenant_facts{tenant_.number, tenant_.minute_offset}, log_.claim_key,
                                            log_.partitions, settings_.accept_days, histories_);
    }
    return judge.get();
  }

  result<void> judge_all() {
    for (std::size_t i = 0; i < events_.size(); ++i) {
      const auto& e = events_[i];
      auto& o = out_[i];
      if (!handled(e)) continue;
      if (listed_rejection(e, o)) continue;
      auto judge = judge_of(version_at(e.offset));
      if (!judge) return std::unexpected(judge.error());
      auto j = (*judge)->judge(e);
      if (!j) return std::unexpected(j.error());
      o.refusals = std::move(j->refusals);
      if (j->verdict == event_verdict::countable) {
        o.state = conflicts_.contains({e.offset, e.index}) ? event_state::conflict : event_state::duplicate;
        for (auto& c : j->cells)
          o.cells.push_back({{}, std::move(c), {}});
      } else {
        o.state = j->verdict == event_verdict::rejected ? event_state::rejected : event_state::unmatched;
      }
    }
    return {};
  }

  bool listed_rejection(const log_event& e, event_outcome& o) const {
    for (auto index : {e.index, usage::whole_record}) {
      const auto it = rejections_.find(rejection_of(e, index));
      if (it == rejections_.end()) continue;
      o.state = event_state::rejected;
      o.rejected_id = it->first;
      o.refusals = {{0, error_code_from_name(it->second.code), it->second.detail}};
      return true;
    }
    return false;
  }

  // Of the events that could have been counted, those that were.
  result<void> read_claims() {
    std::vector<claim_question> questions;
    std::vector<std::size_t> asked;
    std::string text;
    for (std::size_t i = 0; i < events_.size(); ++i) {
      const auto& e = events_[i];
      if (out_[i].state != event_state::duplicate || e.repeated) continue;
      const auto import = history_import_id::parse(e.history);
      const auto identity = import ? usage::history_identity(hash_, *import, log_.id, e.source, e.id, text)
                                   : usage::event_identity(hash_, log_.id, e.source, e.id, text);
      questions.push_back({usage::day_of_arrival(e.appended_ms), e.offset, identity});
      asked.push_back(i);
    }
    auto counted = counted_at(in_, log_.partition, questions);
    if (!counted) return std::unexpected(counted.error());
    for (std::size_t k = 0; k < asked.size(); ++k) {
      if ((*counted)[k]) out_[asked[k]].state = event_state::counted;
    }
    for (auto& o : out_) {
      if (o.state == event_state::counted) continue;
      o.cells.clear();
      if (o.state != event_state::rejected) o.refusals.clear();
    }
    return {};
  }

  result<void> name_meters() {
    std::set<std::int32_t> wanted;
    for (const auto& o : out_) {
      for (const auto& c : o.cells)
        wanted.insert(c.cell.meter_number);
      for (const auto& r : o.refusals)
        wanted.insert(r.meter_number);
    }
    const std::vector<std::int32_t> numbers(wanted.begin(), wanted.end());
    auto r = in_.run(select_slugs, param::array(numbers));
    if (!r) return std::unexpected(r.error());
    std::map<std::int32_t, std::string> slugs;
    for (std::size_t i = 0; i < r->size(); ++i)
      slugs[r->at(i, 0).int4()] = r->at(i, 1).string();
    for (auto& o : out_) {
      for (auto& c : o.cells)
        c.meter = slugs[c.cell.meter_number];
      for (const auto& refusal : o.refusals)
        o.refusal_meters.push_back(slugs[refusal.meter_number]);
    }
    return {};
  }

  executor& in_;
  const postgres::tenant_row& tenant_;
  const tenant_log& log_;
  std::span<const log_event> events_;
  const outcome_settings& settings_;
  keyed_hash hash_;
  std::vector<event_outcome> out_;
  stream::offset next_ = 0;
  std::vector<std::pair<std::int64_t, stream::offset>> versions_;  // newest first
  judged_histories histories_;
  std::map<std::string, row_refusal> rejections_;
  std::set<std::pair<stream::offset, std::int32_t>> conflicts_;
  std::map<std::int64_t, std::unique_ptr<event_judge>> judges_;
};

}  // namespace

std::string_view name(event_state s) {
  switch (s) {
    case event_state::pending:
      return "pending";
    case event_state::counted:
      return "counted";
    case event_state::duplicate:
      return "duplicate";
    case event_state::conflict:
      return "conflict";
    case event_state::unmatched:
      return "unmatched";
    case event_state::rejected:
      return "rejected";
  }
  return "pending";
}

result<tenant_log> log_of(executor& in, const postgres::tenant_row& tenant) {
  auto r = in.run(select_installation);
  if (!r) return std::unexpected(r.error());
  const auto id = tenant_id::parse(tenant.id);
  if (r->empty() || !id)
    return fail(error_code::installation_mismatch, "The installation has no row: run weir migrate.");
  tenant_log out{.id = *id, .partitions = r->at(0, 0).int4()};
  out.partition = tenant.bucket % out.partitions;
  const auto key = r->at(0, 1).bytes();
  std::memcpy(out.claim_key.data(), key.data(), std::min(key.size(), out.claim_key.size()));
  return out;
}

result<std::vector<event_outcome>> outcomes_of(executor& in, const postgres::tenant_row& tenant, const tenant_log& log,
                                               std::span<const log_event> events, const outcome_settings& settings) {
  if (events.empty()) return std::vector<event_outcome>{};
  return outcome_reader(in, tenant, log, events, settings).run();
}

void write_outcome(contract::json_writer& out, const event_outcome& o) {
  out.member("outcome", name(o.state));
  bool meters = !o.cells.empty();
  for (std::size_t i = 0; i < o.refusals.size(); ++i) {
    const auto& r = o.refusals[i];
    if (r.meter_number == 0) {
      out.member("code", weir::name(r.code)).member("detail", r.detail);
    } else {
      meters = true;
    }
  }
  if (meters) {
    out.key("meters").begin_array();
    for (const auto& c : o.cells) {
      out.begin_object().member("slug", c.meter).member("generation", c.cell.generation).member("hour", c.cell.hour);
      out.member("subject", c.cell.subject).key("group_by").raw(c.cell.dimensions);
      if (c.invoice_lines) {
        out.key("invoice_lines").begin_array();
        for (const auto& line : *c.invoice_lines)
          billing::write_issued_line(out, line);
        out.end_array();
      }
      out.end_object();
    }
    for (std::size_t i = 0; i < o.refusals.size(); ++i) {
      const auto& r = o.refusals[i];
      if (r.meter_number == 0) continue;
      out.begin_object()
          .member("slug", o.refusal_meters[i])
          .member("code", weir::name(r.code))
          .member("detail", r.detail)
          .end_object();
    }
    out.end_array();
  }
  if (o.rejected_id) out.member("rejected_id", *o.rejected_id);
}

void write_position(contract::json_writer& out, std::string_view member, stream::partition_number partition,
                    stream::offset offset, std::optional<std::int32_t> index) {
  out.key(member)
      .begin_object()
      .member("topic", contract::usage_topic)
      .member("partition", partition)
      .member("offset", offset);
  out.member("index", index);
  out.end_object();
}

void write_logged_event(contract::json_writer& out, const log_event& e, const event_outcome& o) {
  out.member("source", e.source).member("id", e.id);
  write_outcome(out, o);
  write_position(out, "position", e.partition, e.offset, e.index);
  out.member("appended_at", timestamp::from_ms(e.appended_ms)).key("event").raw(e.json);
}

}  // namespace weir::api
