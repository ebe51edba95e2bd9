#pragma once

#include <functional>

#include "results/store.h"

namespace assay {

using VisitBout = std::function<void(StoredBout&)>;

/// `read` calls what it is given for each bout, in a thread of its own that runs ahead by some batches; `visit` gets them
/// here, in order. Reading and analysing take about as long as each other, so that both cost what one does. What either
/// throws is thrown here, after the thread has ended.
void read_ahead(const std::function<void(const VisitBout&)>& read, const VisitBout& visit);

}  // namespace assay
