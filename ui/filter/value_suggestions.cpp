// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/filter/value_suggestions.h"

#include <QLocale>

#include "ui/widgets/deliver.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {
constexpr int kTypingPause = 200;
}

ValueSuggestions::ValueSuggestions(Database* database, QObject* parent) : QAbstractTableModel(parent), m_database(database) {
  for (QTimer* timer : {&m_pause, &m_patience}) timer->setSingleShot(true);
  m_pause.setInterval(kTypingPause);
  m_patience.setInterval(kMostMilliseconds);
  connect(&m_pause, &QTimer::timeout, this, &ValueSuggestions::look);
  connect(&m_patience, &QTimer::timeout, this, &ValueSuggestions::stop);
}

ValueSuggestions::~ValueSuggestions() = default;

void ValueSuggestions::ask(const std::string& model, const std::string& attribute, const QString& prefix) {
  stop();
  m_model = model;
  m_attribute = attribute;
  m_prefix = prefix;
  m_pause.start();
}

void ValueSuggestions::stop() {
  m_pause.stop();
  m_patience.stop();
  if (m_worker && m_job != 0) m_worker->cancel(std::exchange(m_job, 0));
}

void ValueSuggestions::look() {
  const auto registry = m_database->registry();
  const Model* model = registry ? registry->find(m_model) : nullptr;
  const Attribute* attribute = model ? model->attribute(m_attribute) : nullptr;
  if (!attribute || !ColumnValueQuery::isOf(*attribute)) return show({});
  if (!m_worker) m_worker = m_database->newWorker(tr("suggestions"), Engine::Access::Read, Worker::Keep::WhileUsed);
  auto job = m_worker->run([registry, model, attribute, prefix = toStdString(m_prefix)](Worker::Context& context) {
    return ColumnValueQuery(*model, *attribute, prefix).read(context);
  }, toStdString(tr("Looking up values of %1.%2").arg(toQString(m_model), toQString(m_attribute))));
  m_job = job.id;
  m_patience.start();
  deliver(job.future, this, [this, id = job.id](Result<ColumnValues> result) {
    if (id != m_job) return;
    m_job = 0;
    m_patience.stop();
    // Where none can be had one types without them.
    show(result ? std::move(*result) : ColumnValues());
  });
}

void ValueSuggestions::show(ColumnValues values) {
  beginResetModel();
  m_values = std::move(values);
  endResetModel();
  Q_EMIT found();
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
