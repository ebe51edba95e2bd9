#pragma once

#include <filesystem>
#include <string>

#include "dashboards/page_model.h"
#include "harness/core/error.h"
#include "harness/report/report.h"

namespace assay {

/// The whole page of a run: one HTML text that needs nothing else. `site` holds index.template.html, style.css and the
/// modules.
Result<std::string> render_page(const RunReport& report, const std::filesystem::path& site);

// Its sections, as HTML.
std::string masthead_html(const RunReport& report);
/// A whole section: what a gate judged, or what a night told; empty for what has only effects.
std::string answer_html(const RunReport& report);
std::string effects_html(const std::vector<PlotPanel>& panels);
/// How often this host's verdicts were false; empty where it was never asked.
std::string record_html(const std::vector<HostRecord>& records);
/// A whole section; empty where fewer than two factors vary.
std::string explained_html(const std::vector<ExplainedReport>& explained);
std::string cells_html(const std::vector<CellReport>& cells);
std::string executed_html(const RunReport& report);
std::string host_html(const RunReport& report);
std::string again_html(const RunReport& report);

}  // namespace assay
