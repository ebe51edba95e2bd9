#include "harness/worker/python/refuse.h"

#include <cstdio>

#include "harness/core/json.h"
#include "harness/worker/turns.h"

namespace assay {

int refuse(const std::string& outcome, const std::string& detail) {
  const Json failure{{"outcome", outcome}, {"detail", detail}};
  const std::string text = failure.dump(-1, ' ', false, Json::error_handler_t::replace);
  assay_turns turns;
  static char
      config[ASSAY_WIRE_LARGEST];  // read all the same: what is left unread at the end resets the leader's socket
  if (assay_turns_open(&turns) < 0 || assay_turns_config(&turns, config, sizeof config) < 0 ||
      assay_turns_send(&turns, ASSAY_FAILED, text.data(), text.size()) < 0) {
    std::fprintf(stderr, "%s: %s\n", outcome.c_str(), detail.c_str());
  }
  return 1;
}

}  // namespace assay
