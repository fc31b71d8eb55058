// Any text as what Stripe sends, up to the first line's end, and the rest as another event of the same payment: what is
// believed is whole, the door and whoever applies it mean the same payment, Stripe's own list shows the same event, and
// it does not matter which of two is heard first.
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include <weir/base/assert.hpp>
#include <weir/base/text.hpp>
#include <weir/billing/payment_method_progress.hpp>
#include <weir/billing/payment_progress.hpp>
#include <weir/billing/stripe_amount.hpp>
#include <weir/contract/stripe_answers.hpp>
#include <weir/contract/stripe_event.hpp>
#include <weir/contract/stripe_objects.hpp>

using namespace weir;
using namespace weir::contract;

namespace {

bool is_id(const std::string& text) {
  for (const char c : text)
    if (c <= 0x20 || c >= 0x7f) return false;
  return text.size() <= 255;
}

void check_amount(std::int64_t amount, const std::string& currency) {
  WEIR_ASSERT(!currency.empty(), "money has a currency");
  const auto known = billing::find_stripe_currency(currency);
  if (!known) return;
  const auto here = billing::from_stripe_amount(amount, *known);
  if (!here) return;
  const auto there = billing::to_stripe_amount(*here, *known);
  // What Stripe would not take can have come from it; what it takes is the same amount again.
  WEIR_ASSERT(!there || *there == amount, "no amount changes on its way");
}

struct seen {
  stripe_event event;
  stripe_news news;
};

std::optional<seen> look(std::string_view text) {
  auto event = read_stripe_event(text);
  auto news = read_stripe_news(text);
  if (!event) return std::nullopt;
  WEIR_ASSERT(!event->id.empty() && is_id(event->id) && !event->type.empty(), "an event has an id and a type");
  WEIR_ASSERT(is_id(event->object_id) && is_id(event->intent), "ids are ids");
  if (!news) return std::nullopt;
  WEIR_ASSERT(event->thin == std::holds_alternative<stripe_notice>(*news), "thin is thin for both");
  if (const auto* p = std::get_if<stripe_payment>(&*news)) {
    WEIR_ASSERT(!p->intent.empty() || !p->session.empty(), "it is about some payment");
    WEIR_ASSERT((p->state == billing::payment_state::succeeded) == (p->received > 0), "money came in or did not");
    WEIR_ASSERT(is_id(p->intent) && is_id(p->session), "ids are ids");
    // Whoever could not assign an event to a payment waits for this very id.
    WEIR_ASSERT(p->intent == event->intent || p->session.empty(), "a page's payment is the one that the door read");
    if (p->received > 0) check_amount(p->received, p->currency);
  } else if (const auto* r = std::get_if<stripe_refund>(&*news)) {
    WEIR_ASSERT(r->amount > 0 && !r->id.empty() && is_id(r->id), "a refund has an id and an amount");
    WEIR_ASSERT(r->intent == event->intent, "its payment is the one that the door read");
    check_amount(r->amount, r->currency);
  } else if (const auto* d = std::get_if<stripe_dispute>(&*news)) {
    WEIR_ASSERT(d->amount > 0 && !d->id.empty() && is_id(d->id), "a dispute has an id and an amount");
    WEIR_ASSERT(d->intent == event->intent, "its payment is the one that the door read");
    check_amount(d->amount, d->currency);
  } else if (const auto* i = std::get_if<stripe_invoice_payment>(&*news)) {
    WEIR_ASSERT(i->amount > 0 && !i->invoice.empty() && is_id(i->invoice), "money has an invoice and an amount");
    WEIR_ASSERT(i->intent == event->intent, "its payment is the one that the door read");
    check_amount(i->amount, i->currency);
  }
  return seen{std::move(*event), std::move(*news)};
}

// As its own list has it.
void look_in_list(std::string_view text, const stripe_event& event) {
  const auto page =
      read_event_page_answer(R"({"object":"list","data":[)" + std::string(text) + R"(],"has_more":true})");
  if (!page) return;  // stricter than the door: a key that comes twice
  WEIR_ASSERT(page->events.size() == 1 && page->more && page->last_id == event.id, "the list has this event");
  WEIR_ASSERT(page->events.front() == trimmed(text, json_blanks), "byte for byte");
}

template<class progress>
void hear_both(const progress& a, const progress& b) {
  progress one = a, other = b;
  hear(one, b);
  hear(other, a);
  WEIR_ASSERT(one == other, "it does not matter which comes first");
  const auto before = one;
  hear(one, a);
  hear(one, b);
  WEIR_ASSERT(one == before, "what comes again changes nothing");
}

billing::payment_progress progress_of(const stripe_payment& p, timestamp at) {
  return {p.state, at, {p.received}, p.failure_code, p.failure_message, p.advice_code, p.network_advice_code};
}
billing::refund_progress progress_of(const stripe_refund& r, timestamp at) {
  return {r.state, at, r.failure_code};
}
billing::dispute_progress progress_of(const stripe_dispute& d, timestamp at) {
  return {d.state, at, d.respond_by};
}
billing::method_progress progress_of(const stripe_method& m, timestamp at) {
  return {m.state, at, m.details};
}
billing::method_choice progress_of(const stripe_choice& c, timestamp at) {
  return {c.method, at};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // A copy of its own, so that a read beyond it is seen.
  const std::vector<char> bytes(data, data + size);
  const std::string_view text(bytes.data(), bytes.size());
  const auto line = std::min(text.find('\n'), text.size());
  const auto first = look(text.substr(0, line));
  const auto second = look(text.substr(std::min(line + 1, text.size())));
  if (first) look_in_list(text.substr(0, line), first->event);
  if (!first || !second || first->news.index() != second->news.index()) return 0;
  std::visit(
      [&](const auto& a) {
        using kind = std::decay_t<decltype(a)>;
        if constexpr (requires { progress_of(a, first->event.created); })
          hear_both(progress_of(a, first->event.created),
                    progress_of(std::get<kind>(second->news), second->event.created));
      },
      first->news);
  return 0;
}
