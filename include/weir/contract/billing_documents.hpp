// The facts of billing as JSON: schemas/json/issuer_create.json, tax_rate_create.json, coupon_create.json and
// billing_profile_put.json in, the members of issuer.json, tax_rate.json, coupon.json and billing_profile.json out.
// Bodies come with a shape that their schema has checked; writers write into an open object.
#pragma once

#include <weir/billing/billing_profile.hpp>
#include <weir/billing/coupon.hpp>
#include <weir/billing/issuer.hpp>
#include <weir/billing/party.hpp>
#include <weir/billing/tax.hpp>
#include <weir/contract/json_document.hpp>
#include <weir/contract/json_writer.hpp>

namespace weir::contract {

// legal_name, address, tax_id, email. What is absent is empty.
billing::party read_party(const json_value& of);
void write_party(json_writer& w, const billing::party& p);

billing::issuer read_issuer(const json_value& body);
void write_issuer(json_writer& w, const billing::issuer& i);

billing::tax_rate_draft read_tax_rate_draft(const json_value& body);
void write_tax_rate(json_writer& w, const billing::tax_rate& t);

// Without most_redemptions and redeem_by, which are the catalogue's.
billing::coupon_draft read_coupon_draft(const json_value& body);
void write_coupon(json_writer& w, const billing::coupon& c);

// What is absent stays as it is in `base`.
billing::billing_profile read_profile(const json_value& body, billing::billing_profile base);
void write_profile(json_writer& w, const billing::billing_profile& p);

}  // namespace weir::contract
