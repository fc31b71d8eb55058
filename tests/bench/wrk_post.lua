-- For wrk: one body, POSTed again and again.
--
--   wrk … -s wrk_post.lua URL -- PATH FILE "Header: value"…
--
-- Prints one JSON line at the end: {"requests":…,"failed":…,"seconds":…,"p50_ms":…,"p99_ms":…}.

local made

function init(args)
  local headers = {}
  for i = 3, #args do
    local name, value = args[i]:match("^([^:]+): (.*)$")
    headers[name] = value
  end
  local file = assert(io.open(args[2], "rb"))
  made = wrk.format("POST", args[1], headers, file:read("*a"))
  file:close()
end

function request()
  return made
end

function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format('{"requests":%d,"failed":%d,"seconds":%.4f,"p50_ms":%.3f,"p99_ms":%.3f}\n', summary.requests,
    e.connect + e.read + e.write + e.status + e.timeout, summary.duration / 1e6, latency:percentile(50) / 1000,
    latency:percentile(99) / 1000))
end
