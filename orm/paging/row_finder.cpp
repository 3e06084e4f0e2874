// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/paging/row_finder.h"

#include "orm/core/value_identity.h"
#include "orm/engine/execution.h"
#include "orm/paging/ordered_pieces.h"
#include "orm/paging/row_stream.h"
#include "orm/sql/function.h"
#include "orm/sql/operators.h"

namespace joinery {

namespace {

RowFinder::Terms termsOf(const RowBatch& batch, std::size_t row, std::size_t terms) {
  RowFinder::Terms values;
  for (std::size_t i = 0; i < terms; ++i) values.emplace_back(batch.at(row, i));
  return values;
}

bool isTrueAt(const RowBatch& batch, std::size_t row, std::size_t column) {
  const auto cell = batch.at(row, column);
  return cell.storageClass() == StorageClass::Boolean ? cell.toBoolean() : cell.toInteger() != 0;
}

/// The row's key within its terms.
std::string keyIdentity(const RowFinder::Terms& terms, std::size_t keyTerms) {
  std::string identity;
  for (std::size_t i = terms.size() - keyTerms; i < terms.size(); ++i) appendIdentity(identity, terms[i]);
  return identity;
}

}  // namespace

std::optional<RowFinder::Terms> RowFinder::next(const sql::Expression& condition, const Terms& from, Towards towards) {
  const RowOrder order = towards == Towards::End ? m_select.order() : m_select.order().backwards();
  if (m_select.isReadInPieces()) return nextInPieces(condition, from, order);
  const auto ranges = from.empty() ? std::vector<sql::Expression>(1) : order.rangesFrom(from, RowOrder::From::AfterKey);
  for (const auto& range : ranges) {
    auto select = m_select.places().where(condition).orderBy(order.orderBy()).limit(1);
    if (auto found = firstTerms(range.isEmpty() ? select : select.where(range))) return found;
  }
  return std::nullopt;
}

std::optional<RowFinder::Terms> RowFinder::nextInPieces(const sql::Expression& condition, const Terms& from, const RowOrder& order) {
  const auto select = m_select.places().addColumn(sql::isTrue(condition).as("order:found")).orderBy(order.orderBy());
  std::optional<Terms> found;
  const auto take = [&](const RowBatch& batch) {
    const std::size_t terms = order.terms().size();
    for (std::size_t row = 0; row < batch.rows() && !found; ++row)
      if (isTrueAt(batch, row, terms)) found = termsOf(batch, row, terms);
    return !found;
  };
  OrderedPieces(m_connection, m_select.dialect(), order, m_cancelToken).read(select, {from, RowOrder::From::AfterKey}, take);
  return found;
}

std::optional<RowFinder::Terms> RowFinder::firstTerms(const sql::Select& select) {
  m_cancelToken.throwIfCancelled();
  const auto batch = fetchAll(m_connection, m_select.dialect().compile(select));
  if (batch->rows() == 0) return std::nullopt;
  return termsOf(*batch, 0, m_select.order().terms().size());
}

std::optional<RowFinder::Terms> RowFinder::before(const Terms& terms, std::int64_t rows) {
  const RowOrder order = m_select.order().backwards();
  std::optional<Terms> found;
  for (const auto& range : order.rangesFrom(terms, RowOrder::From::AfterKey)) {
    m_cancelToken.throwIfCancelled();
    const auto select = m_select.places().where(range).orderBy(order.orderBy()).limit(rows);
    const auto batch = fetchAll(m_connection, m_select.dialect().compile(select));
    rows -= static_cast<std::int64_t>(batch->rows());
    if (rows == 0) return termsOf(*batch, batch->rows() - 1, order.terms().size());
  }
  return std::nullopt;
}

/// By its key, which finds it at once.
sql::Expression RowFinder::isRow(const Terms& terms) const {
  const auto& order = m_select.order();
  std::vector<sql::Expression> parts;
  for (std::size_t i = terms.size() - order.rowKeyTerms(); i < terms.size(); ++i) {
    const auto& expression = order.terms()[i].key.expression;
    parts.push_back(terms[i].isNull() ? sql::isNull(expression) : sql::eq(expression, sql::bind(terms[i], expression.type())));
  }
  return sql::and_(std::move(parts));
}

/// The engine compares: only it knows its collations.
bool RowFinder::isAtOrAfter(const Terms& terms, const Terms& other) {
  return firstTerms(m_select.places().where(isRow(terms)).where(m_select.order().startingAt(other)).limit(1)).has_value();
}

std::optional<std::int64_t> RowFinder::placeOf(const Terms& terms) {
  if (!firstTerms(m_select.places().where(isRow(terms)).limit(1))) return std::nullopt;
  const bool isIndexed = m_select.isServedByIndex() && !m_select.isFiltered();
  if (!isIndexed) return m_index.isComplete() ? spooledPlaceOf(terms) : countBefore(terms, nullptr);
  const auto anchor = anchorBefore(terms);
  return anchor ? anchor->row + countBefore(terms, &anchor->key) : countBefore(terms, nullptr);
}

/// The last of the kept keys that is not behind the row.
std::optional<KeyIndex::Anchor> RowFinder::anchorBefore(const Terms& terms) {
  const auto first = m_index.block(0);
  if (!first || !isAtOrAfter(terms, first->begin.key)) return std::nullopt;
  KeyIndex::Anchor best = first->begin;
  std::int64_t high = m_index.rowsSeen() - 1;
  while (best.row < high) {
    const auto middle = m_index.block(best.row + (high - best.row + 1) / 2);
    const auto candidate = middle && middle->begin.row > best.row ? std::optional(middle->begin) : m_index.block(best.row)->next;
    if (!candidate || candidate->row > high) break;
    if (isAtOrAfter(terms, candidate->key)) best = *candidate;
    else high = candidate->row - 1;
  }
  return best;
}

/// The rows from a key on, or all, that come before a row.
std::int64_t RowFinder::countBefore(const Terms& terms, const Terms* from) {
  const auto& order = m_select.order();
  if (!m_select.isServedByIndex()) return count(sql::isNotTrue(order.startingAt(terms)));
  // Each a range of the index between both.
  std::int64_t rows = 0;
  for (const auto& range : order.backwards().rangesFrom(terms, RowOrder::From::AfterKey)) rows += count(from ? sql::and_({range, order.startingAt(*from)}) : range);
  return rows;
}

std::int64_t RowFinder::count(const sql::Expression& condition) {
  m_cancelToken.throwIfCancelled();
  const auto select = m_select.places().where(condition).columns({sql::count()}).orderBy({});
  return fetchAll(m_connection, m_select.dialect().compile(select))->at(0, 0).toInteger();
}

/// Among the spooled keys, whose rows are looked at one by one; those that are gone tell nothing.
std::optional<std::int64_t> RowFinder::spooledPlaceOf(const Terms& terms) {
  std::int64_t low = 0;
  std::int64_t high = m_spool.rows() - 1;
  std::optional<std::int64_t> best;
  Terms atBest;
  while (low <= high) {
    const std::int64_t middle = low + (high - low) / 2;
    std::int64_t place = middle;
    auto there = spooledTerms(place);
    while (!there && place < high) there = spooledTerms(++place);
    if (there && isAtOrAfter(terms, *there)) {
      best = place;
      atBest = *there;
      low = place + 1;
    } else {
      high = middle - 1;
    }
  }
  const std::size_t keyTerms = m_select.order().rowKeyTerms();
  const bool isIt = best && keyIdentity(atBest, keyTerms) == keyIdentity(terms, keyTerms);
  return isIt ? best : std::nullopt;
}

std::optional<RowFinder::Terms> RowFinder::spooledTerms(std::int64_t place) {
  const auto key = m_spool.read(place, 1);
  if (key->rows() == 0) return std::nullopt;
  return firstTerms(m_select.rowsOf(*key).columns(m_select.order().keyColumns()));
}

std::optional<std::int64_t> RowFinder::nextPlace(const sql::Expression& condition, std::optional<std::int64_t> from, Towards towards) {
  constexpr std::size_t kCountedRows = 4'096;
  RowStream stream(m_connection, m_select.dialect(), m_select.rows().columns({sql::isTrue(condition).as("order:found")}), m_cancelToken);
  std::optional<std::int64_t> found;
  std::int64_t place = 0;
  for (auto batch = stream.next(kCountedRows); batch->rows() > 0; batch = stream.next(kBatchRows)) {
    for (std::size_t row = 0; row < batch->rows(); ++row, ++place) {
      if (towards == Towards::Beginning && from && place >= *from) return found;
      if (!isTrueAt(*batch, row, 0)) continue;
      if (towards == Towards::Beginning) found = place;
      else if (!from || place > *from) return place;
    }
  }
  return found;
}

}  // namespace joinery
