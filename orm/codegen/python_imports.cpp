// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/codegen/python_imports.h"

#include <algorithm>
#include <array>
#include <vector>

#include "orm/codegen/python_expression.h"

namespace joinery {

namespace {

bool isOfStandardLibrary(const std::string& module) {
  static constexpr std::array kModules{"datetime", "decimal", "json", "typing", "uuid"};
  return std::ranges::find(kModules, module) != kModules.end();
}

std::string importOf(const std::string& module, const std::set<std::string>& names) {
  std::string line = "from " + module + " import ";
  for (const std::string& name : names) line += (line.ends_with("import ") ? "" : ", ") + name;
  if (line.size() <= PythonExpression::kLineLength) return line + "\n";
  std::string lines = "from " + module + " import (\n";
  for (const std::string& name : names) lines += "    " + name + ",\n";
  return lines + ")\n";
}

}  // namespace

std::string PythonImports::use(const std::string& module, const std::string& name) {
  m_names[module].insert(name);
  return name;
}

std::string PythonImports::text() const {
  std::string standard, others;
  for (const std::string& module : m_modules) standard += "import " + module + "\n";
  for (const auto& [module, names] : m_names) (isOfStandardLibrary(module) ? standard : others) += importOf(module, names);
  return standard + (standard.empty() || others.empty() ? "" : "\n") + others;
}

}  // namespace joinery
