-- For wrk: what people's dashboards ask for, each connection as one of several people, with a pause after every answer.
--
--   wrk … -s wrk_reads.lua URL -- PEOPLE_FILE DELAY_MS
--
-- A line of the file: ACCESS_TOKEN TENANT_ID PATH, the next requests in turn. Prints one JSON line at the end:
-- {"requests":…,"failed":…,"seconds":…,"p50_ms":…,"p95_ms":…,"p99_ms":…}.

local made = {}
local at = 0
local delay_ms = 0

function init(args)
  delay_ms = tonumber(args[2])
  for line in io.lines(args[1]) do
    local token, tenant, path = line:match("^(%S+) (%S+) (%S+)$")
    made[#made + 1] = wrk.format("GET", path, { ["Authorization"] = "Bearer " .. token, ["Weir-Tenant"] = tenant })
  end
end

-- Not all at once: people do not click in step.
function delay()
  return delay_ms / 2 + math.random(0, delay_ms)
end

function request()
  at = at % #made + 1
  return made[at]
end

function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format('{"requests":%d,"failed":%d,"seconds":%.4f,"p50_ms":%.3f,"p95_ms":%.3f,"p99_ms":%.3f}\n',
    summary.requests, e.connect + e.read + e.write + e.status + e.timeout, summary.duration / 1e6,
    latency:percentile(50) / 1000, latency:percentile(95) / 1000, latency:percentile(99) / 1000))
end
