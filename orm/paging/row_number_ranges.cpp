// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/paging/row_number_ranges.h"

#include <algorithm>

#include "orm/engine/execution.h"
#include "orm/model/row_id.h"
#include "orm/paging/ordered_pieces.h"
#include "orm/query/model_select.h"
#include "orm/sql/function.h"
#include "orm/sql/operators.h"

namespace joinery {

bool RowNumberRanges::areThereFor(const Model& model) {
  return model.table->kind == schema::TableKind::Table && model.parts.empty() && !rowIdName(*model.table).empty();
}

RowNumberRanges::RowNumberRanges(const PagedSelect& select, Connection& connection, Direction direction)
    : m_select(select),
      m_connection(connection),
      m_direction(direction),
      m_number(sql::column(modelSource(select.model()).qualifier(), rowIdName(*select.model().table), ValueType::of(TypeKind::Integer))) {}

std::optional<sql::Expression> RowNumberRanges::next() {
  if (m_hasBegun) adaptWidth();
  else begin();
  if (!m_at) return std::nullopt;
  const bool isAscending = m_direction == Direction::Ascending;
  const std::int64_t from = *m_at;
  // Numbers may be as far apart as there are any.
  const auto left = isAscending ? static_cast<std::uint64_t>(m_last) - static_cast<std::uint64_t>(from) : static_cast<std::uint64_t>(from) - static_cast<std::uint64_t>(m_last);
  const auto width = static_cast<std::int64_t>(std::min(left, static_cast<std::uint64_t>(m_width - 1)));
  const std::int64_t to = left < static_cast<std::uint64_t>(m_width) ? m_last : isAscending ? from + width : from - width;
  m_at = to == m_last ? std::nullopt : std::optional(isAscending ? to + 1 : to - 1);
  m_given = std::chrono::steady_clock::now();
  return sql::between(m_number, sql::integerLiteral(std::min(from, to)), sql::integerLiteral(std::max(from, to)));
}

/// Each as a subquery of its own: the engine answers either from an end of the b-tree, but both at once by a scan.
void RowNumberRanges::begin() {
  m_hasBegun = true;
  const auto from = modelSource(m_select.model());
  const auto least = sql::subquery(sql::Select({sql::minimum(m_number)}).from(from)), greatest = sql::subquery(sql::Select({sql::maximum(m_number)}).from(from));
  const auto ends = fetchAll(m_connection, m_select.dialect().compile(sql::Select({least.as("least"), greatest.as("greatest")})));
  if (ends->at(0, 0).isNull()) return;
  const bool isAscending = m_direction == Direction::Ascending;
  m_at = ends->at(0, isAscending ? 0 : 1).toInteger();
  m_last = ends->at(0, isAscending ? 1 : 0).toInteger();
}

/// What is quick may be so because an index leads to the few rows that pass a filter: there is no widest range.
void RowNumberRanges::adaptWidth() {
  constexpr std::int64_t kNarrowest = 1'024, kWidest = std::int64_t{1} << 62;
  const auto taken = std::chrono::steady_clock::now() - m_given;
  if (taken > OrderedPieces::kPieceTime) m_width = std::max(m_width / 2, kNarrowest);
  else if (taken < OrderedPieces::kPieceTime / 2) m_width = m_width < kWidest ? m_width * 2 : kWidest;
}

}  // namespace joinery
