// Which notifications somebody wants by mail, chosen by whoever holds one of those mails: its token names the person
// and the kind, needs no session and gives no other right.
#pragma once

#include <string>

#include <api/context.hpp>

#include <weir/postgres/executor.hpp>

namespace weir::api {

// GET /api/v1/unsubscribe/{token}: to the portal's page. Changes nothing, as programs follow the links of mails.
void open_unsubscribe_page(call c, http::responder respond);

// POST /api/v1/unsubscribe/{token}: the one click of RFC 8058. The same 200 however often it comes.
result<http::response> unsubscribe(const call& c);

// POST /api/v1/notifications/show, …/choose
result<http::response> show_notification_choice(const call& c);
result<http::response> choose_notification(const call& c);

// The announcement of somebody's new choices; `before` and `after` are JSON objects. `through`: "preferences", "mail".
result<void> announce_choices(postgres::executor& in, const call& c, const std::string& user, std::string_view through,
                              const std::string& before, const std::string& after);

}  // namespace weir::api
