// Rows of `invitations`: who was asked to become a member of a tenant. Instants are the database's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <weir/postgres/executor.hpp>

namespace weir::postgres {

struct invitation_row {
  std::string id;
  std::int32_t tenant_number = 0;
  std::string email;
  std::string role;
  std::string state;  // open, accepted, revoked, expired; an open one whose time is over is read as expired
  std::string invited_by;
  std::int64_t version = 1;
  timestamp created_at{};
  timestamp updated_at{};
  timestamp expires_at{};
};

namespace invitations {

struct new_invitation {
  std::string id;
  std::int32_t tenant_number = 0;
  std::string email;  // normalized
  std::string role;
  std::string invited_by;
};
// Open for the lifetime of an invitation's token. Error: invitation_exists while another one to this address is open;
// the transaction goes on.
result<invitation_row> create(executor& in, const new_invitation& n);

// Error: invitation_not_found.
result<invitation_row> get(executor& in, std::int32_t tenant, const std::string& id);
// Held until the transaction ends. Error: invitation_not_found.
result<invitation_row> lock(executor& in, std::int32_t tenant, const std::string& id);
// The same without its tenant, for who holds its token.
result<invitation_row> by_id(executor& in, const std::string& id);

// By id, after `after` (empty: from the first).
result<std::vector<invitation_row>> list(executor& in, std::int32_t tenant, const std::string& after,
                                         std::int32_t limit);

// Open for another lifetime, also when its time was over. Of a locked one that is open or expired. Error:
// invitation_exists when the address was invited anew meanwhile.
result<invitation_row> renew(executor& in, const std::string& id);
// Of a locked one that is open.
result<invitation_row> revoke(executor& in, const std::string& id);
result<invitation_row> accept(executor& in, const std::string& id, const std::string& user);

}  // namespace invitations
}  // namespace weir::postgres
