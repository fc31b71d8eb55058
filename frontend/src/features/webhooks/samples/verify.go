// go get github.com/standard-webhooks/standard-webhooks/libraries
package hooks

import (
	"encoding/json"
	"io"
	"net/http"
	"os"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
)

type Event struct {
	Type string          `json:"type"`
	Data json.RawMessage `json:"data"`
}

// EventOf returns an error when Weir has not signed the request: answer 401.
func EventOf(r *http.Request) (Event, error) {
	var event Event
	webhook, err := standardwebhooks.NewWebhook(os.Getenv("WEIR_WEBHOOK_SECRET")) // whsec_…
	if err != nil {
		return event, err
	}
	body, err := io.ReadAll(r.Body) // as it arrived, not parsed and written again
	if err != nil {
		return event, err
	}
	if err := webhook.Verify(body, r.Header); err != nil {
		return event, err
	}
	return event, json.Unmarshal(body, &event)
}
