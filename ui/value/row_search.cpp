// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/value/row_search.h"

#include <algorithm>

#include "orm/engine/execution.h"
#include "orm/engine/value_limit.h"
#include "orm/query/label_expression.h"
#include "orm/query/model_select.h"
#include "orm/sql/operators.h"
#include "ui/changes/cell_text.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

constexpr std::chrono::milliseconds kTypingPauseOfSearch{150};
constexpr std::size_t kMostFoundBytes = 8 * 1024;  // of a cell
constexpr std::size_t kMostSearchedBytes = 1U << 20U;
const std::string kWanted = "wanted_", kMatches = "matches_", kFound = "found_", kRead = "row_";

std::string escapedPattern(const std::string& text) {
  std::string pattern;
  for (const char each : text) {
    if (each == '%' || each == '_' || each == '\\') pattern += '\\';
    pattern += each;
  }
  return pattern;
}

std::string keyName(std::size_t position) { return "key_" + std::to_string(position); }

/// Keys that begin so, and labels that hold it in any letter case; as far as so many are looked at.
sql::Select matchesSelect(const RowSearch::Target& target, const std::string& text) {
  const sql::Expression label = labelExpression(*target.model, kWanted);
  std::vector<sql::Expression> columns{label.as("label_")}, hits{sql::containsIgnoringCase(label, text)};
  auto matches = sql::Select().from(modelSource(*target.model, kWanted)).limit(RowSearch::kMostMatches);
  for (const Attribute* attribute : target.key) {
    const sql::Expression key = attributeExpression(*attribute, kWanted);
    columns.push_back(key.as(keyName(columns.size() - 1)));
    hits.push_back(sql::ilike(sql::asText(key), escapedPattern(text) + "%"));
    matches = matches.where(sql::isNotNull(key));
  }
  if (const auto family = familyCondition(*target.registry, *target.model, kWanted); !family.isEmpty()) matches = matches.where(family);
  if (!text.empty()) matches = matches.where(sql::or_(hits));
  return matches.columns(columns);
}

/// Rows whose key is just the text, then by the label.
std::vector<sql::OrderBy> orderOfMatches(const RowSearch::Target& target, const std::string& from, const std::string& text) {
  std::vector<sql::OrderBy> order;
  std::vector<sql::Expression> keys;
  for (std::size_t i = 0; i < target.key.size(); ++i) keys.push_back(sql::column(from, keyName(i), target.key[i]->column.type));
  if (keys.size() == 1 && !text.empty()) order.push_back({sql::caseWhen({{sql::eq(sql::asText(keys[0]), sql::bind(Value::text(text))), sql::integerLiteral(0)}}, sql::integerLiteral(1))});
  order.push_back({sql::column(from, "label_", ValueType::of(TypeKind::Text))});
  for (const sql::Expression& key : keys) order.push_back({key});
  return order;
}

/// What may be left out of a row when it is too large.
bool isAside(const RowShape& shape, std::size_t position) {
  const Attribute& attribute = *shape.attributes[position];
  return std::ranges::find(shape.details, position) != shape.details.end() && !attribute.isKey && !attribute.isForeignKey;
}

enum class Details { Read, LeftOut };

/// The first matches in their order, each with the rest of its row.
sql::Select searchSelect(const RowSearch::Target& target, const RowShape& shape, const std::string& text, Details details) {
  std::vector<sql::Expression> names{sql::column(kMatches, "label_", ValueType::of(TypeKind::Text)).as("label_")}, isSame, columns;
  for (std::size_t i = 0; i < target.key.size(); ++i) {
    const ValueType& type = target.key[i]->column.type;
    names.push_back(sql::column(kMatches, keyName(i), type).as(keyName(i)));
    isSame.push_back(sql::eq(attributeExpression(*target.key[i], kRead), sql::column(kFound, keyName(i), type)));
  }
  for (std::size_t i = 0; i < shape.attributes.size(); ++i) {
    const bool isLeftOut = details == Details::LeftOut && isAside(shape, i);
    columns.push_back(isLeftOut ? sql::bind(Value::text("…")) : attributeColumn(*shape.attributes[i], kRead));
  }
  const auto first = sql::Select(names).from(sql::subqueryAs(matchesSelect(target, text), kMatches)).orderBy(orderOfMatches(target, kMatches, text)).limit(RowSearch::kMostRows + 1);
  return sql::Select(columns).from(sql::subqueryAs(first, kFound).join(modelSource(*target.model, kRead), sql::and_(isSame))).orderBy(orderOfMatches(target, kFound, text));
}

RelatedRow takeFound(const RowSearch::Target& target, const RowShape& shape, const RowBatch& batch, std::size_t row, Details details) {
  RelatedRow taken;
  for (std::size_t i = 0; i < shape.attributes.size(); ++i) {
    taken.values.emplace_back(batch.at(row, i));
    taken.cut.push_back(batch.isPartial(row, i) || (details == Details::LeftOut && isAside(shape, i)));
  }
  for (const Attribute* attribute : target.key) {
    const auto position = static_cast<std::size_t>(shape.indexOfAttribute(attribute->name));
    // A key that was cut names another row, or none.
    if (taken.cut[position]) return {};
    taken.key.push_back(taken.values[position]);
  }
  if (std::ranges::find(taken.cut, true) == taken.cut.end()) taken.cut.clear();
  return taken;
}

std::vector<RelatedRow> searchRows(Worker::Context& context, const RowSearch::Target& target, const RowShape& shape, const std::string& text, Details details) {
  std::vector<RelatedRow> rows;
  const auto cursor = execute(context.connection, context.dialect.compile(searchSelect(target, shape, text, details)));
  for (auto batch = cursor->fetch(RowSearch::kMostRows + 1, kMostFoundBytes); batch->rows() > 0; batch = cursor->fetch(RowSearch::kMostRows + 1, kMostFoundBytes)) {
    for (std::size_t row = 0; row < batch->rows(); ++row)
      if (RelatedRow taken = takeFound(target, shape, *batch, row, details); !taken.key.empty()) rows.push_back(std::move(taken));
    context.cancelToken.throwIfCancelled();
  }
  return rows;
}

/// Without the details where one is so large that it would be held whole only to show its beginning.
std::vector<RelatedRow> searchRows(Worker::Context& context, const RowSearch::Target& target, const RowShape& shape, const std::string& text) {
  if (target.key.empty()) return {};
  try {
    const ValueLimit limit(context.connection, kMostSearchedBytes);
    return searchRows(context, target, shape, text, Details::Read);
  } catch (const DbError& error) {
    if (error.kind() != ErrorKind::TooLarge) throw;
  }
  return searchRows(context, target, shape, text, Details::LeftOut);
}

}  // namespace

std::vector<std::string> RowSearch::Target::names() const {
  std::vector<std::string> names;
  for (const Attribute* attribute : key) names.push_back(attribute->name);
  return names;
}

std::string RowSearch::Target::place() const {
  std::string place = model->name;
  for (const Attribute* attribute : key) place += '\n' + attribute->name;
  return place;
}

RowSearch::Target RowSearch::Target::ofModel(std::shared_ptr<const Registry> registry, const Model& model) {
  Target target{std::move(registry), &model, {}};
  for (const std::string& name : model.keyAttributes()) target.key.push_back(model.attribute(name));
  return target;
}

RowSearch::RowSearch(Database* database, Target target, QObject* parent)
    : SearchModel(database, tr("row search"), {kTypingPauseOfSearch, std::chrono::milliseconds(kMostMilliseconds)}, parent), m_target(std::move(target)), m_shape(*m_target.model, m_target.key) {}

void RowSearch::ask(const QString& text) {
  m_text = text.trimmed();
  lookSoon();
}

void RowSearch::look() {
  const auto work = [target = m_target, shape = m_shape, text = toStdString(m_text)](Worker::Context& context) { return searchRows(context, target, shape, text); };
  run(tr("Searching rows of %1").arg(toQString(m_target.model->name)), work, [this](Result<std::vector<RelatedRow>> result) {
    if (result) take(std::move(*result));
    else Q_EMIT failed(result.error());
  });
}

void RowSearch::giveUp() {
  DbError error(ErrorKind::Timeout, toStdString(tr("%1 was searched for %n seconds without an answer.", nullptr, kMostMilliseconds / 1'000).arg(toQString(m_target.model->name))));
  error.hint = toStdString(tr("Type another part of the label, or the key."));
  Q_EMIT failed(error);
}

void RowSearch::take(std::vector<RelatedRow> rows) {
  show([&] {
    m_hasMore = rows.size() > static_cast<std::size_t>(kMostRows);
    if (m_hasMore) rows.resize(static_cast<std::size_t>(kMostRows));
    m_rows = std::move(rows);
  });
}

int RowSearch::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(m_rows.size()); }

int RowSearch::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QString RowSearch::keyText(const RelatedRow& row) const {
  QStringList parts;
  for (std::size_t i = 0; i < row.key.size(); ++i) parts << gridText(row.key[i], m_target.key[i]->column.type);
  return parts.join(QStringLiteral(", "));
}

QString RowSearch::detailsText(const RelatedRow& row) const {
  QStringList parts;
  for (const std::size_t position : m_shape.details) {
    const Attribute& attribute = *m_shape.attributes[position];
    const Value& value = row.values[position];
    parts << toQString(attribute.name) + QLatin1Char(' ') + (value.isNull() ? QStringLiteral("NULL") : gridText(value, attribute.column.type));
  }
  return parts.join(QStringLiteral(" · "));
}

QVariant RowSearch::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  if (role != Qt::DisplayRole && role != Qt::EditRole) return {};
  const RelatedRow& found = row(index.row());
  const QString label = gridText(ValueView::text(relatedRowLabel(m_shape, found.values)), ValueType{});
  switch (index.column()) {
    case LabelColumn: {
      if (role == Qt::DisplayRole) return label;
      const QString key = keyText(found);
      return label.isEmpty() || label == key ? key : QStringLiteral("%1 · %2").arg(key, label);
    }
    case DetailsColumn: return detailsText(found);
    default: return keyText(found);
  }
}

QVariant RowSearch::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
  return section == LabelColumn ? tr("Row") : section == DetailsColumn ? tr("Details") : tr("Key");
}

}  // namespace joinery::ui

#include "moc_row_search.cpp"
