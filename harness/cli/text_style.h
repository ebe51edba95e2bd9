#pragma once

#include "harness/cli/command.h"
#include "harness/report/report.h"

namespace assay {

/// For reports on standard output: --columns, else the terminal's (at most 120; 100 where it is none), colour as
/// --color says.
TextStyle text_style(const Common& common);

}  // namespace assay
