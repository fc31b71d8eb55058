// /api/v1/users/me/mfa and /users/me/devices: one's second factor, and where it is not asked for.
#pragma once

#include <string>

#include <api/context.hpp>

#include <weir/postgres/second_factors.hpp>

namespace weir::api {

result<http::response> get_mfa(const call& c);
result<http::response> begin_totp(const call& c);
result<http::response> confirm_totp(const call& c);
result<http::response> disable_totp(const call& c);
result<http::response> replace_recovery_codes(const call& c);
result<http::response> list_devices(const call& c);
result<http::response> revoke_device(const call& c);

// As the export shows them too.
std::string mfa_json(const postgres::user_totp::status& s);
std::string device_json(const postgres::device_row& d);

}  // namespace weir::api
