// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/filter/json_path_completer.h"

#include <QAbstractItemView>
#include <QKeyEvent>
#include <QLineEdit>

#include "ui/filter/json_paths.h"
#include "ui/widgets/deliver.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

JsonPathCompleter::JsonPathCompleter(Database* database, QLineEdit* line) : QCompleter(line), m_database(database), m_line(line), m_paths(new QStringListModel(this)) {
  setModel(m_paths);
  setFilterMode(Qt::MatchContains);
  setCaseSensitivity(Qt::CaseInsensitive);
  popup()->setObjectName(QStringLiteral("jsonPaths"));
  popup()->setAccessibleName(tr("JSON paths"));
  line->setCompleter(this);
  line->installEventFilter(this);
}

JsonPathCompleter::~JsonPathCompleter() {
  if (m_worker) m_worker->cancelAll();
}

void JsonPathCompleter::setColumn(const std::string& model, const std::string& attribute) {
  if (model == m_model && attribute == m_attribute) return;
  if (m_worker && m_job != 0) m_worker->cancel(std::exchange(m_job, 0));
  m_model = model;
  m_attribute = attribute;
  m_isRead = false;
  m_paths->setStringList({});
}

void JsonPathCompleter::look() {
  const auto registry = m_database->registry();
  const Model* model = registry ? registry->find(m_model) : nullptr;
  const Attribute* attribute = model ? model->attribute(m_attribute) : nullptr;
  if (m_isRead || m_job != 0 || !attribute) return;
  if (!m_worker) m_worker = m_database->newWorker(tr("suggestions"), Engine::Access::Read, Worker::Keep::WhileUsed);
  auto job = m_worker->run([registry, model, attribute](Worker::Context& context) { return JsonPaths::read(context, *model, *attribute); },
                           toStdString(tr("Looking up the paths of %1.%2").arg(toQString(m_model), toQString(m_attribute))));
  m_job = job.id;
  deliver(job.future, this, [this, id = job.id](const Result<std::vector<std::string>>& result) {
    if (id != m_job) return;
    m_job = 0;
    m_isRead = result.hasValue();
    QStringList paths;
    // Where none can be had one types without them.
    if (result)
      for (const std::string& path : *result) paths << toQString(path);
    m_paths->setStringList(paths);
    // A screen reader tells what a popup does not.
    m_line->setAccessibleDescription(paths.isEmpty() ? QString() : tr("%n path(s) below", nullptr, static_cast<int>(paths.size())));
    Q_EMIT found();
  });
}

void JsonPathCompleter::offerAll() {
  setCompletionPrefix({});
  complete();
}

bool JsonPathCompleter::eventFilter(QObject* watched, QEvent* event) {
  if (watched == m_line && event->type() == QEvent::FocusIn) look();
  const bool isDown = watched == m_line && event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Down && !popup()->isVisible();
  if (isDown) return offerAll(), true;
  return QCompleter::eventFilter(watched, event);
}

}  // namespace joinery::ui

#include "moc_json_path_completer.cpp"
