// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/replace_dialog.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>

#include "ui/widgets/plain_label.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

ReplaceDialog::ReplaceDialog(CellEdits::SharedCells cells, QWidget* parent)
    : QDialog(parent), m_cells(std::move(cells)), m_find(new QLineEdit(this)), m_replacement(new QLineEdit(this)), m_case(new QCheckBox(tr("&Match case"), this)),
      m_whole(new QCheckBox(tr("&Whole cell"), this)), m_expression(new QCheckBox(tr("Regular e&xpression"), this)), m_matches(new PlainLabel(this)) {
  setObjectName(QStringLiteral("replaceDialog"));
  setWindowTitle(tr("Find and replace in the selection"));
  setAttribute(Qt::WA_DeleteOnClose);
  m_find->setObjectName(QStringLiteral("findText"));
  m_find->setAccessibleName(tr("Find"));
  m_replacement->setObjectName(QStringLiteral("replacementText"));
  m_replacement->setAccessibleName(tr("Replace with"));
  m_case->setObjectName(QStringLiteral("matchCase"));
  m_whole->setObjectName(QStringLiteral("wholeCell"));
  m_expression->setObjectName(QStringLiteral("regularExpression"));
  m_matches->setObjectName(QStringLiteral("replaceCount"));
  m_matches->setWordWrap(true);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
  m_replace = buttons->addButton(tr("&Replace all"), QDialogButtonBox::AcceptRole);
  m_replace->setObjectName(QStringLiteral("replaceAll"));
  auto* layout = new QFormLayout(this);
  layout->addRow(tr("&Find:"), m_find);
  layout->addRow(tr("Replace wi&th:"), m_replacement);
  for (auto* box : {m_case, m_whole, m_expression}) {
    layout->addRow(QString(), box);
    connect(box, &QCheckBox::toggled, this, &ReplaceDialog::count);
  }
  layout->addRow(m_matches);
  layout->addRow(buttons);
  for (auto* line : {m_find, m_replacement}) connect(line, &QLineEdit::textChanged, this, &ReplaceDialog::count);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(buttons, &QDialogButtonBox::accepted, this, [this] {
    if (const auto wanted = replacement()) Q_EMIT chosen(*wanted);
    accept();
  });
  resize(440, sizeHint().height());
  count();
}

std::optional<TextReplacement> ReplaceDialog::replacement() {
  if (m_find->text().isEmpty()) return std::nullopt;
  const auto made = TextReplacement::create(m_find->text(), m_replacement->text(), {m_case->isChecked(), m_whole->isChecked(), m_expression->isChecked()});
  if (!made) m_matches->setText(tr("This is no regular expression: %1").arg(toQString(made.error().message())));
  return made ? std::optional(*made) : std::nullopt;
}

void ReplaceDialog::count() {
  m_matches->setText(tr("%n cell(s) are searched.", nullptr, static_cast<int>(m_cells->size())));
  m_replace->setEnabled(false);
  m_slices.stop();
  const auto wanted = replacement();
  if (!wanted) return m_matches->setAccessibleDescription(m_matches->text());
  const auto counted = std::make_shared<Counted>();
  m_slices.start(m_cells->size(), [this, wanted, counted](std::size_t cell) {
    const auto value = wanted->replaced((*m_cells)[cell]);
    if (!value) ++counted->misfits;
    else if (*value) ++counted->changes;
  }, [this, counted] { showCount(*counted); });
}

void ReplaceDialog::showCount(const Counted& counted) {
  QString text = tr("%n cell(s) will be changed", nullptr, counted.changes) + tr(" of %1.").arg(m_cells->size());
  if (counted.misfits > 0) text += QLatin1Char(' ') + tr("%n more would not fit and stay as they are.", nullptr, counted.misfits);
  m_matches->setText(text);
  m_matches->setAccessibleDescription(text);
  m_replace->setEnabled(counted.changes > 0);
}

}  // namespace joinery::ui

#include "moc_replace_dialog.cpp"
