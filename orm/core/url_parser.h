// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "orm/core/url.h"

namespace joinery {

/// What toString() prints in place of a secret.
inline constexpr std::string_view kMask = "***";

/// Takes a URL apart. No message shows what may be a part of a password: of a text that is wrong, only names that have
/// passed a check.
class UrlParser {
 public:
  /// @throws DbError Argument
  Url parse(std::string_view text);

 private:
  void parseScheme(std::string_view scheme);
  void parseSqlite(std::string_view rest);
  void parseServer(std::string_view rest, std::string_view query);
  void parseUser(std::string_view text);
  void parseHost(std::string_view text, bool isOnlyOne);
  void parseQuery(std::string_view text);

  Url m_url;
};

}  // namespace joinery
