#include <string>
#include <string_view>

#include <api/one_click.hpp>

#include <weir/base/text.hpp>
#include <weir/contract/media_type.hpp>

namespace weir::api {
namespace {

constexpr std::size_t most_form_bytes = 4096;
constexpr std::string_view field_name = "List-Unsubscribe";
constexpr std::string_view field_value = "One-Click";
constexpr std::string_view line_end = "\r\n";

std::unexpected<error> unreadable() {
  return fail(error_code::request_malformed, "The form cannot be read.");
}
std::unexpected<error> no_click() {
  return fail(error_code::validation_failed, "The form says List-Unsubscribe=One-Click.", "/List-Unsubscribe");
}

// A part's header lines: whether they name the field (RFC 7578 §4.2). The quotes are what every program sends.
bool names_the_field(std::string_view head) {
  return head.contains("name=\"" + std::string(field_name) + "\"") || head.contains("name=" + std::string(field_name));
}

result<void> in_parts(std::string_view body, std::string_view boundary) {
  if (boundary.empty() || boundary.size() > 70) return unreadable();
  const auto delimiter = "--" + std::string(boundary);
  auto at = body.find(delimiter);
  while (at != std::string_view::npos) {
    body.remove_prefix(at + delimiter.size());
    at = body.find(delimiter);
    if (at == std::string_view::npos) break;
    const auto part = body.substr(0, at);
    const auto blank = part.find("\r\n\r\n");
    if (blank == std::string_view::npos) return unreadable();
    auto content = part.substr(blank + 2 * line_end.size());
    if (content.ends_with(line_end)) content.remove_suffix(line_end.size());
    if (names_the_field(part.substr(0, blank))) return content == field_value ? result<void>{} : no_click();
  }
  return no_click();
}

}  // namespace

result<void> check_one_click(const http::request& request) {
  const auto type = contract::media_type::parse(request.header("Content-Type").value_or(""));
  const bool parts = type && type->is("multipart/form-data");
  if (!parts && !(type && type->is("application/x-www-form-urlencoded"))) {
    return fail(error_code::media_type_unsupported, "Send application/x-www-form-urlencoded or multipart/form-data.");
  }
  if (request.body().size() > most_form_bytes) return unreadable();
  if (parts) return in_parts(request.body(), type->parameter("boundary"));
  auto form = http::query_parameters::parse(request.body());
  if (!form) return unreadable();
  const auto given = form->all(field_name);
  return given.size() == 1 && given.front() == field_value ? result<void>{} : no_click();
}

}  // namespace weir::api
