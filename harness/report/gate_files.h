#pragma once

#include <string>

#include "harness/report/report.h"

namespace assay {

/// A gate's report as GitHub and GitLab show it in a summary or a comment.
std::string to_markdown(const RunReport& report);

/// The same for CI systems that read JUnit's XML: a test case for each comparison. What failed is a `failure`; what is
/// not known and holds the gate up is an `error`, what is ignored or let pass is `skipped`.
std::string to_junit(const RunReport& report);

/// Of a gate that refused to begin.
std::string refused_markdown(const std::string& title, const std::string& why);
std::string refused_junit(const std::string& title, const std::string& why);

}  // namespace assay
