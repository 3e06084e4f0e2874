// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relations/delete_dialog.h"

#include <QDialogButtonBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/widgets/deliver.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

DeleteDialog::DeleteDialog(Database* database, const Model& model, const std::vector<Value>& key, const QString& label, QWidget* parent)
    : QDialog(parent), m_registry(database->registry()), m_model(model.name), m_key(key), m_worker(database->newWorker(tr("delete preview"))), m_text(new QPlainTextEdit(this)) {
  setObjectName(QStringLiteral("deleteDialog"));
  setWindowTitle(tr("Delete %1").arg(label));
  resize(460, 260);
  m_text->setObjectName(QStringLiteral("whatFollows"));
  m_text->setAccessibleName(tr("What follows"));
  m_text->setReadOnly(true);
  m_text->setTabChangesFocus(true);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
  m_retry = buttons->addButton(tr("&Retry"), QDialogButtonBox::ActionRole);
  m_retry->setVisible(false);
  m_delete = buttons->addButton(tr("&Delete"), QDialogButtonBox::AcceptRole);
  m_delete->setObjectName(QStringLiteral("delete"));
  m_delete->setAccessibleName(tr("Delete"));
  m_delete->setDefault(true);
  auto* layout = new QVBoxLayout(this);
  layout->addWidget(m_text, 1);
  layout->addWidget(buttons);
  connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(m_retry, &QPushButton::clicked, this, &DeleteDialog::read);
  read();
}

DeleteDialog::~DeleteDialog() { m_worker->cancelAll(); }

void DeleteDialog::read() {
  m_isBusy = true;
  m_delete->setEnabled(false);
  m_retry->setVisible(false);
  m_text->setPlainText(tr("Looking for what belongs to the row…"));
  auto job = m_worker->run([registry = m_registry, model = m_model, key = m_key](Worker::Context& context) { return readDeleteEffects(context, *registry, model, key); },
                           toStdString(tr("Looking for what a deletion from %1 sets off").arg(toQString(m_model))));
  deliver(job.future, this, [this](const Result<std::vector<CountedDeleteEffect>>& effects) { show(effects); });
}

void DeleteDialog::show(const Result<std::vector<CountedDeleteEffect>>& effects) {
  m_isBusy = false;
  m_delete->setEnabled(true);
  QStringList lines{tr("The row is marked; it goes with the next commit.")};
  const auto list = [&lines](const QString& title, const QStringList& rows) {
    if (rows.isEmpty()) return;
    lines << QString() << title;
    for (const QString& row : rows) lines << QStringLiteral("  • ") + row;
  };
  if (!effects) {
    lines << QString() << tr("What goes with it could not be read: %1").arg(toQString(effects.error().message()));
    m_retry->setVisible(true);
  } else {
    const DeletePreview preview = deletePreview(*m_registry, m_registry->at(m_model), *effects);
    list(tr("These rows go with it:"), preview.goes);
    list(tr("These rows are left behind:"), preview.staysBehind);
    list(tr("The database will refuse it while these rows refer to it:"), preview.forbids);
    if (preview.isEmpty()) lines << QString() << tr("No other row refers to it.");
  }
  m_text->setPlainText(lines.join(QLatin1Char('\n')));
  Q_EMIT ready();
}

}  // namespace joinery::ui

#include "moc_delete_dialog.cpp"
