#pragma once

#include <string>
#include <string_view>

namespace assay {

/// Text for XML 1.0: what is markup is escaped, what XML cannot hold (control characters, broken UTF-8, surrogates)
/// becomes U+FFFD.
std::string xml_text(std::string_view text);
/// The same between double quotes, where a line break or a tab would be read as a blank.
std::string xml_attribute(std::string_view text);

/// `<name key="value" …`, without its end.
class XmlTag {
 public:
  explicit XmlTag(std::string_view name) : text_("<" + std::string(name)) {}
  XmlTag& with(std::string_view key, std::string_view value) {
    text_ += " " + std::string(key) + "=\"" + xml_attribute(value) + "\"";
    return *this;
  }
  std::string open() const { return text_ + ">"; }
  std::string closed() const { return text_ + "/>"; }

 private:
  std::string text_;
};

}  // namespace assay
