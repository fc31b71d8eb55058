#include <algorithm>
#include <charconv>
#include <map>

#include <api/handlers/ingest_pending.hpp>
#include <api/problems.hpp>

#include <weir/base/json_text.hpp>
#include <weir/contract/topics.hpp>

namespace weir::api {
namespace {

constexpr std::size_t most_receipts_in_header = 64;  // as many as one ?after= takes

void append(std::string& out, std::int64_t n) {
  char digits[20];
  auto [end, ignored] = std::to_chars(digits, digits + sizeof digits, n);
  out.append(digits, end);
}

void append_item(std::string& out, const contract::problem_item& item) {
  out += "{\"pointer\":";
  append_json_string(out, item.what.pointer);
  out += ",\"code\":";
  append_json_string(out, name(item.what.code));
  out += ",\"detail\":";
  append_json_string(out, item.what.detail.empty() ? title(item.what.code) : std::string_view(item.what.detail));
  if (item.index) {
    out += ",\"index\":";
    append(out, *item.index);
  }
  out += '}';
}

}  // namespace

admission admission::take(ingest_state& state, std::size_t bytes) {
  admission out;
  if (state.in_flight.fetch_add(bytes, std::memory_order_relaxed) + bytes > state.most_in_flight) {
    state.in_flight.fetch_sub(bytes, std::memory_order_relaxed);
    return out;
  }
  out.state_ = &state;
  out.bytes_ = bytes;
  return out;
}

void ingest_pending::publish(std::unique_ptr<ingest_pending> owned, std::vector<stream::outgoing_record> records) {
  auto* p = owned.release();
  auto& publisher = p->of.with().publisher;
  p->published_ns_ = p->of.with().clock.now().ns;
  p->written_.resize(records.size());
  p->remaining_.store(records.size(), std::memory_order_relaxed);
  // After the last record `p` belongs to the reports.
  for (std::size_t i = 0; i < records.size(); ++i)
    publisher.publish(std::move(records[i]), [p, i](result<stream::position> r) { p->report(i, std::move(r)); });
}

void ingest_pending::report(std::size_t record, result<stream::position> r) {
  auto& w = written_[record];
  if (r) {
    w.partition = r->partition;
    w.offset = r->offset;
  } else {
    w.failure = std::move(r.error());
  }
  if (remaining_.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
  const std::unique_ptr<ingest_pending> ends_here(this);
  respond(answer());
}

// What the client has to know most: an unknown outcome before a certain refusal.
const error* ingest_pending::worst() const {
  const auto rank = [](const error& e) {
    switch (e.code) {
      case error_code::broker_timeout:
        return 4;
      case error_code::broker_fatal:
        return 3;
      case error_code::broker_unavailable:
        return 2;
      default:
        return 1;
    }
  };
  const error* out = nullptr;
  for (const auto& w : written_) {
    if (w.failure && (out == nullptr || rank(*w.failure) > rank(*out))) out = &*w.failure;
  }
  return out;
}

http::response ingest_pending::answer() const {
  auto& state = *of.with().ingest;
  state.produced.observe(static_cast<double>(of.with().clock.now().ns - published_ns_) / 1e9);
  if (const auto* e = worst()) {
    state.failed.add(places.size());
    return of.problem(error(e->code, e->detail));
  }
  state.accepted.add(places.size());
  const auto receipt = options.answer == ingest_options::form::full ? std::nullopt : tokens();
  if (options.answer == ingest_options::form::openmeter) {
    auto out = http::response::empty(204);
    if (receipt) out.add_header("Weir-Receipt", *receipt);
    return out;
  }
  if (!receipt || !errors.empty()) return full_answer();
  auto out = http::response::empty(204);
  out.add_header("Weir-Receipt", *receipt);
  out.add_header("Preference-Applied", "return=minimal");
  return out;
}

http::response ingest_pending::full_answer() const {
  const auto& receipts = of.with().receipts;
  std::string out;
  out.reserve(64 + places.size() * 128);
  out += "{\"accepted\":";
  append(out, static_cast<std::int64_t>(places.size()));
  out += ",\"receipts\":[";
  contract::receipt r{{std::string(contract::usage_topic), 0, 0}, 0};
  for (const auto& p : places) {
    const auto& w = written_[p.record];
    r.position.partition = w.partition;
    r.position.offset = w.offset;
    r.index = p.index;
    out += out.back() == '[' ? "{\"index\":" : ",{\"index\":";
    append(out, p.event);
    out += ",\"receipt\":\"";
    receipts.append_token(out, r);
    out += "\",\"topic\":\"";
    out += contract::usage_topic;
    out += "\",\"partition\":";
    append(out, w.partition);
    out += ",\"offset\":";
    append(out, w.offset);
    out += ",\"position\":";
    append(out, p.index);
    out += '}';
  }
  out += "],\"errors\":[";
  for (const auto& e : errors) {
    if (out.back() != '[') out += ',';
    append_item(out, e);
  }
  out += "],\"warnings\":[";
  for (const auto& u : warnings) {
    if (out.back() != '[') out += ',';
    out += "{\"index\":";
    append(out, u.event);
    out += ",\"code\":\"event_unmatched\",\"detail\":";
    append_json_string(out, "No meter counts events of the type \"" + u.type + "\".");
    out += '}';
  }
  out += "]}";
  return http::response::json(202, std::move(out));
}

// One receipt names everything before it in its partition. Nothing when a header could not hold them.
std::optional<std::string> ingest_pending::tokens() const {
  std::map<stream::partition_number, stream::offset> last;
  for (const auto& w : written_) {
    auto [at, fresh] = last.try_emplace(w.partition, w.offset);
    if (!fresh) at->second = std::max(at->second, w.offset);
  }
  if (last.size() > most_receipts_in_header) return std::nullopt;
  std::string out;
  for (const auto& [partition, offset] : last) {
    if (!out.empty()) out += ',';
    out += of.with().receipts.token({{std::string(contract::usage_topic), partition, offset}, 0});
  }
  return out;
}

}  // namespace weir::api
