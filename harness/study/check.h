#pragma once

#include "harness/core/error.h"
#include "harness/study/study.h"

namespace assay {

/// What can be said of a study by itself, written in a file or as options: levels given twice, keys that contradict
/// each other, a baseline or an exclusion that names what is not varied. Adds to `errors`, in the order written.
void check_study(const Study& study, Errors& errors);

}  // namespace assay
