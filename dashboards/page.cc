#include "dashboards/page.h"

#include <fstream>
#include <iterator>

#include "dashboards/markup.h"

namespace assay {
namespace fs = std::filesystem;
namespace {

Result<std::string> part(const fs::path& site, const char* name) {
  std::ifstream in(site / name, std::ios::binary);
  if (!in) return fail("cannot be read", (site / name).string(), "it is a part of the page; is Assay installed whole?");
  return std::string{std::istreambuf_iterator<char>(in), {}};
}

/// The modules in the order in which they need each other.
Result<std::string> script(const fs::path& site) {
  std::string all;
  for (const char* name : {"scale.js", "page.js"}) {
    const auto text = part(site, name);
    if (!text) return tl::unexpected(text.error());
    all += inline_module(*text);
  }
  return all;
}

}  // namespace

Result<std::string> render_page(const RunReport& report, const fs::path& site) {
  const auto text = part(site, "index.template.html");
  if (!text) return text;
  const auto style = part(site, "style.css");
  if (!style) return style;
  const auto code = script(site);
  if (!code) return code;
  const auto panels = plot_panels(report);
  const std::string title = report.title.empty() ? "Run " + report.run : report.title;
  return fill_template(*text, {{"title", escape_html(title)},
                               {"style", *style},
                               {"masthead", masthead_html(report)},
                               {"answer", answer_html(report)},
                               {"effects", effects_html(panels)},
                               {"record", record_html(report.host_records)},
                               {"explained", explained_html(report.explained)},
                               {"cells", cells_html(report.cells)},
                               {"executed", executed_html(report)},
                               {"host", host_html(report)},
                               {"again", again_html(report)},
                               {"data", script_json(plot_json(panels))},
                               {"script", *code}})
      .map_error([&](Error error) {
        error.where = (site / "index.template.html").string();
        return error;
      });
}

}  // namespace assay
