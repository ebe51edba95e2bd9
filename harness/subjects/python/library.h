#pragma once

#include "harness/subjects/python/places.h"
#include "harness/subjects/subjects.h"

namespace assay {

/// Sets `library`, or `library_missing` with the next step: the libpython that the executable links, else the one of
/// the same release and architecture where its configuration puts it. Needs the facts that `ask_python` brings.
void pair_with_library(Python& python, const PythonPlaces& places);

}  // namespace assay
