// /api/v1/tax-rates: what taxes come to. They are the platform's, and never edited.
#pragma once

#include <api/context.hpp>

namespace weir::api {

result<http::response> list_tax_rates(const call& c);
result<http::response> create_tax_rate(const call& c);
result<http::response> get_tax_rate(const call& c);
result<http::response> archive_tax_rate(const call& c);

}  // namespace weir::api
