// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/filter/value_suggestions.h"

#include <QLocale>

#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {
constexpr std::chrono::milliseconds kTypingPause{200};
}

ValueSuggestions::ValueSuggestions(Database* database, QObject* parent) : SearchModel(database, tr("suggestions"), {kTypingPause, std::chrono::milliseconds(kMostMilliseconds)}, parent) {}

void ValueSuggestions::ask(const std::string& model, const std::string& attribute, const QString& prefix) {
  m_model = model;
  m_attribute = attribute;
  m_prefix = prefix;
  lookSoon();
}

void ValueSuggestions::look() {
  const auto registry = database()->registry();
  const Model* model = registry ? registry->find(m_model) : nullptr;
  const Attribute* attribute = model ? model->attribute(m_attribute) : nullptr;
  if (!attribute || !ColumnValueQuery::isOf(*attribute)) return take({});
  const auto work = [registry, model, attribute, prefix = toStdString(m_prefix)](Worker::Context& context) { return ColumnValueQuery(*model, *attribute, prefix).read(context); };
  // Where none can be had one types without them.
  run(tr("Looking up values of %1.%2").arg(toQString(m_model), toQString(m_attribute)), work, [this](Result<ColumnValues> result) { take(result ? std::move(*result) : ColumnValues()); });
}

void ValueSuggestions::take(ColumnValues values) {
  show([&] { m_values = std::move(values); });
}

int ValueSuggestions::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(m_values.values.size()); }

int ValueSuggestions::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant ValueSuggestions::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  if (role == Qt::TextAlignmentRole) return int(index.column() == CountColumn ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter);
  if (role != Qt::DisplayRole && role != Qt::EditRole) return {};
  const ColumnValue& value = m_values.values[static_cast<std::size_t>(index.row())];
  if (index.column() == ValueColumn) return toQString(value.text);
  const QString count = QLocale().toString(static_cast<qlonglong>(value.count));
  return m_values.isPartial ? QStringLiteral("≥ ") + count : count;
}

QVariant ValueSuggestions::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
  return section == ValueColumn ? tr("Value") : tr("Rows");
}

}  // namespace joinery::ui

#include "moc_value_suggestions.cpp"
