#include "dashboards/markup.h"

#include <gtest/gtest.h>

namespace assay {
namespace {

TEST(Markup, EscapesWhatEndsTextOrAttributes) {
  EXPECT_EQ(escape_html("<a href=\"x\" title='y'>&"), "&lt;a href=&quot;x&quot; title=&apos;y&apos;&gt;&amp;");
  EXPECT_EQ(escape_html("a\xC3(\x01"), "a\xEF\xBF\xBD(\xEF\xBF\xBD");
}

TEST(Markup, NoJsonEndsItsScript) {
  EXPECT_EQ(script_json({{"a", "</script><!--\u2028é"}}), R"({"a":"\u003c/script>\u003c!--\u2028\u00e9"})");
  EXPECT_EQ(script_json({{"a", "\xff"}}), R"({"a":"\ufffd"})");
}

TEST(Markup, FillsATemplateOnce) {
  EXPECT_EQ(fill_template("<{{a}}|{{b}}>", {{"a", "{{b}}"}, {"b", "2"}}).value(), "<{{b}}|2>");
  EXPECT_EQ(fill_template("{{", {}).value(), "{{");
}

TEST(Markup, RefusesATemplateOfAnotherVersion) {
  EXPECT_EQ(to_string(fill_template("{{new}}", {}).error()),
            "no part is called \"new\"; the page's template is of another version");
  EXPECT_EQ(to_string(fill_template("", {{"old", ""}}).error()),
            "there is no place for {{old}}; the page's template is of another version");
}

TEST(Markup, ModulesLoseTheirImportsOnly) {
  EXPECT_EQ(inline_module("import {a} from \"./a.js\";\nexport const b = a;\n"), "export const b = a;\n");
}

}  // namespace
}  // namespace assay
