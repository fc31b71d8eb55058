// Any text as an answer of Stripe's API: what is believed has what goes on with it, and texts for people are whole.
#include <cstdint>
#include <string>
#include <vector>

#include <weir/base/assert.hpp>
#include <weir/contract/json_document.hpp>
#include <weir/contract/stripe_answers.hpp>

using namespace weir;
using namespace weir::contract;

namespace {

// No character is cut in two: a JSON text of it can be read.
bool is_whole(const std::string& text) {
  std::string quoted = "[\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
  return json_document::parse(quoted + "\"]", 1 << 20).has_value();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::vector<char> bytes(data, data + size);
  const std::string_view text(bytes.data(), bytes.size());
  if (const auto customer = read_customer_answer(text)) WEIR_ASSERT(!customer->id.empty(), "a customer has an id");
  if (const auto session = read_session_answer(text)) {
    WEIR_ASSERT(!session->id.empty() && !session->status.empty(), "a page has an id and a status");
    WEIR_ASSERT(session->expires_at.ns > 0 && !format_rfc3339(session->expires_at).empty(), "and comes to an end");
  }
  if (const auto intent = read_intent_answer(text)) {
    WEIR_ASSERT(!intent->id.empty() && !intent->status.empty() && !intent->currency.empty(), "a payment says which");
    WEIR_ASSERT(is_whole(intent->failure_code) && is_whole(intent->failure_message), "why is readable");
  }
  if (const auto refund = read_refund_answer(text)) {
    WEIR_ASSERT(!refund->id.empty() && !refund->status.empty(), "a refund has an id and a status");
    WEIR_ASSERT(is_whole(refund->failure_code), "why is readable");
  }
  const auto wrong = read_error_answer(text);
  WEIR_ASSERT(wrong.code.size() <= 100 && wrong.message.size() <= 1000, "errors are short");
  WEIR_ASSERT(is_whole(wrong.type) && is_whole(wrong.code) && is_whole(wrong.message), "and readable");
  const auto page = read_event_page_answer(text);
  if (!page) return 0;
  WEIR_ASSERT(page->events.empty() == page->last_id.empty(), "the next page begins behind the last event");
  WEIR_ASSERT(!page->more || !page->events.empty(), "nobody asks for the same page for ever");
  std::size_t sum = 0;
  for (const auto& e : page->events)
    sum += e.size();
  WEIR_ASSERT(sum < text.size(), "events are parts of the answer");
  return 0;
}
