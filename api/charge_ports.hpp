// What charges of kept payment methods need of payment providers, over the client of Stripe.
#pragma once

#include <api/context.hpp>
#include <workers/payments/charge_saved_method.hpp>
#include <workers/payments/keep_methods.hpp>

#include <weir/base/secret_ring.hpp>
#include <weir/http/stripe_client.hpp>
#include <weir/postgres/pool.hpp>

namespace weir::api {

// All of them outlive it.
payments::charge_ports charge_ports(postgres::pool& database, const secret_ring& secrets, http::stripe_client& stripe);

// Whoever calls, as the audit trail has them.
payments::method_author method_author_of(const call& c);

}  // namespace weir::api
