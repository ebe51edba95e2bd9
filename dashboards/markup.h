#pragma once

#include <map>
#include <string>
#include <string_view>

#include "harness/core/error.h"
#include "harness/core/json.h"

namespace assay {

/// Text as it may stand between tags and in quoted attributes: HTML has the entities of XML, and bytes that are no
/// UTF-8 would be read as whatever comes.
std::string escape_html(std::string_view text);

/// JSON as it may stand in a script element: no text in it can end the element.
std::string script_json(const Json& json);

/// Replaces each `{{name}}` once; what is put in is not searched again. A name that has no part, or a part that has no
/// place, is an error.
Result<std::string> fill_template(std::string_view text, const std::map<std::string, std::string>& parts);

/// A module's text for a script element beside others: without its import lines, whose modules stand before it.
std::string inline_module(std::string_view text);

}  // namespace assay
