#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <thread>

#include <fmt/format.h>
#include <src/app/event_source.hpp>
#include <src/app/tool_verbs.hpp>

#include <weir/contract/json_document.hpp>
#include <weir/contract/json_writer.hpp>
#include <weir/http/client.hpp>

namespace weir::app {
namespace {

constexpr std::size_t batch_events = 100;
constexpr std::size_t batch_bytes = 512 * 1024;
constexpr int told_rejections = 20;
constexpr int attempts_most = 8;

struct tally {
  std::size_t lines = 0;  // looked at
  std::size_t accepted = 0;
  std::size_t rejected = 0;
  std::size_t next_line = 1;  // everything before it is done with
};

result<std::unique_ptr<event_source>> open_source(const events_send_options& o, std::ifstream& file) {
  file.open(o.file, std::ios::binary);
  if (!file) return fail(error_code::file_unreadable, o.file);
  const auto path = std::filesystem::path(o.file);
  if (path.extension() != ".csv" && o.map.empty()) return ndjson_events(file);
  auto mapping = parse_mapping(o.map);
  if (!mapping) return std::unexpected(mapping.error());
  return csv_events(file, std::move(*mapping), path.filename().string());
}

class sender {
 public:
  sender(const events_send_options& o, const tool& t, std::string url, std::string key)
      : options_(o), url_(std::move(url)), key_(std::move(key)), accept_days_(t.program->config().accept_days) {}

  // What the file holds, and what would be refused by age. Nothing is sent.
  result<void> look(event_source& from) {
    const auto now = system_clock().now();
    std::size_t old = 0, ahead = 0, broken = 0;
    for (;;) {
      auto e = from.next();
      if (!e) return std::unexpected(e.error());
      if (!*e) break;
      if ((*e)->line < options_.from_line) continue;
      ++total_;
      if ((*e)->refused) ++broken;
      if (!(*e)->time) continue;
      const auto age_ms = now.ms() - (*e)->time->ms();
      if (age_ms > accept_days_ * 86'400'000) ++old;
      if (age_ms < -300'000) ++ahead;
    }
    fmt::print(stderr, "{} events to send to {}\n", total_, url_);
    if (old > 0) fmt::print(stderr, "{} are older than {} days: they will be rejected\n", old, accept_days_);
    if (ahead > 0) fmt::print(stderr, "{} are more than 5 minutes ahead: they will be rejected\n", ahead);
    if (broken > 0) fmt::print(stderr, "{} lines are no events: they will not be sent\n", broken);
    return {};
  }

  result<void> send(event_source& from) {
    started_ = system_clock().monotonic_ms();
    next_told_ = started_ + 10'000;
    done_.next_line = options_.from_line;
    std::string body = "[";
    std::vector<std::size_t> lines;
    std::optional<std::size_t> last;
    const auto flush = [&]() -> result<void> {
      if (lines.empty()) return {};
      if (auto sent = post(body + "]", lines); !sent) return sent;
      done_.next_line = lines.back() + 1;
      body = "[";
      lines.clear();
      tell(false);
      return {};
    };
    for (;;) {
      auto e = from.next();
      if (!e) return std::unexpected(e.error());
      if (!*e) break;
      if ((*e)->line < options_.from_line) continue;
      ++done_.lines;
      last = (*e)->line;
      if ((*e)->refused) {
        reject((*e)->line, name((*e)->refused->code), (*e)->refused->detail);
        continue;
      }
      if (!lines.empty()) body += ',';
      body += (*e)->json;
      lines.push_back((*e)->line);
      if (lines.size() < batch_events && body.size() < batch_bytes) continue;
      if (auto sent = flush(); !sent) return sent;
    }
    auto sent = flush();
    if (!sent) return sent;
    if (last) done_.next_line = *last + 1;  // what was refused behind the last batch is done with too
    tell(true);
    return {};
  }

  const tally& done() const { return done_; }

 private:
  void reject(std::size_t line, std::string_view code, std::string_view detail) {
    if (++done_.rejected > told_rejections) return;
    clear_bar();
    fmt::print(stderr, "line {}: {}: {}\n", line, code, printable(detail));
    if (done_.rejected == told_rejections) fmt::print(stderr, "further rejections are only counted\n");
  }

  // One batch until it is answered. Errors: peer_unavailable (the same lines can be sent again), unauthenticated,
  // forbidden.
  result<void> post(const std::string& body, const std::vector<std::size_t>& lines) {
    http::client_request request;
    request.method = "POST";
    request.url = url_ + "/api/v1/events?partial=true";
    request.headers = {{"Authorization", "Bearer " + key_}, {"Content-Type", "application/cloudevents-batch+json"}};
    request.body = body;
    for (int attempt = 1;; ++attempt) {
      auto answer = client_.send(request);
      const bool again = answer ? answer->status == 429 || answer->status >= 500 : answer.error().retryable();
      if (!again) {
        if (!answer) return std::unexpected(answer.error());
        return take(*answer, lines);
      }
      if (attempt == attempts_most) {
        if (!answer) return std::unexpected(answer.error());
        return fail(error_code::peer_unavailable, fmt::format("HTTP {}", answer->status));
      }
      // Sent again, an event has the same identity: it is counted once.
      auto wait = std::chrono::milliseconds(std::min(250 << attempt, 10'000));
      if (answer && answer->retry_after.count() > 0) wait = std::min(answer->retry_after, std::chrono::seconds(60));
      std::this_thread::sleep_for(wait);
    }
  }

  result<void> take(const http::client_response& answer, const std::vector<std::size_t>& lines) {
    auto document = contract::json_document::parse(answer.body);
    const auto code = document ? document->root().text("code").value_or("") : std::string_view();
    const auto detail = document ? document->root().text("detail").value_or("") : std::string_view();
    if (answer.status == 401) return fail(error_code::unauthenticated, std::string(detail));
    if (answer.status == 403) return fail(error_code::forbidden, std::string(detail));
    const auto errors = document ? document->root().find("errors") : std::nullopt;
    const auto listed = errors ? errors->size() : 0;
    if (answer.status >= 300 && listed == 0) {  // the batch as a whole
      for (auto line : lines)
        reject(line, code, detail);
      return {};
    }
    std::vector<bool> refused(lines.size(), false);
    for (std::size_t i = 0; i < listed; ++i) {
      const auto item = errors->item(i);
      const auto index = item.find("index") ? item.find("index")->integer().value_or(-1) : -1;
      if (index < 0 || index >= static_cast<std::int64_t>(lines.size())) continue;
      const auto at = static_cast<std::size_t>(index);
      if (!refused[at]) reject(lines[at], item.text("code").value_or(""), item.text("detail").value_or(""));
      refused[at] = true;
    }
    const auto bad = static_cast<std::size_t>(std::ranges::count(refused, true));
    if (answer.status < 300) {
      done_.accepted += lines.size() - bad;
    } else {
      done_.rejected += lines.size() - bad;  // nothing of it was taken
    }
    return {};
  }

  void clear_bar() {
    if (bar_) fmt::print(stderr, "\r\x1b[K");
    bar_ = false;
  }

  void tell(bool last) {
    const auto now = system_clock().monotonic_ms();
    const bool terminal = stderr_is_terminal() && !options_.quiet;
    if (!last && (now < next_told_ || options_.quiet)) return;
    next_told_ = now + (terminal ? 100 : 10'000);
    const auto seconds = std::max<double>(static_cast<double>(now - started_) / 1000, 0.001);
    const auto rate = static_cast<double>(done_.lines) / seconds;
    const auto left = rate > 0 ? static_cast<double>(total_ - std::min(total_, done_.lines)) / rate : 0;
    const auto percent = total_ > 0 ? 100.0 * static_cast<double>(done_.lines) / static_cast<double>(total_) : 100.0;
    const auto text = fmt::format("{}/{} {:.0f}%  {:.0f}/s  {} rejected  {:.0f} s left", done_.lines, total_, percent,
                                  rate, done_.rejected, left);
    clear_bar();
    if (terminal && !last) {
      const auto filled = static_cast<std::size_t>(percent / 5);
      fmt::print(stderr, "\r[{}{}] {}", std::string(filled, '#'),
                 std::string(20 - std::min<std::size_t>(filled, 20), ' '), text);
      bar_ = true;
      return;
    }
    if (!options_.quiet) fmt::print(stderr, "{}\n", text);
  }

  const events_send_options& options_;
  std::string url_;
  std::string key_;
  std::int64_t accept_days_;
  http::client client_;
  tally done_;
  std::size_t total_ = 0;
  std::int64_t started_ = 0;
  std::int64_t next_told_ = 0;
  bool bar_ = false;
};

}  // namespace

int run_events_send(const events_send_options& o) {
  auto t = start_tool("weir events", o);
  if (!t) return exit_failed;
  auto at = find_api(*t, o.url, o.key_file);
  if (!at) {
    const auto code = report("finding Weir", at.error());
    return at.error().code == error_code::usage_invalid ? exit_usage : code;
  }
  sender s(o, *t, at->url, at->key);
  {
    std::ifstream file;
    auto source = open_source(o, file);
    if (!source) return report("opening the file", source.error());
    if (auto seen = s.look(**source); !seen) return report("reading the file", seen.error());
  }
  if (o.dry_run) return exit_ok;
  std::ifstream file;
  auto source = open_source(o, file);
  if (!source) return report("opening the file", source.error());
  auto sent = s.send(**source);
  const auto& done = s.done();
  if (o.json) {
    contract::json_writer w;
    w.begin_object().member("accepted", static_cast<std::int64_t>(done.accepted));
    w.member("rejected", static_cast<std::int64_t>(done.rejected));
    w.member("next_line", static_cast<std::int64_t>(done.next_line)).member("complete", sent.has_value());
    fmt::print("{}\n", w.end_object().take());
  } else {
    fmt::print("{} accepted, {} rejected\n", done.accepted, done.rejected);
  }
  if (!sent) {
    fmt::print(stderr, "weir: stopped; to go on: --from-line {}\n", done.next_line);
    return report("sending", sent.error());
  }
  return done.rejected > 0 ? exit_with_rejects : exit_ok;
}

}  // namespace weir::app
