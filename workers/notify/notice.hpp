// Which announcements write to whom: one row each, by the type's name, so that what another part announces later is a
// row here and its texts.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <weir/base/time.hpp>
#include <weir/domain/mail_token.hpp>
#include <weir/stream/log.hpp>

namespace weir::notify {

enum class audience : std::uint8_t {
  user,     // whom `user_id` of the data names, or the event's subject
  invitee,  // the address of an invitation, whether it has an account or not
  payers,   // the owners, admins and billing people of the event's tenant
  billed,   // the same, and the address of the tenant's billing profile
};

enum class condition : std::uint8_t {
  always,
  new_device,  // a sign-in by a program that this person never used before, and not their first one
  reminder,    // a step of collecting that reminds the payer
};

struct notice_rule {
  std::string_view event_type;
  std::string_view kind;  // names the texts, and the choice in preferences.notifications
  audience to = audience::user;
  std::optional<domain::mail_purpose> token{};  // the mail carries one
  std::string_view path;                        // of the link, below PUBLIC_URL; empty: none
  std::string_view path_ends{};                 // the fact of the mail that the path ends with; empty: none
  bool can_be_switched_off = false;             // by the person; what is about safety cannot
  condition when = condition::always;
};

std::span<const notice_rule> notice_rules();
const notice_rule* rule_of_kind(std::string_view kind);  // the first one; null when there is none

// How long after its event a mail of this rule is of use: a day, or as long as its token lives.
std::int64_t patience_s(const notice_rule& r);

// What an announcement says, as far as mails need it.
struct notice {
  const notice_rule* rule = nullptr;
  std::string event_id;
  std::string subject;  // user's or invitation's id
  std::string tenant;   // "ten_…" or empty
  std::string actor;    // "usr_…", "staff:usr_…", …
  std::string address;  // where it was done from, or empty
  timestamp at{};
  std::map<std::string, std::string, std::less<>> data;  // its texts and whole numbers
};

// Nothing when no mail follows from the record, also when it cannot be read: the audit trail says so in the open.
std::optional<notice> read_notice(const stream::record& r);

}  // namespace weir::notify
