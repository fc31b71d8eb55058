// /api/v1/issuers: the sellers that invoices are from. They are the platform's.
#pragma once

#include <api/context.hpp>

namespace weir::api {

result<http::response> list_issuers(const call& c);
result<http::response> create_issuer(const call& c);
result<http::response> get_issuer(const call& c);
result<http::response> put_issuer(const call& c);

}  // namespace weir::api
