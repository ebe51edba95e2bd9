#pragma once

// All else is hidden, so that nothing of Eigen or of the C++ runtime meets another library's.
#define ASSAY_EXPORTED extern "C" __attribute__((visibility("default")))
