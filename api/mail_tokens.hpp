// What handlers share about tokens that travel by mail, and how often somebody may ask for a mail.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <api/context.hpp>

#include <weir/postgres/executor.hpp>
#include <weir/postgres/mail_tokens.hpp>

namespace weir::api {

// The token, good for this purpose. Errors: mail_token_invalid (none, or of another purpose), mail_token_expired,
// _used, _superseded. A token has 256 random bits: its holder learns nothing about accounts that the mail did not tell.
result<postgres::mail_tokens::row> good_mail_token(const result<std::optional<postgres::mail_tokens::row>>& found,
                                                   domain::mail_purpose wanted);

// Whether another mail may be asked for: 0, counted, or the seconds to wait. Counted for `account` (an address or an
// id, whether it exists or not) and for the client's address, each `use` apart. Under role::login.
result<std::int64_t> mail_wait_s(postgres::executor& in, const call& c, std::string_view use, std::string_view account);

// The same in a transaction of its own, for somebody who may know: error rate_limited, or the answer with Retry-After.
result<std::optional<http::response>> refused_for_now(const call& c, std::string_view use, std::string_view account);

}  // namespace weir::api
