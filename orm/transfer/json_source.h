// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include "orm/transfer/row_source.h"

namespace joinery {

/// The columns of objects: every name that was met, by place.
class JsonColumns {
 public:
  const std::vector<std::string>& names() const { return m_names; }
  /// Fills the row's cells from an object; anything else is a mistake.
  void fill(SourceRow& row, Json&& object);

 private:
  std::vector<std::string> m_names;
  std::map<std::string, std::size_t, std::less<>> m_places;
};

/// Reads one array of objects, an object at a time.
class JsonSource final : public RowSource {
 public:
  explicit JsonSource(InputFile& in) : m_in(in) {}
  const std::vector<std::string>& columns() const override { return m_columns.names(); }
  void read(const std::function<bool(SourceRow&)>& take) override;

 private:
  InputFile& m_in;
  JsonColumns m_columns;
};

/// Reads an object a line. A line that is none bears a mistake; blank lines are passed over.
class JsonLinesSource final : public RowSource {
 public:
  explicit JsonLinesSource(InputFile& in) : m_in(in) {}
  const std::vector<std::string>& columns() const override { return m_columns.names(); }
  void read(const std::function<bool(SourceRow&)>& take) override;

 private:
  bool readLine(std::string& line);

  InputFile& m_in;
  JsonColumns m_columns;
};

}  // namespace joinery
