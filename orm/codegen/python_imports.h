// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <set>
#include <string>

namespace joinery {

/// What a Python module takes from others: gathered while it is written, sorted at its top.
class PythonImports {
 public:
  /// @return the name
  std::string use(const std::string& module, const std::string& name);
  /// "import json".
  void useModule(const std::string& module) { m_modules.insert(module); }
  /// The standard library's first, then an empty line and the others'.
  std::string text() const;

 private:
  std::set<std::string> m_modules;
  std::map<std::string, std::set<std::string>> m_names;
};

}  // namespace joinery
