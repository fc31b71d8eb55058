// /api/v1/collections and /api/v1/invoices/{invoice}/collection: what is done about invoices whose money does not come.
#pragma once

#include <api/context.hpp>

namespace weir::api {

result<http::response> list_collections(const call& c);
result<http::response> get_collection(const call& c);
result<http::response> change_collection(const call& c);  // held, resumed; for the platform

}  // namespace weir::api
