#include <algorithm>
#include <array>

#include <src/contract/raw_list.hpp>

#include <weir/contract/paypal_answers.hpp>
#include <weir/contract/paypal_event.hpp>

namespace weir::contract {
namespace {

constexpr std::size_t most_text_bytes = std::size_t{1024} * 1024;
constexpr std::size_t most_code_bytes = 100;
constexpr std::size_t most_message_bytes = 1000;
constexpr std::size_t most_id_bytes = 255;
constexpr std::size_t most_token_bytes = 8192;
constexpr std::string_view events_path = "/v1/notifications/webhooks-events?";

std::unexpected<error> unfit(std::string_view what) {
  return fail(error_code::payment_provider_unavailable, "Its answer is no " + std::string(what) + ".");
}

std::string text_of(const json_value& object, std::string_view member, std::size_t most) {
  return std::string(object.text(member).value_or("").substr(0, most));
}

result<json_document> read_object(std::string_view text, std::string_view what) {
  auto document = json_document::parse(text, most_text_bytes);
  if (!document || document->root().kind() != json_kind::object) return unfit(what);
  return std::move(*document);
}

// Of the first link of one of these relations.
template<std::size_t n>
std::string link_of(const json_value& object, const std::array<std::string_view, n>& relations) {
  const auto links = object.find("links");
  if (!links || links->kind() != json_kind::array) return {};
  for (std::size_t i = 0; i < links->size(); ++i) {
    const auto link = links->item(i);
    if (link.kind() != json_kind::object) continue;
    if (std::ranges::find(relations, link.text("rel").value_or("")) != relations.end())
      return std::string(link.text("href").value_or(""));
  }
  return {};
}

}  // namespace

result<paypal_token> read_paypal_token(std::string_view text) {
  const auto document = read_object(text, "access token");
  if (!document) return std::unexpected(document.error());
  paypal_token out{text_of(document->root(), "access_token", most_token_bytes)};
  const auto lives = document->root().find("expires_in");
  out.lives_s = lives ? lives->integer().value_or(0) : 0;
  const bool plain = std::ranges::all_of(out.text, [](char c) { return c > ' ' && c <= '~'; });
  if (out.text.empty() || !plain || out.lives_s <= 0) return unfit("access token");
  return out;
}

result<paypal_order> read_paypal_order(std::string_view text) {
  constexpr std::array<std::string_view, 2> pages{"payer-action", "approve"};
  const auto document = read_object(text, "order");
  if (!document) return std::unexpected(document.error());
  paypal_order out{text_of(document->root(), "id", most_id_bytes), text_of(document->root(), "status", most_code_bytes),
                   link_of(document->root(), pages)};
  if (out.id.empty() || out.status.empty()) return unfit("order");
  if (!out.url.starts_with("https://") && !out.url.starts_with("http://")) out.url.clear();
  return out;
}

result<paypal_refund_answer> read_paypal_refund_answer(std::string_view text) {
  const auto document = read_object(text, "refund");
  if (!document) return std::unexpected(document.error());
  paypal_refund_answer out{text_of(document->root(), "id", most_id_bytes),
                           text_of(document->root(), "status", most_code_bytes)};
  if (out.id.empty() || out.status.empty()) return unfit("refund");
  return out;
}

result<event_page_answer> read_paypal_page(std::string_view text) {
  auto events = read_raw_list(text, "events", [](std::string_view, std::string_view) {});
  if (!events) return unfit("list");
  event_page_answer out;
  out.events = std::move(*events);
  const auto document = json_document::parse(text, most_text_bytes);
  if (!document) return unfit("list");
  // Of its own address whatever host it names: keys are sent nowhere else.
  constexpr std::array<std::string_view, 1> next{"next"};
  const auto href = link_of(document->root(), next);
  if (const auto at = href.find(events_path); at != href.npos && !out.events.empty()) out.last_id = href.substr(at);
  out.more = !out.last_id.empty();
  return out;
}

paypal_error read_paypal_error(std::string_view text) {
  const auto document = json_document::parse(text, most_text_bytes);
  if (!document || document->root().kind() != json_kind::object) return {};
  const auto root = document->root();
  paypal_error out{text_of(root, "name", most_code_bytes), text_of(root, "message", most_message_bytes)};
  if (out.code.empty()) {  // of OAuth
    out = {text_of(root, "error", most_code_bytes), text_of(root, "error_description", most_message_bytes)};
  }
  const auto details = root.find("details");
  if (details && details->kind() == json_kind::array && details->size() > 0 &&
      details->item(0).kind() == json_kind::object) {
    const auto first = details->item(0);
    if (first.text("issue")) out.code = text_of(first, "issue", most_code_bytes);
    if (first.text("description")) out.message = text_of(first, "description", most_message_bytes);
  }
  std::ranges::transform(out.code, out.code.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

}  // namespace weir::contract
