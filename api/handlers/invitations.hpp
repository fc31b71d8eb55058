// /api/v1/tenants/{tenant}/invitations: who was asked to become a member; and what the holder of an invitation's token
// may do, without credentials, under /api/v1/auth/invitations.
#pragma once

#include <string>

#include <api/context.hpp>

#include <weir/domain/role.hpp>
#include <weir/postgres/invitations.hpp>
#include <weir/postgres/tenants.hpp>

namespace weir::api {

result<http::response> list_invitations(const call& c);
result<http::response> create_invitation(const call& c);
result<http::response> get_invitation(const call& c);
result<http::response> resend_invitation(const call& c);
result<http::response> revoke_invitation(const call& c);

result<http::response> show_invitation(const call& c);
void accept_invitation(call c, http::responder respond);

// schemas/json/invitation.json
std::string invitation_json(const postgres::invitation_row& i, const std::string& tenant);

// Refuses addresses of members and of open invitations. In a scope that sees the tenant. Errors: member_exists,
// invitation_exists.
result<postgres::invitation_row> make_invitation(postgres::executor& in, const postgres::tenant_row& t,
                                                 const std::string& email, domain::role role,
                                                 const std::string& invited_by);

}  // namespace weir::api
