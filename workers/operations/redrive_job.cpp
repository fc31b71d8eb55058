#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>

#include <workers/operations/redrive_job.hpp>

#include <weir/contract/json_document.hpp>
#include <weir/contract/json_writer.hpp>
#include <weir/contract/topics.hpp>
#include <weir/contract/usage_record.hpp>

namespace weir::operations {
namespace {

struct arguments {
  std::string principal;
  std::string request;
  std::optional<tenant_id> tenant;
  std::vector<std::string> ids;
};

result<arguments> read_arguments(std::string_view json) {
  auto document = contract::json_document::parse(json);
  const auto wrong = [] { return fail(error_code::validation_failed, "the job's arguments"); };
  if (!document) return wrong();
  const auto root = document->root();
  const auto ids = root.find("rejected_ids");
  if (!ids || ids->kind() != contract::json_kind::array) return wrong();
  arguments out{
      std::string(root.text("principal").value_or("system")), std::string(root.text("request").value_or("")), {}, {}};
  if (const auto tenant = root.text("tenant")) {
    out.tenant = tenant_id::parse(*tenant);
    if (!out.tenant) return wrong();
  }
  for (std::size_t i = 0; i < ids->size(); ++i)
    out.ids.emplace_back(ids->item(i).text().value_or(""));
  return out;
}

// The outcomes of records on their way. Shared with callbacks, which may come after everybody stopped waiting.
class deliveries {
 public:
  stream::publisher::delivered expect(const std::shared_ptr<deliveries>& self) {
    {
      const std::scoped_lock lock(mutex_);
      ++owed_;
    }
    return [self](const result<stream::position>& r) {
      const std::scoped_lock lock(self->mutex_);
      --self->owed_;
      if (!r && !self->failed_) self->failed_ = r.error();
      self->changed_.notify_all();
    };
  }

  result<void> wait(std::chrono::milliseconds most) {
    std::unique_lock lock(mutex_);
    if (!changed_.wait_for(lock, most, [&] { return owed_ == 0; })) return fail(error_code::broker_timeout);
    if (failed_) return std::unexpected(*failed_);
    return {};
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t owed_ = 0;
  std::optional<error> failed_;
};

// Why an event cannot be sent again, if so.
std::optional<error> refusal(const rejected_event& e) {
  if (e.state != "open") return error(error_code::rejected_state, "it is " + e.state);
  if (e.topic != contract::usage_topic || e.index < 0) {
    return error(error_code::rejected_state, "it stands for a range of offsets");
  }
  if (e.of_meter) {
    return error(error_code::rejected_state,
                 "it was counted; what it is to one meter is mended by a replay of the meter");
  }
  return std::nullopt;
}

class redrive {
 public:
  redrive(redrive_store& store, record_source& log, stream::publisher& out, const redrive_options& o, arguments a)
      : store_(store), log_(log), out_(out), options_(o), arguments_(std::move(a)) {}

  result<std::string> run(jobs::context& with) {
    const auto total = static_cast<std::int64_t>(arguments_.ids.size());
    for (std::size_t from = 0; from < arguments_.ids.size(); from += options_.chunk) {
      if (with.canceled()) return fail(error_code::shutting_down);
      const auto count = std::min(options_.chunk, arguments_.ids.size() - from);
      if (auto done = chunk(std::span(arguments_.ids).subspan(from, count)); !done) {
        return std::unexpected(done.error());
      }
      with.progress(static_cast<std::int64_t>(from + count), total);
    }
    contract::json_writer w;
    w.begin_object().member("redriven", redriven_).key("left").begin_array();
    for (const auto& [id, code] : left_)
      w.begin_object().member("id", id).member("code", name(code)).end_object();
    return w.end_array().end_object().take();
  }

 private:
  result<void> chunk(std::span<const std::string> ids) {
    auto loaded = store_.load(ids, arguments_.tenant);
    if (!loaded) return std::unexpected(loaded.error());
    std::map<std::string_view, const rejected_event*> known;
    for (const auto& e : *loaded)
      known[e.id] = &e;
    std::vector<std::string> sent;
    const auto acknowledged = std::make_shared<deliveries>();
    for (const auto& id : ids) {
      const auto it = known.find(id);
      if (it == known.end()) {
        left_.emplace_back(id, error_code::rejected_not_found);
        continue;
      }
      const auto& e = *it->second;
      if (e.state == "redriven") {  // by the attempt before this one, mostly
        ++redriven_;
        continue;
      }
      if (const auto why = refusal(e)) {
        left_.emplace_back(id, why->code);
        continue;
      }
      auto found = log_.read({e.topic, e.partition, e.offset});
      if (!found) return std::unexpected(found.error());
      auto record = *found ? redriven_record(e, **found) : fail(error_code::rejected_body_unavailable);
      if (!record) {
        left_.emplace_back(id, record.error().code);
        continue;
      }
      out_.publish(std::move(*record), acknowledged->expect(acknowledged));
      sent.push_back(id);
    }
    if (sent.empty()) return {};
    if (auto done = acknowledged->wait(options_.acknowledge); !done) return done;
    redriven_ += static_cast<std::int64_t>(sent.size());
    return store_.mark_redriven(sent, arguments_.principal, arguments_.request);
  }

  redrive_store& store_;
  record_source& log_;
  stream::publisher& out_;
  const redrive_options& options_;
  arguments arguments_;
  std::int64_t redriven_ = 0;
  std::vector<std::pair<std::string, error_code>> left_;
};

}  // namespace

result<stream::outgoing_record> redriven_record(const rejected_event& e, const stored_record& found) {
  stream::outgoing_record out{e.topic, e.partition, found.key, found.value, {}};
  if (found.offset != e.offset) return fail(error_code::rejected_body_unavailable);
  if (!e.event_id.empty()) {
    auto event = contract::slice_usage_event(found.value, static_cast<std::size_t>(e.index));
    if (!event || event->id != e.event_id || event->source != e.source) {
      return fail(error_code::rejected_body_unavailable, "another event stands at this place");
    }
    out.value = "[" + std::string(event->json) + "]";
  }
  for (const auto& h : found.headers) {
    if (h.name != contract::redrive_header) out.headers.push_back(h);
  }
  out.headers.push_back({std::string(contract::redrive_header), e.id});
  return out;
}

jobs::handler redrive_job(redrive_store& store, record_source& log, stream::publisher& out, redrive_options o) {
  return [&store, &log, &out, o](jobs::context& with) -> result<std::string> {
    auto given = read_arguments(with.what().arguments);
    if (!given) return std::unexpected(given.error());
    return redrive(store, log, out, o, std::move(*given)).run(with);
  };
}

}  // namespace weir::operations
