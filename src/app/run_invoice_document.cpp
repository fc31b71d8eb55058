#include <cstdio>
#include <fstream>

#include <fmt/format.h>
#include <src/app/invoice_tool.hpp>
#include <src/app/tool_verbs.hpp>
#include <workers/audit/postgres_signing_key.hpp>
#include <workers/billing/gather_document.hpp>

#include <weir/documents/write_csv.hpp>
#include <weir/documents/write_json.hpp>
#include <weir/documents/write_pdf.hpp>
#include <weir/documents/write_ubl.hpp>

namespace weir::app {
namespace {

using documents::invoice_document;
using postgres::executor;

result<invoice_document> gather(executor& in, const std::string& which) {
  auto row = find_invoice(in, which);
  if (!row) return std::unexpected(row.error());
  auto tenant = postgres::tenants::by_number(in, row->tenant_number);
  if (!tenant) return std::unexpected(tenant.error());
  return billing::gather_document(in, *row, *tenant);
}

result<std::string> write(const invoice_document& of, const std::string& format, const tool& t,
                          postgres::pool& database) {
  if (format == "pdf") return documents::write_pdf(of);
  if (format == "ubl") return documents::write_ubl(of);
  if (format == "csv") return documents::write_csv(of);
  auto seed = database.with_transaction(postgres::role::worker, postgres::tenant_scope::platform(),
                                        [&](executor& in) { return audit::signing_seed(in, *t.program->secrets); });
  if (!seed) return std::unexpected(seed.error());
  return documents::write_signed_json(of, *seed);
}

result<void> put(const std::string& bytes, const std::string& path) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  if (!out) return fail(error_code::file_unwritable, path);
  return {};
}

}  // namespace

int run_invoice_document(const invoice_document_options& o) {
  if (o.output.empty() && o.format == "pdf" && stdout_is_terminal()) {
    fmt::print(stderr, "weir: a PDF is nothing for a terminal: say --output FILE\n");
    return exit_usage;
  }
  auto t = start_tool("weir invoice", o);
  if (!t) return exit_failed;
  auto database = open_invoice_pool(*t);
  auto document = database.read_snapshot(postgres::role::api, postgres::tenant_scope::platform(),
                                         [&](executor& in) { return gather(in, o.invoice); });
  if (!document) return report("reading the invoice", document.error());
  auto bytes = write(*document, o.format, *t, database);
  if (!bytes) return report("writing the document", bytes.error());
  if (o.output.empty()) {
    std::fwrite(bytes->data(), 1, bytes->size(), stdout);
    return exit_ok;
  }
  if (auto done = put(*bytes, o.output); !done) return report("writing the document", done.error());
  return exit_ok;
}

}  // namespace weir::app
