// Columns that statements of several files read, in the order of the table's read(): literals, so that a statement is
// one text.
#pragma once

#include <cstddef>

// users AS u, for users::read.
#define WEIR_USER_COLUMNS                                                                                  \
  "u.id, u.email, u.name, u.is_active, u.email_verified_at, u.platform_role, u.session_epoch, u.version, " \
  "u.created_at, u.updated_at"

// tenants AS t, for tenants::read.
#define WEIR_TENANT_COLUMNS                                                                                 \
  "t.number, t.id, t.bucket, t.key, t.name, t.time_zone, t.minute_offset, t.currency, t.state, t.version, " \
  "t.created_at, t.updated_at"

// sessions AS s, for sessions::read.
#define WEIR_SESSION_COLUMNS                                                                                 \
  "s.id, s.user_id, s.user_agent, s.address, s.auth_time, s.created_at, s.last_seen_at, s.idle_expires_at, " \
  "s.expires_at, s.revoked_at"

namespace weir::postgres {

inline constexpr std::size_t user_columns = 10;

}  // namespace weir::postgres
