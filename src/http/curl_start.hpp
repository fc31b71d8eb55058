// libcurl's own start, which is not safe beside other threads.
#pragma once

namespace weir::http {

void start_curl();  // once, at the first client

}  // namespace weir::http
