#include <algorithm>
#include <mutex>
#include <string>
#include <utility>

#include <api/embedded.hpp>
#include <api/handlers/pages.hpp>

#include <weir/base/assert.hpp>
#include <weir/contract/json_writer.hpp>
#include <weir/postgres/executor.hpp>

namespace weir::api {
namespace {

constexpr std::int64_t counts_live_ms = 2'000;

// Everything comes from this program; nothing is inline.
constexpr std::string_view page_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'";

const postgres::statement counts_of_a_day{"api.counts_of_a_day", R"sql(
SELECT coalesce(sum(events), 0)::bigint, coalesce(sum(counted), 0)::bigint, coalesce(sum(duplicate), 0)::bigint,
  coalesce(sum(conflict + unmatched + rejected + quarantined + lost), 0)::bigint
FROM usage_conservation WHERE arrival_hour > clock_timestamp() - interval '24 hours')sql"};

using shared_text = std::shared_ptr<const std::string>;

shared_text file(std::span<const embedded_file> files, std::string_view name) {
  auto found = std::ranges::find(files, name, &embedded_file::name);
  WEIR_ASSERT(found != files.end(), "the build embeds it");
  return std::make_shared<const std::string>(found->text);
}

http::response cacheable(http::literal type, shared_text text) {
  auto out = http::response::of(200, type, std::move(text));
  out.add_header("Cache-Control", "public, max-age=300");
  return out;
}

}  // namespace

void start_page(call, http::responder respond) {
  static const auto text = file(embedded_pages(), "index");
  auto out = http::response::of(200, "text/html; charset=utf-8", text);
  out.add_header("Content-Security-Policy", page_policy);
  out.add_header("Cache-Control", "no-cache");
  respond(std::move(out));
}

void page_style(call, http::responder respond) {
  static const auto text = file(embedded_pages(), "style");
  respond(cacheable("text/css; charset=utf-8", text));
}

void page_script(call, http::responder respond) {
  static const auto text = file(embedded_pages(), "script");
  respond(cacheable("text/javascript; charset=utf-8", text));
}

void openapi(call, http::responder respond) {
  static const auto text = file(embedded_openapi(), "openapi");
  respond(cacheable("application/json", text));
}

void openmeter_openapi(call, http::responder respond) {
  static const auto text = file(embedded_openapi(), "openmeter_openapi");
  respond(cacheable("application/json", text));
}

result<http::response> counts(const call& c) {
  if (c.with().config.app_env == "production") return fail(error_code::not_found);
  static std::mutex mutex;
  static std::int64_t read_ms = 0;
  static std::string last;
  const auto now = c.with().clock.monotonic_ms();
  {
    std::scoped_lock lock(mutex);
    if (!last.empty() && now - read_ms < counts_live_ms) return c.json(200, last);
  }
  auto rows = c.with().database.read(postgres::role::api, postgres::tenant_scope::platform(),
                                     [](postgres::executor& in) { return in.run(counts_of_a_day); });
  if (!rows) return std::unexpected(rows.error());
  const auto& key = c.with().config.api_key;
  contract::json_writer w;
  w.begin_object()
      .member("events", rows->at(0, 0).text())
      .member("counted", rows->at(0, 1).text())
      .member("duplicate", rows->at(0, 2).text())
      .member("left_out", rows->at(0, 3).text());
  if (key.size() >= 32) w.member("key_hint", key.substr(0, 12) + "…");
  w.end_object();
  auto text = w.take();
  std::scoped_lock lock(mutex);
  last = text;
  read_ms = now;
  return c.json(200, std::move(text));
}

}  // namespace weir::api
