// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/engine/grouped_insert.h"

#include <algorithm>
#include <array>
#include <limits>

#include "orm/core/db_error.h"
#include "orm/engine/execution.h"

namespace joinery {

namespace {

/// Rows from `first` on as sets of `group` rows each.
class RowsOfInsert final : public BindSets {
 public:
  struct Range {
    std::size_t first, last, group;
  };
  /// @param numbering gives the numbers of rows; null where nobody asks
  RowsOfInsert(BindSets& rows, Range range, const Connection* numbering, std::int64_t* lastNumber)
      : m_rows(rows), m_range(range), m_numbering(numbering), m_lastNumber(*lastNumber) {}

  std::size_t size() const override { return (m_range.last - m_range.first) / m_range.group; }

  std::span<const ValueView> values(std::size_t set) override {
    const std::size_t row = m_range.first + set * m_range.group;
    if (m_range.group == 1) return m_rows.values(row);
    m_values.clear();
    for (std::size_t i = 0; i < m_range.group; ++i) {
      const std::span<const ValueView> values = m_rows.values(row + i);
      m_values.insert(m_values.end(), values.begin(), values.end());
    }
    return m_values;
  }

  void done(std::size_t set, std::int64_t changed, std::span<const ValueView> returned) override {
    const std::size_t row = m_range.first + set * m_range.group;
    m_inserted = set + 1;
    if (m_numbering) return doneNumbered(row, changed);
    for (std::size_t i = 0; i < m_range.group; ++i) m_rows.done(row + i, changedBy(i, changed), returned);
  }

  /// Sets whose statement did not fail.
  std::size_t inserted() const { return m_inserted; }

 private:
  std::int64_t changedBy(std::size_t i, std::int64_t changed) const { return m_range.group == 1 ? changed : static_cast<std::int64_t>(i) < changed ? 1 : 0; }

  void doneNumbered(std::size_t row, std::int64_t changed) {
    const std::int64_t last = m_numbering->lastRowId().value_or(0);
    const auto group = static_cast<std::int64_t>(m_range.group);
    if (group > 1 && (changed != group || last != m_lastNumber + group)) refuse();
    m_lastNumber = last;
    for (std::int64_t i = 0; i < group; ++i) {
      const std::array number{ValueView::integer(last - group + 1 + i)};
      m_rows.done(row + static_cast<std::size_t>(i), group == 1 ? changed : 1, number);
    }
  }

  [[noreturn]] static void refuse() {
    DbError error(ErrorKind::Integrity, "rows that were added together did not get numbers in a row");
    error.hint = "A trigger adds or drops rows of the same table. Declare it with the table, and rows are inserted one by one.";
    throw error;
  }

  BindSets& m_rows;
  const Range m_range;
  const Connection* m_numbering;
  std::int64_t& m_lastNumber;
  std::size_t m_inserted = 0;
  std::vector<ValueView> m_values;
};

/// What an INSERT's run knows while it goes on.
class InsertRun {
 public:
  InsertRun(const GroupedInsert& insert, Connection& connection, BindSets& sets)
      : m_insert(insert), m_connection(connection), m_sets(sets), m_numbering(insert.numbersRows ? &connection : nullptr) {}

  void execute() {
    const std::size_t size = m_sets.size();
    if (!isGrouped()) return singly(0, size);
    std::size_t next = 0;
    if (!m_numbering || areNumbersSure(next)) {
      const std::size_t groups = (size - next) / m_insert.rows;
      severally(next, next + groups * m_insert.rows);
      next += groups * m_insert.rows;
    }
    if (next < size) singly(next, size);
  }

 private:
  bool isGrouped() const {
    return !m_insert.several.empty() && m_insert.rows > 1 && m_sets.size() >= m_insert.rows + 2 && m_connection.transactionState() == Connection::TransactionState::Active;
  }

  /// The engine numbers rows upwards, except where the largest number is taken: then they come at random. Inserts two rows to see.
  bool areNumbersSure(std::size_t& next) {
    singly(0, 1);
    const std::int64_t first = m_lastNumber;
    singly(1, 2);
    next = 2;
    return m_lastNumber == first + 1 && m_lastNumber < std::numeric_limits<std::int64_t>::max() - static_cast<std::int64_t>(m_sets.size());
  }

  void singly(std::size_t first, std::size_t last) {
    RowsOfInsert rows(m_sets, {first, last, 1}, m_numbering, &m_lastNumber);
    try {
      m_connection.executeEach(m_insert.one, rows);
    } catch (DbError& error) {
      tellRow(error, first);
      throw;
    }
  }

  void severally(std::size_t first, std::size_t last) {
    RowsOfInsert rows(m_sets, {first, last, m_insert.rows}, m_numbering, &m_lastNumber);
    try {
      m_connection.executeEach(m_insert.several, rows);
    } catch (DbError& error) {
      const bool isUndone = rows.inserted() == error.failedSet && m_connection.transactionState() == Connection::TransactionState::Active;
      if (isUndone && error.kind() != ErrorKind::Cancelled) {
        const std::size_t begin = first + *error.failedSet * m_insert.rows;
        singly(begin, begin + m_insert.rows);
      }
      throw;
    }
  }

  void tellRow(DbError& error, std::size_t first) const {
    if (!error.failedSet || first == 0) return;
    error.failedSet = first + *error.failedSet;
    error.detail = "set " + std::to_string(*error.failedSet + 1) + " of " + std::to_string(m_sets.size());
  }

  const GroupedInsert& m_insert;
  Connection& m_connection;
  BindSets& m_sets;
  const Connection* m_numbering;
  std::int64_t m_lastNumber = 0;
};

}  // namespace

void GroupedInsert::execute(Connection& connection, BindSets& sets) const { InsertRun(*this, connection, sets).execute(); }

std::size_t rowsOfInsert(const Dialect& dialect, const schema::Table& table, std::size_t valuesOfRow) {
  if (valuesOfRow == 0 || !table.triggers.empty()) return 1;
  return std::max<std::size_t>(1, std::min(dialect.rowsOfInsert(), dialect.maxBinds() / valuesOfRow));
}

std::optional<std::string> copyStatement(Connection& connection, const Dialect& dialect, const QualifiedName& table, const std::vector<std::string>& columns) {
  const auto copy = dialect.bulkCopy(table, columns);
  if (!copy) return {};
  const auto answer = fetchAll(connection, copy->isPossible);
  const bool isPossible = answer->rows() == 1 && answer->at(0, 0).storageClass() == StorageClass::Boolean && answer->at(0, 0).toBoolean();
  return isPossible ? std::optional(copy->statement) : std::nullopt;
}

}  // namespace joinery
