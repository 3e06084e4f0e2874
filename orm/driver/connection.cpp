// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/driver/connection.h"

#include "orm/core/db_error.h"

namespace joinery {

namespace {

/// Sets that are there as values, and the rows that each changed.
class ValueSets final : public BindSets {
 public:
  explicit ValueSets(std::span<const std::vector<Value>> sets) : m_sets(sets) { m_changed.reserve(sets.size()); }

  std::size_t size() const override { return m_sets.size(); }
  std::span<const ValueView> values(std::size_t set) override {
    m_values.assign(m_sets[set].begin(), m_sets[set].end());
    return m_values;
  }
  void done(std::size_t, std::int64_t rows, std::span<const ValueView>) override { m_changed.push_back(rows); }
  std::vector<std::int64_t> takeChanged() { return std::move(m_changed); }

 private:
  std::span<const std::vector<Value>> m_sets;
  std::vector<ValueView> m_values;
  std::vector<std::int64_t> m_changed;
};

[[noreturn]] void refuse(const std::string& what, std::string_view sql) {
  DbError error(ErrorKind::NotSupported, "this engine has no " + what + " of its own");
  error.sql = std::string(sql);
  throw error;
}

}  // namespace

bool Connection::readRow(std::string_view sql, std::span<const Value> binds, const TakeRow& take) {
  const auto cursor = execute(sql, binds);
  const auto batch = cursor->fetch(1);
  if (batch->rows() == 0) return false;
  std::vector<ValueView> row;
  for (std::size_t i = 0; i < batch->columnCount(); ++i) row.push_back(batch->at(0, i));
  take(row);
  return true;
}

std::int64_t Connection::copyIn(std::string_view sql, BindSets&) { refuse("bulk loading", sql); }

std::int64_t Connection::copyInText(std::string_view sql, const NextText&) { refuse("bulk loading", sql); }

void Connection::copyTo(const std::string&, const Copied&) { throw DbError(ErrorKind::NotSupported, "databases of this engine are no files that could be copied"); }

std::int64_t Connection::copyOut(std::string_view sql, const TakeLine&) { refuse("bulk unloading", sql); }

std::vector<std::int64_t> Connection::executeMany(std::string_view sql, std::span<const std::vector<Value>> bindSets) {
  ValueSets sets(bindSets);
  executeEach(sql, sets);
  return sets.takeChanged();
}

}  // namespace joinery
