// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relations/attach_dialog.h"

#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/relations/link_values.h"
#include "ui/value/rows_found_view.h"
#include "ui/widgets/plain_label.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

AttachDialog::AttachDialog(Database* database, const Model& model, const QString& what, const std::vector<EditedColumn>& link, QWidget* parent)
    : QDialog(parent), m_search(new RowSearch(database, RowSearch::Target::ofModel(database->registry(), model), this)), m_text(new QLineEdit(this)), m_rows(new RowsFoundView(this)), m_note(new PlainLabel(this)) {
  setObjectName(QStringLiteral("attachDialog"));
  setWindowTitle(tr("Attach a row of %1").arg(toQString(model.name)));
  resize(560, 420);
  auto* sentence = new PlainLabel(what, this);
  sentence->setWordWrap(true);
  auto* label = new PlainLabel(tr("&Search"), this);
  label->setBuddy(m_text);
  m_text->setObjectName(QStringLiteral("searchRows"));
  m_text->setAccessibleName(tr("Search rows"));
  m_text->setPlaceholderText(tr("Part of the label, or a key"));
  m_text->setClearButtonEnabled(true);
  m_text->installEventFilter(this);
  m_rows->setModel(m_search);
  m_note->setObjectName(QStringLiteral("attachNote"));
  m_note->setWordWrap(true);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
  m_attach = buttons->addButton(tr("&Attach"), QDialogButtonBox::AcceptRole);
  m_attach->setObjectName(QStringLiteral("attach"));
  m_attach->setAccessibleName(tr("Attach"));
  m_attach->setDefault(true);
  m_attach->setEnabled(false);
  auto* layout = new QVBoxLayout(this);
  for (QWidget* part : std::initializer_list<QWidget*>{sentence, label, m_text}) layout->addWidget(part);
  layout->addWidget(m_rows, 1);
  layout->addWidget(m_note);
  if (!link.empty()) layout->addWidget(m_link = new LinkValues(link, this));
  layout->addWidget(buttons);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(buttons, &QDialogButtonBox::accepted, this, &AttachDialog::choose);
  connect(m_rows, &QTreeView::doubleClicked, this, &AttachDialog::choose);
  connect(m_text, &QLineEdit::textChanged, m_search, &RowSearch::ask);
  connect(m_search, &RowSearch::found, this, &AttachDialog::showFound);
  connect(m_search, &RowSearch::failed, this, [this](const DbError& error) {
    m_note->setText(toQString(error.message()));
    Q_EMIT found();
  });
  m_search->ask({});
}

void AttachDialog::showFound() {
  const int rows = m_search->rowCount();
  m_attach->setEnabled(rows > 0);
  if (rows > 0) m_rows->setCurrentIndex(m_search->index(0, 0));
  m_note->setText(rows == 0 ? tr("No row has that.") : m_search->hasMore() ? tr("The first %n rows: type more to find others.", nullptr, rows) : tr("%n row(s)", nullptr, rows));
  m_note->setAccessibleDescription(m_note->text());
  Q_EMIT found();
}

void AttachDialog::choose() {
  const QModelIndex current = m_rows->currentIndex();
  // What is still being looked up is not what is shown.
  if (!current.isValid() || m_search->isBusy()) return;
  const auto ofLink = m_link ? m_link->values() : Change::Values();
  if (!ofLink) return;
  Q_EMIT chosen(m_search->shape(), m_search->row(current.row()), *ofLink);
  accept();
}

/// The arrow keys move in the list while one types.
bool AttachDialog::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::KeyPress) {
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key == Qt::Key_Up || key == Qt::Key_Down || key == Qt::Key_PageUp || key == Qt::Key_PageDown) return QCoreApplication::sendEvent(m_rows, event);
  }
  return QDialog::eventFilter(watched, event);
}

}  // namespace joinery::ui

#include "moc_attach_dialog.cpp"
