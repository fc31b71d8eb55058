# gem install standardwebhooks
require "standardwebhooks"

WEBHOOK = StandardWebhooks::Webhook.new(ENV.fetch("WEIR_WEBHOOK_SECRET")) # whsec_…

# The event. nil: Weir has not signed it, answer 401. The body is as it arrived, not parsed and written again:
# request.raw_post in Rails. The names of the headers are in lower case.
def event_of(body, headers)
  WEBHOOK.verify(body, headers)
rescue StandardWebhooks::WebhookVerificationError
  nil
end
