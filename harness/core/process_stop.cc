#include "harness/core/process_stop.h"

namespace assay {
namespace {

std::atomic<const std::atomic<bool>*> stops_captures = nullptr;

}  // namespace

StopsCaptures::StopsCaptures(const std::atomic<bool>& stop) {
  stops_captures = &stop;
}
StopsCaptures::~StopsCaptures() {
  stops_captures = nullptr;
}

bool captures_are_stopped() {
  const std::atomic<bool>* stop = stops_captures;
  return stop != nullptr && *stop;
}

}  // namespace assay
