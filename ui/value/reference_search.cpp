// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/value/reference_search.h"

#include "orm/core/display_text.h"
#include "orm/engine/execution.h"
#include "orm/query/label_expression.h"
#include "orm/query/model_select.h"
#include "orm/sql/operators.h"
#include "ui/widgets/deliver.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

constexpr int kTypingPauseOfSearch = 150;  // milliseconds
const std::string kMatches = "matches_";

std::string escapedPattern(const std::string& text) {
  std::string pattern;
  for (const char each : text) {
    if (each == '%' || each == '_' || each == '\\') pattern += '\\';
    pattern += each;
  }
  return pattern;
}

/// Keys that begin so, and labels that hold it in any letter case; in the labels' order, as far as so many are looked at.
sql::Select searchSelect(const ReferenceSearch::Target& target, const std::string& text) {
  const sql::FromItem table = modelSource(*target.model, "wanted_");
  const sql::Expression key = attributeExpression(*target.key, "wanted_");
  const sql::Expression label = labelExpression(*target.model, "wanted_");
  auto matches = sql::Select({key.as("key_"), label.as("label_")}).from(table).where(sql::isNotNull(key)).limit(ReferenceSearch::kMostMatches);
  if (const auto family = familyCondition(*target.registry, *target.model, "wanted_"); !family.isEmpty()) matches = matches.where(family);
  if (!text.empty()) matches = matches.where(sql::or_({sql::containsIgnoringCase(label, text), sql::ilike(sql::asText(key), escapedPattern(text) + "%")}));
  const sql::Expression shownKey = sql::column(kMatches, "key_", target.key->column.type);
  const sql::Expression shownLabel = sql::column(kMatches, "label_", ValueType::of(TypeKind::Text));
  return sql::Select({shownKey.as("key"), shownLabel.as("label")}).from(sql::subqueryAs(matches, kMatches)).orderBy({{shownLabel}, {shownKey}}).limit(ReferenceSearch::kMostRows);
}

}  // namespace

std::optional<ReferenceSearch::Target> ReferenceSearch::targetOf(const std::shared_ptr<const Registry>& registry, const Model& model, const Attribute& attribute) {
  if (!registry) return std::nullopt;
  for (const auto& relationship : model.relationships) {
    if (relationship.kind != Relationship::Kind::ManyToOne || relationship.localColumns != std::vector{attribute.column.name}) continue;
    const Model* target = registry->find(relationship.target);
    const Attribute* key = target ? target->attributeOfColumn(relationship.remoteColumns[0]) : nullptr;
    if (key) return Target{registry, target, key};
  }
  return std::nullopt;
}

ReferenceSearch::ReferenceSearch(Database* database, Target target, QObject* parent) : QAbstractListModel(parent), m_database(database), m_target(std::move(target)) {
  for (QTimer* timer : {&m_pause, &m_patience}) timer->setSingleShot(true);
  m_pause.setInterval(kTypingPauseOfSearch);
  m_patience.setInterval(kMostMilliseconds);
  connect(&m_pause, &QTimer::timeout, this, &ReferenceSearch::look);
  connect(&m_patience, &QTimer::timeout, this, &ReferenceSearch::stop);
}

ReferenceSearch::~ReferenceSearch() = default;

void ReferenceSearch::ask(const QString& text) {
  stop();
  m_text = text;
  m_pause.start();
}

void ReferenceSearch::stop() {
  m_pause.stop();
  m_patience.stop();
  if (m_worker && m_job != 0) m_worker->cancel(std::exchange(m_job, 0));
}

void ReferenceSearch::look() {
  if (!m_worker) m_worker = m_database->newWorker(tr("references"));
  auto job = m_worker->run([target = m_target, text = toStdString(m_text)](Worker::Context& context) {
    const auto batch = fetchAll(*execute(context.connection, context.dialect.compile(searchSelect(target, text))));
    std::vector<Row> rows;
    for (std::size_t row = 0; row < batch->rows(); ++row) {
      const QString shownKey = toQString(displayText(batch->at(row, 0), target.key->column.type));
      const QString label = toQString(displayText(batch->at(row, 1), {}));
      rows.push_back({Value(batch->at(row, 0)), label.isEmpty() || label == shownKey ? shownKey : QStringLiteral("%1 · %2").arg(shownKey, label)});
    }
    return rows;
  }, toStdString(tr("Searching %1").arg(toQString(m_target.model->name))));
  m_job = job.id;
  m_patience.start();
  deliver(job.future, this, [this, id = job.id](Result<std::vector<Row>> result) {
    if (id != m_job) return;
    m_job = 0;
    m_patience.stop();
    if (result) show(std::move(*result));
    else Q_EMIT failed(result.error());
  });
}

void ReferenceSearch::show(std::vector<Row> rows) {
  beginResetModel();
  m_rows = std::move(rows);
  endResetModel();
  Q_EMIT found();
}

int ReferenceSearch::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(m_rows.size()); }

QVariant ReferenceSearch::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  if (role != Qt::DisplayRole && role != Qt::EditRole) return {};
  return m_rows[static_cast<std::size_t>(index.row())].text;
}

}  // namespace joinery::ui

#include "moc_reference_search.cpp"
