#include <algorithm>

#include <weir/contract/json_writer.hpp>
#include <weir/contract/problem.hpp>

namespace weir::contract {
namespace {

constexpr std::size_t most_items = 100;

std::string_view shown_detail(error_code code, const std::string& detail) {
  return detail.empty() || kind(code) == error_kind::fatal ? title(code) : std::string_view(detail);
}

}  // namespace

problem to_problem(const error& e) {
  problem out{.code = e.code, .detail = e.detail, .instance = {}, .request_id = {}, .errors = {}};
  if (!e.pointer.empty()) out.errors.push_back({e, std::nullopt});
  return out;
}

std::string write_problem(const problem& p) {
  const auto code = name(p.code);
  const auto detail = shown_detail(p.code, p.detail);
  json_writer out(512);
  out.begin_object()
      .member("type", "/problems/" + std::string(code))
      .member("title", title(p.code))
      .member("status", http_status(p.code))
      .member("detail", detail);
  if (!p.instance.empty()) out.member("instance", p.instance);
  out.member("code", code).member("error", code).member("message", detail);
  if (!p.request_id.empty()) out.member("request_id", p.request_id);
  if (!p.errors.empty()) {
    out.key("errors").begin_array();
    for (std::size_t i = 0; i < std::min(p.errors.size(), most_items); ++i) {
      const auto& item = p.errors[i];
      out.begin_object()
          .member("pointer", item.what.pointer)
          .member("code", name(item.what.code))
          .member("detail", shown_detail(item.what.code, item.what.detail));
      if (item.index) out.member("index", static_cast<std::int64_t>(*item.index));
      out.end_object();
    }
    out.end_array();
  }
  return out.end_object().take();
}

}  // namespace weir::contract
