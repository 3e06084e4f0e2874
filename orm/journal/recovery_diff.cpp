// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/journal/recovery_diff.h"

#include <algorithm>

#include "orm/changes/row_reader.h"

namespace joinery {

namespace {

using State = RecoveredChange::State;
using Kind = Change::Kind;

bool isIdentical(ValueView one, ValueView other) { return one.storageClass() == other.storageClass() && one.word() == other.word() && one.bytes() == other.bytes(); }

/// The attributes that a change speaks of.
std::vector<RecoveredChange::Cell> cellsOf(const Change& change) {
  std::vector<RecoveredChange::Cell> cells;
  const auto cell = [&cells](const std::string& attribute) -> RecoveredChange::Cell& {
    const auto found = std::ranges::find(cells, attribute, &RecoveredChange::Cell::attribute);
    return found != cells.end() ? *found : cells.emplace_back(RecoveredChange::Cell{attribute, {}, {}, {}});
  };
  for (const auto& [name, value] : change.values) cell(name).mine = value;
  if (change.before)
    for (const auto& [name, value] : *change.before) cell(name).base = value;
  return cells;
}

class Comparison {
 public:
  Comparison(Connection& connection, const Dialect& dialect, const Registry& registry) : m_connection(connection), m_dialect(dialect), m_registry(registry) {}

  RecoveredChange compare(const Change& change) const {
    RecoveredChange recovered{change, State::Applies, cellsOf(change)};
    const Model* model = m_registry.find(change.model);
    if (!isPlaceThere(model, recovered)) recovered.state = State::NoSuchPlace;
    else if (change.kind == Kind::Update || change.kind == Kind::Delete) readRow(*model, recovered);
    return recovered;
  }

 private:
  static bool isPlaceThere(const Model* model, const RecoveredChange& recovered) {
    if (model == nullptr) return false;
    const Change& change = recovered.change;
    const bool isLink = change.kind == Kind::Link || change.kind == Kind::Unlink;
    if (isLink && model->relationship(change.relationship) == nullptr) return false;
    if (change.kind != Kind::Insert && change.key.size() != model->keyAttributes().size()) return false;
    return std::ranges::all_of(recovered.cells, [&](const auto& cell) { return model->attribute(cell.attribute) != nullptr; });
  }

  void readRow(const Model& model, RecoveredChange& recovered) const {
    const std::vector<std::string> keyNames = model.keyAttributes();
    std::vector<std::pair<std::string, Value>> where;
    for (std::size_t i = 0; i < keyNames.size(); ++i) {
      if (!recovered.change.key[i].isValue()) return;
      where.emplace_back(model.attribute(keyNames[i])->column.name, recovered.change.key[i].value());
    }
    std::vector<std::string> columns;
    for (const auto& cell : recovered.cells) columns.push_back(model.attribute(cell.attribute)->column.name);
    if (columns.empty()) columns.push_back(where.front().first);
    const auto batch = readRows(m_connection, m_dialect, *model.table, columns, where);
    const bool isDelete = recovered.change.kind == Kind::Delete;
    if (batch->rows() == 0) {
      recovered.state = isDelete ? State::AlreadyThere : State::RowGone;
      return;
    }
    for (std::size_t i = 0; i < recovered.cells.size(); ++i) recovered.cells[i].theirs = Value(batch->at(0, i));
    recovered.state = stateOf(recovered.cells, isDelete);
  }

  static State stateOf(const std::vector<RecoveredChange::Cell>& cells, bool isDelete) {
    const auto isAsRead = [](const auto& cell) { return !cell.base || isIdentical(*cell.base, *cell.theirs); };
    const auto isMine = [](const auto& cell) { return cell.mine && cell.mine->isValue() && isIdentical(cell.mine->value(), *cell.theirs); };
    if (std::ranges::all_of(cells, isAsRead)) return State::Applies;
    return !isDelete && std::ranges::all_of(cells, isMine) ? State::AlreadyThere : State::Differs;
  }

  Connection& m_connection;
  const Dialect& m_dialect;
  const Registry& m_registry;
};

}  // namespace

std::vector<RecoveredChange> compareRecovered(Connection& connection, const Dialect& dialect, const Registry& registry, const ChangeList& changes) {
  const Comparison comparison(connection, dialect, registry);
  std::vector<RecoveredChange> recovered;
  for (const Change& change : changes) recovered.push_back(comparison.compare(change));
  return recovered;
}

}  // namespace joinery
