-- For wrk: POST /api/v1/events with 256-byte CloudEvents of fifty tenants, made beforehand so that making them is not
-- what is measured.
--
--   wrk … -s wrk_events.lua URL -- KEY EVENTS_PER_REQUEST [DELAY_MS]
--
-- Prints one JSON line at the end: {"requests":…,"failed":…,"seconds":…,"p50_ms":…,"p99_ms":…}.

local made = {}
local at = 0

local function event(number, tenant, now)
  return string.format(
    '{"specversion":"1.0","id":"%016x","source":"app/eu-west-1","type":"request","subject":"tenant-%02d","time":"%s",'
      .. '"data":{"v":%d.%03d,"route":"/v1/items/%d","trace":"%08x%08x%08x"}}',
    number, tenant, now, number % 1000, number % 997, number % 40, math.random(0, 2 ^ 31), math.random(0, 2 ^ 31),
    math.random(0, 2 ^ 31))
end

function init(args)
  math.randomseed(os.time())
  local per_request = tonumber(args[2])
  if args[3] then
    -- wrk sends without a pause only when there is no such function.
    local delay_ms = tonumber(args[3])
    delay = function() return delay_ms end
  end
  local headers = { ["Authorization"] = "Bearer " .. args[1] }
  headers["Content-Type"] = per_request == 1 and "application/cloudevents+json" or "application/cloudevents-batch+json"
  local now = os.date("!%Y-%m-%dT%H:%M:%SZ")
  local number = math.random(0, 2 ^ 31) * 4096
  for i = 1, 1000 do
    local events = {}
    for j = 1, per_request do
      number = number + 1
      events[j] = event(number, i % 50, now)
    end
    local body = per_request == 1 and events[1] or "[" .. table.concat(events, ",") .. "]"
    made[i] = wrk.format("POST", "/api/v1/events", headers, body)
  end
end

function request()
  at = at % #made + 1
  return made[at]
end

function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format('{"requests":%d,"failed":%d,"seconds":%.4f,"p50_ms":%.3f,"p99_ms":%.3f}\n', summary.requests,
    e.connect + e.read + e.write + e.status + e.timeout, summary.duration / 1e6, latency:percentile(50) / 1000,
    latency:percentile(99) / 1000))
end
