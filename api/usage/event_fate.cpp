#include <algorithm>
#include <charconv>

#include <api/usage/event_fate.hpp>
#include <workers/usage/identity.hpp>

#include <weir/contract/topics.hpp>

namespace weir::api {
namespace {

using postgres::executor;
using postgres::role;
using std::chrono::milliseconds;

constexpr std::int32_t listed_most = 20;

std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t out = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), out);
  return problem == std::errc{} && end == text.data() + text.size() ? std::optional(out) : std::nullopt;
}

class fate_search {
 public:
  fate_search(postgres::pool& database, const postgres::tenant_scope& scope, log_source& log,
              const postgres::tenant_row& tenant, const fate_question& q, timestamp now, const fate_settings& settings)
      : database_(database), scope_(scope), log_(log), tenant_(tenant), q_(q), now_(now), settings_(settings) {}

  result<event_fate> run() {
    if (auto done = read_rows(); !done) return std::unexpected(done.error());
    if (q_.receipt) {
      auto found = at_receipt();
      if (!found) return std::unexpected(found.error());
      if (*found) return std::move(fate_);
    }
    if (q_.go_on && q_.go_on->get("phase") == "log") return in_log();
    auto counted = in_claims();
    if (!counted) return std::unexpected(counted.error());
    if (*counted) return std::move(fate_);
    if (!fate_.rejections.empty()) {
      fate_.state = name(event_state::rejected);
      return std::move(fate_);
    }
    return in_log();
  }

 private:
  result<void> read_rows() {
    return database_.read(role::api, scope_, [&](executor& in) -> result<void> {
      auto at = log_of(in, tenant_);
      if (!at) return std::unexpected(at.error());
      at_ = *at;
      fate_.partition = at_.partition;
      auto conflicts = postgres::conflicts::list(
          in, {.tenant_number = tenant_.number, .event_id = q_.id, .source = q_.source}, {}, listed_most);
      if (!conflicts) return std::unexpected(conflicts.error());
      fate_.conflicts = std::move(*conflicts);
      auto rejections = postgres::rejected::list(
          in, {.tenant_number = tenant_.number, .event_id = q_.id, .source = q_.source}, {}, listed_most);
      if (!rejections) return std::unexpected(rejections.error());
      // Invalid for one meter only: the event itself was counted.
      std::erase_if(*rejections, [](const postgres::rejected_row& r) { return r.meter_number.has_value(); });
      fate_.rejections = std::move(*rejections);
      return {};
    });
  }

  result<void> set_event(log_event e) {
    auto outcomes = database_.read(role::api, scope_, [&](executor& in) {
      return outcomes_of(in, tenant_, at_, std::span(&e, 1), settings_.outcome);
    });
    if (!outcomes) return std::unexpected(outcomes.error());
    fate_.outcome = std::move(outcomes->front());
    fate_.state = name(fate_.outcome->state);
    fate_.event = std::move(e);
    return {};
  }

  // Whether the receipt's record is still there.
  result<bool> at_receipt() {
    const auto& position = q_.receipt->position;
    if (position.topic != contract::usage_topic || position.partition != at_.partition)
      return fail(error_code::receipt_invalid);
    auto record = read_record(log_, position.partition, position.offset, settings_.time);
    if (!record) return std::unexpected(record.error());
    if (!*record) return false;
    auto events = read_events(**record);
    if (!events || header_of(**record, contract::tenant_header) != tenant_.id) return fail(error_code::receipt_invalid);
    const auto e = std::ranges::find(*events, static_cast<std::int32_t>(q_.receipt->index), &log_event::index);
    if (e == events->end() || e->source != q_.source || e->id != q_.id)
      return fail(error_code::receipt_invalid, "the receipt is of another event");
    if (auto set = set_event(std::move(*e)); !set) return std::unexpected(set.error());
    if (fate_.outcome->state != event_state::duplicate && fate_.outcome->state != event_state::conflict) return true;
    auto other = counted(newest_claims(now_));
    if (!other) return std::unexpected(other.error());
    fate_.counted = other->claim;
    fate_.counted_event = std::move(other->event);
    return true;
  }

  result<counted_event> counted(claim_cursor from) {
    return find_counted(database_, log_, at_, q_.source, q_.id, from,
                        oldest_claims(now_, settings_.outcome.accept_days), settings_.time);
  }

  // Whether the answer is known, be it that the search has to go on.
  result<bool> in_claims() {
    auto from = newest_claims(now_);
    if (q_.go_on) {
      const auto day = number(q_.go_on->get("day")), first = number(q_.go_on->get("first"));
      if (!day || !first) return fail(error_code::cursor_invalid);
      from = {static_cast<usage::arrival_day>(*day), *first};
    }
    auto found = counted(from);
    if (!found) return std::unexpected(found.error());
    if (found->next) {
      fate_.state = "unknown";
      fate_.next = contract::cursor{}
                       .set("phase", "claims")
                       .set("day", std::to_string(found->next->day))
                       .set("first", std::to_string(found->next->first_offset));
      return true;
    }
    if (!found->claim) return false;
    fate_.counted = found->claim;
    fate_.state = name(event_state::counted);
    if (!found->event) return true;
    if (auto set = set_event(std::move(*found->event)); !set) return std::unexpected(set.error());
    return true;
  }

  result<event_fate> in_log() {
    std::optional<log_place> before;
    if (q_.go_on && q_.go_on->get("phase") == "log") {
      const auto offset = number(q_.go_on->get("offset")), index = number(q_.go_on->get("index"));
      if (!offset || !index) return fail(error_code::cursor_invalid);
      before = log_place{*offset, static_cast<std::int32_t>(*index)};
    }
    event_filter wanted{.tenant = at_.id, .source = q_.source, .id = q_.id};
    auto page = read_backwards(log_, at_.partition, before, wanted,
                               {.events = 1, .bytes = settings_.log_bytes, .time = settings_.time});
    if (!page) return std::unexpected(page.error());
    if (!page->events.empty()) {
      if (auto set = set_event(std::move(page->events.front())); !set) return std::unexpected(set.error());
    } else if (page->next) {
      fate_.state = "unknown";
      fate_.next = contract::cursor{}
                       .set("phase", "log")
                       .set("offset", std::to_string(page->next->offset))
                       .set("index", std::to_string(page->next->index));
    } else {
      fate_.state = "not_seen";
    }
    return std::move(fate_);
  }

  postgres::pool& database_;
  const postgres::tenant_scope& scope_;
  log_source& log_;
  const postgres::tenant_row& tenant_;
  const fate_question& q_;
  timestamp now_;
  const fate_settings& settings_;
  tenant_log at_;
  event_fate fate_;
};

}  // namespace

result<event_fate> find_fate(postgres::pool& database, const postgres::tenant_scope& scope, log_source& log,
                             const postgres::tenant_row& tenant, const fate_question& q, timestamp now,
                             const fate_settings& settings) {
  return fate_search(database, scope, log, tenant, q, now, settings).run();
}

result<counted_event> find_counted(postgres::pool& database, log_source& log, const tenant_log& at,
                                   std::string_view source, std::string_view id, claim_cursor from,
                                   usage::arrival_day oldest, milliseconds time) {
  std::string text;
  const keyed_hash hash(at.claim_key);
  // A row of CSV has its import as its source.
  const auto import = history_import_id::parse(source);
  const auto identity = import ? usage::history_identity(hash, *import, at.id, source, id, text)
                               : usage::event_identity(hash, at.id, source, id, text);
  auto search = find_claim(database, at.partition, identity, from, oldest, time);
  if (!search) return std::unexpected(search.error());
  counted_event out{.claim = search->found, .event = {}, .next = search->next};
  if (!out.claim) return out;
  // The claim stands without the log, too.
  auto record = read_record(log, at.partition, out.claim->offset, time);
  if (!record || !*record) return out;
  auto events = read_events(**record);
  if (!events) return out;
  // The one with the content that was claimed; others of this identity in the record are conflicts.
  const auto e = std::ranges::find_if(
      *events, [&](const log_event& x) { return x.source == source && x.id == id && x.content == out.claim->content; });
  if (e != events->end()) out.event = std::move(*e);
  return out;
}

std::string write_fate(const fate_question& q, const event_fate& f) {
  contract::json_writer out;
  out.begin_object();
  if (f.event && f.outcome) {
    write_logged_event(out, *f.event, *f.outcome);
  } else {
    out.member("source", q.source).member("id", q.id).member("outcome", f.state);
    if (f.counted) write_position(out, "position", f.partition, f.counted->offset, std::nullopt);
  }
  if (f.counted && f.event && f.outcome->state != event_state::counted) {
    const auto index = f.counted_event ? std::optional(f.counted_event->index) : std::nullopt;
    write_position(out, "first_position", f.partition, f.counted->offset, index);
  }
  if (f.counted_event) out.key("counted_event").raw(f.counted_event->json);
  out.key("conflicts").begin_array();
  for (const auto& c : f.conflicts) {
    out.begin_object();
    write_position(out, "position", c.partition, c.log_offset, c.event_index);
    out.member("appended_at", c.appended_at).end_object();
  }
  out.end_array().key("rejections").begin_array();
  for (const auto& r : f.rejections) {
    out.begin_object().member("id", r.id).member("code", r.code).member("detail", r.detail);
    write_position(out, "position", r.partition, r.first_offset, r.event_index);
    out.member("state", r.state).end_object();
  }
  out.end_array().end_object();
  return out.take();
}

}  // namespace weir::api
