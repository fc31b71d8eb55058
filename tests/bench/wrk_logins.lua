-- For wrk: sign-ins of people who are not there, from an address each, as fast as they are answered.
--
--   wrk … -s wrk_logins.lua URL
--
-- The server has to trust the proxy that X-Forwarded-For names them by. Prints one JSON line at the end:
-- {"requests":…,"seconds":…}; refused sign-ins are what is wanted.

local number = 0

function request()
  number = number + 1
  local headers = { ["Content-Type"] = "application/x-www-form-urlencoded" }
  headers["X-Forwarded-For"] = string.format("10.%d.%d.%d", math.floor(number / 65536) % 256, math.floor(number / 256) % 256, number % 256)
  local body = string.format("grant_type=password&username=nobody%d@example.com&password=wrong%%20horse%%20battery", number)
  return wrk.format("POST", "/api/v1/auth/token", headers, body)
end

function done(summary, latency, requests)
  io.write(string.format('{"requests":%d,"seconds":%.4f}\n', summary.requests, summary.duration / 1e6))
end
