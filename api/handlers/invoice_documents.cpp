#include <algorithm>
#include <string>
#include <utility>

#include <api/handlers/configuration.hpp>
#include <api/handlers/invoice_documents.hpp>
#include <workers/audit/postgres_signing_key.hpp>
#include <workers/billing/gather_document.hpp>

#include <weir/base/crypto.hpp>
#include <weir/documents/write_csv.hpp>
#include <weir/documents/write_json.hpp>
#include <weir/documents/write_pdf.hpp>
#include <weir/documents/write_ubl.hpp>

namespace weir::api {
namespace {

using documents::invoice_document;
using postgres::executor;

result<invoice_document> document_asked(const call& c) {
  return look_at_snapshot(c, [&](executor& in) -> result<invoice_document> {
    auto row = postgres::invoices::find(in, std::string(c.parameter("invoice")));
    if (!row) return std::unexpected(row.error());
    auto tenant = postgres::tenants::by_number(in, row->tenant_number);
    if (!tenant) return std::unexpected(tenant.error());
    return billing::gather_document(in, *row, *tenant);
  });
}

// Of its bytes: the same ones as long as nothing changes, also after the invoice was paid.
std::string etag_of(const std::string& body) {
  return '"' + hex(sha256(body)).substr(0, 32) + '"';
}

// "INV/2026-000042" → "INV-2026-000042.pdf".
std::string file_name(std::string number, std::string_view extension) {
  std::ranges::replace(number, '/', '-');
  return number.append(".").append(extension);
}

http::response file(const call& c, http::literal type, std::string body, const std::string& name) {
  const auto tag = etag_of(body);
  const auto given = c.request().header("If-None-Match");
  const bool is_known = given && (*given == tag || *given == "*");
  auto out = is_known ? http::response::empty(304) : http::response::of(200, type, std::move(body));
  out.add_header("ETag", tag);
  out.add_header("Cache-Control", "private, no-cache");
  if (!is_known) out.add_header("Content-Disposition", "attachment; filename=\"" + name + '"');
  return out;
}

template<class Write>
result<http::response> written(const call& c, http::literal type, std::string_view extension, Write write) {
  auto document = document_asked(c);
  if (!document) return std::unexpected(document.error());
  result<std::string> body = write(*document);
  if (!body) return std::unexpected(body.error());
  return file(c, type, std::move(*body), file_name(document->number, extension));
}

}  // namespace

result<http::response> get_invoice_pdf(const call& c) {
  return written(c, "application/pdf", "pdf", documents::write_pdf);
}

result<http::response> get_invoice_ubl(const call& c) {
  return written(c, "application/xml", "xml", documents::write_ubl);
}

result<http::response> get_invoice_csv(const call& c) {
  return written(c, "text/csv; charset=utf-8", "csv", documents::write_csv);
}

// What may be read of the key under role::api is its public half.
result<http::response> get_invoice_json(const call& c) {
  return written(c, "application/json", "json", [&](const invoice_document& of) -> result<std::string> {
    auto seed =
        c.with().database.with_transaction(postgres::role::worker, postgres::tenant_scope::platform(),
                                           [&](executor& in) { return audit::signing_seed(in, c.with().secrets); });
    if (!seed) return std::unexpected(seed.error());
    return documents::write_signed_json(of, *seed);
  });
}

}  // namespace weir::api
