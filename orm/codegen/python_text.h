// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "orm/model/attribute.h"

namespace joinery {

/// A text as a literal of Python, in double quotes.
std::string pythonText(std::string_view text);
/// The name as an identifier, as Python compares them: words that mean something else get a trailing underscore, names that are
/// taken a number. The result is added to those taken. @param reserved words that it can't be, beside Python's own
std::string pythonName(std::string_view name, const std::set<std::string>& reserved, std::set<std::string>& taken);
/// "order details" → "OrderDetails", with the suffix; not among those taken, and then one of them.
std::string pythonClassName(std::string_view name, const std::string& suffix, std::set<std::string>& taken);
/// SQL as SQLAlchemy's text() takes it: what looks like a parameter of it there is escaped.
std::string pythonSql(std::string_view sql);
/// What a new row has in that attribute where nobody says otherwise, as a literal; nothing where it is no scalar constant, as of a
/// function, or fits no literal of its type.
std::optional<std::string> pythonDefault(const Attribute& attribute);

}  // namespace joinery
